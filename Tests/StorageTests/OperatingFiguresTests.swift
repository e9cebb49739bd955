import Directory
import Testing

@testable import Storage

@Suite struct OperatingFiguresTests {
    @Test func `what is due, claimed and checked is told for each registry`() async throws {
        let database = try await Database.sample(.alice, .bob, .carol)
        let later = Instant.now + 900
        let claimed = try await database.claimDue(at: .washington, limit: 1, now: later)
        var figures = try await database.operatingFigures(at: later)

        let washington = try #require(figures.queues[.washington])
        #expect(washington.due == 2)
        #expect(washington.oldestSeconds == 900)
        #expect(washington.claimed == 1)
        #expect(try figures.queues[.colorado]?.due == 1)
        #expect(figures.newestCheckAt == nil)
        #expect(figures.checks.isEmpty)

        let result = try SampleAnswer.active.result(for: try #require(claimed.first), at: later)
        _ = try await database.record([result], terms: SampleRegistries.terms())
        figures = try await database.operatingFigures(at: later)
        #expect(try figures.queues[.washington]?.claimed == 0)
        #expect(try figures.checks == [.washington: [.matched: 1]])
        #expect(figures.newestCheckAt == later)
    }

    @Test func `what waits to be told is told by kind, and not what nobody wants any more`()
        async throws
    {
        let database = try await Database.sample(.alice)
        try database.execute(
            """
            INSERT INTO event (public_id, type, occurred_at, payload)
            VALUES ('018f0000-0000-7000-8000-000000000001', 'credential.lapsed', 1795435100, '{}')
            """
        )
        try database.execute(
            """
            INSERT INTO recipient (kind, name, told_event_id, stopped_at)
            VALUES ('mail', 'a@example.org', 0, NULL), ('webhook', 'ops', 0, 1795435150)
            """
        )
        let outboxes = try await database.operatingFigures(at: .now).outboxes

        #expect(outboxes[.mail]?.waiting == 1)
        #expect(outboxes[.mail]?.oldestSeconds == 100)
        #expect(outboxes[.webhook]?.recipients == 1)
        #expect(outboxes[.webhook]?.waiting == 0)
    }
}
