import Directory
import Testing

@testable import Storage

@Suite struct OutboxTests {
    private let mail = Recipient(.mail, "admin@example.org")
    private let hook = Recipient(.webhook, "ops")
    private let database: Database

    init() throws {
        database = try Database.empty()
    }

    private func happen(_ count: Int = 1, at moment: Instant = .now) async throws {
        try await database.write { db in
            for number in 0..<count {
                try Database.note(
                    Event(
                        BrakeEvent(
                            registry: RegistryID("board-\(number)"),
                            kind: .canaryFailed,
                            happenedAt: moment,
                            answered: 0,
                            worsened: 0,
                            outcome: .absent
                        )
                    ),
                    at: moment,
                    db
                )
            }
        }
    }

    @discardableResult
    private func make(
        _ recipients: Recipient...,
        isLast: Bool = false,
        at moment: Instant
    ) async throws -> Int {
        try await database.makeDeliveries(
            to: recipients.map { ($0, "example.org") },
            isLast: isLast,
            at: moment
        )
    }

    private func claim(
        _ recipient: Recipient,
        at moment: Instant,
        limit: Int = 100
    ) async throws -> [ClaimedDelivery] {
        try await database.claimDeliveries(to: recipient, limit: limit, at: moment)
    }

    // MARK: - Making

    @Test func `a mail gathers what happens within a minute, and the next comes after five`()
        async throws
    {
        try await happen(3)
        #expect(try await make(mail, at: .now + 59) == 0)
        try await happen(at: .now + 59)
        #expect(try await make(mail, at: .now + 60) == 1)
        let first = try #require(try await claim(mail, at: .now + 60).first)
        #expect(first.events == 1...4)
        try await database.record(.delivered, of: first, at: .now + 61)

        try await happen(at: .now + 61)
        #expect(try await make(mail, at: .now + 359) == 0)
        try await happen(at: .now + 200)
        #expect(try await make(mail, at: .now + 360) == 1)
        #expect(try await claim(mail, at: .now + 360).map(\.events) == [5...6])
        #expect(try await make(mail, at: .days(1)) == 0)
    }

    @Test func `a mail waits for nothing where nobody comes back`() async throws {
        try await happen()
        #expect(try await make(mail, isLast: true, at: .now) == 1)
        try await happen(at: .now + 1)
        #expect(try await make(mail, isLast: true, at: .now + 1) == 1)
    }

    @Test func `a clock that went back holds no mail for ever`() async throws {
        try await happen(at: .days(3))

        #expect(try await make(mail, at: .now) == 1)
    }

    @Test func `a webhook gets each event by itself and at once, under the event's id`()
        async throws
    {
        try await happen(3)
        #expect(try await make(hook, at: .now) == 3)

        let claimed = try await claim(hook, at: .now)
        let events = try await database.events(limit: 10).reversed()
        #expect(claimed.map(\.messageID) == events.map(\.publicID))
        #expect(claimed.map(\.events) == [1...1, 2...2, 3...3])
        #expect(try await make(hook, at: .now) == 0)
    }

    @Test func `many events are put into the outbox in several transactions`() async throws {
        try await happen(2500)

        #expect(try await make(hook, at: .now) == 1000)
        #expect(try await make(hook, at: .now) == 1000)
        #expect(try await make(hook, at: .now) == 500)
        #expect(try database.number("SELECT count(DISTINCT message_id) FROM delivery") == 2500)
    }

    @Test func `somebody new is told what happened within a day`() async throws {
        try await happen(2)
        try await happen(2, at: .hours(30))

        try await make(mail, isLast: true, at: .hours(36))

        #expect(try await claim(mail, at: .hours(36)).map(\.events) == [3...4])
    }

    @Test func `there is work only while there is`() async throws {
        func hasWork(_ moment: Instant) async throws -> Bool {
            try await database.hasOutboxWork(for: [mail], at: moment)
        }
        // Who is not known yet has to be.
        #expect(try await hasWork(.now))
        try await make(mail, at: .now)
        #expect(try await !hasWork(.now))
        try await happen()
        #expect(try await hasWork(.now))
        try await make(mail, isLast: true, at: .now)
        #expect(try await hasWork(.now))
        let claimed = try #require(try await claim(mail, at: .now).first)
        #expect(try await !hasWork(.now))
        try await database.record(.delivered, of: claimed, at: .now)
        #expect(try await !hasWork(.days(3)))
    }

    // MARK: - Claiming and recording

    @Test func `two processes at once claim each delivery once`() async throws {
        try await happen(300)
        try await make(hook, at: .now)
        let doors = [database, try database.reopened(), try database.reopened()]

        let ids = try await withThrowingTaskGroup(of: [String].self) { group in
            for door in doors {
                group.addTask { [hook] in
                    var mine: [String] = []
                    while true {
                        let some = try await door.claimDeliveries(to: hook, limit: 7, at: .now)
                        if some.isEmpty { return mine }
                        mine += some.map(\.messageID)
                    }
                }
            }
            return try await group.reduce(into: []) { $0 += $1 }
        }

        #expect(ids.count == 300)
        #expect(Set(ids).count == 300)
    }

    @Test func `a process that dies leaves it due again under the same id`() async throws {
        try await happen()
        try await make(mail, isLast: true, at: .now)
        let lost = try #require(try await claim(mail, at: .now).first)

        let end = Instant.now + Database.deliveryLeaseSeconds
        #expect(try await claim(mail, at: end - 1).isEmpty)
        let taken = try #require(try await claim(mail, at: end).first)
        #expect(taken.messageID == lost.messageID)
        #expect(taken.createdAt == lost.createdAt)

        // The first was only slow: the second has it now.
        #expect(try await database.record(.delivered, of: lost, at: end) == .lost)
        #expect(try await database.record(.delivered, of: taken, at: end) == .delivered)
        #expect(try await claim(mail, at: .days(2)).isEmpty)
    }

    @Test func `what fails is due later and is given up after a day`() async throws {
        try await happen()
        try await make(mail, isLast: true, at: .now)
        var now = Instant.now
        var effects: [DeliveryEffect] = []
        while let claimed = try await claim(mail, at: now).first {
            let effect = try await database.record(.failed("No."), of: claimed, at: now)
            effects.append(effect)
            guard case .waiting(let until) = effect else { break }
            #expect(try await claim(mail, at: until - 1).isEmpty)
            now = until
        }

        #expect(effects.last == .givenUp)
        #expect(now == .days(1))
        #expect(
            try database.rows("SELECT state, problem, attempts FROM delivery")
                == [["given_up", "No.", "\(effects.count)"]]
        )
        let report = try #require(try await database.outboxReports(at: now).first)
        #expect(report.givenUp == 1)
        #expect(report.givenUpProblem == "No.")
        #expect(report.waiting == 0)
    }

    @Test func `what is refused is given up at once`() async throws {
        try await happen()
        try await make(mail, isLast: true, at: .now)
        let claimed = try #require(try await claim(mail, at: .now).first)

        #expect(try await database.record(.refused("550"), of: claimed, at: .now) == .givenUp)
        #expect(try await claim(mail, at: .days(2)).isEmpty)
    }

    @Test func `who wants nothing more gets nothing until resumed`() async throws {
        try await happen(2)
        try await make(hook, at: .now)
        let claimed = try #require(try await claim(hook, at: .now, limit: 1).first)

        #expect(try await database.record(.stopped("410"), of: claimed, at: .now) == .givenUp)
        #expect(try await claim(hook, at: .hours(1)).isEmpty)
        try await happen(at: .hours(1))
        #expect(try await make(hook, at: .hours(1)) == 0)
        #expect(try await database.outboxReports(at: .hours(1)).first?.stoppedAt == .now)

        try await database.resume(hook, at: .hours(2))
        #expect(try await make(hook, at: .hours(2)) == 1)
        #expect(try await claim(hook, at: .hours(2)).map(\.events) == [2...2, 3...3])
        await #expect(throws: StorageError.notFound("webhook nobody")) {
            try await database.resume(Recipient(.webhook, "nobody"), at: .now)
        }
    }

    @Test func `what nobody sends any more is given up, what somebody does is not`() async throws {
        try await happen()
        try await make(mail, hook, isLast: true, at: .now)

        try await make(hook, at: .hours(25))

        #expect(
            try database.rows(
                """
                SELECT kind, state FROM delivery JOIN recipient ON recipient.id = recipient_id
                ORDER BY kind
                """
            ) == [["mail", "given_up"], ["webhook", "waiting"]]
        )
    }

    // MARK: - By hand

    @Test func `an event is sent again when somebody asks for it`() async throws {
        try await happen(2)
        try await make(mail, hook, isLast: true, at: .now)
        for recipient in [mail, hook] {
            for claimed in try await claim(recipient, at: .now) {
                try await database.record(.delivered, of: claimed, at: .now)
            }
        }
        let event = try #require(try await database.events(limit: 1).first)
        let id = try #require(PublicID(event.publicID))

        try await database.resend(
            id,
            to: [(mail, "example.org"), (hook, "")],
            at: .days(2)
        )

        #expect(try await claim(hook, at: .days(2)).map(\.messageID) == [event.publicID])
        let mails = try await claim(mail, at: .days(2))
        #expect(mails.map(\.events) == [event.id...event.id])
        #expect(try database.number("SELECT count(DISTINCT message_id) FROM delivery") == 4)
        await #expect(throws: StorageError.self) {
            try await database.resend(
                PublicID(at: .now, using: &Self.random),
                to: [],
                at: .now
            )
        }
    }

    private nonisolated(unsafe) static var random = SeededGenerator(seed: 1)
}
