import Directory
import Foundation
import Testing

@testable import RegistrySimulator

@Suite struct NPPESAnswersTests {
    private let answers: NPPESAnswers

    init() throws {
        answers = try NPPESAnswers(table: Sample.table(Sample.nppes), asOf: Sample.day)
    }

    private func ask(_ query: String, path: [String] = ["api", ""]) throws -> Answer {
        let question = try #require(Question(target: "/?" + query))
        return answers.reply(to: question, path: path).answer
    }

    private func lastNames(_ query: String) throws -> [String] {
        let results = try ask("version=2.1&" + query).json["results"] as? [[String: Any]] ?? []
        return results.compactMap { ($0["basic"] as? [String: Any])?["last_name"] as? String }
    }

    @Test func `a record is written as the API writes it in 2026`() throws {
        let answer = try ask("version=2.1&number=2000000028")
        let record = try #require((answer.json["results"] as? [[String: Any]])?.first)
        let basic = try #require(record["basic"] as? [String: Any])
        let taxonomy = try #require((record["taxonomies"] as? [[String: Any]])?.first)

        #expect(answer.value(ofHeader: "Content-Type") == "application/json")
        #expect(answer.json["result_count"] as? Int == 1)
        #expect(record["number"] as? String == "2000000028")
        #expect(record["created_epoch"] as? String == "1456704000000")
        #expect(record["last_updated_epoch"] as? String == "1835395200000")
        #expect(basic["sex"] as? String == "F")
        #expect(basic["gender"] == nil)
        #expect(basic["name"] == nil)
        #expect(basic["name_prefix"] as? String == "--")
        #expect(basic["name_suffix"] as? String == "JR.")
        #expect(basic["middle_name"] as? String == "LAN")
        #expect(basic["credential"] == nil)
        #expect(basic["enumeration_date"] as? String == "2016-02-29")
        #expect(taxonomy["license"] is NSNull)
        #expect(taxonomy["primary"] as? Bool == false)
        #expect(
            (record["other_names"] as? [[String: Any]])?.first?["last_name"] as? String == "TRAN"
        )
        #expect((record["addresses"] as? [[String: Any]])?.count == 2)
        #expect((record["endpoints"] as? [Any])?.isEmpty == true)
    }

    @Test func `some records are still written as in 2019`() throws {
        let answer = try ask("version=2.1&number=2000000051")
        let record = try #require((answer.json["results"] as? [[String: Any]])?.first)
        let basic = try #require(record["basic"] as? [String: Any])

        #expect(answer.text.contains("\"number\":2000000051,"))
        #expect(record["last_updated_epoch"] as? Int == 1_832_803_200)
        #expect(basic["gender"] as? String == "F")
        #expect(basic["sex"] == nil)
        #expect(basic["name"] as? String == "CHEN MEI")
        #expect(record["endpoints"] == nil)
    }

    @Test(arguments: [
        ("number=2000000010", ["O'BRIEN"]),
        // Of the NPI and the rest, both must agree.
        ("number=2000000010&last_name=CHEN", []), ("number=2000000010&state=WA", ["O'BRIEN"]),
        // Whoever is deactivated is not in the API, nor is a number nobody has.
        ("number=2000000101", []), ("last_name=GONE", []), ("number=1234567890", []),
        // Names, wildcards after two characters, former names, and what a name is short for.
        ("last_name=o'brien", ["O'BRIEN"]), ("last_name=O'B*", ["O'BRIEN"]),
        ("last_name=CH*", ["CHEN"]), ("last_name=CHE", []), ("last_name=TRAN", ["NGUYEN"]),
        ("first_name=Bob&last_name=O%27Brien", ["O'BRIEN"]),
        ("first_name=Bob&last_name=O%27Brien&use_first_name_alias=False", []),
        ("first_name=BO*&last_name=O%27Brien", []), ("first_name=RO*", ["O'BRIEN"]),
        // Places and profession.
        ("state=WA&taxonomy_description=acupuncturist", ["O'BRIEN", "NGUYEN"]),
        ("state=WA&taxonomy_description=Acu*&city=spokane", ["NGUYEN"]),
        ("postal_code=98101", ["O'BRIEN"]), ("postal_code=981*", ["O'BRIEN"]),
        ("postal_code=981011234", ["O'BRIEN"]), ("postal_code=98102", []),
        ("enumeration_type=NPI-2&last_name=CHEN", []),
        ("enumeration_type=NPI-1&last_name=CHEN", ["CHEN"]),
        ("organization_name=CH*", []), ("country_code=CA&last_name=CHEN", []),
        // Pages; a limit beyond what is permitted is no error.
        ("taxonomy_description=Acupuncturist&limit=1", ["O'BRIEN"]),
        ("taxonomy_description=Acupuncturist&limit=1&skip=2", ["CHEN"]),
        ("taxonomy_description=Acupuncturist&limit=201", ["O'BRIEN", "NGUYEN", "CHEN"]),
        ("taxonomy_description=Acupuncturist&limit=abc&skip=-1", ["O'BRIEN", "NGUYEN", "CHEN"]),
    ])
    func `a search finds its people`(query: String, names: [String]) throws {
        #expect(try lastNames(query) == names)
    }

    @Test(arguments: [
        ("version=2.1", "04", "generic"),
        ("version=2.1&limit=5&address_purpose=LOCATION", "04", "generic"),
        ("version=2.1&last_name=", "04", "generic"),
        ("version=2.1&number=123", "06", "number"),
        ("version=2.1&number=20000000100", "06", "number"),
        ("version=2.1&number=200000001a", "06", "number"),
        ("version=2.1&state=WA", "07", "state"),
        ("version=2.1&state=WA&enumeration_type=NPI-1", "07", "state"),
        ("version=2.1&country_code=US", "07", "country_code"),
        ("version=2.1&enumeration_type=NPI-1", "09", "enumeration_type"),
        ("version=2.0&number=2000000010", "17", "version"),
        ("number=2000000010", "17", "version"),
        ("version=2.1&last_name=C*", "03", "last_name"),
        ("version=2.1&first_name=*&last_name=CHEN", "03", "first_name"),
        ("version=2.1&last_name=Nguy%E1%BB%85n", "05", "last_name"),
        ("version=2.1&last_name=CH*N", "05", "last_name"),
        ("version=2.1&last_name=CHEN%3B%3D", "05", "last_name"),
        ("version=2.1&enumeration_type=NPI-3&last_name=CHEN", "05", "enumeration_type"),
        ("version=2.1&state=Washington&last_name=CHEN", "05", "state"),
    ])
    func `a refusal has status 200, its number and its field`(
        query: String,
        number: String,
        field: String
    ) throws {
        let answer = try ask(query)
        let errors = try #require(answer.json["Errors"] as? [[String: String]])

        #expect(answer.status == 200)
        #expect(errors.count == 1)
        #expect(errors.first?["number"] == number)
        #expect(errors.first?["field"] == field)
        #expect(errors.first?["description"]?.isEmpty == false)
        #expect(answer.json["result_count"] == nil)
    }

    @Test func `nobody found is told in these words`() throws {
        #expect(
            try ask("version=2.1&number=2000000093").text == "{\"result_count\":0,\"results\":[]}"
        )
    }

    @Test func `another path is not found`() throws {
        #expect(try ask("version=2.1&number=2000000010", path: ["api"]).status == 200)
        #expect(try ask("version=2.1&number=2000000010", path: ["apix", ""]).status == 404)
    }

    // A wrong check digit, an organisation, no last name, a wrong date, a wrong flag, a number twice.
    @Test(arguments: [
        ("2000000010,", "2000000011,", "check digit"), ("NPI-1,ROBERT", "NPI-2,ROBERT", "NPI-1"),
        ("O'BRIEN,", ",", "last_name is empty"),
        ("{-3650:date}", "{-3650:us}", "enumeration_date is"),
        ("WA,true", "WA,yes", "taxonomy_primary is yes"),
        ("2000000028", "2000000010", "line 2 already"),
    ])
    func `a wrong row is refused with its line`(
        right: String,
        wrong: String,
        reason: String
    ) throws {
        let table = try Sample.table(Sample.nppes.replacing(right, with: wrong, maxReplacements: 1))

        let error = #expect(throws: SeedError.self) {
            try NPPESAnswers(table: table, asOf: Sample.day)
        }
        #expect(error?.line == (reason.hasSuffix("already") ? 3 : 2))
        #expect(error?.reason.contains(reason) == true)
    }
}
