import Testing

@testable import Curl

@Suite struct MailAddressTests {
    @Test(arguments: [
        "admin@example.org", "first.last+tag@mail.example.org", "o'brien@example.org",
        "root@localhost", "a@xn--bcher-kva.example",
    ])
    func `an ordinary address is taken`(text: String) throws {
        #expect(try MailAddress(text).text == text)
    }

    @Test(arguments: [
        "", "admin", "@example.org", "admin@", "a@b@c", "a b@example.org", "\"a b\"@example.org",
        // What would end a command or a header.
        "a@example.org\r\nDATA", "a\r\n@example.org", "a@example.org>", "<a@example.org",
        "a@example.org\n", "a@example.org\0", "a,b@example.org",
        // Dots and hyphens in the wrong places.
        ".a@example.org", "a.@example.org", "a..b@example.org", "a@example..org", "a@-example.org",
        "a@example-.org", "a@.example.org",
        // Other scripts.
        "ä@example.org", "a@exämple.org",
        String(repeating: "a", count: 65) + "@example.org",
        "a@" + Array(repeating: "abcdefgh", count: 40).joined(separator: "."),
    ])
    func `anything else is refused`(text: String) {
        #expect(throws: MailAddress.ParseError.self) { try MailAddress(text) }
    }
}

@Suite struct MailRelayTests {
    @Test(arguments: [
        ("smtp://mail.example.org:587", "mail.example.org:587", true),
        ("smtp://mail.example.org", "mail.example.org:25", true),
        ("smtps://mail.example.org", "mail.example.org:465", true),
        // On this machine.
        ("smtp://localhost:2525", "localhost:2525", false),
        ("smtp://127.0.0.1:2525", "127.0.0.1:2525", false),
        ("smtp://[::1]:2525", "[::1]:2525", false),
        ("smtps://127.0.0.1:2525", "127.0.0.1:2525", true),
        // Only looks like this machine.
        ("smtp://127.example.org:25", "127.example.org:25", true),
        ("smtp://localhost.example.org:25", "localhost.example.org:25", true),
    ])
    func `a relay elsewhere is spoken to in secret`(
        url: String,
        hostAndPort: String,
        isEncrypted: Bool
    ) throws {
        let relay = try MailRelay(url)

        #expect(relay.hostAndPort.description == hostAndPort)
        #expect(relay.encryption == (isEncrypted ? .required : .none))
    }

    @Test func `encryption is left out where somebody says so, but no password goes then`() throws {
        let relay = try MailRelay("smtp://mail.example.org", encryption: MailRelay.Encryption.none)
        #expect(relay.encryption == .none)
        #expect(throws: MailRelay.ParseError.openPassword) {
            try MailRelay(
                "smtp://mail.example.org",
                encryption: MailRelay.Encryption.none,
                logIn: .init(user: "a", password: "b")
            )
        }
    }

    @Test(arguments: [
        "", "mail.example.org", "https://mail.example.org", "smtp://", "smtp://a:b@example.org",
        "smtp://example.org/path", "smtp://example.org?x", "smtp://exa mple.org",
        "smtp://example.org\r\nHELO", "smtp://example.org:0x19",
    ])
    func `what is no relay is refused`(url: String) {
        #expect(throws: MailRelay.ParseError.badURL) { try MailRelay(url) }
    }

    @Test func `a password is not shown`() throws {
        let relay = try MailRelay(
            "smtps://mail.example.org",
            logIn: .init(user: "somebody", password: "hush-hush")
        )
        var text = "\(relay)"
        dump(relay, to: &text)

        #expect(!text.contains("hush-hush"))
    }
}
