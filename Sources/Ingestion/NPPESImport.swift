package import Directory
package import Storage

/// Takes in the dissemination file of NPPES, the register of provider numbers in the US.
package struct NPPESImport: Sendable {
    /// An acupuncturist, in the provider taxonomy of NUCC.
    package static let acupuncturist = "171100000X"

    /// A person is kept who lists one of these codes, in any slot.
    package var taxonomies: Set<String> = [acupuncturist]
    /// Where rejected rows are listed; nil to count them only.
    package var rejectsPath: String?
    package var receiveProgress: ProgressReceiver?

    package init() {}

    /// Reads a file, `-` being standard input, and applies it when all of it has been read.
    ///
    /// A file that was cut off changes nothing, the same file a second time changes nothing, and an
    /// older file after a newer one changes nothing.
    ///
    /// - Parameters:
    ///   - path: The CSV file that NPPES publishes in its archive.
    ///   - database: Where the practitioners are kept; it serves others meanwhile.
    ///   - now: The moment of the import.
    /// - Returns: What came of it.
    /// - Throws: `ImportError` where the file cannot be used.
    package func run(
        _ path: String,
        into database: Database,
        at now: Instant
    ) async throws -> ImportSummary {
        try await database.takeIn(.nppes, file: path, at: now) { stage in
            try read(path, into: stage)
        }
    }

    private func read(_ path: String, into stage: RecordStage) throws -> RowCounts {
        let reader = try CSVReader(ByteSource(path: path))
        guard try reader.next() else { throw ImportError.empty(path: path) }
        let columns = try NPPESColumns(ColumnNames(reader))
        let rows = NPPESRowReader(
            reader,
            columns: columns,
            taxonomies: taxonomies,
            isKnown: stage.knows
        )
        let rejects = RejectsFile(path: rejectsPath)
        var counts = RowCounts()
        while try reader.next() {
            if reader.endsWithoutNewline, reader.count < columns.count {
                throw ImportError.truncated(line: reader.line)
            }
            counts.read += 1
            switch rows.row() {
            case .person(let record):
                try stage.add(record)
                counts.kept += 1
            case .deactivation(let npi, let day): stage.addDeactivation(of: npi, on: day)
            case .notOurs: break
            case .rejected(let rejection): try rejects.add(rejection)
            }
            if counts.read & 0xFFFF == 0 { report(reader, counts) }
        }
        try rejects.flush()
        counts.rejected = rejects.count
        report(reader, counts, isApplying: true)
        return counts
    }

    private func report(_ reader: CSVReader, _ counts: RowCounts, isApplying: Bool = false) {
        receiveProgress?(
            ImportProgress(
                bytesRead: reader.bytesRead,
                bytesInAll: reader.source.size,
                rowsRead: counts.read,
                rowsKept: counts.kept,
                isApplying: isApplying
            )
        )
    }
}
