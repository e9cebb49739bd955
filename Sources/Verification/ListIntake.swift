package import Directory
package import Registries
package import Storage

/// The bytes of a list, and what becomes of the rows that cannot be read.
package struct ListBytes {
    /// The next ones, of any length; none at the end.
    let next: () throws -> [UInt8]
    let reject: (ListProblem) throws -> Void
    /// Called once no more rows are rejected.
    let finish: () throws -> Void

    package init(
        next: @escaping () throws -> [UInt8],
        reject: @escaping (ListProblem) throws -> Void = { _ in },
        finish: @escaping () throws -> Void = {}
    ) {
        self.next = next
        self.reject = reject
        self.finish = finish
    }
}

/// Puts a list of exclusions, downloaded or at hand, in the place of the last, as its description
/// has it.
package struct ListIntake: Sendable {
    private let list: RegistryList
    private let database: Database

    package init(of list: RegistryList, into database: Database) {
        self.list = list
        self.database = database
    }

    /// Takes in a list that is at hand, whoever else is at it.
    ///
    /// - Parameters:
    ///   - file: Its name.
    ///   - now: The moment.
    ///   - acceptance: Who takes it though it looks wrong, and why.
    ///   - open: Begins to read it, on a thread of its own.
    /// - Returns: What came of it.
    /// - Throws: `ListRefusal`, `StorageError` or what the reading throws; the last list stays then.
    package func takeIn(
        _ file: String,
        at now: Instant,
        accepting acceptance: ListAcceptance? = nil,
        reading open: @escaping @Sendable () throws -> ListBytes
    ) async throws -> ExclusionSummary {
        let claim = try await database.claimList(list.id, now: now)
        do {
            return try await takeIn(
                under: claim,
                // What its source has may be another.
                from: ListOrigin(file: file, dueAt: now),
                at: now,
                accepting: acceptance,
                reading: open
            )
        } catch {
            try await database.release(claim, now: now)
            throw error
        }
    }

    func takeIn(
        under claim: ListClaim,
        from origin: ListOrigin,
        at now: Instant,
        accepting acceptance: ListAcceptance? = nil,
        reading open: @escaping @Sendable () throws -> ListBytes
    ) async throws -> ExclusionSummary {
        try await database.takeInExclusions(
            under: claim,
            from: origin,
            at: now,
            accepting: acceptance
        ) { [list] stage, last in
            let summary = try Self.read(try open(), of: list, onto: stage)
            let refusal = list.refusal(of: summary, latestOn: stage.latestOn, after: last)
            if let refusal, acceptance == nil || !refusal.mayBeAccepted { throw refusal }
            var rows = RowCounts()
            rows.read = summary.entries + summary.problemCount
            rows.rejected = summary.problemCount
            return ReadExclusions(rows: rows, sha256: summary.sha256)
        }
    }

    private static func read(
        _ bytes: ListBytes,
        of list: RegistryList,
        onto stage: ExclusionStage
    ) throws -> ListSummary {
        var reader = ListReader(list)
        var failure: (any Error)?
        func take(_ row: Result<ListEntry, ListProblem>) {
            switch row {
            case .success(let entry): stage.add(entry.exclusion)
            case .failure(let problem):
                guard failure == nil else { return }
                do {
                    try bytes.reject(problem)
                } catch {
                    failure = error
                }
            }
        }
        while failure == nil {
            let piece = try bytes.next()
            guard !piece.isEmpty, reader.take(piece, take) else { break }
        }
        let summary = reader.finish(take)
        if let failure { throw failure }
        try bytes.finish()
        return summary
    }
}
