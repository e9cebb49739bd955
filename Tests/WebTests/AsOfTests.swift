import Directory
import HTTPTypes
import HummingbirdTesting
import Testing
@testable import Web

@Suite struct AsOfTests {
    private static let now = SampleSite.now

    // MARK: - Reading the parameter

    @Test(arguments: [
        // A day ends in UTC.
        ("2026-05-03", "2026-05-03T23:59:59Z"), ("1999-12-31", "1999-12-31T23:59:59Z"),
        ("2026-05-03T12:00:00Z", "2026-05-03T12:00:00Z"),
        ("2026-05-03t12:00:00z", "2026-05-03T12:00:00Z"),
        ("2026-05-03T12:00:00+02:00", "2026-05-03T10:00:00Z"),
        // As forms send a plus.
        ("2026-05-03T12:00:00 02:00", "2026-05-03T10:00:00Z"),
        ("2026-05-03T22:00:00-07:30", "2026-05-04T05:30:00Z"),
        // Today is not over.
        ("2026-11-18", "2026-11-18T11:06:40Z"), ("2026-11-18T11:06:40Z", "2026-11-18T11:06:40Z"),
    ])
    func `a date or a moment is read`(text: String, moment: String) throws {
        #expect(Self.now.description == "2026-11-18T11:06:40Z")
        #expect(try ParameterValue.past(text, until: Self.now).description == moment)
    }

    @Test(arguments: [
        "", "yesterday", "2026-02-30", "2026-5-3", "2026-05-03T12:00", "2026-05-03T12:00:00",
        "2026-05-03T24:00:00Z", "2026-05-03T12:60:00Z", "2026-05-03T12:00:00+2:00",
        "2026-05-03T12:00:00+0200", "2026-05-03T12:00:00Zulu", "2026-05-03 12:00:00Z", "1777766400",
        // Nobody knows the future.
        "2026-11-19", "2026-11-18T11:06:41Z", "9999-12-31",
    ])
    func `anything else is refused`(text: String) {
        #expect(throws: NotPermitted.self) {
            try ParameterValue.past(text, until: Self.now)
        }
    }

    @Test(arguments: ["", "/credentials", "/checks"])
    func `the future is a problem that says so`(part: String) async throws {
        let site = try await SampleSite()
        let id = try await site.database.publicID("AC60000001")
        try await site.test { client in
            let response = try await client.get("/v1/practitioners/\(id)\(part)?as_of=2030-01-01")
            #expect(response.status == .badRequest)
            let problem = try JSON(response)
            #expect(problem["errors"][0]["detail"].string?.contains("future") == true)
        }
    }

    // MARK: - Answers

    /// Ten days after everybody was seen.
    private func later() async throws -> (site: SampleSite, id: String) {
        let site = try await SampleSite()
        site.clock.pass(10 * 86_400)
        return (site, try await site.database.publicID("AC60000001"))
    }

    @Test func `both answers stand side by side, with reasons`() async throws {
        let (site, id) = try await later()
        try await site.test { client in
            let uri = "/v1/practitioners/\(id)?as_of=\(Self.now + 86_400)"
            let answer = try await client.json(uri)
            #expect(answer["id"].string == id)
            #expect(answer["safety"].names.contains("contraindications"))
            let asOf = answer["as_of"]
            #expect(asOf["instant"].string == (Self.now + 86_400).description)
            for knowledge in ["known_then", "known_now"] {
                let known = asOf[knowledge]
                #expect(known["meaning"].string != nil)
                #expect(known["anything_known"].bool == true)
                #expect(known["excluded"].bool == false)
                #expect(known["locations"][0]["vetted"].bool == true)
                #expect(known["locations"][0]["not_vetted"].isNull)
                let credential = known["credentials"][0]
                #expect(credential["facts"]["standing"].string == "active")
                #expect(credential["facts"]["decision"].string == "approved")
                #expect(credential["check"]["asked_at"].string == Self.now.description)
                #expect(known["experience"]["arithmetic"].string == "since 2011-04")
            }
            #expect(asOf["known_now"]["credentials"][0]["basis"].string == "reading")
            let tag = try #require(try await client.get(uri).headers[.eTag])
            #expect(
                try await client.get(uri, headers: [.ifNoneMatch: tag]).status == .notModified
            )
        }
    }

    @Test func `who was not vetted then is told why`() async throws {
        let (site, _) = try await later()
        let carol = try await site.database.publicID("AC60000003")
        try await site.test { client in
            let answer = try await client.json("/v1/practitioners/\(carol)?as_of=\(Self.now)")
            let place = answer["as_of"]["known_then"]["locations"][0]
            #expect(place["vetted"].bool == false)
            #expect(place["not_vetted"]["code"].string == "discipline")
        }
    }

    @Test func `before anything was known the answer says so, and what is known now`()
        async throws
    {
        let site = try await SampleSite()
        let id = try await site.database.publicID("AC60000001")
        try await site.test { client in
            let uri = "/v1/practitioners/\(id)?as_of=2020-01-01"
            let asOf = try await client.json(uri)["as_of"]
            let then = asOf["known_then"]
            #expect(then["anything_known"].bool == false)
            #expect(then["note"].string?.contains("Nothing was known") == true)
            #expect(then["locations"].array.isEmpty)
            #expect(then["credentials"].array.isEmpty)
            let now = asOf["known_now"]["credentials"][0]
            #expect(now["basis"].string == "register_dates")
            #expect(now["facts"]["standing"].string == "active")
            #expect(now["facts"]["decision"].string == "pending")

            let early = try await client.json("/v1/practitioners/\(id)?as_of=2000-01-01")["as_of"]
            #expect(
                early["known_now"]["credentials"][0]["basis"].string == "not_yet_issued"
            )
        }
    }

    @Test func `credentials are listed with both answers`() async throws {
        let (site, id) = try await later()
        try await site.test { client in
            let list = try await client.json(
                "/v1/practitioners/\(id)/credentials?as_of=\(Self.now)"
            )
            #expect(list["total"].int == 1)
            #expect(list["results"][0]["known_then"]["facts"]["standing"].string == "active")
            #expect(list["results"][0]["known_now"]["basis"].string == "reading")
            #expect(list["as_of"]["known_then"]["anything_known"].bool == true)
            let early = try await client.json(
                "/v1/practitioners/\(id)/credentials?as_of=2020-01-01"
            )
            #expect(early["results"][0]["known_then"].isNull)
        }
    }

    @Test func `nobody has no past`() async throws {
        let site = try await SampleSite()
        try await site.test { client in
            let response = try await client.get("/v1/practitioners/2999999999?as_of=2026-01-01")
            #expect(response.status == .notFound)
        }
    }

    @Test func `experience is shown as arithmetic`() async throws {
        let site = try await SampleSite()
        let id = try await site.database.publicID("AC60000001")
        try await site.test { client in
            let shown = try await client.json("/v1/practitioners/\(id)")["experience"]
            #expect(shown["arithmetic"].string == "since 2011-04")
            #expect(shown["first_issued_on"].string == "2011-04-01")
            #expect(shown["gaps"].array.isEmpty)
        }
    }
}
