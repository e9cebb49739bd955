import Crypto
import Directory
import Foundation

/// Reads a list of exclusions in pieces as they arrive, and hands out its entries.
///
/// Memory stays that of one piece and one row, however long the list is.
package struct ListReader: Sendable {
    /// A described column and where it stands in this list.
    private struct Place: Sendable {
        let column: RegistryList.Column
        let index: Int
        /// The words for nothing, compared before a text is made of them.
        let nulls: [[UInt8]]
        /// The width at which names are cut; nil where they are not.
        let width: Int?

        func isNull(_ raw: UnsafeRawBufferPointer) -> Bool {
            nulls.contains { word in
                word.count == raw.count && word.indices.allSatisfy { word[$0] == raw[$0] }
            }
        }
    }

    private static let longestCell = 1000

    /// Takes one row of the list.
    package typealias RowReceiver = (Result<ListEntry, ListProblem>) -> Void

    private let list: RegistryList
    private var rows: CSVReader
    private var hash = SHA256()
    private var summary = ListSummary()
    /// Of each described column its place; nil until the head was read.
    private var places: [Place]?
    private var width = 0

    package init(_ list: RegistryList) {
        self.list = list
        rows = CSVReader(delimiter: list.delimiter, isQuoted: list.isQuoted)
    }

    /// Takes the next piece of the list.
    ///
    /// - Parameters:
    ///   - bytes: Of any length.
    ///   - body: Takes the entry of each row that ends in it, or why the row cannot be read.
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
            if places != nil, row.count < width {
                summary.failure = summary.failure ?? .cutShort
            }
            take(row, line, body)
        }
        swap(&rows, &self.rows)
        noteProblem()
        if summary.failure == nil, places == nil { summary.failure = .empty }
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

    private mutating func take(_ row: borrowing CSVRow, _ line: Int, _ body: RowReceiver) {
        guard summary.failure == nil else { return }
        guard let places else { return takeHead(row) }
        do throws(ListProblem) {
            let entry = try entry(row, line, places)
            summary.entries += 1
            body(.success(entry))
        } catch {
            summary.problemCount += 1
            summary.firstProblem = summary.firstProblem ?? error
            body(.failure(error))
        }
    }

    private mutating func entry(
        _ row: borrowing CSVRow,
        _ line: Int,
        _ places: [Place]
    ) throws(ListProblem) -> ListEntry {
        func problem(_ sentence: String) -> ListProblem {
            ListProblem(line: line, sentence: sentence)
        }
        let isEndedTwice =
            list.hasTrailingDelimiter && row.count == width + 1 && row.raw(width).isEmpty
        guard row.count == width || isEndedTwice else {
            throw problem("\(row.count) cells; the head has \(width)")
        }
        guard !row.hasStrayQuote else { throw problem("a stray quotation mark") }
        var entry = ListEntry()
        entry.line = line
        var name = PersonName(given: "", family: "")
        var isPerson = false
        var licence = ""
        var licenceRegion = list.licenceRegion
        for place in places {
            let column = place.column
            let raw = row.raw(place.index)
            if raw.isEmpty || place.isNull(raw) { continue }
            guard raw.count <= Self.longestCell, let text = row.text(place.index, list.encoding)
            else {
                throw problem("\(column.rawValue) is not \(list.encoding.rawValue), or too long")
            }
            let isPadded =
                raw.first.map { $0 <= 0x20 } ?? false || raw.last.map { $0 <= 0x20 } ?? false
            let isBroken = raw.contains { $0 < 0x20 }
            let value = isPadded || isBroken ? text.inOneLine : text
            if value.isEmpty { continue }
            switch column {
            case .npi:
                // Who has none is still known by name.
                entry.npi = try? NPI(value)
                if entry.npi == nil { summary.wrongNPIs += 1 }
            case .family:
                name.family = value
                isPerson = true
            case .given:
                name.given = value
                isPerson = true
            case .middle: name.middle = value
            case .suffix: name.suffix = value
            case .name:
                name = list.nameOrder.name(value)
                isPerson = true
            case .organisation: entry.organisation = value
            case .occupation: entry.occupations.append(value)
            case .licence: licence = value
            case .licenceState: licenceRegion = value.uppercased()
            case .wording: entry.wording = value
            case .city: entry.city = value
            case .state: entry.state = value
            case .from, .until:
                guard let date = date(value) else {
                    throw problem("\(column.rawValue) is no date of the formats described")
                }
                if column == .from { entry.from = date } else { entry.until = date }
            }
            if let width = place.width, value.utf8.count >= width,
                value.unicodeScalars.count >= width
            {
                if column == .family || column == .name { entry.isFamilyCut = true }
                if column == .given || column == .name { entry.isGivenCut = true }
            }
        }
        if isPerson { entry.name = name }
        if !licence.isEmpty, !licenceRegion.isEmpty {
            entry.licence = ListedLicence(number: licence, region: licenceRegion)
        }
        guard isPerson || !entry.organisation.isEmpty else {
            throw problem("neither a person nor an organisation")
        }
        return entry
    }

    private func date(_ text: String) -> CalendarDate? {
        for format in list.dateFormats {
            if let date = format.date(text, in: list.terms.timeZone) { return date }
        }
        return nil
    }

    private mutating func takeHead(_ row: borrowing CSVRow) {
        var names: [FoldedText] = []
        for index in 0..<row.count {
            names.append(FoldedText((row.text(index, list.encoding) ?? "").trimmed))
        }
        if list.hasTrailingDelimiter, names.last?.text.isEmpty == true { names.removeLast() }
        width = names.count
        var missing: [String] = []
        var places: [Place] = []
        for (column, name, shown) in list.columns {
            guard let place = names.firstIndex(of: name) else {
                missing.append(shown)
                continue
            }
            if names[(place + 1)...].contains(name) { summary.failure = .doubledColumn(shown) }
            places.append(
                Place(
                    column: column,
                    index: place,
                    nulls: list.nulls(of: column).map { Array($0.utf8) },
                    width: list.widths[column]
                )
            )
        }
        if !missing.isEmpty { summary.failure = .columnsMissing(missing) }
        self.places = places
    }
}

extension String {
    /// Without line ends and other control characters, and without blanks at either side.
    fileprivate var inOneLine: String {
        var line = UnicodeScalarView()
        for scalar in unicodeScalars { line.append(scalar.value < 0x20 ? " " : scalar) }
        return String(line).trimmed
    }
}
