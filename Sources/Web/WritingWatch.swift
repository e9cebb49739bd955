import Storage

/// Knows whether anything can be saved, and looks at most every few seconds however often it is
/// asked.
actor WritingWatch {
    private static let secondsBetween = 5

    private let database: Database
    private var look: (at: ContinuousClock.Instant, task: Task<WritingReport, Never>)?

    init(_ database: Database) {
        self.database = database
    }

    func report() async -> WritingReport {
        let now = ContinuousClock.now
        if let look, now - look.at < .seconds(Self.secondsBetween) { return await look.task.value }
        let task = Task { [database] in await database.writingReport() }
        look = (now, task)
        return await task.value
    }
}
