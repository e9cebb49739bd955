import Testing

@testable import RegistrySimulator

@Suite struct SoQLParserTests {
    private static let columns = [
        SoQLColumn(name: "number", type: .text), SoQLColumn(name: "name", type: .text),
        SoQLColumn(name: "expires", type: .date),
    ]

    private static let rows: [[String?]] = [
        ["A1", "O'Brien", "2028-02-29T00:00:00.000"],
        ["A2", "Nguyễn", nil],
        ["a3", nil, "2028-03-01T00:00:00.000"],
        ["10%_", "50% \\ off", "2027-12-31T00:00:00.000"],
    ]

    /// Which rows, counted from 1, meet a condition.
    private func matches(_ clause: String) throws(SoQLError) -> [Int] {
        var parser = try SoQLParser(clause, columns: Self.columns)
        let condition = try parser.condition()
        return Self.rows.indices.filter { condition.holds(in: Self.rows[$0]) == true }.map {
            $0 + 1
        }
    }

    @Test(arguments: [
        // Comparisons; a comparison with null is not true.
        ("number='A1'", [1]), ("'A1' = number", [1]), ("number = 'a1'", []),
        ("number != 'A1'", [2, 3, 4]), ("number<>'A1'", [2, 3, 4]), ("name != 'O''Brien'", [2, 4]),
        ("number < 'A2'", [1, 4]), ("number <= 'A2'", [1, 2, 4]), ("number > 'A2'", [3]),
        ("number >= 'A2'", [2, 3]), ("1 = 1", [1, 2, 3, 4]), ("1.5 > 2", []),
        // Letter case counts in values, not in words.
        ("upper(number)='A3'", [3]), ("LOWER(Number)='a1'", [1]),
        ("upper(name)=upper('nguyễn')", [2]),
        ("`number`='A1'", [1]), ("upper(lower(number)) = 'A2'", [2]),
        // Logic: not before and before or, parentheses, three values.
        ("number='A1' or number='A2' and name='x'", [1]),
        ("(number='A1' or number='A2') and name like 'N%'", [2]),
        ("not number='A1' and not number='A2'", [3, 4]), ("not (name='O''Brien')", [2, 4]),
        ("name='x' or number='a3'", [3]), ("not (name='x' and number='a3')", [1, 2, 4]),
        ("((((number='A1'))))", [1]), ("(number)='A1'", [1]), ("true", [1, 2, 3, 4]),
        ("number='A1' or true", [1, 2, 3, 4]), ("false or number='A1'", [1]),
        ("(number='A1') = true", [1]),
        // Null.
        ("name is null", [3]), ("name is not null", [1, 2, 4]), ("expires IS NULL", [2]),
        ("upper(name) is null", [3]),
        // Patterns.
        ("number like 'A%'", [1, 2]), ("number like 'A_'", [1, 2]),
        ("number not like 'A%'", [3, 4]),
        ("number like '%'", [1, 2, 3, 4]), ("number like ''", []), ("number like 'a'", []),
        ("upper(name) like '%BRIEN%'", [1]), ("number like '10\\%\\_'", [4]),
        ("number like '%%%%%%%%%%1'", [1]), ("number like '1_%_'", [4]),
        // Lists.
        ("number in ('A1', 'a3','zz')", [1, 3]), ("number not in ('A1')", [2, 3, 4]),
        ("name not in ('x')", [1, 2, 4]), ("upper(number) in ('A3')", [3]),
        // Dates, with and without a time.
        ("expires = '2028-02-29'", [1]), ("expires > '2028-02-29T00:00:00'", [3]),
        ("expires >= '2028-02-29T00:00:00.000'", [1, 3]), ("'2028-01-01' > expires", [4]),
        ("expires in ('2028-03-01')", [3]),
        // A text that tries to be more stays a text.
        ("name='O''Brien'' or ''1''=''1'", []), ("name=''' or number=''A1'", []),
        ("name=''", []), ("name='\u{201D}; drop'", []),
    ])
    func `a condition finds its rows`(clause: String, rows: [Int]) throws {
        #expect(try matches(clause) == rows)
    }

    // What an unescaped quote in a name does: the service refuses, or is talked into everything.
    @Test func `a quote that is not doubled ends the text`() throws {
        #expect(throws: SoQLError.self) { try matches("name='O'Brien'") }
        #expect(try matches("name='x' or '1'='1'") == [1, 2, 3, 4])
        #expect(throws: SoQLError.self) { try matches("name='x' or 1=1 --'") }
    }

    @Test(arguments: [
        ("foo = '1'", SoQLError.noSuchColumn("foo", position: 1)),
        ("number='1' and Status='x'", .noSuchColumn("status", position: 16)),
        ("soundex(number)='1'", .noSuchFunction("soundex", position: 1)),
        ("number = 5", .typeMismatch(operation: "=", found: .number, position: 10)),
        ("number = expires", .typeMismatch(operation: "=", found: .date, position: 10)),
        ("expires = 'soon'", .typeMismatch(operation: "=", found: .text, position: 11)),
        ("expires = '2027-02-29'", .typeMismatch(operation: "=", found: .text, position: 11)),
        ("upper(expires) = 'X'", .typeMismatch(operation: "upper", found: .date, position: 7)),
        ("expires like '2028%'", .typeMismatch(operation: "like", found: .date, position: 1)),
        ("number", .typeMismatch(operation: "where", found: .text, position: 1)),
        ("number and true", .typeMismatch(operation: "and", found: .text, position: 1)),
        ("not number", .typeMismatch(operation: "not", found: .text, position: 5)),
        ("number in ('a', 1)", .typeMismatch(operation: "in", found: .number, position: 17)),
    ])
    func `a condition that makes no sense is refused for its own reason`(
        clause: String,
        error: SoQLError
    ) {
        #expect(throws: error) { try matches(clause) }
    }

    @Test(arguments: [
        "", " ", "number =", "= 'A1'", "number 'A1'", "number = 'A1", "number = 'A1' 'A2'",
        "(number = 'A1'", "number = 'A1')", "number in ()", "number in 'A1'", "number is",
        "number is not 'A1'", "number = 'A1' and", "and", "number = \"A1\"", "number == 'A1'",
        "number = 'A1';", "number = 'A1' /* x */", "number = -1", "`number = 'A1'", "`` = 'A1'",
        "1.2.3 = 1", "upper(number = 'A1'", "upper() = 'A1'", "número = 'A1'",
        "number = 'A1' order by number",
    ])
    func `a condition that is no SoQL is malformed`(clause: String) {
        let error = #expect(throws: SoQLError.self) { try matches(clause) }

        #expect(error?.code == "query.compiler.malformed")
    }

    @Test func `nesting is bounded, and so is what a long condition costs`() throws {
        let deep =
            String(repeating: "(", count: 5000) + "true" + String(repeating: ")", count: 5000)
        #expect(throws: SoQLError.self) { try matches(deep) }
        let negations = String(repeating: "not ", count: 4001) + "true"
        #expect(throws: SoQLError.self) { try matches(negations) }
        let functions = String(repeating: "upper(", count: 4001) + "name"
        #expect(throws: SoQLError.self) { try matches(functions) }

        let long = Array(repeating: "number='A1'", count: 1200).joined(separator: " or ")
        #expect(try matches(long) == [1])
    }
}
