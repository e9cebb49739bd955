import Curl
import Directory
import Testing

@testable import Registries

@Suite struct SecretsTests {
    private static let now = Instant(secondsSince1970: 1_795_435_200)

    private func registry(
        _ auth: String,
        _ secrets: [String: String],
        base: String = "https://board.example.org/api"
    ) throws -> Registry {
        var text = plainDescription.replacing("https://board.example.org/api", with: base)
        if base.hasPrefix("http:") { text += "private_hosts: 127.0.0.1:9\n" }
        let description = try RegistryDescription(
            yaml: text + "auth: \(auth)\n",
            secrets: try Secrets(environment: secrets)
        )
        guard case .registry(let registry) = description else { throw Registry.NothingIsAsked() }
        return registry
    }

    private static let key = ["MERIDIAN_SECRET_TEST_BOARD_API_KEY": "k3y-value"]

    @Test(arguments: [
        (
            "{kind: header, header: X-Key, secret: api_key, host: board.example.org}", "X-Key",
            "k3y-value"
        ),
        (
            "{kind: basic, user: me, secret: api_key, host: board.example.org}", "Authorization",
            "Basic bWU6azN5LXZhbHVl"
        ),
        (
            "{kind: header, header: APP_ID, secret: api_key, also: {APP_KEY: api_key}, host: board.example.org}",
            "APP_KEY", "k3y-value"
        ),
    ])
    func `a secret is sent in its header, and shown nowhere`(
        auth: String,
        header: String,
        value: String
    ) throws {
        let registry = try registry(auth, Self.key)
        let request = try registry.request(about: .steady)
        let body =
            #"{"rows":[{"no":"A-1","family":"Steady","given":"Ann","status":"k3y-value"}]}"#
        let reply = try registry.reply(
            about: .steady,
            to: [.json(body)],
            at: Self.now,
            isTraced: true
        )

        #expect(request.headers.contains(.init(name: header, value: value)))
        #expect(registry.offReason == nil)
        #expect(!reply.question.contains("k3y"))
        #expect(!String(decoding: reply.evidence, as: UTF8.self).contains("k3y"))
        #expect(try #require(reply.trace).lines.allSatisfy { !$0.contains("k3y") })
    }

    @Test func `a secret that the registry repeats is not kept`() throws {
        let auth = "{kind: header, header: X-Key, secret: api_key, host: board.example.org}"
        let registry = try registry(auth, ["MERIDIAN_SECRET_TEST_BOARD_API_KEY": "k3y/value"])
        for written in ["k3y/value", #"k3y\/value"#, #"k3y\u002fvalue"#, "k3y%2Fvalue"] {
            let row =
                #"{"no":"A-1","family":"Steady","given":"Ann \#(written)","status":"\#(written)"}"#
            let reply = try registry.reply(
                about: .steady,
                to: [.answer(#"{"rows":[\#(row)]}"#, "application/json", headers: [])],
                at: Self.now
            )
            let entry = try #require(reply.verdict.entry)

            #expect(entry.wording == "[secret]")
            #expect(entry.names.first?.given == "Ann [secret]")
            #expect(!"\(entry)\(reply.answer)".contains("k3y"))
        }
    }

    @Test func `a secret in the query stands in the request alone`() throws {
        let auth = "{kind: query, parameter: api_key, secret: api_key, host: board.example.org}"
        let registry = try registry(auth, Self.key)
        let refusal = ReceivedAnswer.json(#"{"message":"k3y-value is no key"}"#, status: 403)
        let reply = try registry.reply(about: .steady, to: [refusal], at: Self.now)

        #expect(
            try registry.request(about: .steady).url
                == "https://board.example.org/api/licences?number=A-1&api_key=k3y-value"
        )
        #expect(reply.question == "GET https://board.example.org/api/licences?number=A-1")
    }

    @Test(arguments: [
        ([:], "https://board.example.org/api", "set MERIDIAN_SECRET_TEST_BOARD_API_KEY"),
        (key, "http://127.0.0.1:9", "its key is for board.example.org"),
        (key, "https://other.example.org", "base_url leads to other.example.org"),
    ])
    func `without its key, or at another host, a registry is off and sends nothing`(
        secrets: [String: String],
        base: String,
        reason: String
    ) throws {
        let auth = "{kind: header, header: X-Key, secret: api_key, host: board.example.org}"
        let registry = try registry(auth, secrets, base: base)
        let offReason = try #require(registry.offReason)

        #expect(offReason.contains(reason))
        guard case .reply(let reply) = registry.inquiry(about: .steady).next else {
            Issue.record("it would be asked")
            return
        }
        #expect(reply.verdict.outcome == .refused)
        #expect(try !registry.request(about: .steady).headers.contains { $0.name == "X-Key" })
    }

    @Test func `a key that is not needed is left out where it is not given or not for this host`()
        throws
    {
        let auth =
            "{kind: header, header: X-Key, secret: api_key, optional: yes, host: board.example.org}"
        for (secrets, base) in [
            ([:], "https://board.example.org"), (Self.key, "https://other.example.org"),
        ] {
            let registry = try registry(auth, secrets, base: base)
            #expect(registry.offReason == nil)
            #expect(try !registry.request(about: .steady).headers.contains { $0.name == "X-Key" })
        }
    }

    @Test func `secrets are read from lines, and described by their number alone`() throws {
        let secrets = try Secrets(
            file: Array("# ours\n\nMERIDIAN_SECRET_SAM_API_KEY=a=b\r\n".utf8)
        )

        #expect(secrets.value(of: "api_key", for: try RegistryID("sam")) == "a=b")
        #expect("\(secrets)" == "1 secrets")
        var dumped = ""
        dump(secrets, to: &dumped)
        #expect(!dumped.contains("a=b"))
        #expect(throws: Secrets.ParseError.self) { try Secrets(file: Array("KEY=x".utf8)) }
        #expect(throws: Secrets.ParseError.self) {
            try Secrets(environment: ["MERIDIAN_SECRET_X": "two words"])
        }
    }

    @Test func `two registries never share a secret by their names`() throws {
        let auth = "auth: {kind: header, header: X, secret: SECRET, host: board.example.org}\n"
        let files = [
            "a.yaml": plainDescription.replacing("id: test-board", with: "id: us-wa")
                + auth.replacing("SECRET", with: "doh_key"),
            "b.yaml": plainDescription.replacing("id: test-board", with: "id: us-wa-doh")
                + auth.replacing("SECRET", with: "key"),
        ]
        try Files.withDirectory(files) { directory in
            let error = #expect(throws: DescriptionError.self) {
                try RegistryCatalogue(directories: [directory])
            }
            #expect(error?.message.contains("MERIDIAN_SECRET_US_WA_DOH_KEY") == true)
        }
    }
}
