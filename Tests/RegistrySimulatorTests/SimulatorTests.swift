import Foundation
import Testing

@testable import RegistrySimulator

@Suite struct SimulatorTests {
    private func answer(_ target: String) throws -> Answer {
        let question = try #require(Question(target: target))
        return try Sample.simulator().reply(to: question).answer
    }

    @Test func `the first page lists what is simulated and says that it is invented`() throws {
        let page = try answer("/").text

        #expect(page.contains("/us-wa-doh/resource/qxh8-f4bd.json  4 records"))
        #expect(page.contains("/us-nppes/api/?version=2.1  4 records"))
        #expect(page.contains("Every person and every licence in it is invented"))
    }

    @Test func `a path leads to its registry`() throws {
        #expect(try answer("/healthz").text == "ok\n")
        #expect(try answer("/us-wa-doh/resource/qxh8-f4bd.json?$limit=1").rows.count == 1)
        #expect(try answer("/us-wa-doh/resource/qxh8-f4bd.json?%24limit=1").rows.count == 1)
        #expect(
            try answer(
                "/us-wa-doh/resource/qxh8-f4bd.json?credentialtype=Massage+Therapist%20License"
            )
            .rows.count == 1
        )
        #expect(try answer("/us-nppes/api/?version=2.1").json["Errors"] != nil)
        #expect(try answer("/us-or-omb/api/").status == 404)
        #expect(try answer("/us-nppes").status == 404)
    }

    @Test(arguments: ["", "x", "/?a=%FF", "/?%C3=1", "/?a=%zz"])
    func `a target that is none is no question`(target: String) {
        #expect(Question(target: target) == nil)
    }

    // Each row replaces a file of the seed: unknown kind, double id, bad id, no date, no data set,
    // a registry without records, faults of nobody, unknown fault, no match, faults of the wrong
    // kind or of the wrong extent, and what each kind needs.
    @Test(arguments: [
        ("simulator.csv", "us-x-one,pdf,,\n", 2, "the kind \"pdf\" is unknown"),
        ("simulator.csv", "us-nppes,nppes,,\nus-nppes,nppes,,\n", 3, "us-nppes is listed twice"),
        ("simulator.csv", "US,nppes,,\n", 2, "a registry's id has"),
        ("simulator.csv", "us-wa-doh,socrata,qxh8-f4bd,\n", 2, "updated:"),
        ("simulator.csv", "us-wa-doh,socrata,,{0:date}\n", 2, "needs a dataset"),
        ("simulator.csv", "us-co-dora,socrata,7s5z-vewr,{0:date}\n", nil, "cannot be read"),
        ("simulator-faults.csv", "us-or-omb,*,reset,\n", 2, "is not in simulator.csv"),
        ("simulator-faults.csv", "us-nppes,*,explode,\n", 2, "the fault \"explode\" is unknown"),
        ("simulator-faults.csv", "us-nppes,,reset,\n", 2, "match is empty"),
        ("simulator-faults.csv", "us-nppes,*,half_list,\n", 2, "befalls lists only"),
        ("simulator-faults.csv", "us-nppes,12,half_list,\n", 2, "match would be *"),
        ("simulator-faults.csv", "us-nppes,*,missing,\n", 2, "match would be its number"),
        ("simulator-faults.csv", "us-nppes,*,revised,a=b\n", 2, "match would be its number"),
        ("simulator-faults.csv", "us-nppes,1,revised,a=b\n", 2, "has no column a"),
        ("simulator.csv", "us-nppes,alinity,,\n", 2, "needs the digits of its querySID"),
        ("simulator.csv", "us-nppes,leie,,{0:date}\n", 2, "needs its path"),
        ("simulator.csv", "us-nppes,csv,a/b.csv,\n", 2, "updated:"),
        ("simulator.csv", "us-nppes,fhir,cms,\n", 2, "npd or payer"),
        ("simulator.csv", "us-wa-doh,socrata,a;b,{0:date}\n", nil, "us-wa-doh.b.csv"),
    ])
    func `a seed that makes no sense is refused with file and line`(
        file: String,
        rows: String,
        line: Int?,
        reason: String
    ) throws {
        let seed = try Sample.seed()
        defer { try? FileManager.default.removeItem(at: seed) }
        let header =
            file == "simulator.csv" ? "id,kind,dataset,updated\n" : "registry,match,fault,value\n"
        try Data((header + rows).utf8).write(to: seed.appending(path: "registries/\(file)"))

        let error = #expect(throws: SeedError.self) {
            try Simulator(seed: seed, asOf: Sample.day)
        }
        #expect(error?.line == line)
        #expect(error?.description.contains(reason) == true)
    }

    @Test func `another file of faults replaces the seed's own`() throws {
        let seed = try Sample.seed(faults: "us-nppes,*,maintenance,\n")
        defer { try? FileManager.default.removeItem(at: seed) }
        let file = seed.appending(path: "calm.csv")
        try Data("registry,match,fault,value\n".utf8).write(to: file)
        let question = try #require(Question(target: "/us-nppes/api/"))

        #expect(
            try Simulator(seed: seed, asOf: Sample.day).reply(to: question).faults
                == [.maintenance]
        )
        #expect(
            try Simulator(seed: seed, asOf: Sample.day, faults: file).reply(to: question).faults
                == []
        )
    }

    @Test func `a seed without faults is a seed`() throws {
        let seed = try Sample.seed()
        defer { try? FileManager.default.removeItem(at: seed) }
        try FileManager.default.removeItem(
            at: seed.appending(path: "registries/simulator-faults.csv")
        )

        #expect(try Simulator(seed: seed, asOf: Sample.day).recordCount == 8)
    }

    @Test func `somebody who is missing is in no answer, and everybody else still is`() throws {
        let simulator = try Sample.simulator(
            faults: "us-wa-doh,ac99900002,missing,\nus-nppes,2000000010,missing,\n"
        )
        func answer(_ target: String) throws -> Answer {
            simulator.reply(to: try #require(Question(target: target))).answer
        }
        let rows = try answer("/us-wa-doh/resource/qxh8-f4bd.json").rows

        #expect(
            rows.compactMap { $0["credentialnumber"] as? String }
                == ["AC99900001", "AC99900003", "ac99900004"]
        )
        let person = "/us-nppes/api/?version=2.1&number="
        #expect(try answer(person + "2000000010").json["result_count"] as? Int == 0)
        #expect(try answer(person + "2000000028").json["result_count"] as? Int == 1)
    }

    @Test func `each kind is loaded from its records and answers under its id`() throws {
        let simulator = try Sample.simulatorOfAllKinds()
        func answer(_ target: String, _ agent: String? = nil) throws -> Answer {
            var question = try #require(Question(target: target))
            question.userAgent = agent
            return simulator.reply(to: question).answer
        }

        #expect(try answer("/").text.contains("/ca-xx-tenant/client/publicdirectory  4 records"))
        #expect(try answer("/ca-xx-tenant/client/publicdirectory").status == 200)
        #expect(
            try answer("/us-xx-board/rest/public/registrant/search/", "Mozilla/5.0").status == 200
        )
        #expect(try answer("/xx-leie/exclusions/downloadables/UPDATED.csv").status == 200)
        #expect(try answer("/us-xx-list/licensees.csv").status == 200)
        #expect(try answer("/xx-npd/fhir/Practitioner/").status == 200)
        #expect(try answer("/xx-payer/fhir/Practitioner").status == 200)
    }

    // Conditions that came overnight, and a number that followed a provisional one under one id.
    @Test func `a record is revised where a fault says so, and no other is`() throws {
        func search(_ number: String, faults: String) throws -> String {
            var question = try #require(
                Question(target: "/ca-xx-tenant/client/PublicDirectory/Registrants")
            )
            question.method = .post
            question.form = [
                .init(name: "querySID", value: "1000608"),
                .init(
                    name: "queryParameters",
                    value: #"{"Parameter":[{"ID":"TextOptionC","Value":"\#(number)"}]}"#
                ),
            ]
            return try Sample.simulatorOfAllKinds(faults: faults).reply(to: question).answer.text
        }
        let conditions = "ca-xx-tenant,8127,revised,c=<li>Restriction</li>\n"
        let renumbered = """
            ca-xx-tenant,T8130,revised,"rl=O'Shea, Ola (8130)"
            ca-xx-tenant,T8130,revised,rn=8130

            """

        #expect(try !search("8127", faults: "").contains("Restriction"))
        #expect(try search("8127", faults: conditions).contains("Restriction"))
        #expect(try !search("8140", faults: conditions).contains("Restriction"))
        #expect(try search("T8130", faults: "").contains("34498bde-0000-0000-0000-000000000002"))
        #expect(try search("T8130", faults: renumbered).hasSuffix(#""Records":[]}"#))
        #expect(
            try search("8130", faults: renumbered)
                .contains("34498bde-0000-0000-0000-000000000002")
        )
    }
}
