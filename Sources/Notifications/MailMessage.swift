package import Curl
package import Directory

/// A mail as it is handed to a relay: the same bytes whenever it is made of the same values.
package struct MailMessage: Sendable {
    package enum Refusal: Error, Hashable, Sendable, CustomStringConvertible {
        /// It would end the header's line, and what follows would be another header.
        case controlCharacter(header: String)

        package var description: String {
            switch self {
            case .controlCharacter(let header): "A control character may not stand in \(header)."
            }
        }
    }

    package var from: MailAddress
    package var to: MailAddress
    package var subject: String
    package var date: Instant
    /// Without its brackets.
    package var messageID: String
    package var text: String
    package var html: String

    package init(
        from: MailAddress,
        to: MailAddress,
        subject: String,
        date: Instant,
        messageID: String,
        text: String,
        html: String
    ) {
        self.from = from
        self.to = to
        self.subject = subject
        self.date = date
        self.messageID = messageID
        self.text = text
        self.html = html
    }

    /// The message (RFC 5322): text and HTML of one meaning, all of it in ASCII and in short lines.
    ///
    /// - Returns: Its bytes, lines ended by CR and LF.
    /// - Throws: `Refusal` where a header could be broken out of.
    package func bytes() throws(Refusal) -> [UInt8] {
        guard messageID.utf8.allSatisfy({ 0x21...0x7E ~= $0 && $0 != UInt8(ascii: "\"") }) else {
            throw .controlCharacter(header: "Message-ID")
        }
        // No quoted-printable line holds "=_".
        let boundary = "=_\(messageID.prefix { $0 != "@" })"
        let headers = [
            "Date: \(HeaderText.date(date))",
            "From: Meridian <\(from)>",
            "To: <\(to)>",
            try HeaderText.line("Subject", subject),
            "Message-ID: <\(messageID)>",
            "Auto-Submitted: auto-generated",
            "X-Auto-Response-Suppress: All",
            "MIME-Version: 1.0",
            "Content-Type: multipart/alternative;\r\n boundary=\"\(boundary)\"",
        ]
        var bytes = Array((headers.joined(separator: "\r\n") + "\r\n").utf8)
        for (type, content) in [("plain", text), ("html", html)] {
            bytes += "\r\n--\(boundary)\r\nContent-Type: text/\(type); charset=utf-8\r\n".utf8
            bytes += "Content-Transfer-Encoding: quoted-printable\r\n\r\n".utf8
            bytes += QuotedPrintable.encode(content)
        }
        bytes += "\r\n--\(boundary)--\r\n".utf8
        return bytes
    }
}
