import Directory

/// An invented person's name, with what else goes with being so called.
struct InventedName: Hashable, Sendable {
    var given: String
    var middle = ""
    var family: String
    var suffix = ""
    /// The family name before a marriage, where the person says it.
    var former = ""
    var order = PersonName.Order.givenFirst
    var isWoman: Bool
}

extension InventedName {
    static func drawn(from culture: Culture, with dice: inout SplitMix64) -> Self {
        let isWoman = dice.chance(0.68)
        let native = dice.pick(isWoman ? culture.women : culture.men)
        let english = dice.pick(isWoman ? NameLists.englishWomen : NameLists.englishMen)
        var name = Self(given: native, family: dice.pick(culture.families), isWoman: isWoman)
        switch culture {
        case .chinese, .cantonese, .taiwanese:
            name.adopt(english, native: 0.45, middle: 0.6, with: &dice)
            name.writeFamilyFirst(if: name.given == native && dice.chance(0.45))
        case .korean:
            name.adopt(english, native: 0.6, middle: 0.6, with: &dice)
            name.writeFamilyFirst(if: name.given == native && dice.chance(0.4))
        case .vietnamese:
            name.adopt(english, native: 0.65, middle: 0.5, with: &dice)
            guard name.given == native else { break }
            name.writeFamilyFirst(if: dice.chance(0.55))
            name.middle = dice.pick(
                isWoman
                    ? ["Thị", "Thị", "Ngọc", "Thu", "Kim", ""] : ["Văn", "Đức", "Minh", "Quốc", ""]
            )
        case .japanese, .hmong:
            name.adopt(english, native: 0.7, middle: 0.4, with: &dice)
        case .hispanic:
            let second = dice.pick(culture.families)
            if second != name.family, dice.chance(0.6) {
                name.family += (dice.chance(0.12) ? "-" : " ") + second
            }
        case .french:
            let second = dice.pick(culture.families)
            if second != name.family, dice.chance(0.12) {
                name.family += "-" + second
            }
        case .burmese:
            name.family = name.given
        case .english:
            let second = dice.pick(culture.families)
            if isWoman, second != name.family, dice.chance(0.06) {
                name.family += "-" + second
            }
            if dice.chance(0.45) {
                let middle = dice.pick(isWoman ? NameLists.englishWomen : NameLists.englishMen)
                name.middle = dice.chance(0.5) ? String(middle.prefix(1)) : middle
            }
        default:
            if dice.chance(0.2) {
                name.given = english
            }
            if dice.chance(0.15) {
                name.middle = String(english.prefix(1))
            }
        }
        if name.middle == name.given {
            name.middle = ""
        }
        if !isWoman, culture == .english || culture == .hispanic || culture == .italian,
            dice.chance(0.06)
        {
            name.suffix = dice.pick(["Jr", "Jr", "Jr", "II", "III", "IV"])
        }
        return name
    }

    private mutating func writeFamilyFirst(if isSo: Bool) {
        order = isSo ? .familyFirst : .givenFirst
    }

    /// Takes an English given name, as many do, keeping the other as a middle name or not at all.
    private mutating func adopt(
        _ english: String,
        native: Double,
        middle: Double,
        with dice: inout SplitMix64
    ) {
        guard !dice.chance(native) else { return }
        self.middle = dice.chance(middle) ? given : ""
        given = english
    }
}

/// Writes a name as registries do that know only the English alphabet.
func plainLetters(_ name: String) -> String {
    var plain = ""
    for scalar in name.unicodeScalars {
        if scalar.isASCII {
            plain.unicodeScalars.append(scalar)
        } else {
            plain += plainByLetter[scalar] ?? "?"
        }
    }
    return plain
}

private let plainByLetter: [Unicode.Scalar: String] = {
    let letters = [
        "A": "ÀÁÂÃÄÅĀĂĄẠẢẤẦẨẪẬẮẰẲẴẶ", "a": "àáâãäåāăąạảấầẩẫậắằẳẵặ", "C": "ÇĆČ", "c": "çćč",
        "D": "ĐĎ", "d": "đď", "E": "ÈÉÊËĒĘẸẺẼẾỀỂỄỆ", "e": "èéêëēęẹẻẽếềểễệ", "I": "ÌÍÎÏĪĨỈỊ",
        "i": "ìíîïīĩỉị", "L": "Ł", "l": "ł", "N": "ÑŃ", "n": "ñń",
        "O": "ÒÓÔÕÖØŌƠỌỎỐỒỔỖỘỚỜỞỠỢ", "o": "òóôõöøōơọỏốồổỗộớờởỡợ", "S": "ŚŠ", "s": "śš",
        "U": "ÙÚÛÜŪŨƯỤỦỨỪỬỮỰ", "u": "ùúûüūũưụủứừửữự", "Y": "ÝỲỴỶỸ", "y": "ýÿỳỵỷỹ", "Z": "ŹŻŽ",
        "z": "źżž", "AE": "Æ", "ae": "æ", "OE": "Œ", "oe": "œ", "ss": "ß",
    ]
    var table: [Unicode.Scalar: String] = [:]
    for (plain, accented) in letters {
        for scalar in accented.unicodeScalars {
            table[scalar] = plain
        }
    }
    return table
}()
