import Foundation

/// How well two spellings of a name agree.
///
/// Registers write one person in many ways: in capitals, without diacritics, with the middle name
/// in the given name, with half of a double surname. Names are therefore folded and compared part
/// by part; the middle name and the suffix decide nothing, and there is never a bare score.
package enum NameComparison: String, Sendable, Comparable {
    /// Another name: a person has to look.
    case mismatch
    /// The same name as far as both show it: an initial, half of a double surname, a former name.
    case compatible
    /// The same given and family name once folded.
    case exact

    package static func < (left: NameComparison, right: NameComparison) -> Bool {
        left.rank < right.rank
    }

    private var rank: Int {
        switch self {
        case .mismatch: 0
        case .compatible: 1
        case .exact: 2
        }
    }

    /// Compares all names known to us with all names that a register shows for one person.
    ///
    /// The first of each list is the present name; agreement by any other counts as compatible.
    package static func best(of ours: [PersonName], with theirs: [PersonName]) -> NameComparison {
        var best = NameComparison.mismatch
        for (ourIndex, our) in ours.enumerated() {
            for (theirIndex, their) in theirs.enumerated() {
                let found = our.compared(with: their)
                let isPresent = ourIndex == 0 && theirIndex == 0
                best = max(best, isPresent ? found : min(found, .compatible))
            }
        }
        return best
    }
}

extension PersonName {
    /// Compares with the spelling of the same or another person.
    package func compared(with other: PersonName) -> NameComparison {
        let ourGiven = Self.tokens(given)
        let ourFamily = Self.tokens(family)
        let theirGiven = given == other.given ? ourGiven : Self.tokens(other.given)
        let theirFamily = family == other.family ? ourFamily : Self.tokens(other.family)
        let isWhole = ![ourGiven, ourFamily, theirGiven, theirFamily].contains([])
        guard isWhole else {
            return Self.compareSingle((ourGiven, ourFamily), (theirGiven, theirFamily))
        }
        let straight = min(
            Self.compareFamily(ourFamily, theirFamily),
            Self.compareGiven(ourGiven, theirGiven)
        )
        guard straight == .mismatch else { return straight }
        // A register that took "Nguyễn Văn An" for given, middle, family has them swapped.
        let isSwapped =
            ourGiven.joined() == theirFamily.joined() && ourFamily.joined() == theirGiven.joined()
        return isSwapped ? .compatible : .mismatch
    }

    /// Compares people of one name only, which registers put into either field.
    private static func compareSingle(
        _ ours: (given: [String], family: [String]),
        _ theirs: (given: [String], family: [String])
    ) -> NameComparison {
        let our = ours.given.isEmpty ? ours.family : ours.given
        let their = theirs.given.isEmpty ? theirs.family : theirs.given
        let isSingle =
            (ours.given.isEmpty || ours.family.isEmpty)
            && (theirs.given.isEmpty || theirs.family.isEmpty)
        guard isSingle, !our.isEmpty, our.joined() == their.joined() else { return .mismatch }
        return ours.given.isEmpty == theirs.given.isEmpty ? .exact : .compatible
    }

    static func compareFamily(_ ours: [String], _ theirs: [String]) -> NameComparison {
        if ours == theirs || ours.joined() == theirs.joined() { return .exact }
        // One of two surnames: "Barco Foster" is "Foster" or "Barco" on another register.
        let (short, long) = ours.count < theirs.count ? (ours, theirs) : (theirs, ours)
        guard short.count < long.count, short.joined().count > 1,
            !short.allSatisfy(particles.contains)
        else { return .mismatch }
        let isPart =
            Array(long.prefix(short.count)) == short || Array(long.suffix(short.count)) == short
        return isPart ? .compatible : .mismatch
    }

    static func compareGiven(_ ours: [String], _ theirs: [String]) -> NameComparison {
        if ours == theirs || ours.joined() == theirs.joined() { return .exact }
        // One side may leave out what follows; what both show has to agree: Pei-Han is not
        // Pei-Ling.
        return zip(ours, theirs).prefix(2).allSatisfy(isSameOrInitial) ? .compatible : .mismatch
    }

    private static func isSameOrInitial(_ our: String, _ their: String) -> Bool {
        our == their || (our.count == 1 && their.hasPrefix(our))
            || (their.count == 1 && our.hasPrefix(their))
    }

    /// The folded words of a part of a name, without "first name unknown" and without the suffixes
    /// and titles that follow.
    static func tokens(_ part: String) -> [String] {
        let folded = folded(part)
        let words = folded.utf8.split(separator: UInt8(ascii: " "))
            .map { $0.count == folded.utf8.count ? folded : String(Substring($0)) }
            .filter { $0 != "FNU" && $0 != "LNU" }
        // What comes first is a name, even if it looks like a title.
        let end = words.dropFirst().firstIndex(where: endings.contains)
        return Array(words.prefix(upTo: end ?? words.endIndex))
    }

    /// Suffixes, the credentials that people write behind their names, and what makes a business
    /// of one; not those that are somebody's surname, as DO.
    private static let endings: Set<String> = [
        "JR", "SR", "II", "III", "IV", "LAC", "LICAC", "RAC", "RTCMP", "EAMP", "DIPL", "DIPLAC",
        "DIPLOM", "DOM", "DAOM", "DACM", "MSOM", "MAOM", "MD", "PHD", "ND", "DC", "RN", "NP", "DDS",
        "DBA", "LLC",
    ]

    /// Words that a surname begins with and never consists of.
    static let particles: Set<String> = [
        "DE", "DEL", "DELLA", "DA", "DAS", "DOS", "DI", "LA", "LAS", "LOS", "VAN", "VON", "DER",
        "DEN",
    ]

    /// Capitals without marks, apostrophes, points or what nobody sees; hyphens and commas become spaces.
    package static func folded(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) { return foldedPlain(text) }
        let source = text.decomposedStringWithCompatibilityMapping
        var result = ""
        result.reserveCapacity(source.utf8.count)
        for scalar in source.unicodeScalars {
            switch scalar {
            case "'", ".", "\u{2018}", "\u{2019}", "\u{02BB}", "\u{02BC}", "`", "\u{B7}": continue
            case "-", ",", " ", "\u{2010}", "\u{2011}", "\u{2013}", "\t":
                if !result.hasSuffix(" ") { result.append(" ") }
            // Letters that have no decomposition in Unicode though people write them plainly.
            case "Đ", "đ", "Ð", "ð": result.append("D")
            case "Ø", "ø": result.append("O")
            case "Ł", "ł": result.append("L")
            case "ß", "ẞ": result.append("SS")
            case "Æ", "æ": result.append("AE")
            case "Œ", "œ": result.append("OE")
            case "Þ", "þ": result.append("TH")
            case "ı": result.append("I")
            default:
                guard scalar.properties.canonicalCombiningClass == .notReordered,
                    !scalar.properties.isDefaultIgnorableCodePoint
                else { continue }
                result.append(scalar.properties.uppercaseMapping)
            }
        }
        return result
    }

    /// The same of text in ASCII, which most names are.
    private static func foldedPlain(_ text: String) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "'"), UInt8(ascii: "."), UInt8(ascii: "`"): continue
            case UInt8(ascii: "-"), UInt8(ascii: ","), UInt8(ascii: " "), UInt8(ascii: "\t"):
                if bytes.last != UInt8(ascii: " ") { bytes.append(UInt8(ascii: " ")) }
            case UInt8(ascii: "a")...UInt8(ascii: "z"): bytes.append(byte & 0xDF)
            default: bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}
