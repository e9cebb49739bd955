/// A small random generator whose numbers are the same on every machine and in every build.
///
/// Everything drawn from it uses integer arithmetic and the exactly rounded operations of IEEE 754
/// alone: neither the standard library's way of shuffling nor a mathematical library, which may
/// differ between versions, has a say.
package struct SplitMix64: Sendable {
    private var state: UInt64

    package init(seed: UInt64) {
        state = seed
    }

    /// Makes the generator of one named thing, so that a change to one thing moves no other.
    init(_ label: String) {
        state = Self.mixed(FNV.hash(label.utf8) ^ 0x4d65_7269_6469_616e)
    }

    package mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        return Self.mixed(state)
    }

    static func mixed(_ value: UInt64) -> UInt64 {
        var mixed = value
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

extension SplitMix64 {
    /// Draws a whole number from zero up to, not including, a bound of at least one.
    mutating func below(_ bound: Int) -> Int {
        Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }

    mutating func within(_ range: ClosedRange<Int>) -> Int {
        range.lowerBound + below(range.upperBound - range.lowerBound + 1)
    }

    /// Draws a number from zero up to, not including, one.
    mutating func unit() -> Double {
        Double(next() >> 11) * 0x1p-53
    }

    mutating func chance(_ probability: Double) -> Bool {
        unit() < probability
    }

    /// Draws from a bell curve of mean 0 and standard deviation 1 (the sum of twelve draws less six).
    mutating func bell() -> Double {
        var sum = -6.0
        for _ in 0..<4 {
            let bits = next()
            sum += Double(bits & 0x1f_ffff) * 0x1p-21
            sum += Double((bits >> 21) & 0x1f_ffff) * 0x1p-21
            sum += Double((bits >> 42) & 0x1f_ffff) * 0x1p-21
        }
        return sum
    }

    /// Draws one of a list that has at least one element.
    mutating func pick<Element>(_ elements: [Element]) -> Element {
        elements[below(elements.count)]
    }

    /// Draws one of a list in proportion to the weights beside them.
    mutating func pick<Element>(weighted elements: [(Element, Int)]) -> Element {
        var rest = below(elements.reduce(0) { $0 + $1.1 })
        var index = 0
        while rest >= elements[index].1 {
            rest -= elements[index].1
            index += 1
        }
        return elements[index].0
    }

    /// Keeps each element with its own probability, in the order given.
    mutating func some<Element>(of elements: [(Element, Double)]) -> [Element] {
        var kept: [Element] = []
        for (element, probability) in elements where chance(probability) {
            kept.append(element)
        }
        return kept
    }
}

extension SplitMix64 {
    mutating func hexadecimal(_ length: Int) -> String {
        String((0..<length).map { _ in pick(Array("0123456789abcdef")) })
    }

    /// Draws a UUID as random ones are written, none of whose groups looks like a year.
    mutating func uuid() -> String {
        let groups = [
            hexadecimal(8), pick(["a", "b", "c", "d", "e", "f"]) + hexadecimal(3),
            "4" + hexadecimal(3), pick(["8", "9", "a", "b"]) + hexadecimal(3), hexadecimal(12),
        ]
        return groups.joined(separator: "-")
    }
}

/// The 64-bit FNV-1a hash: short, and the same everywhere, unlike `Hasher`.
package enum FNV {
    package static func hash(_ bytes: some Sequence<UInt8>) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in bytes {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3
        }
        return hash
    }
}
