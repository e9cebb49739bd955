/// How the bytes of an answer stand for characters.
enum TextEncoding: String, CaseIterable, Sendable {
    case utf8 = "utf-8"
    case windows1252 = "windows-1252"
    case latin1 = "iso-8859-1"

    /// What the names in a content type's `charset` mean.
    init?(charset: String) {
        switch charset.lowercased() {
        case "utf-8", "utf8", "us-ascii", "ascii": self = .utf8
        case "windows-1252", "cp1252": self = .windows1252
        // As browsers have it, which is what pages are written for.
        case "iso-8859-1", "latin1", "iso8859-1": self = .windows1252
        default: return nil
        }
    }

    /// The text that bytes stand for; nil where they are not written in this encoding.
    func text(_ bytes: some Collection<UInt8>) -> String? {
        switch self {
        case .utf8: return String(validating: bytes, as: UTF8.self)
        case .windows1252, .latin1:
            if bytes.allSatisfy({ $0 < 0x80 }) { return String(decoding: bytes, as: UTF8.self) }
            var view = String.UnicodeScalarView()
            for byte in bytes {
                let scalar =
                    self == .windows1252 && (0x80...0x9F).contains(byte)
                    ? Self.windows[Int(byte) - 0x80] : UInt32(byte)
                guard let scalar = Unicode.Scalar(scalar), scalar.value != 0 else { return nil }
                view.append(scalar)
            }
            return String(view)
        }
    }

    /// What windows-1252 has at 0x80 to 0x9F; the five it leaves open stand for themselves.
    private static let windows: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x8D, 0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013,
        0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D, 0x017E, 0x0178,
    ]
}
