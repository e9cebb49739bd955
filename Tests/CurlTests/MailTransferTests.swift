import Loopback
import Testing

@testable import Curl

@Suite struct MailTransferTests {
    private let transport: Transport

    init() throws {
        transport = try Transport()
    }

    /// A mail for the sink, given up soon.
    private func mail(
        to sink: MailSink,
        scheme: String = "smtp",
        encryption: MailRelay.Encryption? = .required,
        logIn: MailRelay.LogIn? = nil,
        _ message: String = "Subject: x\r\n\r\nHello.\r\n"
    ) throws -> OutgoingMail {
        let relay = try MailRelay(
            "\(scheme)://127.0.0.1:\(sink.port)",
            encryption: encryption,
            logIn: logIn
        )
        var mail = OutgoingMail(
            through: relay,
            from: try MailAddress("directory@example.org"),
            to: try MailAddress("admin@example.org"),
            message: Array(message.utf8)
        )
        mail.limits.totalMilliseconds = 20_000
        mail.privateHosts = [relay.hostAndPort]
        mail.authoritiesFile = try Certificates.shared.get().authority
        return mail
    }

    private func failure(of mail: OutgoingMail) async -> TransferError? {
        do throws(TransferError) {
            let reply = try await transport.send(mail)
            Issue.record("It was answered: \(reply)")
            return nil
        } catch {
            return error
        }
    }

    // MARK: - Taken

    @Test func `a mail arrives as it is, over STARTTLS`() async throws {
        let sink = try MailSink(.offered("good"))
        defer { sink.stop() }
        let text = "Subject: x\r\n\r\n.dot\r\n..\r\n.\r\nlast\r\n"

        let reply = try await transport.send(try mail(to: sink, text))

        #expect(reply == MailReply(status: 250, text: "250 taken"))
        let taken = try #require(sink.mails.first)
        #expect(sink.mails.count == 1)
        #expect(taken.isEncrypted)
        #expect(taken.sender == "directory@example.org")
        #expect(taken.recipient == "admin@example.org")
        #expect(taken.text == text)
    }

    @Test func `before encryption nothing is said but a greeting with the sender's domain`()
        async throws
    {
        let sink = try MailSink(.offered("good"), extensions: ["AUTH PLAIN"])
        defer { sink.stop() }

        _ = try await transport.send(
            try mail(to: sink, logIn: .init(user: "somebody", password: "secret"))
        )

        let open = sink.commands.filter { !$0.isEncrypted }.map(\.line)
        #expect(open == ["", "EHLO example.org", "STARTTLS"])
        // \0somebody\0secret
        #expect(
            sink.commands.first { $0.verb == "SECRET" }?.line == "AHNvbWVib2R5AHNlY3JldA=="
        )
    }

    @Test func `a relay with TLS from the start is spoken to in secret`() async throws {
        let sink = try MailSink(.fromTheStart("good"))
        defer { sink.stop() }

        let reply = try await transport.send(try mail(to: sink, scheme: "smtps"))

        #expect(reply.isTaken)
        #expect(!sink.commands.contains { !$0.isEncrypted })
    }

    @Test func `a relay on this machine needs no encryption`() async throws {
        let sink = try MailSink()
        defer { sink.stop() }

        let reply = try await transport.send(try mail(to: sink, encryption: nil))

        #expect(reply.isTaken)
        #expect(sink.mails.map(\.isEncrypted) == [false])
    }

    @Test func `mails and requests go over one transport`() async throws {
        let sink = try MailSink()
        let server = try RawServer(.answer("hello".utf8))
        defer {
            sink.stop()
            server.stop()
        }
        var request = Request(url: "http://127.0.0.1:\(server.port)/")
        request.allowsPlainText = true
        request.privateHosts = [HostAndPort(host: "127.0.0.1", port: server.port)]
        let mail = try mail(to: sink, encryption: nil)

        let answers = try await withThrowingTaskGroup(of: String.self) { [request] group in
            for _ in 0..<10 {
                group.addTask { try await transport.send(mail).text }
                group.addTask { try await transport.send(request).text }
            }
            return try await group.reduce(into: [:]) { $0[$1, default: 0] += 1 }
        }

        #expect(answers == ["250 taken": 10, "hello": 10])
        #expect(sink.mails.count == 10)
    }

    // MARK: - Not sent

    @Test func `without STARTTLS nothing is sent where encryption is required`() async throws {
        let sink = try MailSink()
        defer { sink.stop() }

        #expect(await failure(of: try mail(to: sink)) == .notEncrypted)
        #expect(!sink.commands.contains { $0.verb == "MAIL" })
    }

    @Test func `a relay that takes STARTTLS back gets nothing`() async throws {
        let sink = try MailSink(.offered("good")) { command in
            command.verb == "STARTTLS" ? .say("454 not now") : nil
        }
        defer { sink.stop() }

        #expect(await failure(of: try mail(to: sink)) == .notEncrypted)
        #expect(!sink.commands.contains { $0.verb == "MAIL" })
    }

    @Test(arguments: ["unknown", "other-host", "expired", "self-signed", "clients-only"])
    func `a certificate that nobody vouches for ends it`(certificate: String) async throws {
        for encryption in [MailSink.Encryption.offered(certificate), .fromTheStart(certificate)] {
            let sink = try MailSink(encryption)
            defer { sink.stop() }
            let scheme = if case .offered = encryption { "smtp" } else { "smtps" }

            #expect(await failure(of: try mail(to: sink, scheme: scheme)) == .certificateRefused)
            #expect(!sink.commands.contains { $0.verb == "MAIL" })
        }
    }

    @Test func `what is slipped in before encryption is not believed`() async throws {
        let sink = try MailSink(.offered("good")) { command in
            command.verb == "STARTTLS"
                ? .say("220 go ahead\r\n250-evil.example.org\r\n250 AUTH PLAIN") : nil
        }
        defer { sink.stop() }

        #expect(await failure(of: try mail(to: sink)) != nil)
        #expect(!sink.commands.contains { $0.verb == "MAIL" })
    }

    @Test func `a private address is not spoken to unless it is permitted`() async throws {
        let sink = try MailSink()
        defer { sink.stop() }
        var mail = try mail(to: sink, encryption: nil)
        mail.privateHosts = []

        #expect(await failure(of: mail) == .refusedAddress("127.0.0.1"))
        #expect(sink.commands.isEmpty)
    }

    @Test func `a mail that is too large is not offered`() async throws {
        let sink = try MailSink()
        defer { sink.stop() }
        var mail = try mail(to: sink, encryption: nil)
        mail.limits.messageBytes = 10

        guard case .badRequest = await failure(of: mail) else {
            Issue.record("It was sent.")
            return
        }
        #expect(sink.commands.isEmpty)
    }

    // MARK: - Refused

    @Test(arguments: [
        ("MAIL", "451 later", false), ("RCPT", "450 busy", false), ("DATA", "421 going", false),
        (".", "452 full", false), ("MAIL", "550 not you", true), ("RCPT", "550 nobody", true),
        ("DATA", "554 no", true), (".", "552 too much", true),
    ])
    func `what a relay says of a mail is its word`(
        verb: String,
        words: String,
        isFinal: Bool
    ) async throws {
        let sink = try MailSink { $0.verb == verb ? .say(words) : nil }
        defer { sink.stop() }

        let reply = try await transport.send(try mail(to: sink, encryption: nil))

        #expect(reply.text == words)
        #expect(!reply.isTaken)
        #expect(reply.isFinal == isFinal)
    }

    @Test func `what it says before it is offered the mail is not about the mail`() async throws {
        let sink = try MailSink { $0.verb == "connect" ? .say("554 no service") : nil }
        defer { sink.stop() }

        #expect(await failure(of: try mail(to: sink, encryption: nil)) == .turnedAway(status: 554))
    }

    @Test func `a password that is not taken is told as such`() async throws {
        let sink = try MailSink(extensions: ["AUTH PLAIN"]) { command in
            command.verb == "SECRET" ? .say("535 wrong") : nil
        }
        defer { sink.stop() }
        let mail = try mail(
            to: sink,
            encryption: nil,
            logIn: .init(user: "somebody", password: "secret")
        )

        #expect(await failure(of: mail) == .logInRefused)
    }

    // MARK: - Broken

    @Test(arguments: ["connect", "EHLO", "MAIL", "RCPT", "DATA", "."])
    func `a connection that ends leaves nothing known`(verb: String) async throws {
        let sink = try MailSink { $0.verb == verb ? .close : nil }
        defer { sink.stop() }

        #expect(await failure(of: try mail(to: sink, encryption: nil)) == .cutShort)
    }

    @Test(arguments: ["connect", "EHLO", "RCPT", "."])
    func `a relay that says nothing is given up in time`(verb: String) async throws {
        let sink = try MailSink { $0.verb == verb ? .hang : nil }
        defer { sink.stop() }
        var mail = try mail(to: sink, encryption: nil)
        mail.limits.totalMilliseconds = 500
        // Good-bye is waited for too.
        mail.limits.replySeconds = 1

        #expect(await failure(of: mail) == .timedOut)
    }

    @Test func `a relay that does not say good-bye has taken the mail all the same`() async throws {
        let sink = try MailSink { $0.verb == "QUIT" ? .hang : nil }
        defer { sink.stop() }
        var mail = try mail(to: sink, encryption: nil)
        mail.limits.replySeconds = 1

        #expect(try await transport.send(mail).isTaken)
    }

    @Test func `a relay that talks without end is cut short`() async throws {
        let sink = try MailSink(extensions: Array(repeating: "AND MORE", count: 100))
        defer { sink.stop() }
        var mail = try mail(to: sink, encryption: nil)
        mail.limits.replyBytes = 1000

        let failure = await failure(of: mail)

        #expect(failure == .headersTooLarge)
    }

    @Test(arguments: [false, true])
    func `a mail can be called off, and no half of it is taken`(
        isAtShutdown: Bool
    ) async throws {
        let replies: [(verb: String, MailSink.Reply)] = [
            ("EHLO", .hang), ("DATA", .hang), ("DATA", .sayAndWait("354 go ahead")),
        ]
        for (verb, reply) in replies {
            let sink = try MailSink { $0.verb == verb ? reply : nil }
            defer { sink.stop() }
            // More than the sockets hold.
            let line = String(repeating: "x", count: 70) + "\r\n"
            var mail = try mail(
                to: sink,
                encryption: nil,
                String(repeating: line, count: 250_000)
            )
            mail.limits.messageBytes = .max
            let transport = try Transport()
            let task = Task { [mail] () async -> TransferError? in
                do throws(TransferError) {
                    _ = try await transport.send(mail)
                    return nil
                } catch {
                    return error
                }
            }
            try await eventually { sink.commands.contains { $0.verb == verb } }
            try await Task.sleep(for: .milliseconds(50))

            if isAtShutdown { transport.shutdown() } else { task.cancel() }

            #expect(await task.value == .cancelled)
            transport.shutdown()
            #expect(sink.mails.isEmpty)
        }
    }
}
