package import Directory
package import Storage

/// Takes in a list of exclusions, as OIG's List of Excluded Individuals/Entities.
package struct ExclusionsImport: Sendable {
    /// The name of OIG's list here, as its description has it.
    package static let oig = "oig-leie"

    private let list: RegistryID
    /// Where rejected rows are listed; nil to count them only.
    package var rejectsPath: String?
    /// Who takes the list though it looks wrong, and why.
    package var acceptance: ListAcceptance?

    /// - Parameter list: Which list it is: it takes the place of the one of the same name.
    package init(of list: RegistryID) {
        self.list = list
    }

    /// Reads a file, `-` being standard input, and puts it in the place of the list before.
    ///
    /// A list that was cut off, that has lost a fifth of its rows or is older than the last changes
    /// nothing, and the same list a second time changes nothing.
    ///
    /// - Parameters:
    ///   - path: The CSV file in OIG's layout.
    ///   - database: Where the practitioners are kept; it serves others meanwhile.
    ///   - now: The moment of the import.
    /// - Returns: What came of it.
    /// - Throws: `ImportError` or `StorageError` where the list is not taken.
    package func run(
        _ path: String,
        into database: Database,
        at now: Instant
    ) async throws -> ExclusionSummary {
        let rejectsPath = rejectsPath
        return try await database.takeInExclusions(
            of: list,
            file: path,
            at: now,
            accepting: acceptance
        ) { stage in
            let reader = try OIGExclusionsFile(path: path)
            let rejects = RejectsFile(path: rejectsPath)
            var counts = RowCounts()
            counts.read = try reader.read({ stage.add($0) }, rejecting: rejects.add)
            try rejects.flush()
            counts.rejected = rejects.count
            return counts
        }
    }
}
