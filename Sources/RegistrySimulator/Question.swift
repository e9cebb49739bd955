/// What a client asks: a path, and parameters as decoded from the query.
struct Question: Sendable {
    struct Parameter: Equatable, Sendable {
        let name: String
        let value: String
    }

    /// The path's parts between slashes; a slash at the end leaves an empty last part.
    let path: [String]
    let parameters: [Parameter]
    /// The header `If-None-Match`.
    var ifNoneMatch: String?

    /// A question from a request target, as `/us-wa-doh/resource/qxh8-f4bd.json?$limit=1`.
    ///
    /// The target is percent-encoded, and a plus in its query means a space; it is refused when it
    /// does not begin with a slash or is no UTF-8 once decoded.
    init?(target: String) {
        let bytes = Array(target.utf8)
        let parts = bytes.split(
            separator: UInt8(ascii: "?"),
            maxSplits: 1,
            omittingEmptySubsequences: false
        )
        guard bytes.first == UInt8(ascii: "/") else { return nil }
        path = parts[0].dropFirst().split(
            separator: UInt8(ascii: "/"),
            omittingEmptySubsequences: false
        ).map { String(decoding: $0, as: UTF8.self) }
        var parameters: [Parameter] = []
        for pair in parts.count > 1 ? parts[1].split(separator: UInt8(ascii: "&")) : [] {
            let end = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            guard let name = Self.decoded(pair[..<end]),
                let value = Self.decoded(pair[end...].dropFirst())
            else { return nil }
            parameters.append(Parameter(name: name, value: value))
        }
        self.parameters = parameters
    }

    private static func decoded(_ encoded: ArraySlice<UInt8>) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(encoded.count)
        var index = encoded.startIndex
        while index < encoded.endIndex {
            switch encoded[index] {
            case UInt8(ascii: "+"):
                bytes.append(UInt8(ascii: " "))
            case UInt8(ascii: "%"):
                guard index + 2 < encoded.endIndex, let high = digit(encoded[index + 1]),
                    let low = digit(encoded[index + 2])
                else { return nil }
                bytes.append(high << 4 | low)
                index += 2
            case let byte:
                bytes.append(byte)
            }
            index += 1
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        default: nil
        }
    }

    /// The last value given for a name; nil when it is not given or empty.
    func value(of name: String) -> String? {
        let value = parameters.last { $0.name == name }?.value ?? ""
        return value.isEmpty ? nil : value
    }
}
