import Directory
import Testing

@testable import RegistrySimulator

@Suite struct ListAnswersTests {
    private static let header = """
        LASTNAME,FIRSTNAME,MIDNAME,BUSNAME,GENERAL,SPECIALTY,UPIN,NPI,DOB,ADDRESS,CITY,STATE,ZIP,\
        EXCLTYPE,EXCLDATE,REINDATE,WAIVERDATE,WVRSTATE
        """
    private static let path = ["exclusions", "downloadables", "UPDATED.csv"]

    private func list(
        _ text: String = Sample.leie,
        style: ListAnswers.Style = .leie,
        fault: ListFault? = nil
    ) throws -> ListAnswers {
        try ListAnswers(
            path: Self.path,
            style: style,
            updated: Sample.day - 13,
            table: Sample.table(text),
            asOf: Sample.day,
            fault: fault
        )
    }

    private func ask(
        _ list: ListAnswers,
        ifNoneMatch: String? = nil,
        ifModifiedSince: String? = nil,
        path: [String] = path
    ) throws -> Answer {
        var question = try #require(Question(target: "/"))
        question.ifNoneMatch = ifNoneMatch
        question.ifModifiedSince = ifModifiedSince
        return list.reply(to: question, path: path).answer
    }

    private func lines(_ answer: Answer) -> [String] {
        answer.text.split(separator: "\r\n").map(String.init)
    }

    // Nothing is zeros, commas stand in quotes, names end where their columns do, and whoever was
    // reinstated is not there.
    @Test func `exclusions are written as OIG writes them`() throws {
        let answer = try ask(try list())

        #expect(answer.status == 200)
        #expect(answer.value(ofHeader: "Content-Type") == "text/csv")
        #expect(answer.text.hasSuffix("\r\n"))
        #expect(lines(answer).count == 4)
        #expect(lines(answer)[0] == Self.header)
        #expect(
            lines(answer)[1] == """
                "LEE","INA","M","","ACUPUNCTURIST","ACUPUNCTURE","","2000000010","19610229",\
                "12 EXAMPLE STREET, APT D","SEATTLE","WA","98101","1128b4","20270125",\
                "00000000","00000000",""
                """
        )
        #expect(
            lines(answer)[2] == """
                "","","","#1 SAMPLE SERVICE, INC","OTHER BUSINESS","SOBER HOME","","0000000000",\
                "","12 EXAMPLE AVENUE","BROOKLYN","NY","11235","1128a1","20210804","00000000",\
                "00000000",""
                """
        )
        #expect(
            lines(answer)[3] == """
                "VANDERSPECIMEN-THIST","MAXIMILIANEXAMP","","","IND- LIC HC SERV PRO",\
                "ACUPUNCTURE","","0000000000","","1 EXAMPLE STREET","DENVER","CO","80202",\
                "1128b4","20270505","00000000","00000000",""
                """
        )
    }

    @Test func `the list before the reinstatement has everybody`() throws {
        let lines = lines(try ask(try list(fault: .earlier)))

        #expect(lines.count == 5)
        #expect(lines.last?.contains(#""BACK","OLA""#) == true)
        #expect(lines.last?.contains("\"00000000\",\"00000000\"") == true)
    }

    @Test func `a state's list is quoted where it must be`() throws {
        let answer = try ask(try list(Sample.licensees, style: .plain))

        #expect(answer.text == Sample.licensees)
    }

    @Test func `whoever has the list already is told so and no more`() throws {
        let list = try list()
        let first = try ask(list)
        let tag = try #require(first.value(ofHeader: "ETag"))
        let date = try #require(first.value(ofHeader: "Last-Modified"))

        #expect(date == "Wed, 16 Feb 2028 00:00:00 GMT")
        for answer in [
            try ask(list, ifNoneMatch: tag), try ask(list, ifNoneMatch: "W/\(tag)"),
            try ask(list, ifModifiedSince: date),
            try ask(list, ifNoneMatch: tag, ifModifiedSince: "Mon, 01 Jan 2024 00:00:00 GMT"),
        ] {
            #expect(answer.status == 304)
            #expect(answer.body.isEmpty)
            #expect(answer.value(ofHeader: "ETag") == tag)
        }
        for answer in [
            try ask(list, ifNoneMatch: "\"other\""),
            try ask(list, ifNoneMatch: "\"other\"", ifModifiedSince: date),
            try ask(list, ifModifiedSince: "Mon, 01 Jan 2024 00:00:00 GMT"),
        ] {
            #expect(answer.status == 200)
        }
    }

    // Each has a tag of its own, so that whoever had the right list gets the wrong one.
    @Test(arguments: [
        (ListFault.half, 2, "LASTNAME"), (.empty, 0, "LASTNAME"), (.narrow, 3, "FIRSTNAME"),
    ])
    func `a faulty list is a whole file of its own`(
        fault: ListFault,
        rowCount: Int,
        firstColumn: String
    ) throws {
        let right = try ask(try list())
        let wrong = try ask(try list(fault: fault))
        let lines = lines(wrong)

        #expect(wrong.status == 200)
        #expect(wrong.value(ofHeader: "ETag") != right.value(ofHeader: "ETag"))
        #expect(lines.count == rowCount + 1)
        #expect(lines.first?.hasPrefix(firstColumn + ",") == true)
    }

    @Test func `another file is not found`() throws {
        #expect(try ask(try list(), path: ["exclusions"]).status == 404)
        #expect(try list().targets == ["/exclusions/downloadables/UPDATED.csv"])
    }

    @Test func `exclusions in other columns are refused`() {
        #expect(throws: SeedError("sample.csv", line: 1, "the column LASTNAME is missing")) {
            try list("FIRSTNAME\n")
        }
    }

    @Test func `licensees are written as Florida writes them`() throws {
        let table = "Number,Last,First\nZAP1,O'NEIL,\"ROSA \"\"ROSE\"\"\"\n"
        let answer = try ask(try list(table, style: .piped))

        #expect(lines(answer) == ["Number|Last|First|", "ZAP1|O'NEIL|ROSA \"ROSE\"|"])
    }
}
