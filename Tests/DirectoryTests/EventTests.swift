import Directory
import Testing

@Suite struct EventTests {
    private static let credential = "01890a5d-ac96-774b-bcce-b302099a8057"
    private static let practitioner = "01890a5d-ac96-774b-bcce-b302099a8058"
    private static let finding = "01890a5d-ac96-774b-bcce-b302099a8059"

    /// One of each kind, and what receivers have been promised of it, to the byte.
    private static func samples() throws -> [(Event, String)] {
        let registry = try RegistryID("us-wa-doh")
        let credential = Credential(
            kind: .licence,
            credentialClass: .statutory,
            jurisdiction: try Jurisdiction("US-WA"),
            number: "ZX101",
            registry: registry,
            source: .admin
        )
        let facts = { (standing: Standing, wording: String) in
            Event.CredentialFacts(
                credential: Self.credential,
                practitioner: Self.practitioner,
                from: CredentialState(credential: credential, standing: .active),
                to: CredentialState(
                    credential: credential,
                    wording: wording,
                    standing: standing,
                    expiresOn: CalendarDate(iso: "2026-10-31")
                )
            )
        }
        let known = facts(.expired, "EXPIRED")
        let ids = "\"credential\":\"\(Self.credential)\""
        let who = "\"practitioner\":\"\(Self.practitioner)\",\"registry\":\"us-wa-doh\""
        var other = credential
        other.registry = nil
        let unasked = Event.CredentialFacts(
            credential: Self.credential,
            practitioner: Self.practitioner,
            from: CredentialState(credential: other),
            to: CredentialState(credential: other)
        )
        let exclusion = { (rule: ExclusionMatch.Rule?) in
            Event.ExclusionFacts(
                finding: Self.finding,
                practitioner: Self.practitioner,
                list: try RegistryID("us-oig-leie"),
                rule: rule
            )
        }
        let finding =
            "\"finding\":\"\(Self.finding)\",\"list\":\"us-oig-leie\",\"practitioner\":\"\(Self.practitioner)\""
        return [
            (
                .credentialLapsed(known, because: .standing),
                "\"because\":\"standing\",\(ids),\"expires_on\":\"2026-10-31\",\"jurisdiction\":\"US-WA\",\(who),\"standing\":\"expired\",\"standing_before\":\"active\",\"wording\":\"EXPIRED\""
            ),
            (
                .credentialLapsed(unasked, because: .decision),
                "\"because\":\"decision\",\(ids),\"jurisdiction\":\"US-WA\",\"practitioner\":\"\(Self.practitioner)\""
            ),
            (
                .credentialDisciplined(facts(.revoked, "Revoked \"2026\" /ä")),
                "\(ids),\"expires_on\":\"2026-10-31\",\"jurisdiction\":\"US-WA\",\(who),\"standing\":\"revoked\",\"standing_before\":\"active\",\"wording\":\"Revoked \\\"2026\\\" /ä\""
            ),
            (
                .credentialRestricted(facts(.activeRestricted, "ACTIVE/PROBATION")),
                "\(ids),\"expires_on\":\"2026-10-31\",\"jurisdiction\":\"US-WA\",\(who),\"standing\":\"active_restricted\",\"standing_before\":\"active\",\"wording\":\"ACTIVE/PROBATION\""
            ),
            (.exclusionConfirmed(try exclusion(nil)), finding),
            (
                .exclusionCandidate(try exclusion(.npiAndSurname)),
                "\(finding),\"rule\":\"npi_and_surname\""
            ),
            (
                .wordingUnknown(
                    .init(registry: registry, wording: "ON ICE", credential: Self.credential)
                ),
                "\(ids),\"registry\":\"us-wa-doh\",\"wording\":\"ON ICE\""
            ),
            (
                try brake(.set, cause: .share),
                "\"answered\":100,\"because\":\"share\",\"registry\":\"us-wa-doh\",\"worsened\":12"
            ),
            (
                try brake(.eased),
                "\"answered\":100,\"registry\":\"us-wa-doh\",\"worsened\":12"
            ),
            (
                try brake(.released),
                "\"changes\":12,\"decision\":\"released\",\"registry\":\"us-wa-doh\""
            ),
            (
                try brake(.discarded),
                "\"changes\":12,\"decision\":\"discarded\",\"registry\":\"us-wa-doh\""
            ),
            (
                try brake(.canaryFailed, outcome: .absent),
                "\"outcome\":\"absent\",\"registry\":\"us-wa-doh\""
            ),
            (
                try brake(.canaryFound, outcome: .matched),
                "\"outcome\":\"matched\",\"registry\":\"us-wa-doh\""
            ),
        ]
    }

    /// An admin's name and reason go nowhere.
    private static func brake(
        _ kind: BrakeEvent.Kind,
        cause: Brake.Cause? = nil,
        outcome: Outcome? = nil
    ) throws -> Event {
        Event(
            BrakeEvent(
                registry: try RegistryID("us-wa-doh"),
                kind: kind,
                happenedAt: try .moment("2026-11-23 09:05"),
                answered: 100,
                worsened: 12,
                cause: cause,
                outcome: outcome,
                actor: "os:somebody",
                reason: "Because."
            )
        )
    }

    @Test func `receivers get what they were promised, and it is read again`() throws {
        let moment = try Instant.moment("2026-11-23 09:05")
        var kinds: Set<Event.Kind> = []
        for (event, data) in try Self.samples() {
            let json = try event.json(at: moment)
            #expect(
                json
                    == "{\"data\":{\(data)},\"timestamp\":\"2026-11-23T09:05:00Z\",\"type\":\"\(event.kind.rawValue)\"}"
            )
            #expect(try Event(event.kind, json: json) == event)
            kinds.insert(event.kind)
        }
        #expect(kinds == Set(Event.Kind.allCases))
    }

    @Test func `an event of a demonstration says so`() throws {
        let (event, _) = try #require(try Self.samples().first)

        let json = try event.json(at: try .moment("2026-11-23 09:05"), isDemonstration: true)

        #expect(json.contains("\"demonstration\":true"))
        #expect(try Event(event.kind, json: json) == event)
    }

    @Test func `an endless wording is cut`() throws {
        let facts = Event.WordingFacts(
            registry: try RegistryID("us-wa-doh"),
            wording: String(repeating: "x", count: 10_000),
            credential: Self.credential
        )

        #expect(facts.wording.count == 200)
    }

    @Test func `an object of another kind is not read`() throws {
        let event = try Self.brake(.canaryFailed, outcome: .absent)
        let json = try event.json(at: try .moment("2026-11-23 09:05"))

        #expect(throws: DecodingError.self) { try Event(.exclusionConfirmed, json: json) }
    }
}
