package import Curl
package import Directory
import Logging
package import Registries
package import Storage

/// What came of asking for one list, if it was due.
package struct ListSweep: Sendable {
    package enum Outcome: Sendable {
        /// It was asked for lately, or another process is at it.
        case notDue
        /// Its source says that the list we hold is the present one.
        case unchanged
        case taken(TakenList)
        /// What came is no list, or none that may take the place of the one we hold.
        case refused(String)
        /// Nothing came.
        case unreachable(String)
        /// Another process has begun to take it in, and goes on.
        case overtaken
    }

    package let list: RegistryID
    package let outcome: Outcome
    /// What is known of it now.
    package let state: ListState?
    /// Whether it was not seen for so long that it is not the current one any more.
    package let isStale: Bool
}

/// All lists that are downloaded.
package struct Lists: Sendable {
    private let downloads: [ListDownload]

    /// A collection of its own for every list.
    var separated: [Lists] { downloads.map { Lists(downloads: [$0]) } }

    private init(downloads: [ListDownload]) {
        self.downloads = downloads
    }

    /// - Parameters:
    ///   - lists: Lists of exclusions.
    ///   - registries: Registries that are looked up in lists of theirs; those that are asked have
    ///     none.
    ///   - database: Where they are kept.
    ///   - transport: What carries the requests.
    ///   - clock: The time.
    package init(
        _ lists: [RegistryList],
        of registries: [Registry] = [],
        database: Database,
        transport: Transport,
        clock: @escaping @Sendable () -> Instant
    ) {
        let all =
            lists.map { DownloadedList.exclusions($0) } + registries.compactMap(DownloadedList.init)
        downloads = all.map {
            ListDownload(downloaded: $0, database: database, transport: transport, clock: clock)
        }
    }

    /// Asks for every list that is due, one after the other, and takes in what has changed.
    ///
    /// - Returns: What came of each, the ones that were not due among them.
    /// - Throws: `StorageError` where nothing could be claimed or written.
    package func sweep() async throws -> [ListSweep] {
        var sweeps: [ListSweep] = []
        for download in downloads {
            let outcome = try await download.run()
            let list = download.list
            let state = try await download.database.lists()[list.id]
            sweeps.append(
                ListSweep(
                    list: list.id,
                    outcome: outcome,
                    state: state,
                    isStale: state?.isStale(
                        afterDays: list.staleAfterDays,
                        at: download.clock()
                    ) ?? false
                )
            )
        }
        return sweeps
    }
}

extension ListSweep {
    /// Tells whoever looks after the worker.
    func log(to logger: Logger) {
        switch outcome {
        case .notDue, .unchanged, .overtaken: break
        case .taken(.licences(let summary)):
            logger.info(
                "Took in a list of licences",
                metadata: [
                    "list": "\(list)", "rows": "\(summary.rows.kept)",
                    "rejected": "\(summary.rows.rejected)", "due": "\(summary.due)",
                ]
            )
        case .taken(.exclusions(let summary)):
            logger.info(
                "Took in a list",
                metadata: [
                    "list": "\(list)", "rows": "\(summary.rows.read)",
                    "added": "\(summary.added)", "removed": "\(summary.removed)",
                    "confirmed": "\(summary.confirmed)", "candidates": "\(summary.candidates)",
                ]
            )
        case .refused(let reason), .unreachable(let reason):
            logger.warning(
                "List not taken in, the last one stays",
                metadata: ["list": "\(list)", "reason": "\(reason)"]
            )
        }
    }
}
