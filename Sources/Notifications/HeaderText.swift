import Directory

/// Text of a mail's header, written so that it stays in its line (RFC 5322, RFC 2047).
enum HeaderText {
    /// An encoded word is at most 75 characters long, twelve of which are `=?utf-8?B?` and `?=`.
    private static let bytesInWord = 45

    /// The value of a header of that name, folded.
    ///
    /// - Parameters:
    ///   - name: The header's name.
    ///   - text: Free text; plain ASCII stays as it is where it is short.
    /// - Returns: The line without its end, and those it is folded into.
    /// - Throws: `MailMessage.Refusal` where a control character could end the line.
    static func line(_ name: String, _ text: String) throws(MailMessage.Refusal) -> String {
        guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && !(0x7F...0x9F ~= $0.value) })
        else { throw .controlCharacter(header: name) }
        // What looks like an encoded word would be read as one.
        let isPlain = text.utf8.allSatisfy { $0 < 0x80 } && !text.contains("=?")
        let start = "\(name): "
        if isPlain, start.utf8.count + text.utf8.count <= 78 { return start + text }
        return start + words(of: text).joined(separator: "\r\n ")
    }

    /// Encoded words; none ends inside a character.
    private static func words(of text: String) -> [String] {
        var words: [String] = []
        var bytes: [UInt8] = []
        for scalar in text.unicodeScalars {
            let next = Array(String(scalar).utf8)
            if bytes.count + next.count > bytesInWord {
                words.append("=?utf-8?B?\(Base64.text(of: bytes))?=")
                bytes = []
            }
            bytes += next
        }
        words.append("=?utf-8?B?\(Base64.text(of: bytes))?=")
        return words
    }

    /// A moment as RFC 5322 §3.3 has it: `Mon, 23 Nov 2026 12:00:00 +0000`.
    static func date(_ moment: Instant) -> String {
        let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = [
            "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
        ]
        let day = moment.date
        let (year, month, dayOfMonth) = day.yearMonthDay
        let weekday = ((Int(day.daysSince1970) % 7) + 7) % 7
        let time = moment.description.dropFirst(11).dropLast()
        return
            "\(weekdays[weekday]), \(dayOfMonth) \(months[month - 1]) \(year) \(time) +0000"
    }
}
