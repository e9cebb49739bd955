import GRDB
import Population
import Synchronization

/// Somebody else's writing to a database of the crowd: so many listings a second get a testimonial.
final class ChangeStream: Sendable {
    private static let transactionsPerSecond = 20

    private let queue: DatabaseQueue
    private let people: Int
    private let perTransaction: Int
    private let count = Mutex(0)

    init(database path: String, people: Int, perSecond: Int) throws {
        queue = try DatabaseQueue(path: path)
        self.people = people
        perTransaction = perSecond / Self.transactionsPerSecond
    }

    /// Writes while something is measured.
    ///
    /// - Returns: What was measured, and how many changes a second there were.
    func during<Result>(_ measure: () throws -> Result) async throws -> (Result, Double) {
        let before = count.withLock { $0 }
        let start = ContinuousClock.now
        let writing = Task.detached { try await self.write() }
        let result = try measure()
        writing.cancel()
        _ = await writing.result
        let (seconds, attoseconds) = (ContinuousClock.now - start).components
        let written = count.withLock { $0 } - before
        return (result, Double(written) / (Double(seconds) + Double(attoseconds) / 1e18))
    }

    private func write() async throws {
        var dice = SplitMix64(seed: 500)
        let start = ContinuousClock.now
        var turn = 0
        while !Task.isCancelled {
            let chosen = (0..<perTransaction).map { _ in Int64(dice.next() % UInt64(people)) + 1 }
            try await queue.write { db in
                for person in chosen {
                    try db.cachedStatement(
                        sql: """
                            UPDATE listing SET testimonial_count = testimonial_count + 1,
                                testimonial_stars = testimonial_stars + 5 WHERE practitioner_id = ?
                            """
                    )
                    .execute(arguments: [person])
                    try db.cachedStatement(
                        sql: "INSERT INTO change_log (practitioner_id) VALUES (?)"
                    )
                    .execute(arguments: [person])
                }
            }
            count.withLock { $0 += perTransaction }
            turn += 1
            try await Task.sleep(
                until: start + .seconds(1) * turn / Self.transactionsPerSecond,
                clock: .continuous
            )
        }
    }
}
