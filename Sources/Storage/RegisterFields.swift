import Directory
import GRDB

extension RegisterEntry.Field {
    /// The fields as one JSON object, in their order.
    static func json(_ fields: [RegisterEntry.Field]) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(
            fields.reduce(2) { $0 + $1.name.utf8.count + $1.value.utf8.count + 6 }
        )
        bytes.append(UInt8(ascii: "{"))
        for field in fields {
            if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
            append(field.name, to: &bytes)
            bytes.append(UInt8(ascii: ":"))
            append(field.value, to: &bytes)
        }
        bytes.append(UInt8(ascii: "}"))
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func append(_ text: String, to bytes: inout [UInt8]) {
        bytes.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case 0..<0x20:
                let digit = byte & 0xF
                bytes.append(contentsOf: "\\u00".utf8)
                bytes.append(0x30 + byte >> 4)
                bytes.append(digit < 10 ? 0x30 + digit : 0x57 + digit)
            default: bytes.append(byte)
            }
        }
        bytes.append(UInt8(ascii: "\""))
    }
}

extension RegisterEntry.Field {
    /// The fields of an object that `json(_:)` wrote, in their order; nil for any other text.
    static func list(json text: String) -> [RegisterEntry.Field]? {
        var text = text
        return text.withUTF8 { list(json: UnsafeRawBufferPointer($0)) }
    }

    /// The same of bytes where they lie.
    static func list(json bytes: UnsafeRawBufferPointer) -> [RegisterEntry.Field]? {
        guard bytes.count >= 2, bytes.first == UInt8(ascii: "{"), bytes.last == UInt8(ascii: "}")
        else { return nil }
        var fields: [RegisterEntry.Field] = []
        var position = 1
        let end = bytes.count - 1
        while position < end {
            if !fields.isEmpty {
                guard bytes[position] == UInt8(ascii: ",") else { return nil }
                position += 1
            }
            guard let name = string(in: bytes, at: &position, before: end),
                position < end, bytes[position] == UInt8(ascii: ":")
            else { return nil }
            position += 1
            guard let value = string(in: bytes, at: &position, before: end) else { return nil }
            fields.append(RegisterEntry.Field(name: name, value: value))
        }
        return fields
    }

    /// A string in quotation marks, behind which the position is left.
    private static func string(
        in bytes: UnsafeRawBufferPointer,
        at position: inout Int,
        before end: Int
    ) -> String? {
        guard position < end, bytes[position] == UInt8(ascii: "\"") else { return nil }
        position += 1
        let start = position
        while position < end, bytes[position] != UInt8(ascii: "\"") {
            if bytes[position] == UInt8(ascii: "\\") {
                return escapedString(in: bytes, from: start, at: &position, before: end)
            }
            position += 1
        }
        guard position < end else { return nil }
        defer { position += 1 }
        return String(decoding: bytes[start..<position], as: UTF8.self)
    }

    private static func escapedString(
        in bytes: UnsafeRawBufferPointer,
        from start: Int,
        at position: inout Int,
        before end: Int
    ) -> String? {
        var plain = Array(bytes[start..<position])
        while position < end {
            let byte = bytes[position]
            position += 1
            if byte == UInt8(ascii: "\"") { return String(decoding: plain, as: UTF8.self) }
            guard byte == UInt8(ascii: "\\") else {
                plain.append(byte)
                continue
            }
            guard position < end else { return nil }
            let escaped = bytes[position]
            position += 1
            if escaped == UInt8(ascii: "\"") || escaped == UInt8(ascii: "\\") {
                plain.append(escaped)
                continue
            }
            // Control characters alone are written by their number.
            guard escaped == UInt8(ascii: "u"), position + 4 <= end,
                let number = UInt8(
                    String(decoding: bytes[position..<position + 4], as: UTF8.self),
                    radix: 16
                )
            else { return nil }
            plain.append(number)
            position += 4
        }
        return nil
    }
}

extension Database {
    /// The fields of such an object, whoever wrote it, in their order.
    static func fields(json text: String, _ db: Connection) throws -> [RegisterEntry.Field] {
        if let fields = RegisterEntry.Field.list(json: text) { return fields }
        let statement = try db.cachedStatement(sql: "SELECT key, value FROM json_each(?)")
        return try statement.all(text) { RegisterEntry.Field(name: $0[0], value: $0[1]) }
    }
}
