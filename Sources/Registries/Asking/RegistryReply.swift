package import Curl
package import Directory

/// The bytes that came back from a registry with what of their headers is read.
package struct ReceivedAnswer: Sendable {
    package var status: Int
    package var headers: [Request.Header]
    package var body: [UInt8]
    package var milliseconds: Int
    /// When the source was true, where that is known without its headers.
    package var asOf: Instant?

    package init(
        status: Int,
        headers: [Request.Header],
        body: [UInt8],
        milliseconds: Int = 0,
        asOf: Instant? = nil
    ) {
        self.asOf = asOf
        self.status = status
        self.headers = headers
        self.body = body
        self.milliseconds = milliseconds
    }

    /// The value of a header, its name in any capitals.
    func header(_ name: String) -> String? {
        headers.first { header in
            header.name.utf8.count == name.utf8.count
                && zip(header.name.utf8, name.utf8).allSatisfy { $0 | 0x20 == $1 | 0x20 }
        }?.value
    }

    /// The values of a header that may come several times.
    func headers(_ name: String) -> [String] {
        headers.filter { $0.name.lowercased() == name.lowercased() }.map(\.value)
    }

    /// Whether it says itself that it is one page and others follow (RFC 8288).
    var hasNextPage: Bool {
        let link = header("Link")?.lowercased() ?? ""
        return link.contains("rel=\"next\"") || link.contains("rel=next")
    }

    /// The encoding that the content type names.
    var encoding: TextEncoding? {
        header("Content-Type").flatMap { type in
            let parts = type.split(separator: ";").map { String($0).trimmed.lowercased() }
            return parts.first { $0.hasPrefix("charset=") }
                .flatMap { TextEncoding(charset: $0.dropFirst(8).filter { $0 != "\"" }) }
        }
    }

    /// The media type in small letters, without its parameters; empty where none is named.
    var mediaType: String {
        let value = header("Content-Type")?.utf8.prefix { $0 != UInt8(ascii: ";") }
        let letters = value?.lazy.filter { $0 > 0x20 }.map(\.asciiSmall) ?? []
        return String(decoding: letters, as: UTF8.self)
    }
}

/// What came of one inquiry at a registry, as it is recorded.
package struct RegistryReply: Sendable {
    package var answer: RegistryAnswer
    /// What that says about the person, by the registry's own rules of whom a number names.
    package var verdict: Verdict
    /// Every request as anybody can repeat it, secrets left out.
    package var question: String
    /// The HTTP status of the last answer; nil where none came.
    package var status: Int?
    /// The source's own date of what it said, or when a cache took its copy, where that is known.
    package var sourceAsOf: Instant?
    /// SHA-256 of the bytes received, in hexadecimal; nil where none came.
    ///
    /// Of several answers, it is taken over their bytes one behind the other.
    package var sha256: String?
    /// The part of the body that is kept: a JSON array of the rows under the number asked for,
    /// redacted as the description says; an answer without rows as it came.
    ///
    /// Of an answer that said nothing about the person, nothing is kept.
    package var evidence: [UInt8] = []
    package var contentType: String?
    /// How long all answers took together.
    package var milliseconds: Int = 0
    /// How many seconds the registry asks to be left alone, at most a day.
    package var retryAfterSeconds: Int?
    /// What was done step by step, where that was asked for.
    package var trace: InquiryTrace?

    init(answer: RegistryAnswer, verdict: Verdict, question: String) {
        self.answer = answer
        self.verdict = verdict
        self.question = question
    }
}
