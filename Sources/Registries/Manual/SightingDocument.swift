import Crypto

/// A document that shows what a person saw on a register: a saved page, a picture, a letter.
package struct SightingDocument: Sendable {
    /// The most bytes that one may have.
    package static let mostBytes = 10 << 20

    package enum ParseError: Error, Equatable, CustomStringConvertible {
        case empty, tooLong, unknownKind

        package var description: String {
            switch self {
            case .empty: "the document is empty"
            case .tooLong:
                "the document has more than \(SightingDocument.mostBytes >> 20) MB; a smaller picture "
                    + "of the same page would be right"
            case .unknownKind:
                "the document is none of PDF, JPEG, PNG, WebP, HTML and plain text in UTF-8"
            }
        }
    }

    package let bytes: [UInt8]
    /// What it is by its content, whatever its file is called.
    package let contentType: String
    /// SHA-256 of its bytes, in hexadecimal.
    package let sha256: String

    package init(_ bytes: [UInt8]) throws(ParseError) {
        guard !bytes.isEmpty else { throw .empty }
        guard bytes.count <= Self.mostBytes else { throw .tooLong }
        guard let type = Self.contentType(of: bytes) else { throw .unknownKind }
        self.bytes = bytes
        contentType = type
        sha256 = Registry.hexadecimal(SHA256.hash(data: bytes))
    }

    private static func contentType(of bytes: [UInt8]) -> String? {
        if bytes.starts(with: "%PDF-".utf8) { return "application/pdf" }
        if bytes.starts(with: [0xFF, 0xD8, 0xFF]) { return "image/jpeg" }
        if bytes.starts(with: [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]) {
            return "image/png"
        }
        if bytes.starts(with: "RIFF".utf8), bytes.dropFirst(8).starts(with: "WEBP".utf8) {
            return "image/webp"
        }
        guard isText(bytes) else { return nil }
        let start = String(decoding: bytes.prefix(1024), as: UTF8.self).lowercased()
        let isPage = ["<!doctype html", "<html", "<head", "<body"].contains { start.contains($0) }
        return isPage ? "text/html" : "text/plain"
    }

    /// Whether it is UTF-8 without the control characters that no text has.
    private static func isText(_ bytes: [UInt8]) -> Bool {
        bytes.allSatisfy { $0 >= 0x20 && $0 != 0x7F || (0x09...0x0D).contains($0) }
            && String(validating: bytes, as: UTF8.self) != nil
    }
}
