import Directory
import Foundation
import GRDB
import Loopback
import Testing

/// What the real command does while the disk is full, while somebody else holds the database, and
/// while registries and the mail relay are gone.
///
/// `MERIDIAN_HOLD` says for how many seconds the database is held, more than the ten for which one
/// transaction waits for another; unless it does, nobody waits so long.
@Suite struct FaultTests {
    private static let holdSeconds =
        ProcessInfo.processInfo.environment["MERIDIAN_HOLD"].flatMap { Int($0) } ?? 0

    // MARK: - A database that somebody else holds

    @Test func `the doctor says that somebody else holds the database`() async throws {
        try await LiveDirectory.with(people: 3) { directory in
            try await directory.hold {
                let doctor = try await directory.start("doctor").finish()
                #expect(doctor.code == 1)
                #expect(doctor.output.contains("another process holds the database"))
            }
        }
    }

    @Test(.enabled(if: holdSeconds > 0))
    func `a command waits for a database that is held, then says so and to try again`()
        async throws
    {
        try await LiveDirectory.with(people: 3) { directory in
            try await directory.hold {
                let ending = try await directory.start("reverify").finish()
                #expect(ending.code == 75)
                #expect(
                    ending.errors
                        == "Another process holds the database. Try again in a minute.\n"
                )
                #expect(directory.register.takeAsked().isEmpty)
            }
            #expect(try await directory.start("reverify").finish().code == 0)
        }
    }

    @Test(.enabled(if: holdSeconds > 0))
    func `answers that came while somebody else held the database are not lost`() async throws {
        try await LiveDirectory.with(people: 400) { directory in
            let sweep = try directory.start("reverify")
            var asked: [String] = []
            while asked.count < 20 {
                try await Task.sleep(for: .milliseconds(10))
                asked += directory.register.takeAsked()
            }
            try await directory.hold { try await Task.sleep(for: .seconds(Self.holdSeconds)) }

            let ending = await sweep.finish()
            #expect(ending.code == 0, "\(ending.errors)")
            asked += directory.register.takeAsked()
            #expect(Set(asked).count == asked.count)
            let checks = try await directory.rows { db in
                try Int.fetchOne(db, sql: "SELECT count(*) FROM registry_check") ?? 0
            }
            #expect(checks == 400)
        }
    }

    // MARK: - Registries and the relay gone

    @Test func `with registry and relay gone nothing is lost, and both are gone back to`()
        async throws
    {
        try await LiveDirectory.with(people: 30) { directory in
            #expect(try await directory.start("reverify").finish().code == 0)
            let mailsBefore = directory.mails.mails.count
            var people = directory.people
            people[3].hasExpired = true
            try directory.register.change(to: people)
            let isDue = "UPDATE credential SET due_at = unixepoch() - 1"
            try await directory.rows { try $0.execute(sql: isDue) }

            // The relay is gone: what happened waits.
            let noRelay = ["MERIDIAN_MAIL_RELAY": "smtp://127.0.0.1:9"]
            let untold = try await directory.start("reverify", and: noRelay).finish()
            #expect(untold.code == 0)
            #expect(
                untold.errors
                    == "2 messages about it were not taken: meridian doctor\n"
            )
            #expect(directory.mails.mails.count == mailsBefore)

            // The registry is gone: nobody is worse or better for it.
            let before = try await directory.trust()
            try await directory.rows { try $0.execute(sql: isDue) }
            _ = directory.register.takeAsked()
            try directory.leadElsewhere(port: 9)
            let unasked = try await directory.start("reverify", and: noRelay).finish()
            #expect(unasked.code == 1)
            #expect(unasked.output.contains("stopped:"))
            #expect(try await directory.trust() == before)
            #expect(directory.register.takeAsked().isEmpty)

            // Both are back, and an hour has passed.
            try directory.leadElsewhere(port: directory.registerPort)
            try await directory.rows { db in
                try db.execute(
                    sql: """
                        UPDATE credential SET due_at = unixepoch() - 1;
                        UPDATE registry_health SET closed_until = NULL, closed_because = NULL;
                        UPDATE delivery SET due_at = unixepoch() - 1 WHERE state = 'waiting';
                        """
                )
            }
            #expect(try await directory.start("reverify").finish().code == 0)
            let asked = Set(directory.register.takeAsked())
            #expect(asked.subtracting([ChangingRegister.canary]) == Set(people.map(\.number)))
            let mails = directory.mails.mails.dropFirst(mailsBefore)
            #expect(Set(mails.map(\.recipient)) == Set(LiveDirectory.admins))
            #expect(mails.allSatisfy { $0.isTaken && $0.text.contains("Sample") })
        }
    }

    // MARK: - A full disk

    @Test(.enabled(if: SmallDisk.canBeMade))
    func `on a full disk everything ends with a sentence, and goes on where there is room again`()
        async throws
    {
        try await LiveDirectory.with(people: 60) { directory in
            let found = try await SmallDisk(for: directory, megabytes: 16).run()

            let sentence = "The disk is full. Nothing was changed; make room and try again."
            #expect(found["nearly"]?.contains("\"writing\":\"disk_nearly_full\"") == true)
            #expect(found["sweep"] == "75 \(sentence)")
            #expect(found["worker"] == "75 \(sentence)")
            #expect(found["doctor"]?.hasPrefix("1 WRONG   disk") == true)
            #expect(found["doctor"]?.contains("full: nothing can be saved") == true)
            #expect(found["readyz"]?.contains("\"status\":\"degraded\"") == true)
            #expect(found["readyz"]?.contains("\"writing\":\"disk_full\"") == true)
            #expect(found["search"]?.contains("200 OK") == true)

            // There is room again, and the leases of those that ended have run out.
            try await directory.rows { db in
                #expect(try String.fetchOne(db, sql: "PRAGMA integrity_check") == "ok")
                try db.execute(sql: "UPDATE credential SET due_at = unixepoch() - 1")
            }
            #expect(try await directory.start("reverify").finish().code == 0)
            let unchecked = try await directory.rows { db in
                try Int.fetchOne(db, sql: "SELECT count(*) FROM credential WHERE outcome IS NULL")
            }
            #expect(unchecked == 0)
        }
    }
}
