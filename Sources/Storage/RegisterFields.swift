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

extension Database {
    /// The fields of such an object, in their order.
    static func fields(json text: String, _ db: Connection) throws -> [RegisterEntry.Field] {
        let statement = try db.cachedStatement(sql: "SELECT key, value FROM json_each(?)")
        return try statement.all(text) { RegisterEntry.Field(name: $0[0], value: $0[1]) }
    }
}
