/// What a client asks: a path, parameters as decoded from the query, and a form if it posts one.
struct Question: Sendable {
    struct Parameter: Equatable, Sendable {
        let name: String
        let value: String
    }

    enum Method: Sendable {
        /// Or HEAD, which is answered alike but for the body.
        case get
        case post
    }

    /// The path's parts between slashes; a slash at the end leaves an empty last part.
    let path: [String]
    let parameters: [Parameter]
    var method = Method.get
    /// What the body of a posted form holds; empty when it is none.
    var form: [Parameter] = []
    /// The header `If-None-Match`.
    var ifNoneMatch: String?
    /// The header `If-Modified-Since`.
    var ifModifiedSince: String?
    /// The header `User-Agent`.
    var userAgent: String?
    /// The name and port that the client knows this server by.
    var host = "127.0.0.1"

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
        guard let parameters = Self.parameters(in: parts.count > 1 ? parts[1] : []) else {
            return nil
        }
        self.parameters = parameters
    }

    /// Reads `name=value&name=value`, as queries and forms write it; nil when it is no UTF-8.
    static func parameters(in encoded: ArraySlice<UInt8>) -> [Parameter]? {
        var parameters: [Parameter] = []
        for pair in encoded.split(separator: UInt8(ascii: "&")) {
            let end = pair.firstIndex(of: UInt8(ascii: "=")) ?? pair.endIndex
            guard let name = decoded(pair[..<end]),
                let value = decoded(pair[end...].dropFirst())
            else { return nil }
            parameters.append(Parameter(name: name, value: value))
        }
        return parameters
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

    /// The last value of a form's field; nil when it is not given or empty.
    func formValue(of name: String) -> String? {
        let value = form.last { $0.name == name }?.value ?? ""
        return value.isEmpty ? nil : value
    }
}
