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

/// A list that is downloaded, and what its rows are.
package enum DownloadedList: Sendable {
    case exclusions(RegistryList)
    /// Licences, looked up as at a registry that is asked.
    case licences(Registry, RegistryList)

    /// The list of a registry; nil where it has none.
    package init?(of registry: Registry) {
        guard let list = registry.list else { return nil }
        self = .licences(registry, list)
    }

    package var list: RegistryList {
        switch self {
        case .exclusions(let list), .licences(_, let list): list
        }
    }
}

/// What came of taking a list in.
package enum TakenList: Sendable {
    case exclusions(ExclusionSummary)
    case licences(LicenceListSummary)
}

extension ListSummary {
    fileprivate var rows: RowCounts {
        var rows = RowCounts()
        rows.read = entries + problemCount
        rows.rejected = problemCount
        return rows
    }
}

/// Puts a list, downloaded or at hand, in the place of the last, as its description has it.
package struct ListIntake: Sendable {
    private let list: DownloadedList
    private let database: Database

    /// - Parameters:
    ///   - list: A list of exclusions.
    ///   - database: Where it is kept.
    package init(of list: RegistryList, into database: Database) {
        self.init(of: .exclusions(list), into: database)
    }

    package init(of list: DownloadedList, into database: Database) {
        self.list = list
        self.database = database
    }

    /// Takes in a list that is at hand, whoever else is at it.
    ///
    /// - Parameters:
    ///   - file: Its name.
    ///   - now: The moment.
    ///   - date: The list's own date, where it is known; one of exclusions needs none.
    ///   - acceptance: Who takes it though it looks wrong, and why.
    ///   - open: Begins to read it, on a thread of its own.
    /// - Returns: What came of it.
    /// - Throws: `ListRefusal`, `StorageError` or what the reading throws; the last list stays then.
    package func takeIn(
        _ file: String,
        at now: Instant,
        dated date: Instant? = nil,
        accepting acceptance: ListAcceptance? = nil,
        reading open: @escaping @Sendable () throws -> ListBytes
    ) async throws -> TakenList {
        let claim = try await database.claimList(list.list.id, now: now)
        do {
            return try await takeIn(
                under: claim,
                // What its source has may be another.
                from: ListOrigin(file: file, asOf: date, dueAt: now),
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
    ) async throws -> TakenList {
        switch list {
        case .exclusions(let list):
            .exclusions(
                try await database.takeInExclusions(
                    under: claim,
                    from: origin,
                    at: now,
                    accepting: acceptance
                ) { stage, last in
                    let summary = try Self.read(try open(), of: list, onto: stage)
                    let refusal = list.refusal(of: summary, latestOn: stage.latestOn, after: last)
                    if let refusal, acceptance == nil || !refusal.mayBeAccepted { throw refusal }
                    return ReadExclusions(rows: summary.rows, sha256: summary.sha256)
                }
            )
        case .licences(let registry, let list):
            .licences(
                try await database.takeInLicences(
                    under: claim,
                    from: origin,
                    describedBy: registry.descriptionHash,
                    at: now,
                    accepting: acceptance
                ) { stage, last in
                    let (summary, head) = try Self.read(try open(), of: registry, onto: stage)
                    let refusal = list.refusal(of: summary, after: last)
                    if let refusal, acceptance == nil || !refusal.mayBeAccepted { throw refusal }
                    return ReadLicences(rows: summary.rows, sha256: summary.sha256, head: head)
                }
            )
        }
    }

    private static func read(
        _ bytes: ListBytes,
        of registry: Registry,
        onto stage: LicenceStage
    ) throws -> (ListSummary, head: [UInt8]) {
        guard var reader = LicenceListReader(registry) else {
            throw StorageError.refused("\(registry.id) has no list.")
        }
        var failure: (any Error)?
        func take(_ row: Result<LicenceRow, ListProblem>) {
            guard failure == nil else { return }
            do {
                switch row {
                case .success(let row): try stage.add(row.key, row.bytes)
                case .failure(let problem): try bytes.reject(problem)
                }
            } catch {
                failure = error
            }
        }
        while failure == nil {
            let piece = try bytes.next()
            guard !piece.isEmpty, reader.take(piece, take) else { break }
        }
        let summary = reader.finish(take)
        if let failure { throw failure }
        try bytes.finish()
        return (summary, reader.headBytes)
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
