import Testing

@testable import RegistrySimulator

@Suite struct FaultTests {
    @Test(arguments: [
        ("status", "503", Fault.status(503)), ("throttle", "120", .throttle(seconds: 120)),
        ("delay", "50", .delay(milliseconds: 50)), ("maintenance", "", .maintenance),
        ("burst", "2500", .burst(milliseconds: 2_500)), ("missing", "", .missing),
        ("revised", "c=<b>=</b>", .revised(column: "c", text: "<b>=</b>")),
        ("revised", "rn=", .revised(column: "rn", text: "")),
        ("half_list", "", .list(.half)), ("narrow_list", "", .list(.narrow)),
        ("empty_list", "", .list(.empty)), ("earlier_list", "", .list(.earlier)),
        ("wrong_type", "", .wrongType), ("truncate", "", .truncate), ("reset", "", .reset),
    ])
    func `a fault is read by name and value`(name: String, value: String, fault: Fault) throws {
        #expect(try Fault(name, value: value) == fault)
    }

    @Test(arguments: [
        ("status", "200"), ("status", "600"), ("status", ""), ("throttle", "-1"),
        ("throttle", "soon"), ("delay", "600001"), ("explode", ""), ("", ""),
    ])
    func `a fault that makes no sense is refused`(name: String, value: String) {
        #expect(throws: Fault.ParseError.self) { try Fault(name, value: value) }
    }

    @Test func `a number has its own faults before those of all`() throws {
        var faults = Faults()
        faults.add(.delay(milliseconds: 5), match: "*")
        faults.add(.reset, match: "AC99900002")

        #expect(faults.befalling([]) == [.delay(milliseconds: 5)])
        #expect(faults.befalling(["AC1"]) == [.delay(milliseconds: 5)])
        #expect(faults.befalling(["AC1", "ac99900002"]) == [.reset, .delay(milliseconds: 5)])
    }

    @Test func `the numbers looked up are those a question names`() throws {
        let simulator = try Sample.simulator(
            faults: "us-wa-doh,AC99900002,reset,\nus-nppes,2000000010,maintenance,\n"
        )
        func faults(_ path: String, _ parameters: KeyValuePairs<String, String>) throws -> [Fault] {
            let question = try #require(Question(target: Sample.target(path, parameters)))
            return simulator.reply(to: question).faults
        }
        let rows = "/us-wa-doh/resource/qxh8-f4bd.json"

        for condition in [
            "credentialnumber='AC99900002'", "upper(credentialnumber)='ac99900002'",
            "credentialnumber in ('AC1','AC99900002')",
            "lastname='x' and (credentialnumber='AC1' or credentialnumber='AC99900002')",
        ] {
            #expect(try faults(rows, ["$where": condition]) == [.reset])
        }
        #expect(try faults(rows, ["credentialnumber": "AC99900002"]) == [.reset])
        #expect(try faults(rows, ["$where": "credentialnumber='AC99900001'"]) == [])
        #expect(try faults(rows, [:]) == [])
        #expect(
            try faults("/us-nppes/api/", ["version": "2.1", "number": "2000000010"])
                == [.maintenance]
        )
        #expect(
            try faults("/us-nppes/api/", ["version": "2.1", "number": "2000000028"]) == []
        )
    }
}
