import Directory
import Foundation
import Testing

@testable import RegistrySimulator

@Suite struct FHIRAnswersTests {
    private func ask(_ target: String, of shape: FHIRPractitioner.Shape = .npd) throws -> Answer {
        let answers = try FHIRAnswers(
            id: RegistryID("fhir-sample"),
            shape: shape,
            table: Sample.table(Sample.fhir),
            asOf: Sample.day
        )
        var question = try #require(Question(target: target))
        question.host = "directory.example.org"
        return answers.reply(to: question, path: question.path).answer
    }

    private func families(_ query: String, of shape: FHIRPractitioner.Shape) throws -> [String] {
        let answer = try ask("/fhir/Practitioner?" + query, of: shape).json
        let bundle = shape == .npd ? answer["results"] as? [String: Any] : answer
        let entries = bundle?["entry"] as? [[String: Any]] ?? []
        return entries.compactMap { entry in
            let resource = entry["resource"] as? [String: Any]
            let name = (resource?["name"] as? [[String: Any]])?.first
            return name?["family"] as? String
        }
    }

    @Test func `the national directory puts the Bundle into a page, and no licence into it`() throws
    {
        let answer = try ask("/fhir/Practitioner/?identifier=NPI%7C2000000010")

        #expect(answer.value(ofHeader: "Content-Type") == "application/fhir+json")
        #expect(
            answer.text == """
                {"count":1,"next":null,"previous":null,"results":{"resourceType":"Bundle",\
                "type":"searchset","total":1,"entry":[{"fullUrl":\
                "http://directory.example.org/fhir-sample/fhir/Practitioner/\
                c3a56586-0000-0000-0000-000000000001","resource":\
                {"resourceType":"Practitioner","id":"c3a56586-0000-0000-0000-000000000001",\
                "meta":{"profile":["http://hl7.org/fhir/us/core/StructureDefinition/\
                us-core-practitioner"]},"identifier":[{"use":"official","type":{"coding":\
                [{"system":"http://terminology.hl7.org/CodeSystem/v2-0203","code":"PRN",\
                "display":"Provider number"}]},\
                "system":"http://terminology.hl7.org/NamingSystem/npi","value":"2000000010",\
                "period":{"start":"2019-12-13T00:00:00"}}],"name":[{"use":"usual",\
                "text":"DR. INA LEE","family":"LEE","given":["INA",null],"prefix":["DR."],\
                "suffix":[null],"period":{"start":"1900-01-01T00:00:00"}}],\
                "address":[{"line":["12 Example Street"],"city":"Seattle","state":"WA",\
                "postalCode":"98101","country":"US"}],"qualification":[{"identifier":\
                [{"value":"test"}],"code":{"coding":[{"system":\
                "http://nucc.org/provider-taxonomy","code":"171100000X",\
                "display":"Acupuncturist"}]}}]}}]}}
                """
        )
    }

    @Test func `a payer puts the licence into an identifier of the qualification`() throws {
        let answer = try ask("/fhir/Practitioner?identifier=2000000010", of: .payer).json
        let entry = try #require((answer["entry"] as? [[String: Any]])?.first)
        let resource = try #require(entry["resource"] as? [String: Any])
        let npi = try #require((resource["identifier"] as? [[String: Any]])?.first)
        let qualification = try #require((resource["qualification"] as? [[String: Any]])?.first)
        let licence = try #require((qualification["identifier"] as? [[String: Any]])?.first)
        let type = (licence["type"] as? [String: Any])?["coding"] as? [[String: String]]

        #expect(answer["resourceType"] as? String == "Bundle")
        #expect(npi["system"] as? String == "http://hl7.org/fhir/sid/us-npi")
        #expect(type?.first?["code"] == "LN")
        #expect(licence["value"] as? String == "ZX 00060629187")
        #expect((qualification["period"] as? [String: String])?["end"] == "2028-05-29")
    }

    @Test func `a deactivated number has an end, and nobody without a licence has one`() throws {
        for shape in [FHIRPractitioner.Shape.npd, .payer] {
            let resource = try ask(
                "/fhir/Practitioner/c3a56586-0000-0000-0000-000000000002/",
                of: shape
            ).json
            let npi = (resource["identifier"] as? [[String: Any]])?.first

            #expect((npi?["period"] as? [String: String])?["end"] == "2028-02-09T00:00:00")
            #expect((resource["qualification"] as? [Any])?.isEmpty == true)
        }
    }

    // By value, by either server's system, by another's; by a name's words; everybody.
    @Test(arguments: [
        ("identifier=2000000010", ["LEE"], ["LEE"]),
        ("identifier=NPI%7C2000000028", ["LEEDS"], ["LEEDS"]),
        (
            "identifier=http%3A%2F%2Fterminology.hl7.org%2FNamingSystem%2Fnpi%7C2000000010",
            ["LEE"], []
        ), ("identifier=http%3A%2F%2Fhl7.org%2Ffhir%2Fsid%2Fus-npi%7C2000000010", [], ["LEE"]),
        ("identifier=SSN%7C2000000010", [], []), ("identifier=2000000051", [], []),
        ("name=lee", ["LEE", "LEEDS"], ["LEE", "LEEDS"]), ("name=Ola+Lee", ["LEEDS"], ["LEEDS"]),
        ("name=Ina&identifier=2000000028", [], []), ("", ["LEE", "LEEDS"], ["LEE", "LEEDS"]),
    ])
    func `a search finds its people`(query: String, npd: [String], payer: [String]) throws {
        #expect(try families(query, of: .npd) == npd)
        #expect(try families(query, of: .payer) == payer)
    }

    @Test func `pages lead to each other, and there is none behind the last`() throws {
        let first = try ask("/fhir/Practitioner/?page_size=1").json
        let second = try ask("/fhir/Practitioner/?page_size=1&page=2").json

        #expect(first["count"] as? Int == 2)
        #expect(
            first["next"] as? String
                == "http://directory.example.org/fhir-sample/fhir/Practitioner/?page=2&page_size=1"
        )
        #expect(first["previous"] is NSNull)
        #expect(second["next"] is NSNull)
        #expect(second["previous"] is String)
        #expect(try families("page_size=1&page=2", of: .npd) == ["LEEDS"])
        #expect(try ask("/fhir/Practitioner/?page_size=1&page=3").status == 404)
        #expect(try ask("/fhir/Practitioner/?page_size=0").status == 200)
    }

    @Test func `what is not there is said in each server's own way`() throws {
        #expect(
            try ask("/fhir/Practitioner/x").text
                == #"{"detail":"No Practitioner matches the given query."}"#
        )
        let outcome = try ask("/fhir/Practitioner/x", of: .payer)
        #expect(outcome.status == 404)
        #expect(outcome.json["resourceType"] as? String == "OperationOutcome")
        #expect(try ask("/fhir/Organization").status == 404)
    }

    @Test func `a row without a number is refused with its line`() {
        let error = #expect(throws: SeedError.self) {
            try FHIRAnswers(
                id: RegistryID("fhir-sample"),
                shape: .npd,
                table: Sample.table(Sample.fhir.replacing("2000000028", with: "")),
                asOf: Sample.day
            )
        }
        #expect(error?.line == 3)
    }
}
