/// The parameters of a request's target, in their order.
struct QueryString {
    struct Parameter {
        let name: String
        let value: Value
    }

    enum Value {
        case text(String)
        /// With escapes that are none, or that make no UTF-8; as it came.
        case undecodable(String)
    }

    /// At most `parameterLimit` and one, so that whoever sends more can be told.
    let parameters: [Parameter]

    static let parameterLimit = 64

    /// - Parameter target: Path and query as the request line has them.
    init(ofTarget target: String) {
        var target = target
        parameters = target.withUTF8 { bytes in
            guard let mark = bytes.firstIndex(of: 0x3F) else { return [] }
            let end = bytes[mark...].firstIndex(of: 0x23) ?? bytes.endIndex
            return bytes[(mark + 1)..<end]
                .split(separator: 0x26, maxSplits: Self.parameterLimit)
                .map(Self.parameter)
        }
    }

    private static func parameter(_ pair: Slice<UnsafeBufferPointer<UInt8>>) -> Parameter {
        let sign = pair.firstIndex(of: 0x3D) ?? pair.endIndex
        let name = pair[..<sign]
        let value = sign < pair.endIndex ? pair[(sign + 1)...] : pair[sign...]
        return Parameter(
            name: decoded(name) ?? String(decoding: name, as: UTF8.self),
            value: decoded(value).map(Value.text)
                ?? .undecodable(String(decoding: value, as: UTF8.self))
        )
    }

    /// The text that escapes stand for, a plus for a space, as forms send it.
    private static func decoded(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> String? {
        guard bytes.contains(where: { $0 == 0x25 || $0 == 0x2B }) else {
            return String(validating: bytes, as: UTF8.self)
        }
        var plain: [UInt8] = []
        plain.reserveCapacity(bytes.count)
        var index = bytes.startIndex
        while index < bytes.endIndex {
            switch bytes[index] {
            case 0x2B:
                plain.append(0x20)
            case 0x25:
                guard index + 2 < bytes.endIndex, let high = hexDigit(bytes[index + 1]),
                    let low = hexDigit(bytes[index + 2])
                else { return nil }
                plain.append(high << 4 | low)
                index += 2
            case let byte:
                plain.append(byte)
            }
            index += 1
        }
        return String(validating: plain, as: UTF8.self)
    }

    private static func hexDigit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x30...0x39: byte - 0x30
        case 0x41...0x46: byte - 0x41 + 10
        case 0x61...0x66: byte - 0x61 + 10
        default: nil
        }
    }
}

extension String {
    /// Adds a text so that it stands for itself in any part of an address (RFC 3986 §2.3).
    mutating func appendEscaped(_ text: String) {
        guard !text.utf8.allSatisfy(\.standsForItself) else { return append(text) }
        for byte in text.utf8 {
            if byte.standsForItself {
                unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                append(byte < 16 ? "%0" : "%")
                append(String(byte, radix: 16, uppercase: true))
            }
        }
    }
}

extension UInt8 {
    fileprivate var standsForItself: Bool {
        switch self {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E, 0x2C: true
        default: false
        }
    }
}
