import Foundation
import Testing

@testable import RegistrySimulator

/// The seed that comes with the project, asked in each registry's own way.
@Suite struct CommittedSeedTests {
    private static let seed = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "seed", directoryHint: .isDirectory)

    private static let simulator = Result { try Simulator(seed: seed, asOf: Sample.day) }

    private func answer(_ target: String, form: [Question.Parameter] = []) throws -> Answer {
        var question = try #require(Question(target: target))
        question.userAgent = "Mozilla/5.0"
        if !form.isEmpty {
            question.method = .post
            question.form = form
        }
        return try Self.simulator.get().reply(to: question).answer
    }

    @Test(arguments: [
        ("us-wa-doh/resource/qxh8-f4bd.json?credentialnumber=ZX00000001", "\"Active\""),
        ("us-co-dora/resource/7s5z-vewr.json?licensenumber=ZC0000001", "\"Active\""),
        ("us-il-idfpr/resource/pzzh-kp68.json?license_number=ZI198000001", "\"ACTIVE\""),
        ("us-ct-dph/resource/ngch-56tr.json?fullcredentialcode=ZAC.0000001", "\"CURRENT\""),
        ("us-de-dpr/resource/pjnv-eaih.json?license_no=Z9-0000001", "\"Active\""),
        ("us-tx-tmb/resource/tm3v-pfq9.json?license_number=ZA00001", "\"NONE\""),
        (
            "us-az-acu/rest/public/registrant/search/?keyword=ZLA-00001&filter=license",
            "ZLA-00001 - Canary Example, Acupuncturist"
        ), ("nppes/api/?version=2.1&number=2000000002", "\"EXAMPLE\""),
        ("fhir-npd/fhir/Practitioner/?identifier=NPI%7C2000000002", "\"EXAMPLE\""),
    ])
    func `each registry has the record that a self-test asks for`(
        target: String,
        text: String
    ) throws {
        let answer = try answer("/" + target)

        #expect(answer.status == 200)
        #expect(answer.text.contains(text))
    }

    @Test func `a tenant's directory is searched by the query that its page names`() throws {
        let page = try answer("/ca-pe-alinity/client/publicdirectory").text
        let query = try #require(page.firstMatch(of: /id="querySID"[^>]* value="(\d+)"/)).1
        let found = try answer(
            "/ca-pe-alinity/client/PublicDirectory/Registrants",
            form: [
                .init(name: "querySID", value: String(query)),
                .init(
                    name: "queryParameters",
                    value: #"{"Parameter":[{"ID":"TextOptionC","Value":"Z7001"}]}"#
                ),
            ]
        )
        let records = try #require(found.json["Records"] as? [[String: Any]])
        let id = try #require(records.first?["rg"] as? String)

        #expect(records.map { $0["rl"] as? String } == ["Example, Canary (Z7001)"])
        #expect(
            try answer("/ca-pe-alinity/Client/PublicDirectory/Registrant/\(id)").text
                .contains("\"rn\":\"Z7001\"")
        )
    }

    @Test func `thousands are on the list of exclusions, and nobody who was reinstated`() throws {
        let list = try answer("/oig-leie/exclusions/downloadables/UPDATED.csv").text
        let rows = list.split(separator: "\r\n").dropFirst()

        #expect(rows.count > 3_000)
        #expect(
            rows.allSatisfy { $0.hasPrefix("\"") && $0.hasSuffix("\"00000000\",\"00000000\",\"\"") }
        )
        #expect(rows.contains { $0.hasPrefix("\"THISTLEWOOD-FEATHERS\",") })
        #expect(rows.contains { $0.contains("\"0000000000\"") })
    }

    @Test func `what Delaware did about a licensee stands in a data set of its own`() throws {
        let rows = try answer("/us-de-dpr/resource/dz6p-akeq.json").rows

        #expect(rows.count >= 3)
        for row in rows {
            let number = try #require(row["license_id_l"] as? String)
            let licence = try answer("/us-de-dpr/resource/pjnv-eaih.json?license_no=\(number)")
            #expect(licence.rows.first?["disciplinary_action"] as? String == "Y")
        }
    }
}
