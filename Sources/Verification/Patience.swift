import Storage

/// How long answers are kept for a database that another process holds.
enum Patience {
    /// In which a lease does not run out.
    private static let longest = Duration.seconds(120)

    /// Does it again while the database is held: each time waits for some seconds by itself.
    ///
    /// - Parameter work: One transaction that leaves nothing behind where it fails.
    /// - Returns: What it returns.
    /// - Throws: What it throws; `StorageError.busy` once it has taken too long.
    static func whileBusy<Answer>(_ work: () async throws -> Answer) async throws -> Answer {
        let end = ContinuousClock.now + longest
        while true {
            do {
                return try await work()
            } catch StorageError.busy where ContinuousClock.now < end && !Task.isCancelled {
                continue
            }
        }
    }
}
