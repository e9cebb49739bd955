import Curl
import Directory
import Foundation
import Testing

@testable import Notifications

@Suite struct MailMessageTests {
    private func message(
        subject: String = "News",
        text: String = "Hello.\n",
        messageID: String = "01890a5d-ac96-774b-bcce-b302099a8057@example.org"
    ) throws -> MailMessage {
        MailMessage(
            from: try MailAddress("directory@example.org"),
            to: try MailAddress("admin@example.org"),
            subject: subject,
            date: .now,
            messageID: messageID,
            text: text,
            html: "<p>\(text)</p>"
        )
    }

    private func lines(_ message: MailMessage) throws -> [String] {
        String(decoding: try message.bytes(), as: UTF8.self).components(separatedBy: "\r\n")
    }

    @Test func `a mail has the headers that are its own`() throws {
        let lines = try lines(try message())

        #expect(
            lines.prefix { !$0.isEmpty } == [
                "Date: Mon, 23 Nov 2026 12:00:00 +0000",
                "From: Meridian <directory@example.org>",
                "To: <admin@example.org>",
                "Subject: News",
                "Message-ID: <01890a5d-ac96-774b-bcce-b302099a8057@example.org>",
                "Auto-Submitted: auto-generated",
                "X-Auto-Response-Suppress: All",
                "MIME-Version: 1.0",
                "Content-Type: multipart/alternative;",
                " boundary=\"=_01890a5d-ac96-774b-bcce-b302099a8057\"",
            ]
        )
        #expect(lines.filter { $0.hasPrefix("--=_") }.count == 3)
        #expect(lines.contains("Content-Type: text/plain; charset=utf-8"))
        #expect(lines.contains("Content-Type: text/html; charset=utf-8"))
    }

    @Test func `the same values make the same bytes`() throws {
        #expect(try message().bytes() == message().bytes())
    }

    @Test(arguments: [
        "News\r\nBcc: everybody@example.org", "News\nBcc: x", "News\rBcc: x", "News\0",
        "News\u{7F}", "News\u{85}Bcc: x", "News\tx",
    ])
    func `a header cannot be broken out of`(subject: String) throws {
        #expect(throws: MailMessage.Refusal.controlCharacter(header: "Subject")) {
            try message(subject: subject).bytes()
        }
    }

    @Test func `nor by an id`() throws {
        #expect(throws: MailMessage.Refusal.self) {
            try message(messageID: "x@example.org>\r\nBcc: <y").bytes()
        }
    }

    @Test(arguments: [
        "陳大文: licence lapsed", "Zoë", String(repeating: "é🪡", count: 60), "=?utf-8?Q?x?=",
        String(repeating: "long ", count: 40),
    ])
    func `a subject in any script is written in words of ASCII and read again`(
        subject: String
    ) throws {
        let lines = try lines(try message(subject: subject))
        let start = try #require(lines.firstIndex { $0.hasPrefix("Subject: ") })
        let folded = [lines[start]] + lines[(start + 1)...].prefix { $0.hasPrefix(" ") }

        let words = folded.joined().dropFirst("Subject: ".count).split(separator: " ")
        let decoded = try words.map { word in
            #expect(word.utf8.count <= 75)
            let base64 = try #require(word.split(separator: "?").dropFirst(3).first)
            #expect(word.hasPrefix("=?utf-8?B?") && word.hasSuffix("?="))
            let bytes = try #require(Data(base64Encoded: String(base64)))
            // Each word is whole by itself.
            return try #require(String(validating: bytes, as: UTF8.self))
        }
        #expect(decoded.joined() == subject)
        #expect(folded.allSatisfy { $0.utf8.count <= 85 })
    }

    @Test func `any text comes through in short lines of ASCII`() throws {
        let text = """
            A line. \t
            =3D 100 % sure = yes
            .
            From here
            陳大文 🪡 \(String(repeating: "Zoë and ", count: 300))\(String(repeating: "x", count: 76))
            \(String(repeating: "x", count: 75)) \

            end
            """
        let encoded = QuotedPrintable.encode(text)

        let lines = String(decoding: encoded, as: UTF8.self).components(separatedBy: "\r\n")
        #expect(encoded.allSatisfy { $0 < 0x80 })
        #expect(
            lines.allSatisfy { $0.utf8.count <= 76 && !$0.hasSuffix(" ") && !$0.hasSuffix("\t") }
        )
        let joined = lines.dropLast().joined(separator: "\r\n")
            .replacingOccurrences(of: "=\r\n", with: "")
        let decoded = joined.replacingOccurrences(of: "%", with: "%25")
            .replacingOccurrences(of: "=", with: "%").removingPercentEncoding
        #expect(decoded?.replacingOccurrences(of: "\r\n", with: "\n") == text)
    }

    @Test(arguments: [
        (0, "Thu, 1 Jan 1970 00:00:00 +0000"), (951_826_140, "Tue, 29 Feb 2000 12:09:00 +0000"),
        (-1, "Wed, 31 Dec 1969 23:59:59 +0000"), (1_798_761_599, "Thu, 31 Dec 2026 23:59:59 +0000"),
    ])
    func `a date is written with its weekday`(seconds: Int64, date: String) {
        #expect(HeaderText.date(Instant(secondsSince1970: seconds)) == date)
    }
}
