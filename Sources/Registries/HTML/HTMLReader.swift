/// Goes through a page's bytes once and collects what it shows.
struct HTMLReader {
    private(set) var blocks: [HTMLPage.Block] = []
    private(set) var tables: [HTMLPage.Table] = []

    private var text: [UInt8] = []
    private var seams: [Int] = []
    private var needsSpace = false
    /// The tables that are open, each with the cells of its row.
    private var open: [OpenTable] = []
    /// Inside an element that is not shown: its name, and how many of that name are open.
    private var hidden: (name: String, depth: Int)?

    private struct OpenTable {
        var table = HTMLPage.Table()
        var row: [String]?
        var cell: String?

        mutating func endCell() {
            if let cell { row?.append(cell) }
            cell = nil
        }

        mutating func endRow() {
            endCell()
            if let row, !row.isEmpty { table.rows.append(row) }
            row = nil
        }
    }

    private static let mostTables = 2000
    private static let deepestTables = 20
    private static let longestTagName = 20

    private static let inline: Set<String> = [
        "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "em", "font", "i",
        "ins", "kbd", "label", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time",
        "tt", "u", "var", "wbr",
    ]
    private static let unseen: Set<String> = [
        "script", "style", "template", "noscript", "title", "textarea", "select", "iframe", "svg",
    ]
    private static let empty: Set<String> = [
        "br", "hr", "img", "input", "meta", "link", "area", "base", "col", "embed", "source",
        "track", "wbr",
    ]

    mutating func read(_ bytes: [UInt8]) throws(Drift) {
        var position = 0
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "<"), let tag = Tag(bytes, at: position) {
                position = tag.end
                try take(tag)
                if !tag.isEnd, Self.unseen.contains(tag.name), hidden == nil {
                    position = Self.end(of: tag.name, in: bytes, from: position)
                }
            } else if byte == UInt8(ascii: "&") {
                let (characters, end) = HTMLEntity.characters(bytes, at: position)
                for character in characters { append(character) }
                position = end
            } else {
                append(byte)
                position += 1
            }
        }
        try endBlock()
        while !open.isEmpty { closeTable() }
    }

    /// Where an element's text that is no page's text ends: behind its closing tag.
    private static func end(of name: String, in bytes: [UInt8], from start: Int) -> Int {
        let wanted = Array("</\(name)".utf8)
        var position = start
        while position + wanted.count <= bytes.count {
            if bytes[position] == UInt8(ascii: "<"),
                wanted.indices.allSatisfy({ bytes[position + $0].asciiSmall == wanted[$0] })
            {
                while position < bytes.count, bytes[position] != UInt8(ascii: ">") { position += 1 }
                return min(bytes.count, position + 1)
            }
            position += 1
        }
        return bytes.count
    }

    private mutating func append(_ byte: UInt8) {
        guard hidden == nil else { return }
        switch byte {
        case 0x09...0x0D, 0x20: needsSpace = !text.isEmpty
        default:
            if needsSpace { text.append(0x20) }
            needsSpace = false
            text.append(byte)
        }
    }

    private mutating func take(_ tag: Tag) throws(Drift) {
        if let (name, depth) = hidden {
            guard tag.name == name, !tag.isClosed else { return }
            let left = depth + (tag.isEnd ? -1 : 1)
            hidden = left > 0 ? (name, left) : nil
            return
        }
        if tag.name.isEmpty { return }
        if Self.inline.contains(tag.name) {
            if text.last != nil { seams.append(text.count) }
        } else {
            try endBlock()
        }
        if tag.isHidden, !tag.isEnd, !tag.isClosed, !Self.empty.contains(tag.name) {
            hidden = (tag.name, 1)
            return
        }
        takeTable(tag)
    }

    private mutating func takeTable(_ tag: Tag) {
        switch (tag.name, tag.isEnd) {
        case ("table", false):
            if open.count < Self.deepestTables { open.append(OpenTable()) }
        case ("table", true): closeTable()
        case ("tr", _):
            guard let last = open.indices.last else { return }
            open[last].endRow()
            if !tag.isEnd { open[last].row = [] }
        case ("td", _), ("th", _):
            guard let last = open.indices.last, open[last].row != nil else { return }
            open[last].endCell()
            if !tag.isEnd { open[last].cell = "" }
        default: return
        }
    }

    private mutating func closeTable() {
        guard var last = open.popLast() else { return }
        last.endRow()
        if tables.count < Self.mostTables { tables.append(last.table) }
    }

    private mutating func endBlock() throws(Drift) {
        defer {
            text.removeAll(keepingCapacity: true)
            seams.removeAll(keepingCapacity: true)
            needsSpace = false
        }
        guard !text.isEmpty else { return }
        guard blocks.count < HTMLPage.mostBlocks else {
            throw Drift("The page has more than \(HTMLPage.mostBlocks) pieces of text.")
        }
        blocks.append(HTMLPage.Block(text: text, seams: seams))
        guard let last = open.indices.last, let isEmpty = open[last].cell?.isEmpty else { return }
        // In place: a cell may have as many pieces as a page has.
        if !isEmpty { open[last].cell?.append(" ") }
        open[last].cell?.append(String(decoding: text, as: UTF8.self))
    }

    /// One attribute of a tag, in small letters, with single spaces for blanks.
    private struct Attribute {
        let name: String
        let value: String

        private static let longest = 4096

        /// Takes the next attribute off the front; nil where there is none.
        init?(_ rest: inout ArraySlice<UInt8>) {
            func isBlank(_ byte: UInt8) -> Bool { byte <= 0x20 }
            rest = rest.drop { isBlank($0) || $0 == UInt8(ascii: "/") }
            guard !rest.isEmpty else { return nil }
            // An equals sign in front belongs to the name, as browsers have it.
            let end = rest.dropFirst().firstIndex {
                isBlank($0) || $0 == UInt8(ascii: "=") || $0 == UInt8(ascii: "/")
            }
            name = Self.text(rest[..<(end ?? rest.endIndex)])
            rest = rest[(end ?? rest.endIndex)...].drop(while: isBlank)
            guard rest.first == UInt8(ascii: "=") else {
                value = ""
                return
            }
            rest = rest.dropFirst().drop(while: isBlank)
            let isQuoted = rest.first == UInt8(ascii: "\"") || rest.first == UInt8(ascii: "'")
            if isQuoted, let quote = rest.popFirst() {
                let end = rest.firstIndex(of: quote) ?? rest.endIndex
                value = Self.text(rest[..<end])
                rest = rest[end...].dropFirst()
            } else {
                let end = rest.firstIndex(where: isBlank) ?? rest.endIndex
                value = Self.text(rest[..<end])
                rest = rest[end...]
            }
        }

        private static func text(_ bytes: ArraySlice<UInt8>) -> String {
            let small = bytes.prefix(longest).map { $0 <= 0x20 ? 0x20 : $0.asciiSmall }
            return String(decoding: small, as: UTF8.self)
        }
    }

    /// A tag, a comment or a declaration.
    private struct Tag {
        /// In small letters; empty for what is no element.
        let name: String
        let isEnd: Bool
        /// Whether it ends with `/>`.
        let isClosed: Bool
        let isHidden: Bool
        /// Behind its `>`.
        let end: Int

        /// Nil where the `<` is text.
        init?(_ bytes: [UInt8], at start: Int) {
            var position = start + 1
            guard position < bytes.count else { return nil }
            if bytes[position] == UInt8(ascii: "!") || bytes[position] == UInt8(ascii: "?") {
                name = ""
                isEnd = false
                isClosed = true
                isHidden = false
                end = Self.endOfComment(bytes, from: position)
                return
            }
            isEnd = bytes[position] == UInt8(ascii: "/")
            if isEnd { position += 1 }
            guard position < bytes.count, bytes[position].asciiSmall &- 0x61 < 26 else {
                return nil
            }
            let nameStart = position
            while position < bytes.count, Self.isName(bytes[position]) { position += 1 }
            let letters = bytes[nameStart..<min(position, nameStart + HTMLReader.longestTagName)]
            name = String(decoding: letters.map(\.asciiSmall), as: UTF8.self)
            let attributes = position
            var quote: UInt8?
            var before: UInt8 = 0
            while position < bytes.count {
                let byte = bytes[position]
                if let open = quote {
                    if byte == open { quote = nil }
                } else if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'"),
                    before == UInt8(ascii: "=")
                {
                    quote = byte
                } else if byte == UInt8(ascii: ">") {
                    break
                }
                if byte > 0x20 { before = byte }
                position += 1
            }
            isClosed = before == UInt8(ascii: "/")
            isHidden = position > attributes && Self.hides(bytes[attributes..<position])
            end = min(bytes.count, position + 1)
        }

        private static func isName(_ byte: UInt8) -> Bool {
            byte.asciiSmall &- 0x61 < 26 || byte &- 0x30 < 10 || byte == 0x2D
        }

        private static func endOfComment(_ bytes: [UInt8], from start: Int) -> Int {
            var position = start
            let isComment =
                start + 2 < bytes.count && bytes[start + 1] == 0x2D && bytes[start + 2] == 0x2D
            if isComment { position += 3 }
            while position < bytes.count {
                if bytes[position] == UInt8(ascii: ">"),
                    !isComment || bytes[position - 1] == 0x2D && bytes[position - 2] == 0x2D
                {
                    return position + 1
                }
                position += 1
            }
            return bytes.count
        }

        /// Whether the attributes keep the element from being seen.
        private static func hides(_ attributes: ArraySlice<UInt8>) -> Bool {
            var rest = attributes
            while let attribute = Attribute(&rest) {
                switch attribute.name {
                case "hidden": return true
                case "class":
                    if attribute.value.split(separator: " ").contains("hidden") { return true }
                case "style":
                    let squeezed = attribute.value.filter { $0 != " " }
                    let isNone = ["display:none", "visibility:hidden"].contains {
                        squeezed.contains($0)
                    }
                    if isNone { return true }
                default: continue
                }
            }
            return false
        }
    }
}

/// The characters that a page writes by name or number.
enum HTMLEntity {
    private static let longest = 10

    /// The names of Latin-1's upper half, in its order from 160.
    private static let latin = """
        nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn \
        sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave \
        Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc \
        Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute \
        THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml \
        igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave \
        uacute ucirc uuml yacute thorn yuml
        """

    private static let named: [String: String] = {
        var named = [
            "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "ndash": "\u{2013}",
            "mdash": "\u{2014}", "lsquo": "\u{2018}", "rsquo": "\u{2019}", "ldquo": "\u{201C}",
            "rdquo": "\u{201D}", "hellip": "\u{2026}", "bull": "\u{2022}", "trade": "\u{2122}",
            "oelig": "\u{153}", "OElig": "\u{152}", "scaron": "\u{161}", "Scaron": "\u{160}",
        ]
        for (offset, name) in latin.split(separator: " ").enumerated() {
            named[String(name)] = Unicode.Scalar(UInt32(160 + offset)).map { String($0) }
        }
        named["nbsp"] = " "
        return named
    }()

    /// What stands at an ampersand, as UTF-8, and where it ends; the ampersand where it is text.
    static func characters(_ bytes: [UInt8], at start: Int) -> ([UInt8], end: Int) {
        var end = start + 1
        while end < bytes.count, end - start <= longest, bytes[end] != UInt8(ascii: ";"),
            bytes[end] == UInt8(ascii: "#") || bytes[end].asciiSmall &- 0x61 < 26
                || bytes[end] &- 0x30 < 10
        {
            end += 1
        }
        let name = String(decoding: bytes[(start + 1)..<end], as: UTF8.self)
        let isEnded = end < bytes.count && bytes[end] == UInt8(ascii: ";")
        guard isEnded, let text = text(name) else { return ([bytes[start]], start + 1) }
        return (Array(text.utf8), end + 1)
    }

    private static func text(_ name: String) -> String? {
        guard name.hasPrefix("#") else { return named[name] }
        let isHexadecimal = name.dropFirst().first.map { $0 == "x" || $0 == "X" } ?? false
        let digits = name.dropFirst(isHexadecimal ? 2 : 1)
        guard let value = UInt32(digits, radix: isHexadecimal ? 16 : 10),
            let scalar = Unicode.Scalar(value), value >= 0x20, value != 0x7F
        else { return nil }
        return value == 0xA0 ? " " : String(scalar)
    }
}
