import Directory
import Storage

extension JSONWriter {
    /// A check with the credential it is about and what differs from the one before.
    mutating func evidence(_ evidence: CheckEvidence) {
        check(
            evidence.check,
            at: evidence.registry?.summary,
            number: evidence.credential.number
        )
        object("credential") { json in
            json.member("id", evidence.credentialID)
            json.member("kind", evidence.credential.kind.rawValue)
            json.member("jurisdiction", evidence.credential.jurisdiction.code)
            json.member("number", evidence.credential.number)
        }
        registry(evidence.registry?.summary)
        member("note", evidence.check.isSecondary ? Self.secondaryNote : nil)
        guard let difference = evidence.difference else {
            name("changes")
            return null()
        }
        object("changes") { json in
            json.member("compared_with", evidence.comparedWith)
            json.turn("outcome", difference.outcome.map { ($0.before.rawValue, $0.after.rawValue) })
            json.turn(
                "standing",
                difference.standing.map { ($0.before?.rawValue, $0.after?.rawValue) }
            )
            json.array("fields") { json in
                for field in difference.fields {
                    json.object { json in
                        json.member("name", field.name)
                        json.member("change", field.kind.rawValue)
                        json.member("before", field.before)
                        json.member("after", field.after)
                    }
                }
            }
        }
    }

    private mutating func turn(_ name: StaticString, _ turn: (before: String?, after: String?)?) {
        guard let turn else {
            self.name(name)
            return null()
        }
        object(name) { json in
            json.member("before", turn.before)
            json.member("after", turn.after)
        }
    }

    /// What the public may know of a check: never a body, and nobody's account.
    mutating func check(_ check: CheckRow, at registry: RegistrySummary?, number: String) {
        member("id", check.publicID)
        member("asked_at", check.askedAt)
        // Who looked is nobody's business but the admins'.
        member("seen_by_a_person_on", check.sighting?.on)
        member("source_as_of", check.sourceAsOf)
        member("speaks_of", check.speaksOf)
        member("question", check.question)
        member("status", check.status)
        member("outcome", check.outcome.rawValue)
        member("reason", check.reason)
        member("wording", check.wording)
        member("standing", check.standing?.rawValue)
        member("expires_on", check.expiresOn)
        member("first_issued_on", check.firstIssuedOn)
        member("good_until", check.goodUntil)
        array("fields") { json in
            for field in check.fields {
                json.object { json in
                    json.member("name", field.name)
                    json.member("value", field.value)
                }
            }
        }
        member("sha256", check.sha256)
        member("description_sha256", check.description)
        howToRepeat(check, at: registry, number: number)
    }

    private mutating func howToRepeat(
        _ check: CheckRow,
        at registry: RegistrySummary?,
        number: String
    ) {
        object("how_to_repeat") { json in
            json.member("public_page", registry?.publicPage)
            json.array("by_hand") { json in
                if let day = check.sighting?.on {
                    json.value(
                        "Seen by a person on \(day), who kept a document of it; sha256 is of that "
                            + "document."
                    )
                }
                guard let registry else { return }
                json.value("Open \(registry.publicPage), the public look-up of \(registry.name).")
                json.value("Look up the number \(number).")
                json.value("Compare what it shows with the fields here.")
            }
            json.member(
                "by_machine",
                check.sighting != nil
                    ? nil
                    : "Send the question again, with a key of your own where the registry wants one. "
                        + "sha256 is of the bytes that came then: where it is another now, compare the "
                        + "fields."
            )
        }
    }
}
