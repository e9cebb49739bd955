/// The identifier by which the world knows a record: a UUID of version 7 (RFC 9562).
///
/// It begins with the moment of its making, so that new rows stand together in an index, and says
/// nothing about how many there are.
package struct PublicID: Hashable, Sendable {
    /// Thirty-six characters, in lower case.
    package let text: String

    /// The identifier written so; nil for anything but a UUID.
    package init?(_ text: some StringProtocol) {
        let bytes = Array(text.utf8.prefix(37))
        guard bytes.count == 36 else { return nil }
        for (index, byte) in bytes.enumerated() {
            switch index {
            case 8, 13, 18, 23: guard byte == 0x2D else { return nil }
            default:
                let isDigit = byte >= 0x30 && byte <= 0x39
                let isLetter = (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66
                guard isDigit || isLetter else { return nil }
            }
        }
        self.text = text.lowercased()
    }

    /// A new identifier, made at this moment.
    package init(at instant: Instant, using generator: inout some RandomNumberGenerator) {
        self.init(
            high: Self.high(at: instant, generator.next()),
            low: 1 << 63 | generator.next() >> 2
        )
    }

    /// The half that begins with the moment, a millisecond of that second.
    fileprivate static func high(at instant: Instant, _ random: UInt64) -> UInt64 {
        let milliseconds =
            UInt64(clamping: instant.secondsSince1970) * 1000 + (random >> 32) * 1000 >> 32
        return milliseconds << 16 | 0x7000 | random & 0xFFF
    }

    fileprivate init(high: UInt64, low: UInt64) {
        text = String(unsafeUninitializedCapacity: 36) { buffer in
            var position = 0
            for half in [high, low] {
                for shift in stride(from: 60, through: 0, by: -4) {
                    if position == 8 || position == 13 || position == 18 || position == 23 {
                        buffer[position] = 0x2D
                        position += 1
                    }
                    let digit = UInt8(half >> UInt64(shift) & 0xF)
                    // Digits, then letters in lower case.
                    buffer[position] = digit + (digit < 10 ? 0x30 : 0x57)
                    position += 1
                }
            }
            return position
        }
    }
}

extension PublicID: CustomStringConvertible {
    package var description: String { text }
}

/// Makes identifiers of which each stands behind the one before while the second is the same.
///
/// Thousands of records that are made in one second then go to the end of an index, one after the
/// other, rather than all over it (RFC 9562, section 6.2, method 2). The steps between them are
/// random, so that one identifier still tells neither the next nor how many there are.
package struct PublicIDSequence: Sendable {
    private var second: Instant?
    private var high: UInt64 = 0
    private var low: UInt64 = .max

    package init() {}

    package mutating func next(
        at instant: Instant,
        using generator: inout some RandomNumberGenerator
    ) -> PublicID {
        let step = 1 + generator.next() >> 28
        let (sum, isTooFar) = low.addingReportingOverflow(step)
        if second == instant, !isTooFar, sum >> 62 == 2 {
            low = sum
        } else {
            high = PublicID.high(at: instant, generator.next())
            // From the lower half of what is left, so that there is room to go up.
            low = 1 << 63 | generator.next() >> 3
            second = instant
        }
        return PublicID(high: high, low: low)
    }
}

/// The key of a row in our own database; it never leaves this installation.
package struct RowKey<Entity>: Hashable, Comparable, Sendable {
    package let value: Int64

    package init(_ value: Int64) {
        self.value = value
    }

    package static func < (left: RowKey, right: RowKey) -> Bool {
        left.value < right.value
    }
}
