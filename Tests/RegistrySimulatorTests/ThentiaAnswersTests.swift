import Foundation
import Testing

@testable import RegistrySimulator

@Suite struct ThentiaAnswersTests {
    private let answers: ThentiaAnswers

    init() throws {
        answers = try ThentiaAnswers(table: Sample.table(Sample.thentia), asOf: Sample.day)
    }

    private func ask(
        _ target: String,
        agent: String? = "Mozilla/5.0 (compatible; Meridian; +https://example.org)"
    ) throws -> Reply {
        var question = try #require(Question(target: "/rest/public/registrant/" + target))
        question.userAgent = agent
        return answers.reply(to: question, path: question.path)
    }

    private func numbers(_ query: String) throws -> [String] {
        let rows = try ask("search/?" + query).answer.json["result"] as? [[String: Any]] ?? []
        return rows.compactMap { $0["licenseNumber"] as? String }
    }

    @Test func `a row has null dates and empty lists, whatever the registrant has`() throws {
        let answer = try ask("search/?keyword=ZA-03821&filter=license&skip=0&take=10").answer

        #expect(answer.value(ofHeader: "Content-Type") == "application/json")
        #expect(
            answer.text == """
                {"errorCode":"0","errorMessage":"","method":"GET","resultCount":1,"result":\
                [{"id":"65b9136400000000000000a3","profileId":"5ffde31800000000000000b3",\
                "name":"ZA-03821 - Una Moss, Acupuncturist","firstName":"Una","lastName":"Moss",\
                "middleName":"N/A","otherName":"N/A","licenseNumber":"ZA-03821",\
                "licenseCategory":"Acupuncturist","licenseStatus":"Probation",\
                "placeOfPracticeStreet":null,"placeOfPracticeCity":null,\
                "placeOfPracticeZipCode":null,"initialLicenseDate":null,\
                "licenseExpirationDate":null,"supervisorCategory":null,"languages":[],\
                "placesOfPractice":[],"educationDetails":[],"registrationRecords":[],\
                "publicNotices":[],"memberships":[],"disciplinarySupervisorCompetencies":[],\
                "profileSupervisorData":null,"approvedAppications":[],"isPlacedOnDsrList":null}]}
                """
        )
    }

    @Test func `nobody found is told in these words`() throws {
        #expect(
            try ask("search/?keyword=X9&filter=all&skip=0&take=10").answer.text
                == #"{"errorCode":"0","errorMessage":"","method":"GET","resultCount":0,"result":[]}"#
        )
    }

    @Test(arguments: [
        // A part of a number or name finds others, too, whatever the letters' case.
        ("keyword=ZA-0382&filter=license", ["ZA-0382", "ZA-03821"]),
        ("keyword=za-0382&filter=all", ["ZA-0382", "ZA-03821"]),
        ("keyword=lee&filter=lastname", ["ZA-0382", "ZA-0400"]),
        ("keyword=lee", ["ZA-0382", "ZA-0400"]), ("keyword=Smith", ["ZA-0382"]),
        ("keyword=ina&filter=lastname", []), ("keyword=lee&filter=license", []),
        // Pages, and everybody.
        ("", ["ZA-0382", "ZA-0400", "ZA-03821"]), ("take=1&skip=1", ["ZA-0400"]),
        ("skip=3", []), ("take=-1", []), ("take=x", ["ZA-0382", "ZA-0400", "ZA-03821"]),
    ])
    func `a search finds whoever has the text anywhere`(query: String, found: [String]) throws {
        #expect(try numbers(query) == found)
    }

    @Test func `the count is of all found, not of the page`() throws {
        #expect(try ask("search/?take=1").answer.json["resultCount"] as? Int == 3)
    }

    @Test func `dates, history and notices stand in the registrant's own answer`() throws {
        let reply = try ask("get/?id=65b9136400000000000000a1")
        let detail = reply.answer.json
        let memberships = try #require(detail["memberships"] as? [[String: Any]])
        let registration = try #require(
            (detail["registrationRecords"] as? [[String: Any]])?.first
        )

        #expect(reply.numbers == ["ZA-0382"])
        #expect(detail["name"] as? String == "ZA-0382 - Ina Lee, Acupuncturist")
        #expect(detail["initialLicenseDate"] as? String == "Sep-12-2025")
        #expect(detail["licenseExpirationDate"] as? String == "Jun-28-2028")
        #expect(registration["registrationStatus"] as? String == "Active")
        #expect(registration["effectiveEndDate"] is NSNull)
        #expect(memberships.map { $0["registrationStatus"] as? String } == ["Active", "Expired"])
        #expect(memberships.last?["registrationNumber"] as? String == "ZT-0011")
        #expect((detail["publicNotices"] as? [Any])?.isEmpty == true)
        let other = try ask("get/?id=65b9136400000000000000a3").answer.json
        #expect(
            (other["publicNotices"] as? [[String: Any]])?.first?["name"] as? String
                == "Consent Agreement"
        )
        #expect((other["memberships"] as? [Any])?.count == 1)
    }

    @Test(arguments: [nil, "", "Meridian/1.0", "curl/7.88.1"])
    func `whoever is no browser is refused with a web server's page`(agent: String?) throws {
        for target in ["search/?keyword=Lee", "get/?id=65b9136400000000000000a1"] {
            let answer = try ask(target, agent: agent).answer

            #expect(answer.status == 403)
            #expect(answer.value(ofHeader: "Content-Type") == "text/html")
            #expect(
                answer.text
                    == "<html>\r\n<head><title>403 Forbidden</title></head>\r\n<body>\r\n"
                    + "<center><h1>403 Forbidden</h1></center>\r\n<hr><center>nginx</center>\r\n"
                    + "</body>\r\n</html>\r\n"
            )
        }
    }

    @Test(arguments: ["get/?id=0", "get/", "search/?filter=npi&keyword=1"])
    func `what it cannot answer is an error with status 200`(target: String) throws {
        let answer = try ask(target).answer

        #expect(answer.status == 200)
        #expect(answer.json["errorCode"] as? String == "1")
        #expect(answer.json["result"] == nil)
    }

    @Test func `another path is not found`() throws {
        #expect(try ask("delete/").answer.status == 404)
    }

    @Test(arguments: [
        ("65b9136400000000000000a2", "65b9136400000000000000a1", 3), (",Lee,", ",,", 2),
    ])
    func `a wrong row is refused with its line`(right: String, wrong: String, line: Int) {
        let error = #expect(throws: SeedError.self) {
            try ThentiaAnswers(
                table: Sample.table(Sample.thentia.replacing(right, with: wrong)),
                asOf: Sample.day
            )
        }
        #expect(error?.line == line)
    }
}
