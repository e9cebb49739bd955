import Foundation
import Testing

@testable import RegistrySimulator

@Suite struct AlinityAnswersTests {
    private let answers: AlinityAnswers

    init() throws {
        answers = try AlinityAnswers(
            querySID: "1000608",
            table: Sample.table(Sample.alinity),
            asOf: Sample.day
        )
    }

    private func get(_ path: String) throws -> Answer {
        let question = try #require(Question(target: path))
        return answers.reply(to: question, path: question.path).answer
    }

    private func search(
        _ criteria: KeyValuePairs<String, String>,
        querySID: String = "1000608"
    ) throws -> Reply {
        let parameters = criteria.map { id, value in
            #"{"ID":"\#(id)","Value":"\#(value)","ValueLabel":"\#(value)"}"#
        }
        return try post([
            ("querySID", querySID),
            ("queryParameters", "{\"Parameter\":[\(parameters.joined(separator: ","))]}"),
        ])
    }

    private func post(_ form: [(String, String)]) throws -> Reply {
        var question = try #require(Question(target: "/client/PublicDirectory/Registrants"))
        question.method = .post
        question.form = form.map { Question.Parameter(name: $0.0, value: $0.1) }
        return answers.reply(to: question, path: question.path)
    }

    private func numbers(_ criteria: KeyValuePairs<String, String>) throws -> [String] {
        let records = try search(criteria).answer.json["Records"] as? [[String: Any]] ?? []
        return records.compactMap { record in
            (record["rl"] as? String)?.firstMatch(of: /\((\w+)\)$/).map { String($0.1) }
        }
    }

    @Test func `the first page tells the query's id and begins a session`() throws {
        let page = try get("/client/publicdirectory")

        #expect(page.status == 200)
        #expect(page.value(ofHeader: "Content-Type") == "text/html; charset=utf-8")
        #expect(
            page.text.contains(
                #"<input type="hidden" id="querySID" name="querySID" value="1000608" />"#
            )
        )
        #expect(page.value(ofHeader: "Set-Cookie")?.hasPrefix("ASP.NET_SessionId=") == true)
        #expect(try get("/Client/PublicDirectory/").status == 200)
    }

    @Test func `a record is written in the short names of the recorded answers`() throws {
        let answer = try search(["TextOptionC": "8140"]).answer

        #expect(answer.value(ofHeader: "Content-Type") == "application/json; charset=utf-8")
        #expect(
            answer.text == #"""
                {"EnableCaptcha":false,"SearchCriteria":["Registration number: 8140"],"Records":\#
                [{"rg":"34498bde-0000-0000-0000-000000000003","rl":"Leeds, Una (8140)",\#
                "prl":"Specific Disciplines Register - General\u003cbr/\u003eAcupuncture",\#
                "irc":false,"sid":1034003,\#
                "c":"\u003cul style=\"margin-left:12px;margin-bottom:0;\"\u003e\u003cli\u003e\#
                Supervision\u003c/li\u003e\u003c/ul\u003e",\#
                "atlr":"hidden","cv":"","pdcv":"hidden","oa":""}]}
                """#
        )
    }

    @Test func `nobody found is an empty list with status 200`() throws {
        let answer = try search(["TextOptionB": "Queens"]).answer

        #expect(answer.status == 200)
        #expect(
            answer.text
                == #"{"EnableCaptcha":false,"SearchCriteria":["Last name: Queens"],"Records":[]}"#
        )
    }

    // Parts of numbers and names find others too; every text that is given must be there; the
    // letter's case is not looked at; what a tenant may ask for besides is not looked at either.
    @Test(
        arguments: [
            (["TextOptionC": "8127"], ["8127", "18127"]), (["TextOptionC": "T81"], ["T8130"]),
            (["TextOptionC": "81"], ["8127", "8140", "18127", "T8130"]),
            (["TextOptionB": "lee"], ["8127", "8140"]),
            (["TextOptionB": "lee", "TextOptionC": "8127"], ["8127"]),
            (["TextOptionB": "O'S"], ["T8130"]), (["TextOptionA": "una"], ["8140"]),
            (["TextOptionA": "una", "TextOptionB": "Moss"], []),
            (["TextOptionC": " 8127 ", "RegionSID": "-", "TextOptionA": ""], ["8127", "18127"]),
            // One character is too short for anybody, and nothing at all asks for all.
            (["TextOptionC": "8"], []), (["TextOptionC": "8127", "TextOptionB": "L"], []),
            (["TextOptionA": ""], ["8127", "8140", "18127", "T8130"]),
        ] as [(KeyValuePairs<String, String>, [String])]
    )
    func `a search finds whoever has the text anywhere`(
        criteria: KeyValuePairs<String, String>,
        found: [String]
    ) throws {
        #expect(try numbers(criteria) == found)
    }

    @Test func `the number asked for is the one that faults are chosen by`() throws {
        #expect(try search(["TextOptionC": "8127", "TextOptionB": "Lee"]).numbers == ["8127"])
        #expect(try search(["TextOptionB": "Lee"]).numbers == [])
    }

    @Test func `the list stops at 25 and does not say so`() throws {
        let rows = (10...70).map { number in
            """
            id-\(number),"Lee, Ina (90\(number))",General,false,\(number),[],,,,,90\(number),General,
            """
        }
        let many = try AlinityAnswers(
            querySID: "1",
            table: Sample.table(
                AlinityRegistrant.columns.joined(separator: ",") + "\n"
                    + rows.joined(separator: "\n") + "\n"
            ),
            asOf: Sample.day
        )
        var question = try #require(Question(target: "/client/PublicDirectory/Registrants"))
        question.method = .post
        question.form = [
            .init(name: "querySID", value: "1"),
            .init(
                name: "queryParameters",
                value: #"{"Parameter":[{"ID":"TextOptionB","Value":"Lee"}]}"#
            ),
        ]
        let answer = many.reply(to: question, path: question.path).answer

        #expect((answer.json["Records"] as? [Any])?.count == 25)
        #expect(Set(answer.json.keys) == ["EnableCaptcha", "SearchCriteria", "Records"])
    }

    // Another query's id, none, no parameters, and parameters that are none.
    @Test(arguments: [
        [("querySID", "1"), ("queryParameters", #"{"Parameter":[]}"#)],
        [("queryParameters", #"{"Parameter":[]}"#)], [("querySID", "1000608")],
        [("querySID", "1000608"), ("queryParameters", "TextOptionC=8127")],
        [("querySID", "1000608"), ("queryParameters", #"{"Parameter":[{"Value":"8127"}]}"#)], [],
    ])
    func `a query that it does not know has an empty list and no criteria`(
        form: [(String, String)]
    ) throws {
        let answer = try post(form).answer

        #expect(answer.status == 200)
        #expect(answer.text == #"{"EnableCaptcha":false,"Records":[]}"#)
    }

    @Test func `a registrant's page has a JSON literal in its script`() throws {
        let page = try get(
            "/Client/PublicDirectory/Registrant/34498BDE-0000-0000-0000-000000000003"
        )
        let literal = try #require(
            page.text.firstMatch(
                of: /fwkParseStringTemplate\(\$\("#detailtemplate"\)\.html\(\), (\{.*\})\)\);/
            )
        ).1
        let detail = try #require(
            try JSONSerialization.jsonObject(with: Data(literal.utf8)) as? [String: String]
        )

        #expect(page.value(ofHeader: "Content-Type") == "text/html; charset=utf-8")
        #expect(!literal.contains("<"))
        #expect(detail["rn"] == "8140")
        #expect(detail["rl"] == "Leeds, Una (8140)")
        #expect(detail["pr"] == "Specific Disciplines Register - General")
        #expect(detail["sp"] == "<ul><li>Needling</li></ul>")
        #expect(detail["c"]?.contains("<li>Supervision</li>") == true)
    }

    @Test(arguments: [
        "/client/publicdirectory/registrant/34498bde", "/client/publicdirectory/registrants",
        "/client/publicdirectory/registrant", "/client", "/", "/client/publicdirectory/x/y/z",
    ])
    func `another page is not found`(path: String) throws {
        #expect(try get(path).status == 404)
    }

    @Test func `forms are taken at the search only`() {
        #expect(answers.takesForm(at: ["Client", "PublicDirectory", "Registrants"]))
        #expect(!answers.takesForm(at: ["client", "publicdirectory"]))
        #expect(!answers.takesForm(at: []))
    }

    // No number in the label, another number than rn, no family name, no order, the same id twice.
    @Test(arguments: [
        ("\"Lee, Ina M (8127)\"", "\"Lee, Ina M\"", 2), ("Una (8140)", "Una (8141)", 4),
        ("\"Lee, Ina M (8127)\"", "Ina Lee (8127)", 2), ("1034002", "second", 3),
        ("000000000002", "000000000001", 3),
    ])
    func `a wrong row is refused with its line`(right: String, wrong: String, line: Int) {
        let error = #expect(throws: SeedError.self) {
            try AlinityAnswers(
                querySID: "1",
                table: Sample.table(Sample.alinity.replacing(right, with: wrong)),
                asOf: Sample.day
            )
        }
        #expect(error?.line == line)
    }
}
