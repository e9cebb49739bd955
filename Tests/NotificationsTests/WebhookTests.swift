import Curl
import Directory
import Testing

@testable import Notifications

@Suite struct WebhookTests {
    private func webhook(_ secrets: String = Newsroom.secret) throws -> Webhook {
        try #require(
            try Webhook.all(in: Array("ops https://example.org/hook \(secrets)".utf8)).first
        )
    }

    @Test func `a message is signed as Standard Webhooks signs its example`() throws {
        let request = try webhook().request(
            "{\"test\": 2432232314}",
            id: "msg_p5jXN8AQM9LWM0D4loKWxJek",
            at: Instant(secondsSince1970: 1_614_265_330),
            privateHosts: []
        )

        #expect(
            request.headers == [
                .init(name: "webhook-id", value: "msg_p5jXN8AQM9LWM0D4loKWxJek"),
                .init(name: "webhook-timestamp", value: "1614265330"),
                .init(
                    name: "webhook-signature",
                    value: "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
                ),
            ]
        )
        #expect(
            request.method
                == .post(
                    body: Array("{\"test\": 2432232314}".utf8),
                    contentType: "application/json"
                )
        )
        #expect(request.redirectHosts.isEmpty)
        #expect(!request.allowsPlainText)
    }

    @Test func `while a secret is replaced both sign`() throws {
        let other = "whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
        func signature(_ secrets: String) throws -> String? {
            try webhook(secrets).request("{}", id: "x", at: .now, privateHosts: []).headers.last?
                .value
        }

        let both = try signature("\(Newsroom.secret),\(other)")
        #expect(both == "\(try signature(Newsroom.secret) ?? "") \(try signature(other) ?? "")")
    }

    @Test func `a file is read with its empty lines and remarks`() throws {
        let file = """
            # Who listens

            ops   https://example.org/a  \(Newsroom.secret)
            \tsecond-one https://example.org/b \(Newsroom.secret)
            """
        #expect(try Webhook.all(in: Array(file.utf8)).map(\.name) == ["ops", "second-one"])
    }

    @Test(arguments: [
        ("ops https://example.org", 1), ("ops https://example.org \(Newsroom.secret) more", 1),
        ("\nOps! https://example.org \(Newsroom.secret)", 2),
        ("ops ftp://example.org \(Newsroom.secret)", 1),
        ("ops https://example.org MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", 1),
        ("ops https://example.org whsec_short", 1), ("ops https://example.org whsec_!!!!", 1),
        ("ops https://example.org \(Newsroom.secret),", 1),
        (
            "ops https://a.example.org \(Newsroom.secret)\nops https://b.example.org \(Newsroom.secret)",
            2
        ),
    ])
    func `a line that makes no sense is told by its number, without its secret`(
        file: String,
        line: Int
    ) throws {
        do {
            _ = try Webhook.all(in: Array(file.utf8))
            Issue.record("It was taken.")
        } catch {
            #expect(error.line == line)
            #expect(!error.description.contains("MfKQ9"))
        }
    }

    @Test func `a secret is not shown`() throws {
        var text = "\(try webhook())"
        dump(try webhook(), to: &text)

        #expect(!text.contains("MfKQ9"))
    }
}
