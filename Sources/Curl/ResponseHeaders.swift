/// The header lines of one answer.
///
/// They are kept as they came and read when asked for: few of them ever are.
package struct ResponseHeaders: Sendable {
    /// The lines as received, without the status line, each with its line end.
    let lines: [UInt8]

    init(lines: [UInt8]) {
        self.lines = lines
    }

    /// The value of the first header of that name, in any case.
    package subscript(name: String) -> String? {
        var first: String?
        forEachValue(of: name) { value in
            first = value
            return false
        }
        return first
    }

    /// Every value of the headers of that name, in order.
    package func values(of name: String) -> [String] {
        var values: [String] = []
        forEachValue(of: name) { value in
            values.append(value)
            return true
        }
        return values
    }

    /// Every header's name as it came, and its value, in order.
    package var all: [(name: String, value: String)] {
        lines.split(separator: UInt8(ascii: "\n")).compactMap { line in
            guard let colon = line.firstIndex(of: UInt8(ascii: ":")) else { return nil }
            return (
                name: String(decoding: line[..<colon].trimmed, as: UTF8.self),
                value: String(decoding: line[line.index(after: colon)...].trimmed, as: UTF8.self)
            )
        }
    }

    private func forEachValue(of name: String, _ body: (String) -> Bool) {
        var name = name
        name.withUTF8 { name in
            lines.withUnsafeBytes { lines in
                var start = 0
                while start < lines.count {
                    let end = lines[start...].firstIndex(of: UInt8(ascii: "\n")) ?? lines.count
                    if Self.hasName(name, lines, from: start, to: end),
                        let value = self.lines[start..<end].headerValue(behind: name.count)
                    {
                        guard body(String(decoding: value, as: UTF8.self)) else { return }
                    }
                    start = end + 1
                }
            }
        }
    }

    private static func hasName(
        _ name: UnsafeBufferPointer<UInt8>,
        _ lines: UnsafeRawBufferPointer,
        from start: Int,
        to end: Int
    ) -> Bool {
        guard end - start > name.count else { return false }
        for offset in 0..<name.count
        where lines[start + offset].asciiLowercased != name[offset].asciiLowercased {
            return false
        }
        return true
    }
}

extension ArraySlice<UInt8> {
    /// Without spaces, tabs and line ends at either side.
    var trimmed: ArraySlice<UInt8> {
        let isBlank = { (byte: UInt8) in
            byte == 0x20 || byte == 0x09 || byte == 0x0D || byte == 0x0A
        }
        guard let first = firstIndex(where: { !isBlank($0) }) else { return [] }
        return self[first...(lastIndex { !isBlank($0) } ?? first)]
    }

    /// The value, if the line's name has that length.
    fileprivate func headerValue(behind length: Int) -> ArraySlice<UInt8>? {
        // A blank before the colon is wrong but harmless.
        let rest = self[(startIndex + length)...].trimmed
        guard rest.first == UInt8(ascii: ":") else { return nil }
        return rest.dropFirst().trimmed
    }
}

extension UInt8 {
    var asciiLowercased: UInt8 {
        UInt8(ascii: "A")...UInt8(ascii: "Z") ~= self ? self | 0x20 : self
    }
}
