import Directory
import Testing

@Suite struct ReviewRuleTests {
    private func rule(_ code: String, _ permitted: ReviewRule.Permitted) throws -> ReviewRule {
        ReviewRule(
            jurisdiction: try Jurisdiction(code),
            permitted: permitted,
            reason: "reason",
            source: "source",
            readOn: CalendarDate(daysSince1970: 20_000)
        )
    }

    @Test(
        arguments: [
            // Where somebody practises, or is licensed; a country's rule holds in all of it.
            (["CA-ON"], "CA-ON"), (["AU-NSW"], "AU"), (["AU"], "AU"),
            (["US-WA", "CA-ON"], "CA-ON"),
            // The stricter of two.
            (["AU-VIC", "CA-ON"], "CA-ON"), (["CA-ON", "AU-VIC"], "CA-ON"),
            // Nobody else's law.
            (["CA-BC"], nil), (["CA"], nil), (["US-WA"], nil), ([], nil),
        ] as [([String], String?)]
    )
    func `the strictest of all places applies`(_ sample: (places: [String], rule: String?)) throws {
        let rules = [try rule("AU", .service), try rule("CA-ON", .nothing)]
        let places = try sample.places.map { try Jurisdiction($0) }
        let strictest = ReviewRule.strictest(of: places, among: rules)
        #expect(strictest?.jurisdiction.code == sample.rule)
    }

    @Test func `a class is explained by the nearest sentence of the same kind of law`() throws {
        func explanation(
            _ code: String,
            _ licensing: JurisdictionPolicy.Licensing,
            _ sentence: String
        ) throws -> ClassExplanation {
            ClassExplanation(
                jurisdiction: try Jurisdiction(code),
                licensing: licensing,
                credentialClass: .accredited,
                sentence: sentence
            )
        }
        let explanations = [
            try explanation("US", .statutory, "Beside the licence of {place}, which {place} asks."),
            try explanation("US", .unregulated, "The best that {place} has."),
            try explanation("US-AL", .unregulated, "Of Alabama itself."),
        ]
        func sentence(
            _ code: String,
            _ name: String,
            _ licensing: JurisdictionPolicy.Licensing
        ) throws -> String? {
            JurisdictionPolicy(
                jurisdiction: try Jurisdiction(code),
                name: name,
                licensing: licensing,
                source: "invented"
            ).explanation(of: .accredited, among: explanations)
        }
        #expect(
            try sentence("US-WA", "Washington", .statutory)
                == "Beside the licence of Washington, which Washington asks."
        )
        #expect(try sentence("US-WY", "Wyoming", .unregulated) == "The best that Wyoming has.")
        #expect(try sentence("US-AL", "Alabama", .unregulated) == "Of Alabama itself.")
        #expect(try sentence("GB-SCT", "Scotland", .unregulated) == nil)
    }
}
