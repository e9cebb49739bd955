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

    private static let named: [String: [UInt8]] = {
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
        return named.mapValues { Array($0.utf8) }
    }()

    /// What stands at an ampersand, as UTF-8, and where it ends; the ampersand where it is text.
    static func characters(
        _ bytes: UnsafeBufferPointer<UInt8>,
        at start: Int
    ) -> ([UInt8], end: Int) {
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
        return (text, end + 1)
    }

    private static func text(_ name: String) -> [UInt8]? {
        guard name.hasPrefix("#") else { return named[name] }
        let isHexadecimal = name.dropFirst().first.map { $0 == "x" || $0 == "X" } ?? false
        let digits = name.dropFirst(isHexadecimal ? 2 : 1)
        guard let value = UInt32(digits, radix: isHexadecimal ? 16 : 10),
            let scalar = Unicode.Scalar(value), value >= 0x20, value != 0x7F
        else { return nil }
        return value == 0xA0 ? [0x20] : Array(String(scalar).utf8)
    }
}
