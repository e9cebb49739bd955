import Directory
import Foundation
import Testing

@testable import Registries

@Suite struct ManualCheckTests {
    /// 2026-11-23T12:00:00Z, seven in the morning in New York.
    private static let now = Instant(secondsSince1970: 1_795_435_200)
    private static let today = CalendarDate(daysSince1970: 20_780)

    private func newYork() throws -> ManualRegistry {
        let catalogue = try RegistryCatalogue(directories: [Files.seed])
        return try #require(catalogue.manualRegistries.first { $0.id.text == "us-ny-op" })
    }

    private let claimant = Claimant(
        number: "001234",
        names: [
            PersonName(given: "Zoë", family: "Nuñez Park"),
            PersonName(given: "Zoë", family: "Nuñez"),
        ]
    )

    private let registered = SeenEntry(
        number: "001234-01",
        name: PersonName(given: "ZOE", family: "NUNEZ PARK"),
        type: "Acupuncture",
        wording: "Registered",
        expiresOn: CalendarDate(year: 2027, month: 3, day: 31),
        firstIssuedOn: CalendarDate(year: 2009, month: 6, day: 2)
    )

    private func check(
        _ seen: SeenEntry?,
        on day: CalendarDate = today,
        at moment: Instant = now
    ) throws -> Check {
        try newYork().check(
            seeing: seen,
            of: claimant,
            Sighting(by: "os:anna", on: day),
            document: SightingDocument(Array("%PDF-1.7 saved".utf8)),
            at: moment
        )
    }

    private func seen(_ change: (inout SeenEntry) -> Void) -> SeenEntry {
        var entry = registered
        entry.number = "1234"
        change(&entry)
        return entry
    }

    @Test func `what agrees in number and name is matched, as the registry's map reads it`() throws
    {
        let check = try check(seen { _ in })

        #expect(check.verdict.outcome == .matched)
        #expect(check.verdict.entry?.standing == .active)
        #expect(check.askedAt == Self.now)
        // Midnight in New York.
        #expect(check.sourceAsOf == Self.now - 7 * 3600)
        #expect(check.status == nil)
        #expect(
            check.question
                == "Look up 001234 at https://eservices.nysed.gov/professions/verification-search"
        )
        #expect(
            check.verdict.entry?.fields.map { "\($0.name)=\($0.value)" } == [
                "number=1234", "name=ZOE NUNEZ PARK", "type=Acupuncture", "status=Registered",
                "first_issued=2009-06-02", "expires=2027-03-31",
            ]
        )
        #expect(check.sha256?.count == 64)
        #expect(check.description == (try newYork().profile.descriptionHash))
    }

    @Test func `another name is not accepted by being typed in`() throws {
        let check = try check(seen { $0.name = PersonName(given: "Zoe", family: "Other") })

        #expect(check.verdict.outcome == .mismatched)
    }

    @Test func `another number is nobody's`() throws {
        #expect(try check(registered).verdict.outcome == .absent)
        #expect(try check(seen { $0.number = "---" }).verdict.outcome == .absent)
    }

    @Test func `a register that shows nobody is absent`() throws {
        let check = try check(nil)

        #expect(check.verdict.outcome == .absent)
        #expect(check.verdict.entry == nil)
    }

    @Test func `terms of practice make active restricted`() throws {
        let check = try check(seen { $0.conditions = "Probation until 2028" })

        #expect(check.verdict.entry?.standing == .activeRestricted)
        #expect(check.verdict.entry?.fields.last?.name == "conditions")
    }

    @Test func `a wording that stands in no map takes its standing from the admin`() throws {
        let wording = "Registered - see order"
        let known = try check(
            seen {
                $0.wording = wording
                $0.standing = .activeRestricted
            }
        )
        #expect(known.verdict.outcome == .matched)
        #expect(known.verdict.entry?.standing == .activeRestricted)

        #expect(throws: ManualCheckError.standingNeeded(wording: wording)) {
            try check(seen { $0.wording = wording })
        }
        #expect(throws: ManualCheckError.noStanding) {
            try check(
                seen {
                    $0.wording = wording
                    $0.standing = .unknown
                }
            )
        }
    }

    @Test func `nobody says better of a wording than the map does`() throws {
        let error = #expect(throws: ManualCheckError.self) {
            try check(
                seen {
                    $0.wording = "REVOKED"
                    $0.standing = .active
                }
            )
        }
        #expect(
            error?.description
                == "The description says that \"REVOKED\" means revoked: leave the standing out, or "
                + "correct the description."
        )
        #expect(try check(seen { $0.standing = .active }).verdict.entry?.standing == .active)
    }

    @Test func `what is seen tomorrow is refused, by the register's own calendar`() throws {
        #expect(throws: ManualCheckError.seenInFuture(Self.today + 1, today: Self.today)) {
            try check(seen { _ in }, on: Self.today + 1)
        }
        // At two in the morning in London it is still yesterday in New York.
        let early = Self.now - 10 * 3600
        let error = #expect(throws: ManualCheckError.self) {
            try check(seen { _ in }, at: early)
        }
        #expect(
            error?.description
                == "It cannot have been seen on 2026-11-23: at the register it is 2026-11-22."
        )
    }

    @Test func `what was seen longer ago than the window is refused`() throws {
        #expect(try check(seen { _ in }, on: Self.today - 89).verdict.outcome == .matched)
        let error = #expect(throws: ManualCheckError.self) {
            try check(seen { _ in }, on: Self.today - 90)
        }
        #expect(error?.description.contains("too old") == true)
    }

    @Test(
        arguments: [
            { (entry: inout SeenEntry) in entry.wording = "" },
            { $0.wording = String(repeating: "x", count: 201) },
            { $0.number = "" }, { $0.number = String(repeating: "1", count: 65) },
            { $0.name = PersonName(given: "", family: "") },
            { $0.type = String(repeating: "x", count: 201) },
            { $0.conditions = String(repeating: "x", count: 2001) },
            { $0.firstIssuedOn = CalendarDate(year: 2026, month: 11, day: 24) },
        ] as [@Sendable (inout SeenEntry) -> Void]
    )
    func `what cannot stand on a register is refused`(
        change: @Sendable (inout SeenEntry) -> Void
    ) throws {
        #expect(throws: ManualCheckError.self) { try check(seen(change)) }
    }

    @Test func `a description gives a person's look ninety days at most`() throws {
        let text = """
            id: us-ny-op
            window_days: 91
            """
        try Files.withDirectory(["us-ny-op.yaml": text]) { directory in
            let error = #expect(throws: DescriptionError.self) {
                try RegistryCatalogue(directories: [Files.seed, directory])
            }
            #expect(error?.description.contains("us-ny-op.yaml:2:14") == true)
            #expect(error?.description.contains("1 to 90") == true)
        }
    }
}
