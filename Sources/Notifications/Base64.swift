import Foundation

/// Base64 with its padding (RFC 4648 §4).
enum Base64 {
    static func text(of bytes: some Sequence<UInt8>) -> String {
        Data(bytes).base64EncodedString()
    }

    /// Nil for anything else than whole base64.
    static func bytes(of text: some StringProtocol) -> [UInt8]? {
        Data(base64Encoded: String(text)).map(Array.init)
    }
}
