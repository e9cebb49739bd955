import Crypto
import Directory

/// A row of a list of licences that can be judged.
package struct LicenceRow: Hashable, Sendable {
    /// What it is looked up by: its number by the description's rules.
    package let key: String
    /// The whole row as it came.
    package let bytes: [UInt8]
}

/// Reads a list of licences in pieces as they arrive, and hands out its rows as they are kept.
///
/// Every row is read as it will be when somebody is looked up, so that what could not be judged then
/// is told now. Memory stays that of one piece and some rows, however long the list is.
package struct LicenceListReader: Sendable {
    /// Takes one row of the list.
    package typealias RowReceiver = (Result<LicenceRow, ListProblem>) -> Void

    /// So many rows are put into one table before they are read.
    private static let rowsAtOnce = 256
    private static let longestCell = 1000

    /// Rows that wait to be read, all cells in one piece of memory.
    private struct Waiting: Sendable {
        var bytes: [UInt8] = []
        var cells: [TableCell] = []
        /// Of each row where it lies, its line, and why it cannot be read, if so.
        var rows: [(place: Range<Int>, line: Int, firstCell: Int, problem: String?)] = []
    }

    private let reader: AnswerReader
    private let fields: RowFields
    private let match: MatchPolicy
    private let standings: StatusMap
    private var rows: CSVReader
    private var hash = SHA256()
    private var summary = ListSummary()
    private var head: [FoldedText]?
    private var waiting = Waiting()
    private var known = KnownTypes()
    /// The row of column names as it came.
    package private(set) var headBytes: [UInt8] = []

    /// Begins to read; nil where the registry has no list.
    package init?(_ registry: Registry) {
        guard registry.list != nil, let fields = registry.plan.search.reader.fields else {
            return nil
        }
        reader = registry.plan.search.reader
        self.fields = fields
        match = registry.plan.match
        standings = registry.standings
        rows = CSVReader(delimiter: reader.delimiter, isQuoted: reader.isQuoted)
    }

    /// Takes the next piece of the list.
    ///
    /// - Parameters:
    ///   - bytes: Of any length.
    ///   - body: Takes each row that ends in it or in an earlier piece, or why it cannot be read.
    /// - Returns: Whether more would be read; false once the list has turned out not to be one.
    @discardableResult
    package mutating func take(_ bytes: [UInt8], _ body: RowReceiver) -> Bool {
        guard summary.failure == nil else { return false }
        hash.update(data: bytes)
        summary.bytes += bytes.count
        // Taken out, so that the row's reader may call back into this one.
        var rows = CSVReader()
        swap(&rows, &self.rows)
        bytes.withUnsafeBytes { bytes in
            rows.take(bytes) { row, line in take(row, line, body) }
        }
        swap(&rows, &self.rows)
        noteProblem()
        return summary.failure == nil
    }

    /// Ends the list, and says what was found in it.
    package mutating func finish(_ body: RowReceiver) -> ListSummary {
        var rows = CSVReader()
        swap(&rows, &self.rows)
        rows.finish { row, line in
            // No newline ends it: with cells missing it is no bad row, but a cut list.
            if let head, row.count < head.count { summary.failure = summary.failure ?? .cutShort }
            take(row, line, body)
        }
        swap(&rows, &self.rows)
        noteProblem()
        readWaiting(body)
        if summary.failure == nil, head == nil { summary.failure = .empty }
        summary.sha256 = Registry.hexadecimal(hash.finalize())
        return summary
    }

    private mutating func noteProblem() {
        guard summary.failure == nil else { return }
        switch rows.problem {
        case .rowTooLong: summary.failure = .rowTooLong(line: rows.line)
        case .cutShort: summary.failure = .cutShort
        case .anotherEncoding: summary.failure = .anotherEncoding
        case nil: break
        }
    }

    private mutating func takeHead(_ row: borrowing CSVRow) {
        var names: [FoldedText] = []
        for index in 0..<row.count {
            names.append(FoldedText((row.text(index, reader.cellEncoding) ?? "").trimmed))
        }
        if reader.hasTrailingDelimiter, names.last?.text.isEmpty == true { names.removeLast() }
        var seen: Set<FoldedText> = []
        if let doubled = names.first(where: { !seen.insert($0).inserted }) {
            summary.failure = .doubledColumn(doubled.text)
        }
        let missing = fields.missingColumns(in: names)
        if !missing.isEmpty { summary.failure = .columnsMissing(missing) }
        head = names
        headBytes = Array(row.whole)
    }

    private mutating func take(_ row: borrowing CSVRow, _ line: Int, _ body: RowReceiver) {
        guard summary.failure == nil else { return }
        guard let head else { return takeHead(row) }
        let isEndedTwice =
            reader.hasTrailingDelimiter && row.count == head.count + 1
            && row.raw(head.count).isEmpty
        var problem: String?
        if row.count != head.count, !isEndedTwice {
            problem = "\(row.count) cells; the head has \(head.count)"
        } else if row.hasStrayQuote {
            problem = "a stray quotation mark"
        } else if row.whole.count > KeptRows.mostBytes {
            problem = "longer than any row that is kept, \(KeptRows.mostBytes) bytes"
        } else {
            for index in head.indices {
                let cell = row.raw(index)
                // ASCII without zeros is the same in every encoding.
                let isPlain = cell.allSatisfy { $0 < 0x80 && $0 > 0 }
                if !isPlain, row.text(index, reader.cellEncoding) == nil {
                    problem = "\(head[index].text) is not \(reader.cellEncoding.rawValue)"
                    break
                }
            }
        }
        let start = waiting.bytes.count
        let firstCell = waiting.cells.count
        if problem == nil {
            waiting.bytes += row.whole
            for index in head.indices {
                waiting.cells.append(row.place(index, copiedTo: start))
            }
        }
        waiting.rows.append((start..<waiting.bytes.count, line, firstCell, problem))
        if waiting.rows.count == Self.rowsAtOnce { readWaiting(body) }
    }

    /// Reads the rows that wait, in their order.
    private mutating func readWaiting(_ body: RowReceiver) {
        guard let head, !waiting.rows.isEmpty else { return }
        let rows = waiting.rows
        let table = AnswerTable(
            head: head,
            bytes: waiting.bytes,
            cells: waiting.cells,
            rows: [],
            encoding: reader.cellEncoding
        )
        waiting = Waiting()
        for row in rows {
            do throws(ListProblem) {
                if let problem = row.problem {
                    throw ListProblem(line: row.line, sentence: problem)
                }
                let key = try key(of: .cells(table, row.firstCell), on: row.line)
                summary.entries += 1
                body(.success(LicenceRow(key: key, bytes: table.copy(of: row.place))))
            } catch {
                summary.problemCount += 1
                summary.firstProblem = summary.firstProblem ?? error
                body(.failure(error))
            }
        }
    }

    /// What a row is looked up by, once it is known that it can be judged.
    private mutating func key(
        of row: AnswerRow,
        on line: Int
    ) throws(ListProblem) -> String {
        do throws(Drift) {
            let extracted = try fields.extracted(row, knowing: &known) { _ in true }
            _ = try extracted.entry(standings)
            let key = match.folded(extracted.text(of: .number) ?? "")
            guard !key.isEmpty else { throw Drift("The number is nothing but ornament.") }
            return key
        } catch {
            throw ListProblem(line: line, sentence: error.sentence)
        }
    }
}

extension Registry {
    /// What a list is looked up by for a number, ours or the list's.
    package func key(of number: String) -> String { plan.match.folded(number) }
}
