import Curl
import Directory
import Testing

@testable import Registries

@Suite struct QuestionTests {
    private static let now = Instant(secondsSince1970: 1_795_435_200)

    @Test(arguments: [
        (
            "nppes", "2000000010",
            "https://npiregistry.cms.hhs.gov/api/?version=2.1&number=2000000010&limit=10"
        ),
        (
            "us-co-dora", "acu 1",
            "OR%20upper%28licensenumber%29%3D%271%27%29%20AND%20licensetype%3D%27ACU%27"
        ),
        ("us-wa-doh", "zx60000001", "upper%28credentialnumber%29%3D%27ZX60000001%27%20OR%20"),
        // Nine characters, whatever is written between them.
        ("us-il-idfpr", "99.000-001", "license_number%3D%27099000001%27%20AND%20license_type"),
        ("us-il-idfpr", "1234567890", "license_number%3D%271234567890%27"),
        ("us-il-idfpr", "zi-198.000001", "license_number%3D%27ZI198000001%27"),
        // An apostrophe stays inside its quotation, and nothing leaves the parameter.
        (
            "us-co-dora", "1' OR '1'='1",
            "%28upper%28licensenumber%29%3D%271%27%27%20OR%20%27%271%27%27%3D%27%271%27%20OR"
        ),
        ("nppes", "1&limit=200#\r\n", "number=1%26limit%3D200%23%0D%0A&limit=10"),
    ])
    func `a question asks for the number alone, encoded`(
        id: String,
        number: String,
        part: String
    ) throws {
        let claimant = Claimant(number: number, names: [PersonName(given: "Mei", family: "Lin")])
        let request = try Registry.shipped(id).request(about: claimant)

        #expect(request.url.contains(part))
        #expect(request.method == .get)
    }

    @Test func `every column that is read is asked for`() throws {
        let url = try Registry.shipped("us-wa-doh").request(about: .steady).url

        #expect(url.contains("$limit=50&$select=credentialnumber%2C%20lastname%2C"))
        #expect(!url.contains("birthyear"))
    }

    @Test func `names are folded and encoded where a description asks by name`() throws {
        let text = plainDescription.replacing(
            "number: \"{number|upper}\"",
            with: "no: \"{number|lower}\"\n    who: \"{family|fold}*{given}\""
        )
        let claimant = Claimant(
            number: "A-1",
            names: [PersonName(given: "Zoë", family: "O'Neil-Núñez")]
        )
        let request = try Registry(yaml: text).request(about: claimant)

        #expect(request.url.hasSuffix("/api/licences?no=a-1&who=ONEIL%20NUNEZ%2AZo%C3%AB"))
    }

    @Test func `a number may stand in the path`() throws {
        let text = plainDescription.replacing("path: /licences", with: "path: /licences/{number}")
        let claimant = Claimant(number: "../admin?x", names: [])
        let request = try Registry(yaml: text).request(about: claimant)

        #expect(request.url.contains("/api/licences/..%2Fadmin%3Fx?number="))
    }

    @Test(arguments: [
        ("us-il-idfpr", " -. "), ("us-co-dora", ""), ("nppes", "  "),
        ("nppes", String(repeating: "7", count: 65)),
    ])
    func `a number that holds nothing to ask for is not asked`(id: String, number: String) throws {
        let registry = try Registry.shipped(id)
        let inquiry = registry.inquiry(about: Claimant(number: number, names: []))

        guard case .reply(let reply) = inquiry.next else {
            Issue.record("it would be asked")
            return
        }
        #expect(reply.verdict.outcome == .refused)
        #expect(reply.status == nil)
    }

    @Test func `headers are sent and stay out of the question`() throws {
        let text = plainDescription.replacing(
            "path: /licences",
            with: "path: /licences\n  headers: {X-App-Token: t0ken}"
        )
        let registry = try Registry(yaml: text)
        let reply = try registry.reply(about: .steady, to: [.json("{}")], at: Self.now)

        #expect(
            try registry.request(about: .steady).headers
                .contains(.init(name: "X-App-Token", value: "t0ken"))
        )
        #expect(reply.question == "GET https://board.example.org/api/licences?number=A-1")
    }

    @Test(arguments: [
        (
            "Authorization: Basic abc",
            "Authorization carries a secret, and a description is public; auth would be right"
        ),
        ("\"X Y\": z", "a header's name has letters, digits and hyphens only"),
        ("X-Y: \"a\\r\\nb\"", "a header's value has printable ASCII characters only"),
    ])
    func `a header that does not belong in a description is refused`(
        header: String,
        sentence: String
    ) {
        let text = plainDescription.replacing(
            "path: /licences",
            with: "path: /licences\n  headers: {\(header)}"
        )
        let error = #expect(throws: DescriptionError.self) { try Registry(yaml: text) }
        #expect(error?.message == sentence)
    }
}
