package import Directory
package import Storage

/// Takes in practitioners from a CSV file of the documented columns, for those without an NPI.
package struct PractitionersImport: Sendable {
    /// The columns of the file, in the order of the documentation; only `id` is required.
    package static let columns = PractitionersFile.Column.allCases.map(\.rawValue)

    /// Where rejected rows are listed; nil to count them only.
    package var rejectsPath: String?
    package var receiveProgress: ProgressReceiver?

    package init() {}

    /// Reads a file, `-` being standard input, and applies it when all of it has been read.
    ///
    /// Everybody whose rows are all right is added or updated; of a person with a wrong row nothing
    /// is taken in, so that a typing error removes no location. A wrong first row, or a file that
    /// was cut off, changes nothing.
    ///
    /// - Parameters:
    ///   - path: The file.
    ///   - database: Where the practitioners are kept.
    ///   - now: The moment of the import.
    /// - Returns: What came of it.
    /// - Throws: `ImportError` where the file cannot be used.
    package func run(
        _ path: String,
        into database: Database,
        at now: Instant
    ) async throws -> ImportSummary {
        try await database.takeIn(.practitioners, file: path, at: now) { stage in
            let file = try PractitionersFile(path: path, dates: .calendar)
            let rejects = RejectsFile(path: rejectsPath)
            var counts = RowCounts()
            try file.read(counting: &counts, stage.add, rejecting: rejects.add)
            try rejects.flush()
            counts.rejected = rejects.count
            receiveProgress?(
                ImportProgress(
                    bytesRead: file.bytesRead,
                    bytesInAll: file.source.size,
                    rowsRead: counts.read,
                    rowsKept: counts.kept,
                    isApplying: true
                )
            )
            return counts
        }
    }
}
