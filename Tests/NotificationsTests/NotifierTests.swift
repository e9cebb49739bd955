import Curl
import Directory
import Foundation
import Loopback
import Notifications
import Testing

@testable import Storage

@Suite struct NotifierTests {
    // MARK: - Mail

    @Test func `a mail tells what happened, to whom, in text and HTML`() async throws {
        let sink = try MailSink()
        var room = try Newsroom()
        defer {
            sink.stop()
            room.remove()
        }
        try room.mail(through: sink, to: "admin@example.org")
        room.settings.publicURL = "https://directory.example.org"
        try await room.lapse([PersonName(given: "大文", family: "陳", order: .familyFirst)])

        let report = try await room.notifier.step(isLast: true)

        #expect(report == .init(delivered: 1))
        let mail = try #require(sink.mails.first)
        #expect(sink.mails.count == 1)
        #expect(mail.recipient == "admin@example.org")
        #expect(mail.header("From") == "Meridian <directory@example.org>")
        #expect(mail.header("Date") == "Mon, 23 Nov 2026 12:00:00 +0000")
        #expect(mail.header("Auto-Submitted") == "auto-generated")
        #expect(mail.header("Message-ID")?.hasSuffix("@example.org>") == true)
        let text = try #require(mail.part("plain"))
        #expect(text.contains("陳 大文"))
        #expect(text.contains("1 CREDENTIAL LAPSED"))
        #expect(text.contains("the register says \"EXPIRED\", read as expired"))
        #expect(text.contains("https://directory.example.org"))
        #expect(try #require(mail.part("html")).contains("陳 大文"))
        #expect(!text.contains("demonstration"))
        #expect(try await room.notifier.step(isLast: true) == .init())
    }

    @Test func `three hundred lapses make one mail`() async throws {
        let sink = try MailSink()
        var room = try Newsroom()
        defer {
            sink.stop()
            room.remove()
        }
        try room.mail(through: sink, to: "admin@example.org", "other@example.org")
        try await room.lapse((0..<300).map { PersonName(given: "Person", family: "No\($0)") })

        try await room.notifier.step()
        #expect(sink.mails.isEmpty)
        room.clock.advance(by: 60)
        try await room.notifier.step()

        #expect(Set(sink.mails.map(\.recipient)) == ["admin@example.org", "other@example.org"])
        #expect(sink.mails.count == 2)
        let text = try #require(sink.mails.first?.part("plain"))
        #expect(text.contains("300 CREDENTIALS LAPSED"))
        #expect(text.contains("Person No49"))
        #expect(!text.contains("Person No50"))
        #expect(text.contains("and 250 more"))
        #expect(Set(sink.mails.map { $0.header("Message-ID") }).count == 2)
    }

    @Test(arguments: [
        "Example\r\nBcc: everybody@example.org", "Example\r\n.\r\nQUIT",
        "Example\u{2028}- Another line", "<img src=x onerror=alert(1)>\"'&",
    ])
    func `a name cannot say anything but itself`(name: String) async throws {
        let sink = try MailSink()
        var room = try Newsroom()
        defer {
            sink.stop()
            room.remove()
        }
        try room.mail(through: sink, to: "admin@example.org")
        try await room.lapse([PersonName(given: "Alice", family: "X")])
        // As if a register or a file had brought it past every other gate.
        try await room.execute("UPDATE practitioner SET family_name = ?", name)

        #expect(try await room.notifier.step(isLast: true) == .init(delivered: 1))

        let mail = try #require(sink.mails.first)
        #expect(sink.mails.count == 1)
        #expect(mail.header("Bcc") == nil)
        let text = try #require(mail.part("plain"))
        #expect(text.components(separatedBy: "\r\n").filter { $0.hasPrefix("- ") }.count == 1)
        #expect(try #require(mail.part("html")).contains("<img") == false)
    }

    @Test func `mails go encrypted or not at all`() async throws {
        let sink = try MailSink()
        var room = try Newsroom()
        defer {
            sink.stop()
            room.remove()
        }
        try room.mail(through: sink, to: "admin@example.org", encryption: .required)
        try await room.happen()

        #expect(try await room.notifier.step(isLast: true) == .init(waiting: 1))
        #expect(sink.mails.isEmpty)
        #expect(try await room.report?.problem?.contains("STARTTLS") == true)

        let safe = try MailSink(.offered("good"))
        defer { safe.stop() }
        try room.mail(through: safe, to: "admin@example.org", encryption: .required)
        room.clock.advance(by: 60)
        #expect(try await room.notifier.step() == .init(delivered: 1))
        #expect(safe.mails.map(\.isEncrypted) == [true])
    }

    @Test func `a relay that cannot now is asked later, with the same mail`() async throws {
        let sink = try MailSink { command in
            command.verb == "RCPT" && command.connection < 3 ? .say("451 greylisted") : nil
        }
        var room = try Newsroom()
        defer {
            sink.stop()
            room.remove()
        }
        try room.mail(through: sink, to: "admin@example.org")
        try await room.happen()

        #expect(try await room.notifier.step(isLast: true) == .init(waiting: 1))
        #expect(try await room.notifier.step() == .init())
        room.clock.advance(by: 60)
        #expect(try await room.notifier.step() == .init(waiting: 1))
        room.clock.advance(by: 119)
        #expect(try await room.notifier.step() == .init())
        room.clock.advance(by: 1)
        #expect(try await room.notifier.step() == .init(delivered: 1))

        #expect(sink.mails.count == 1)
        // Of the moment at which it was made, not sent.
        #expect(sink.mails.first?.header("Date") == "Mon, 23 Nov 2026 12:00:00 +0000")
    }

    @Test func `what is refused for good is given up, and doctor can tell why`() async throws {
        let sink = try MailSink { $0.verb == "RCPT" ? .say("550 5.1.1 nobody here") : nil }
        var room = try Newsroom()
        defer {
            sink.stop()
            room.remove()
        }
        try room.mail(through: sink, to: "admin@example.org")
        try await room.happen()

        #expect(try await room.notifier.step(isLast: true) == .init(givenUp: 1))
        room.clock.advance(by: 3600)
        #expect(try await room.notifier.step() == .init())

        let report = try #require(try await room.report)
        #expect(report.recipient == Newsroom.admin)
        #expect(report.givenUp == 1)
        #expect(report.givenUpProblem == "550 5.1.1 nobody here")
    }

    @Test func `a relay that is gone for a day is given up`() async throws {
        let sink = try MailSink { $0.verb == "connect" ? .close : nil }
        var room = try Newsroom()
        defer {
            sink.stop()
            room.remove()
        }
        try room.mail(through: sink, to: "admin@example.org")
        try await room.happen()

        var report = try await room.notifier.step(isLast: true)
        var attempts = 0
        while report.givenUp == 0, attempts < 200 {
            room.clock.advance(by: 600)
            let step = try await room.notifier.step()
            if step != .init() { report = step }
            attempts += 1
        }

        #expect(report == .init(givenUp: 1))
        #expect(room.clock.now == .now + secondsPerDay)
    }

    @Test func `a mail whose end was not heard is sent once more under its id`() async throws {
        let sink = try MailSink { command in
            command.verb == "." && command.connection == 1 ? .close : nil
        }
        var room = try Newsroom()
        defer {
            sink.stop()
            room.remove()
        }
        try room.mail(through: sink, to: "admin@example.org")
        try await room.happen()

        #expect(try await room.notifier.step(isLast: true) == .init(waiting: 1))
        // Something else happens meanwhile and does not get into it.
        try await room.happen(5)
        room.clock.advance(by: 60)
        #expect(try await room.notifier.step() == .init(delivered: 1))

        #expect(sink.mails.map(\.isTaken) == [false, true])
        #expect(sink.mails[0].text == sink.mails[1].text)
    }

    @Test func `a process that dies between sending and recording loses nothing`() async throws {
        let sink = try MailSink()
        var room = try Newsroom()
        defer {
            sink.stop()
            room.remove()
        }
        try room.mail(through: sink, to: "admin@example.org")
        try await room.happen()
        // From now on nothing can be recorded, as after kill -9.
        try await room.execute(
            """
            CREATE TRIGGER killed BEFORE UPDATE OF state ON delivery
            BEGIN SELECT RAISE(ABORT, 'killed'); END
            """
        )
        await #expect(throws: (any Error).self) {
            try await room.notifier.step(isLast: true)
        }
        #expect(sink.mails.count == 1)
        try await room.execute("DROP TRIGGER killed")

        room.clock.advance(by: Database.deliveryLeaseSeconds - 1)
        #expect(try await room.notifier.step() == .init())
        room.clock.advance(by: 1)
        #expect(try await room.notifier.step() == .init(delivered: 1))

        #expect(sink.mails.count == 2)
        #expect(sink.mails[0].header("Message-ID") == sink.mails[1].header("Message-ID"))
    }

    @Test func `a slow relay holds up neither another recipient nor the end`() async throws {
        let sink = try MailSink { $0.verb == "EHLO" ? .hang : nil }
        let server = try RawServer(.answer("".utf8))
        var room = try Newsroom()
        defer {
            sink.stop()
            server.stop()
            room.remove()
        }
        try room.mail(through: sink, to: "admin@example.org")
        try room.call(server)
        try await room.happen()
        let notifier = room.notifier
        let step = Task { try await notifier.step(isLast: true) }
        for _ in 0..<1000 where server.questions.isEmpty {
            try await Task.sleep(for: .milliseconds(10))
        }
        #expect(server.questions.count == 1)

        step.cancel()

        // It was ended by us, and is due again when its lease runs out.
        _ = try? await step.value
        #expect(
            try await room.database.claimDeliveries(
                to: Newsroom.admin,
                limit: 1,
                at: .now + Database.deliveryLeaseSeconds
            ).count == 1
        )
    }

    // MARK: - Demonstrations

    @Test func `a demonstration tells nobody, or says in each mail what it is`() async throws {
        let sink = try MailSink()
        let server = try RawServer(.answer("".utf8))
        var room = try Newsroom()
        defer {
            sink.stop()
            server.stop()
            room.remove()
        }
        try await room.database.write { db in
            _ = try Database.requireDemonstration(db, today: Instant.now.date)
        }
        try room.mail(through: sink, to: "admin@example.org")
        try room.call(server)
        try await room.happen()

        #expect(try await room.notifier.step(isLast: true) == .init())
        #expect(sink.commands.isEmpty)

        room.settings.sendsDemonstrations = true
        #expect(try await room.notifier.step(isLast: true) == .init(delivered: 2))
        let mail = try #require(sink.mails.first)
        #expect(mail.header("Subject")?.hasPrefix("[Demonstration] ") == true)
        #expect(mail.part("plain")?.contains("everybody in it is invented") == true)
        #expect(mail.part("html")?.contains("everybody in it is invented") == true)
        #expect(server.questions.first?.body.contains("\"demonstration\":true") == true)
    }

    // MARK: - Webhooks

    @Test func `a webhook gets each event, signed`() async throws {
        let server = try RawServer(.answer("".utf8, status: "204 No Content"))
        var room = try Newsroom()
        defer {
            server.stop()
            room.remove()
        }
        try room.call(server)
        try await room.happen(40)

        #expect(try await room.notifier.step() == .init(delivered: 40))

        let events = try await room.database.events(limit: 100)
        let questions = server.questions
        #expect(
            Set(questions.compactMap { $0.header("webhook-id") }) == Set(events.map(\.publicID))
        )
        for question in questions {
            let id = try #require(question.header("webhook-id"))
            let event = try #require(events.first { $0.publicID == id })
            #expect(question.body == event.payload)
            #expect(question.header("webhook-timestamp") == "\(Instant.now.secondsSince1970)")
            #expect(question.header("Content-Type") == "application/json")
            let webhook = try #require(room.settings.webhooks.first)
            let expected = webhook.request(event.payload, id: id, at: .now, privateHosts: [])
            #expect(question.header("webhook-signature") == expected.headers.last?.value)
        }
    }

    @Test func `a private address, plain text and a redirect are refused`() async throws {
        let elsewhere = try RawServer(.answer("".utf8))
        let server = try RawServer(
            .answer(
                "".utf8,
                status: "307 Temporary Redirect",
                headers: "Location: http://127.0.0.1:\(elsewhere.port)/\r\n"
            )
        )
        var room = try Newsroom()
        defer {
            server.stop()
            elsewhere.stop()
            room.remove()
        }
        try room.call(server)
        room.settings.privateHosts.insert(HostAndPort(host: "127.0.0.1", port: elsewhere.port))
        try await room.happen()
        #expect(try await room.notifier.step() == .init(waiting: 1))
        #expect(server.questions.count == 1)
        #expect(elsewhere.questions.isEmpty)
        #expect(try await room.report?.problem == "The endpoint answered 307.")

        room.settings.privateHosts = []
        room.clock.advance(by: 60)
        #expect(try await room.notifier.step() == .init(waiting: 1))
        #expect(try await room.report?.problem?.contains("https://") == true)

        room.settings.webhooks = try Webhook.all(
            in: Array("ops https://127.0.0.1:\(server.port)/ \(Newsroom.secret)".utf8)
        )
        room.clock.advance(by: 120)
        #expect(try await room.notifier.step() == .init(waiting: 1))
        #expect(try await room.report?.problem?.contains("not public") == true)
        #expect(server.connections == 1)
    }

    @Test func `an endpoint that fails is asked again under the same id, when it likes`()
        async throws
    {
        let server = try RawServer(
            .answer("".utf8, status: "503 Busy", headers: "Retry-After: 900\r\n")
        )
        var room = try Newsroom()
        defer {
            server.stop()
            room.remove()
        }
        try room.call(server)
        try await room.happen()

        #expect(try await room.notifier.step() == .init(waiting: 1))
        room.clock.advance(by: 899)
        #expect(try await room.notifier.step() == .init())
        room.clock.advance(by: 1)
        #expect(try await room.notifier.step() == .init(waiting: 1))

        #expect(Set(server.questions.map { $0.header("webhook-id") }).count == 1)
        #expect(Set(server.questions.map { $0.header("webhook-timestamp") }).count == 2)
    }

    @Test func `an endpoint that is down is not asked about everything that waits`() async throws {
        let server = try RawServer([.reset])
        var room = try Newsroom()
        defer {
            server.stop()
            room.remove()
        }
        try room.call(server)
        try await room.happen(200)

        #expect(try await room.notifier.step() == .init(waiting: 16))
    }

    @Test func `an endpoint that answers 410 is left alone`() async throws {
        let server = try RawServer(.answer("".utf8, status: "410 Gone"))
        var room = try Newsroom()
        defer {
            server.stop()
            room.remove()
        }
        try room.call(server)
        try await room.happen()
        #expect(try await room.notifier.step() == .init(givenUp: 1))

        try await room.happen(3)
        room.clock.advance(by: 3600)
        #expect(try await room.notifier.step() == .init())

        #expect(server.questions.count == 1)
        #expect(try await room.report?.stoppedAt == .now)
    }

    @Test func `an event can be told again`() async throws {
        let server = try RawServer(.answer("".utf8))
        var room = try Newsroom()
        defer {
            server.stop()
            room.remove()
        }
        try room.call(server)
        try await room.happen()
        try await room.notifier.step()
        let event = try #require(try await room.database.events(limit: 1).first)
        let id = try #require(PublicID(event.publicID))

        room.clock.advance(by: 3 * secondsPerDay)
        try await room.database.resend(
            id,
            to: room.settings.recipients,
            at: room.clock.now
        )
        #expect(try await room.notifier.step() == .init(delivered: 1))

        #expect(server.questions.map { $0.header("webhook-id") } == [id.text, id.text])
        #expect(Set(server.questions.map(\.body)).count == 1)
    }
}
