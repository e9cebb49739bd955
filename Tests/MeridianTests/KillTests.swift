import Directory
import Foundation
import GRDB
import Loopback
import Storage
import Testing

/// Processes that are ended at any moment (kill -9), while they ask, record and tell: what is on disk
/// is whole, and what was not done is done by the next.
///
/// `MERIDIAN_KILLS` says how many are ended; twelve unless it does.
@Suite struct KillTests {
    private static let kills =
        ProcessInfo.processInfo.environment["MERIDIAN_KILLS"].flatMap { Int($0) } ?? 12

    @Test func `a sweep that is killed at any moment loses nothing and asks nothing twice`()
        async throws
    {
        try await LiveDirectory.with(people: 160) { directory in
            var ordeal = KillOrdeal(directory)
            try await ordeal.measure()
            for _ in 0..<Self.kills { try await ordeal.round() }
            try await ordeal.finish()
            print("Killed \(Self.kills) times: \(ordeal.found)")
        }
    }
}

/// Round after round of the same directory, with what has to hold after each.
private struct KillOrdeal {
    /// What processes were doing when they were killed, by what they left.
    struct Found: CustomStringConvertible {
        var beforeAsking = 0
        var whileAsking = 0
        var whileTelling = 0
        var afterAll = 0
        var checks = 0
        var events = 0
        var mails = 0
        var mailsAgain = 0
        var callsAgain = 0

        var description: String {
            "\(beforeAsking) before anything was asked, \(whileAsking) with questions under way, "
                + "\(whileTelling) with people being told, \(afterAll) with neither; "
                + "\(checks) checks and \(events) events in the end, \(mails) mails taken, "
                + "\(mailsAgain) of them again, \(callsAgain) calls again"
        }
    }

    private let directory: LiveDirectory
    private var generator = SeededGenerator(seed: 20_261_123)
    private var people: [Licensee]
    private var longest = Duration.seconds(2)
    private(set) var found = Found()
    private var number = 0
    /// Who was due in each round.
    private var due: [Set<String>] = []

    init(_ directory: LiveDirectory) {
        self.directory = directory
        people = directory.people
    }

    // MARK: - Rounds

    /// A whole sweep, which says how long one takes and leaves everybody checked.
    mutating func measure() async throws {
        let started = ContinuousClock.now
        let ending = try await directory.start("reverify").finish()
        longest = ContinuousClock.now - started
        #expect(ending.code == 0, "\(ending.errors)")
        #expect(directory.register.takeAsked().count == people.count + 1)
        try await requireWhole()
    }

    /// Some people are due again and some have changed; a sweep begins, in every third round with a
    /// worker beside it, and all are killed.
    ///
    /// They die some time after the start, the first question or the first word to a recipient.
    mutating func round() async throws {
        number += 1
        try await changeSomebody()
        // Half of the rounds come a day later, the others while the leases of the killed still run.
        let isNextDay = Bool.random(using: &generator)
        let salt = Int.random(in: 0..<1_000_000, using: &generator)
        try await pass(isNextDay: isNextDay, salt: salt)
        due.append(try await dueNumbers())

        let contactText = Self.contact(number)
        let contact = ["MERIDIAN_CONTACT": contactText]
        let told = directory.timesTold
        let sweep = try directory.start("reverify", "--json", and: contact)
        var processes = [sweep]
        if number % 3 == 0 { processes.append(try directory.start("worker", and: contact)) }
        let share = Double.random(in: 0...1, using: &generator)
        switch number % 4 {
        case 0, 1: try await Task.sleep(for: longest * share)
        case 2:
            let register = directory.register
            try await sweep.runs { register.asked(by: contactText).isEmpty }
            try await Task.sleep(for: longest * share / 2)
        default:
            let directory = directory
            try await sweep.runs { directory.timesTold == told }
            try await Task.sleep(for: .milliseconds(400) * share)
        }
        for process in processes { process.kill() }
        for process in processes { _ = await process.finish() }

        try await requireWhole()
        try await noteWhatItDid(directory.register.asked(by: Self.contact(number)).isEmpty)
    }

    /// By which the register knows in what round a question was put, whenever it arrives.
    private static func contact(_ round: Int) -> String { "round \(round)" }

    /// In no round was anybody asked about twice, or before their time.
    private func requireAskedOnce() {
        for (index, due) in due.enumerated() {
            let asked = directory.register.asked(by: Self.contact(index + 1))
            #expect(Set(asked).count == asked.count, "asked twice in round \(index + 1)")
            #expect(Set(asked).isSubset(of: due), "asked before its time in round \(index + 1)")
            #expect(!asked.contains(ChangingRegister.canary), "its hour is not over")
        }
        #expect(
            due.indices.contains { !directory.register.asked(by: Self.contact($0 + 1)).isEmpty }
        )
    }

    /// Licences run out or are renewed, as long as so few changes are unseen that nothing is held.
    private mutating func changeSomebody() async throws {
        guard try await unseenChanges() < 5 else { return }
        for _ in 0..<4 {
            let index = Int.random(in: people.indices, using: &generator)
            people[index].hasExpired.toggle()
        }
        try directory.register.change(to: people)
    }

    /// How many people the directory has otherwise than the register.
    private func unseenChanges() async throws -> Int {
        let expired = Set(people.filter(\.hasExpired).map(\.number))
        let known = try await directory.rows { db in
            try Set(
                String.fetchAll(db, sql: "SELECT number FROM credential WHERE standing = 'expired'")
            )
        }
        return expired.symmetricDifference(known).count
    }

    /// Time goes by: for some people their next check has come, and a day later leases have run out.
    private func pass(isNextDay: Bool, salt: Int) async throws {
        try await directory.rows { db in
            try db.execute(
                sql: """
                    UPDATE credential SET due_at = unixepoch() - 1
                    WHERE lease IS NULL AND (id * 7919 + \(salt)) % 5 < 3
                    """
            )
            try db.execute(sql: "DELETE FROM brake_slot")
            guard isNextDay else { return }
            try db.execute(
                sql: """
                    UPDATE credential SET due_at = unixepoch() - 1 WHERE lease IS NOT NULL;
                    UPDATE delivery SET due_at = unixepoch() - 1
                    WHERE state = 'waiting' AND lease IS NOT NULL;
                    """
            )
        }
    }

    private func dueNumbers() async throws -> Set<String> {
        try await directory.rows { db in
            try Set(
                String.fetchAll(
                    db,
                    sql: "SELECT number FROM credential WHERE due_at <= unixepoch() + 60"
                )
            )
        }
    }

    private mutating func noteWhatItDid(_ hasAskedNothing: Bool) async throws {
        let leased = try await directory.rows { db in
            (
                asking: try Int.fetchOne(
                    db,
                    sql: "SELECT count(*) FROM credential WHERE lease IS NOT NULL"
                ) ?? 0,
                telling: try Int.fetchOne(
                    db,
                    sql: "SELECT count(*) FROM delivery WHERE lease IS NOT NULL"
                ) ?? 0
            )
        }
        if hasAskedNothing {
            found.beforeAsking += 1
        } else if leased.telling > 0 {
            found.whileTelling += 1
        } else if leased.asking > 0 {
            found.whileAsking += 1
        } else {
            found.afterAll += 1
        }
    }

    // MARK: - What has to hold

    /// What a moment's death may never leave behind: half of anything.
    private func requireWhole() async throws {
        let number = number
        try await directory.rows { db in
            for (what, sql) in Self.wholeness {
                let count = try Int.fetchOne(db, sql: "SELECT count(*) FROM (\(sql))")
                #expect(count == 0, "round \(number): \(what)")
            }
            #expect(try String.fetchOne(db, sql: "PRAGMA integrity_check") == "ok")
            #expect(try Row.fetchOne(db, sql: "PRAGMA foreign_key_check") == nil)
        }
        let database = try Storage.Database(path: directory.path, use: .working)
        #expect(try await database.staleListings() == 0)
        try database.close()
    }

    /// Rows that there must not be.
    private static let wholeness = [
        "a credential does not stand as its last check left it": """
        SELECT 1 FROM credential WHERE last_check_id IS NOT
            (SELECT max(id) FROM registry_check WHERE credential_id = credential.id)
        """,
        "the trust of a credential is not what its last check left": """
        SELECT 1 FROM credential JOIN registry_check ON registry_check.id = last_check_id
            WHERE credential.good_until IS NOT registry_check.good_until
        """,
        "a check without its evidence": """
        SELECT 1 FROM registry_check WHERE sha256 IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM evidence WHERE evidence.sha256 = registry_check.sha256)
        """,
        "evidence without its check": """
        SELECT 1 FROM evidence WHERE sha256 NOT IN (SELECT sha256 FROM registry_check
            UNION ALL SELECT sha256 FROM canary_check)
        """,
        "the history does not end as the credential stands": """
        SELECT 1 FROM credential WHERE outcome IS NOT NULL AND standing IS NOT (SELECT standing
            FROM credential_history WHERE credential_id = credential.id ORDER BY id DESC LIMIT 1)
        """,
        "the registry's hours do not add up to its checks": """
        SELECT 1 WHERE (SELECT coalesce(sum(checks), 0) FROM registry_hour)
            <> (SELECT count(*) FROM registry_check)
        """,
        "a licence ran out and nobody is going to be told": """
        SELECT 1 FROM credential_history AS later JOIN credential_history AS earlier
            ON earlier.id = (SELECT max(id) FROM credential_history
                WHERE credential_id = later.credential_id AND id < later.id)
        WHERE earlier.standing = 'active' AND later.standing = 'expired'
            AND NOT EXISTS (SELECT 1 FROM event
                JOIN credential ON credential.id = later.credential_id
                WHERE event.type = 'credential.lapsed' AND occurred_at = later.changed_at
                    AND instr(payload, credential.public_id) > 0)
        """,
        "a delivery of events that another has told": """
        SELECT 1 FROM delivery AS one JOIN delivery AS other USING (recipient_id)
        WHERE one.id < other.id AND one.last_event_id >= other.first_event_id
            AND one.first_event_id <= other.last_event_id
        """,
        "a recipient has been told less than deliveries were made of": """
        SELECT 1 FROM recipient WHERE told_event_id
            < (SELECT max(last_event_id) FROM delivery WHERE recipient_id = recipient.id)
        """,
    ]

    // MARK: - The end

    /// Whoever comes last finishes what the killed had begun.
    mutating func finish() async throws {
        try await pass(isNextDay: true, salt: 0)
        for _ in 0..<2 {
            let ending = try await directory.start("reverify").finish()
            #expect(ending.code == 0, "\(ending.errors)")
        }
        try await requireWhole()
        requireAskedOnce()
        let directory = directory
        let told = try await directory.rows { db in
            let left = try Int.fetchOne(
                db,
                sql:
                    "SELECT count(*) FROM credential WHERE lease IS NOT NULL OR due_at <= unixepoch()"
            )
            #expect(left == 0)
            let untold = try Int.fetchOne(
                db,
                sql: """
                    SELECT count(*) FROM event, recipient WHERE NOT EXISTS (
                        SELECT 1 FROM delivery WHERE recipient_id = recipient.id
                            AND event.id BETWEEN first_event_id AND last_event_id
                            AND state = 'delivered')
                    """
            )
            #expect(untold == 0)
            #expect(try Int.fetchOne(db, sql: "SELECT count(*) FROM recipient") == 3)
            return try Row.fetchAll(
                db,
                sql:
                    "SELECT name, message_id FROM delivery JOIN recipient ON recipient.id = recipient_id"
            ).map { Told(to: $0[0], messageID: $0[1]) }
        }
        try requireTold(Set(told))
        (found.checks, found.events) = try await directory.rows { db in
            (
                try Int.fetchOne(db, sql: "SELECT count(*) FROM registry_check") ?? 0,
                try Int.fetchOne(db, sql: "SELECT count(*) FROM event") ?? 0
            )
        }
    }

    private struct Told: Hashable, Sendable {
        let to: String
        let messageID: String
    }

    /// Everything was taken, nothing that the outbox does not know, and whatever came again was the
    /// same under the same name.
    private mutating func requireTold(_ outbox: Set<Told>) throws {
        var texts: [Told: Set<String>] = [:]
        for mail in directory.mails.mails where mail.isTaken {
            let id = try #require(mail.header("Message-ID")).dropFirst().dropLast()
            texts[Told(to: mail.recipient, messageID: String(id)), default: []].insert(mail.text)
            found.mails += 1
        }
        found.mailsAgain = found.mails - texts.count
        for (told, different) in texts { #expect(different.count == 1, "\(told)") }
        var calls: [Told: Set<String>] = [:]
        var count = 0
        for question in directory.hook.questions {
            let lines = question.text.components(separatedBy: "\r\n")
            let id = lines.first { $0.lowercased().hasPrefix("webhook-id: ") }?.dropFirst(12)
            let told = Told(to: "ops", messageID: String(try #require(id)))
            calls[told, default: []].insert(lines.last ?? "")
            count += 1
        }
        found.callsAgain = count - calls.count
        for (told, different) in calls { #expect(different.count == 1, "\(told)") }
        #expect(Set(texts.keys).union(calls.keys) == outbox)
    }
}
