import Directory
import Testing

@testable import RegistrySimulator

@Suite struct SocrataAnswersTests {
    private let answers: SocrataAnswers

    init() throws {
        answers = SocrataAnswers(datasets: [try Sample.dataset()])
    }

    private func ask(
        _ parameters: KeyValuePairs<String, String>,
        ifNoneMatch: String? = nil,
        path: [String] = ["resource", "qxh8-f4bd.json"]
    ) throws -> Answer {
        var question = try #require(Question(target: Sample.target("/", parameters)))
        question.ifNoneMatch = ifNoneMatch
        return answers.reply(to: question, path: path).answer
    }

    private func numbers(_ parameters: KeyValuePairs<String, String>) throws -> [String] {
        try ask(parameters).rows.compactMap { $0["credentialnumber"] as? String }
    }

    @Test func `values are strings, nulls are left out, addresses are objects`() throws {
        let answer = try ask([:])

        #expect(answer.status == 200)
        #expect(answer.value(ofHeader: "Content-Type") == "application/json;charset=utf-8")
        #expect(answer.rows.count == 4)
        #expect(answer.rows[0]["lastname"] as? String == "O'Brien")
        #expect(answer.rows[0]["expirationdate"] as? String == "2028-03-30T00:00:00.000")
        #expect(answer.rows[1]["link"] as? [String: String] == ["url": "https://example.org/2"])
        #expect(answer.rows[2]["status"] as? String == "Active, \"With Conditions\"")
        #expect(
            Set(answer.rows[2].keys)
                == ["credentialnumber", "lastname", "credentialtype", "status"]
        )
    }

    @Test func `nobody found is an empty list with status 200`() throws {
        let answer = try ask(["$where": "credentialnumber='AC0'"])

        #expect(answer.status == 200)
        #expect(answer.text == "[]\n")
    }

    @Test func `headers tell fields, types and the data set's own date`() throws {
        let answer = try ask(["$select": "lastname, expirationdate as expires, link"])

        #expect(
            answer.value(ofHeader: "X-SODA2-Fields") == #"["lastname","expires","link"]"#
        )
        #expect(
            answer.value(ofHeader: "X-SODA2-Types") == #"["text","calendar_date","url"]"#
        )
        #expect(answer.value(ofHeader: "Last-Modified") == "Mon, 28 Feb 2028 00:00:00 GMT")
        #expect(
            answer.value(ofHeader: "X-SODA2-Truth-Last-Modified")
                == "Mon, 28 Feb 2028 00:00:00 GMT"
        )
    }

    @Test func `the view gives the same date in seconds`() throws {
        let view = try ask([:], path: ["api", "views", "qxh8-f4bd.json"]).json

        #expect(view["rowsUpdatedAt"] as? Int == 1_835_308_800)
        #expect((view["columns"] as? [[String: Any]])?.count == 7)
    }

    // Exact, in capitals by index, by list, by both sides, and without an index.
    @Test(arguments: [
        ("credentialnumber='AC99900002'", ["AC99900002"]),
        ("upper(credentialnumber)='AC99900004'", ["ac99900004"]),
        ("upper(lastname)='CHEN'", ["AC99900003", "ac99900004"]),
        ("lower(lastname)='chen' and status='Active'", ["ac99900004"]),
        ("upper(lastname)='CHEN' and upper(credentialtype) like '%ACUPUNCT%'", ["AC99900003"]),
        ("credentialnumber in ('AC99900003','AC99900001')", ["AC99900001", "AC99900003"]),
        ("lastname='Chen' or firstname='Maeve'", ["AC99900001", "AC99900003"]),
        ("lastname='Chen' or firstname like 'M%'", ["AC99900001", "AC99900003", "ac99900004"]),
        ("not lastname='Chen'", ["AC99900001", "AC99900002", "ac99900004"]),
        ("'Thảo'=firstname", ["AC99900002"]),
        ("upper(lastname)='O''BRIEN'", ["AC99900001"]),
    ])
    func `rows are found with and without the index`(condition: String, found: [String]) throws {
        #expect(try numbers(["$where": condition]) == found)
    }

    @Test func `columns may be asked for by name, together with a condition`() throws {
        #expect(try numbers(["lastname": "O'Brien"]) == ["AC99900001"])
        #expect(try numbers(["lastname": "Chen", "$where": "status='Active'"]) == [])
        #expect(try numbers(["expirationdate": "2028-02-28"]) == ["AC99900002"])
        #expect(try numbers(["lastname": "Chen", "$$app_token": "x"]) == ["AC99900003"])
    }

    @Test func `order, limit and offset make pages`() throws {
        #expect(
            try numbers(["$order": "lastname desc, credentialnumber"])
                == ["ac99900004", "AC99900001", "AC99900002", "AC99900003"]
        )
        #expect(
            try numbers(["$order": "expirationdate"])
                == ["AC99900002", "AC99900001", "ac99900004", "AC99900003"]
        )
        #expect(try numbers(["$order": "expirationdate DESC"]).first == "AC99900003")
        #expect(try numbers(["$order": ":id desc", "$limit": "1"]) == ["ac99900004"])
        #expect(
            try numbers(["$order": ":id", "$limit": "2", "$offset": "1"])
                == ["AC99900002", "AC99900003"]
        )
        #expect(try numbers(["$limit": "0"]) == [])
        #expect(try numbers(["$offset": "4"]) == [])
        #expect(try numbers(["$offset": "9223372036854775807"]) == [])
    }

    @Test func `a thousand rows are given unless more are asked for`() throws {
        let lines = (1...1001).map { "N\($0)\n" }.joined()
        let table = try Sample.table("number\n" + lines)
        let dataset = try SocrataDataset(
            id: "aaaa-0000",
            updated: Sample.day,
            table: table,
            asOf: Sample.day
        )
        let answers = SocrataAnswers(datasets: [dataset])
        let path = ["resource", "aaaa-0000.json"]
        let plain = try #require(Question(target: "/"))
        let larger = try #require(Question(target: "/?$limit=50000"))

        #expect(answers.reply(to: plain, path: path).answer.rows.count == 1000)
        #expect(answers.reply(to: larger, path: path).answer.rows.count == 1001)
    }

    @Test func `matches are counted`() throws {
        let answer = try ask(["$select": "count(*) as n", "$where": "upper(lastname)='CHEN'"])

        #expect(answer.text == "[{\"n\":\"2\"}]\n")
        #expect(try ask(["$select": "count(*)"]).text == "[{\"count\":\"4\"}]\n")
    }

    @Test(arguments: [
        ("$where", "licencenumber='1'", "licencenumber"),
        ("$select", "lastname,licencenumber", "licencenumber"),
        ("$order", "licencenumber", "licencenumber"),
    ])
    func `an unknown column is refused by its code`(
        clause: String,
        text: String,
        column: String
    ) throws {
        let answer = try ask([clause: text])

        #expect(answer.status == 400)
        #expect(answer.json["code"] as? String == "query.soql.no-such-column")
        #expect(answer.json["errorCode"] as? String == "query.soql.no-such-column")
        #expect(answer.json["error"] as? Bool == true)
        let data = (answer.json["data"] as? [String: Any])?["data"] as? [String: Any]
        #expect(data?["column"] as? String == column)
    }

    @Test func `an unknown argument is refused as such`() throws {
        let answer = try ask(["licencenumber": "1", "$group": "status"])

        #expect(answer.status == 400)
        #expect(answer.json["code"] == nil)
        #expect(
            answer.json["message"] as? String == "Unrecognized arguments [licencenumber, $group]"
        )
    }

    @Test(arguments: [
        ("$where", "lastname='"), ("$where", ""), ("$limit", "-1"), ("$limit", "ten"),
        ("$limit", "99999999999999999999"), ("$offset", ""), ("$select", "lastname,"),
        ("$select", "count(*), lastname"), ("$select", "*, lastname"), ("$order", "lastname up"),
    ])
    func `a malformed clause is refused`(clause: String, text: String) throws {
        let answer = try ask([clause: text])

        #expect(answer.status == 400)
        #expect(answer.json["code"] as? String == "query.compiler.malformed")
    }

    @Test func `a clause that is too long is refused before it is read`() throws {
        let answer = try ask(["$where": String(repeating: "x", count: 16_385)])

        #expect(answer.status == 400)
        #expect(answer.text.utf8.count < 1000)
    }

    @Test func `an argument given twice is refused`() throws {
        #expect(try ask(["$limit": "1", "$limit": "2"]).status == 400)
    }

    @Test(arguments: [
        ["resource", "zzzz-9999.json"], ["resource", "qxh8-f4bd"], ["resource"], [""],
        ["api", "views", "zzzz-9999.json"], ["resource", "qxh8-f4bd.json", ""],
    ])
    func `another data set is not found`(path: [String]) throws {
        let answer = try ask([:], path: path)

        #expect(answer.status == 404)
        #expect(answer.json["code"] as? String == "dataset.missing")
    }

    @Test func `an answer that the client has already is not sent again`() throws {
        let first = try ask(["lastname": "Chen"])
        let tag = try #require(first.value(ofHeader: "ETag"))

        for known in [tag, "W/\(tag)", "\"other\", \(tag)", "*"] {
            let second = try ask(["lastname": "Chen"], ifNoneMatch: known)
            #expect(second.status == 304)
            #expect(second.body.isEmpty)
            #expect(second.value(ofHeader: "ETag") == tag)
        }
        #expect(try ask(["lastname": "Chen"], ifNoneMatch: "\"other\"").status == 200)
        #expect(try ask(["lastname": "Nguyễn"], ifNoneMatch: tag).status == 200)
    }

    @Test func `rows can be had as CSV`() throws {
        let answer = try ask(
            ["$select": "lastname,firstname", "lastname": "Chen"],
            path: ["resource", "qxh8-f4bd.csv"]
        )

        #expect(answer.value(ofHeader: "Content-Type") == "text/csv; charset=utf-8")
        #expect(answer.text == "\"lastname\",\"firstname\"\n\"Chen\",\"\"\n")
    }

    @Test func `dates written as text are text`() throws {
        let table = try Sample.table("license_number,expiration_date\n198999001,{0:us}\n")
        let dataset = try SocrataDataset(
            id: "pzzh-kp68",
            updated: Sample.day,
            table: table,
            asOf: Sample.day
        )

        #expect(dataset.columns.map(\.type) == [.text, .text])
        #expect(dataset.rows == [["198999001", "02/29/2028"]])
    }

    @Test(arguments: ["Name", "1st", "last name", "név", "and", ":id"])
    func `a column that Socrata would not name so is refused`(column: String) throws {
        let table = try Sample.table("\(column)\nx\n")

        #expect(throws: SeedError.self) {
            try SocrataDataset(
                id: "aaaa-0000",
                updated: Sample.day,
                table: table,
                asOf: Sample.day
            )
        }
    }

    // Delaware keeps what it did about its licensees apart from their licences.
    @Test func `a site answers from each of its data sets`() throws {
        func dataset(_ id: String, _ text: String) throws -> SocrataDataset {
            try SocrataDataset(
                id: id,
                updated: Sample.day,
                table: Sample.table(text),
                asOf: Sample.day
            )
        }
        let answers = SocrataAnswers(datasets: [
            try dataset("pjnv-eaih", "license_no,license_status\nM9-0012482,Probation\n"),
            try dataset("dz6p-akeq", "license_id_l,item_text\nM9-0012482,Probation\n"),
        ])
        func ask(_ target: String, path: String) throws -> Answer {
            let question = try #require(Question(target: target))
            return answers.reply(to: question, path: ["resource", path]).answer
        }

        #expect(answers.targets == ["/resource/pjnv-eaih.json", "/resource/dz6p-akeq.json"])
        #expect(
            try ask("/?license_no=M9-0012482", path: "pjnv-eaih.json").text
                == #"[{"license_no":"M9-0012482","license_status":"Probation"}]"# + "\n"
        )
        #expect(
            try ask("/?license_id_l=M9-0012482", path: "dz6p-akeq.json").text
                == #"[{"license_id_l":"M9-0012482","item_text":"Probation"}]"# + "\n"
        )
        #expect(try ask("/?license_no=M9-0012482", path: "dz6p-akeq.json").status == 400)
    }

    // The rows of Connecticut: one column of status and one of its reason, and no null keys.
    @Test func `a row looks like those that Connecticut publishes`() throws {
        let dataset = try SocrataDataset(
            id: "ngch-56tr",
            updated: Sample.day,
            table: Sample.table(
                """
                credentialid,name,type,businessname,dba,fullcredentialcode,credentialtype,\
                credentialnumber,credential,status,statusreason,active,issuedate,expirationdate
                2534916,INA OLA EXAMPLE,INDIVIDUAL,,,AC.0000751,AC,751,ACUPUNCTURIST,INACTIVE,\
                LAPSED DUE TO NON-RENEWAL,0,,{-40:iso}

                """
            ),
            asOf: Sample.day
        )
        let question = try #require(
            Question(target: Sample.target("/", ["$where": "upper(name) like 'INA%EXAMPLE'"]))
        )
        let answer = SocrataAnswers(datasets: [dataset])
            .reply(to: question, path: ["resource", "ngch-56tr.json"]).answer

        #expect(
            answer.text == """
                [{"credentialid":"2534916","name":"INA OLA EXAMPLE","type":"INDIVIDUAL",\
                "fullcredentialcode":"AC.0000751","credentialtype":"AC","credentialnumber":"751",\
                "credential":"ACUPUNCTURIST","status":"INACTIVE",\
                "statusreason":"LAPSED DUE TO NON-RENEWAL","active":"0",\
                "expirationdate":"2028-01-20T00:00:00.000"}]

                """
        )
    }
}
