/// Just enough of gzip (RFC 1952, RFC 1951) to make good answers and bad ones.
package enum Gzip {
    private static let header: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF]

    /// The bytes in one stored block.
    package static func stored(_ bytes: [UInt8]) -> [UInt8] {
        let length = UInt16(bytes.count)
        return header + [1] + little(length) + little(~length) + bytes
            + little(checksum(bytes)) + little(UInt32(bytes.count))
    }

    /// Zero bytes, 258 of which take 13 bits; what ends the file is left out.
    package static func zeros(atLeast count: Int) -> [UInt8] {
        var bits = BitWriter()
        bits.write(0b011, 3)  // the last block, with fixed codes
        bits.writeCode(0b0011_0000, 8)  // a literal zero
        for _ in 0...(count / 258) {
            bits.writeCode(0b1100_0101, 8)  // 258 bytes
            bits.writeCode(0, 5)  // from one byte back
        }
        bits.writeCode(0, 7)  // end of block
        return header + bits.bytes
    }

    private struct BitWriter {
        var bytes: [UInt8] = []
        private var bitCount = 0

        mutating func write(_ value: Int, _ length: Int) {
            for bit in 0..<length {
                if bitCount % 8 == 0 { bytes.append(0) }
                bytes[bytes.count - 1] |= UInt8(value >> bit & 1) << UInt8(bitCount % 8)
                bitCount += 1
            }
        }

        /// Codes stand with their first bit first, everything else with their last.
        mutating func writeCode(_ code: Int, _ length: Int) {
            for bit in (0..<length).reversed() { write(code >> bit & 1, 1) }
        }
    }

    private static func little(_ number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian, Array.init)
    }

    private static func checksum(_ bytes: [UInt8]) -> UInt32 {
        ~bytes.reduce(UInt32.max) { checksum, byte in
            (0..<8).reduce(checksum ^ UInt32(byte)) { value, _ in
                value & 1 == 1 ? value >> 1 ^ 0xEDB8_8320 : value >> 1
            }
        }
    }
}
