/// The part of an answer that is kept as evidence.
struct KeptRows: Sendable {
    /// Rows that would make more than this are left out; their hash is kept all the same.
    static let mostBytes = 64 << 10

    private let redacted: [JSONPointer]

    init(redacted: [JSONPointer]) {
        self.redacted = redacted
    }

    /// A JSON array of some rows as they came, without the redacted members.
    func text(of rows: [JSONDocument.Value], in document: JSONDocument) -> [UInt8] {
        var text: [UInt8] = [UInt8(ascii: "[")]
        for row in rows {
            let end = text.count
            if end > 1 { text.append(UInt8(ascii: ",")) }
            let hidden = redacted.compactMap { document.value(at: $0, from: row) }
            let ranges = hidden.map(document.range)
            write(row, of: document, without: ranges, into: &text)
            if text.count >= Self.mostBytes { text.removeSubrange(end...) }
        }
        text.append(UInt8(ascii: "]"))
        return text
    }

    private func write(
        _ value: JSONDocument.Value,
        of document: JSONDocument,
        without hidden: [Range<Int>],
        into text: inout [UInt8]
    ) {
        let range = document.range(of: value)
        let inside = hidden.filter { range.overlaps($0) }
        guard !inside.isEmpty else {
            text.append(contentsOf: document.bytes[range])
            return
        }
        let isObject = document.kind(of: value) == .object
        text.append(UInt8(ascii: isObject ? "{" : "["))
        var isFirst = true
        func separate() {
            if !isFirst { text.append(UInt8(ascii: ",")) }
            isFirst = false
        }
        for (key, member) in document.members(of: value)
        where !inside.contains(document.range(of: member)) {
            separate()
            text.append(contentsOf: document.bytes[document.range(of: key)])
            text.append(UInt8(ascii: ":"))
            write(member, of: document, without: inside, into: &text)
        }
        for element in document.elements(of: value)
        where !inside.contains(document.range(of: element)) {
            separate()
            write(element, of: document, without: inside, into: &text)
        }
        text.append(UInt8(ascii: isObject ? "}" : "]"))
    }
}
