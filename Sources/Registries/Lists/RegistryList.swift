package import Curl
package import Directory
import Foundation

/// A list that is downloaded whole and looked through here: where it is, how often it is asked for,
/// which one is refused and, of a list of exclusions, how its rows are read.
///
/// Rows of a list of licences are read and judged as a registry's answers are (`Registry.list`).
package struct RegistryList: Sendable {
    enum Key: String, DescriptionKey {
        case path, format
        case contentTypes = "content_types"
        case encoding, delimiter, quoted
        case trailingDelimiter = "trailing_delimiter"
        case everyHours = "every_hours"
        case staleAfterDays = "stale_after_days"
        case leastShare = "least_share"
        case leastRows = "least_rows"
        case fields, widths, dates, nulls
        case nameOrder = "name_order"

        /// Those that say how rows of exclusions are read.
        static let ofReading: [Self] = [
            .format, .encoding, .delimiter, .quoted, .trailingDelimiter, .fields, .widths, .dates,
            .nulls, .nameOrder,
        ]
    }

    /// The columns that have a meaning.
    enum Column: String, DescriptionKey {
        case npi, family, given, middle, suffix, name, organisation, occupation
        case licence
        case licenceState = "licence_state"
        case wording, from, until, city, state
    }

    private enum DateKey: String, DescriptionKey {
        case formats, nulls
    }

    private enum Format: String, CaseIterable {
        case csv
    }

    private enum YesOrNo: String, CaseIterable {
        case yes, no
    }

    package let profile: RegistryProfile
    /// Why it may not be downloaded; nil where it may.
    package let offReason: String?
    /// How often it is asked for.
    package let everyHours: Int
    /// After how many days without a new one it is no longer the current list.
    package let staleAfterDays: Int
    /// The description has them in this order.
    let columns: [(column: Column, name: FoldedText, shown: String)]
    /// Whose licences a column of licence numbers means where no other column tells.
    let licenceRegion: String
    let encoding: TextEncoding
    let delimiter: UInt8
    let isQuoted: Bool
    let hasTrailingDelimiter: Bool
    let widths: [Column: Int]
    let dateFormats: [DateFormat]
    private let dateNulls: [String]
    private let nulls: [Column: [String]]
    let nameOrder: NameOrder
    let secretVariables: [String]
    private let leastShare: Int
    private let leastRows: Int
    private let contentTypes: [String]
    private let request: Request
    private let authorization: Authorization

    static let mostBytes = 1 << 30
    static let usualBytes = 64 << 20

    init(
        _ section: DescriptionSection<Registry.Key>,
        profile: RegistryProfile,
        context: DescriptionContext
    ) throws(DescriptionError) {
        self.profile = profile
        let list = try DescriptionSection<Key>(try section.required(.list))
        let isOfExclusions = profile.role == .exclusion
        if isOfExclusions {
            let _: Format = try list.required(.format).word()
        } else {
            for key in Key.ofReading {
                guard let node = list.optional(key) else { continue }
                throw node.failure(
                    "\(key.rawValue) has no meaning here: the rows of a list of licences are read as the section answer says"
                )
            }
        }
        contentTypes =
            try list.optional(.contentTypes)?.texts().map { $0.lowercased() } ?? ["text/csv"]
        encoding = try list.optional(.encoding)?.word() ?? .utf8
        delimiter = try list.optional(.delimiter)?.delimiter() ?? UInt8(ascii: ",")
        isQuoted = try list.optional(.quoted)?.word(YesOrNo.self) != .no
        hasTrailingDelimiter = try list.optional(.trailingDelimiter)?.word(YesOrNo.self) == .yes
        everyHours = try list.required(.everyHours).number(in: 1...720, "hours between downloads")
        staleAfterDays = try list.required(.staleAfterDays)
            .number(in: 1...400, "days after which a list is too old")
        leastShare =
            try list.optional(.leastShare)?
            .number(in: 50...100, "hundredths of the last list's rows") ?? 80
        leastRows = try list.required(.leastRows).number(in: 1...100_000_000, "rows at least")
        nameOrder = try list.optional(.nameOrder)?.word() ?? .givenFamily

        let fields =
            isOfExclusions
            ? try list.required(.fields) : DescriptionNode(.mapping([]), at: list.place)
        let fieldSection = try DescriptionSection<Column>(fields)
        var columns: [(Column, FoldedText, String)] = []
        for member in try fields.members() {
            guard let column = Column(rawValue: member.key) else { continue }
            let names = column == .occupation ? try member.value.elements() : [member.value]
            for node in names {
                let name = try node.fullText()
                columns.append((column, FoldedText(name), name))
            }
        }
        if isOfExclusions, fieldSection.optional(.name) == nil {
            _ = try fieldSection.required(.family)
        }
        licenceRegion = String(profile.summary.jurisdiction.code.dropFirst(3))
        if let node = fieldSection.optional(.licence), licenceRegion.isEmpty {
            guard fieldSection.optional(.licenceState) != nil else {
                throw node.failure(
                    "a licence's number means nothing without its state; the field licence_state would be right"
                )
            }
        }
        if let node = fieldSection.optional(.licenceState), fieldSection.optional(.licence) == nil {
            throw node.failure("there is no field licence whose state it would be")
        }
        self.columns = columns
        var widths: [Column: Int] = [:]
        for member in try list.optional(.widths)?.members() ?? [] {
            let column: Column = try DescriptionNode(.text(member.key), at: member.place).word()
            widths[column] = try member.value.number(in: 1...200, "characters of a column")
        }
        self.widths = widths
        var formats: [DateFormat] = []
        let dates = try list.optional(.dates).map { node throws(DescriptionError) in
            try DescriptionSection<DateKey>(node)
        }
        for element in try dates?.required(.formats).elements() ?? [] {
            formats.append(
                try element.parsed { text throws(DateFormat.ParseError) in try DateFormat(text) }
            )
        }
        let hasDates = columns.contains { [.from, .until].contains($0.0) }
        guard !hasDates || !formats.isEmpty else {
            throw fields.failure("some fields are dates, and the key \"dates\" is missing")
        }
        dateFormats = formats
        dateNulls = try dates?.optional(.nulls)?.texts() ?? []
        var nulls: [Column: [String]] = [:]
        for member in try list.optional(.nulls)?.members() ?? [] {
            let column: Column = try DescriptionNode(.text(member.key), at: member.place).word()
            nulls[column] = try member.value.texts()
        }
        self.nulls = nulls

        let transfer = try TransferSettings(
            section,
            contact: context.contact,
            mostBytes: Self.mostBytes,
            usualBytes: Self.usualBytes
        )
        authorization = try Authorization(section, transfer, profile.id, context.secrets)
        secretVariables = authorization.variables
        offReason = profile.offReason ?? authorization.offReason
        let path = try list.required(.path)
        guard try path.text().hasPrefix("/"),
            try !path.text().contains(where: { "# {}".contains($0) })
        else { throw path.failure("a path begins with a slash and has no #, braces or spaces") }
        var request = transfer.request
        request.url = transfer.baseURL + (try path.text())
        request.headers = [
            Request.Header(name: "Accept", value: contentTypes.joined(separator: ", "))
        ]
        if let parameter = authorization.parameter {
            request.url += (request.url.contains("?") ? "&" : "?") + parameter
        }
        request.headers += authorization.headers
        self.request = request
    }

    package var id: RegistryID { profile.id }
    package var summary: RegistrySummary { profile.summary }
    package var terms: RegistryTerms { profile.terms }

    /// The words for nothing in a column.
    func nulls(of column: Column) -> [String] {
        let own = nulls[column] ?? []
        return switch column {
        case .from, .until: own + dateNulls
        default: own
        }
    }

    // MARK: - Downloading

    /// What to send in order to have the list, or to learn that it has not changed (304).
    ///
    /// - Parameters:
    ///   - tag: The ETag of the list we have.
    ///   - lastModified: Its Last-Modified, as the source wrote it.
    /// - Returns: The request, secrets included.
    package func request(ifNot tag: String? = nil, since lastModified: String? = nil) -> Request {
        var request = request
        if let tag { request.headers.append(.init(name: "If-None-Match", value: tag)) }
        if let lastModified {
            request.headers.append(.init(name: "If-Modified-Since", value: lastModified))
        }
        return request
    }

    /// The request as anybody can repeat it, without what is secret.
    package var question: String { "GET " + authorization.concealed(in: request.url) }

    /// Why an answer is not the list; nil where it may be read.
    package func refusal(status: Int, contentType: String?) -> String? {
        guard status == 200 else { return "The list's server answers with status \(status)." }
        let type = contentType?.prefix { $0 != ";" }.lowercased().filter { !$0.isWhitespace } ?? ""
        guard contentTypes.contains(type) else {
            return type == "text/html"
                ? "The list's server answers with a page."
                : "The answer has the content type \(type.isEmpty ? "of nothing" : type), which is not as described."
        }
        return nil
    }

    /// Why a list that was read may not take the last one's place; nil where it may.
    ///
    /// - Parameters:
    ///   - summary: What the reader found.
    ///   - latestOn: The day of the latest exclusion in it.
    ///   - last: The list whose place it would take; nil for the first.
    /// - Returns: The reason, in a sentence for whoever has to look.
    package func refusal(
        of summary: ListSummary,
        latestOn: CalendarDate? = nil,
        after last: ListExtent?
    ) -> ListRefusal? {
        if let failure = summary.failure {
            return ListRefusal(sentence: failure.description, mayBeAccepted: false)
        }
        let entries = summary.entries
        if summary.problemCount * 100 > max(1, entries) {
            let first = summary.firstProblem.map { ": \($0)" } ?? ""
            return ListRefusal(
                sentence:
                    "\(summary.problemCount) rows beside \(entries) good ones cannot be read\(first).",
                mayBeAccepted: false
            )
        }
        return doubt(of: summary, latestOn: latestOn, after: last).map {
            ListRefusal(sentence: $0, mayBeAccepted: true)
        }
    }

    private func doubt(
        of summary: ListSummary,
        latestOn: CalendarDate?,
        after last: ListExtent?
    ) -> String? {
        let entries = summary.entries
        // Columns that changed places, or numbers that a spreadsheet has rounded.
        if summary.wrongNPIs * 100 > max(1, entries) {
            return "\(summary.wrongNPIs) of \(entries) entries have an NPI that is none."
        }
        if entries < leastRows {
            return "The list has \(entries) entries; at least \(leastRows) are expected."
        }
        guard let last, last.rows > 0 else { return nil }
        // An empty list reinstates everybody, and a cut one whoever stood behind the cut.
        if entries * 100 < last.rows * leastShare {
            return
                "The list has \(entries) entries, under \(leastShare) % of the last one's \(last.rows): it was probably cut off, and would reinstate whoever is missing."
        }
        if let latestOn, let lastLatestOn = last.latestOn, latestOn < lastLatestOn {
            return
                "The latest exclusion on this list is of \(latestOn), on the one that is held of \(lastLatestOn): this is an older list."
        }
        return nil
    }
}

extension DescriptionNode {
    /// The one character between cells.
    func delimiter() throws(DescriptionError) -> UInt8 {
        let text = try text()
        guard text.utf8.count == 1, let byte = text.utf8.first, byte != UInt8(ascii: "\"") else {
            throw failure("one character would be right, as \",\" or \"|\"")
        }
        return byte
    }
}
