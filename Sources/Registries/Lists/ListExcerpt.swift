import Curl
package import Directory

/// What a list that is kept here has under one number.
package struct ListExcerpt: Hashable, Sendable {
    /// The row of column names as it came.
    package var head: [UInt8]
    package var rows: [[UInt8]]
    /// The list's own date, or when its source last called it the present one; nil where nothing is
    /// known of either.
    package var asOf: Instant?
    /// SHA-256 of the whole list, in hexadecimal.
    package var sha256: String

    package init(head: [UInt8], rows: [[UInt8]], asOf: Instant?, sha256: String) {
        self.head = head
        self.rows = rows
        self.asOf = asOf
        self.sha256 = sha256
    }

    /// The head and the rows, each on a line of its own as they came: what `head` and `grep` make of
    /// the list, so that anybody comes to the same hash.
    var body: [UInt8] {
        var body: [UInt8] = []
        for row in [head] + rows {
            body += row
            if let last = row.last, last != 0x0A, last != 0x0D { body.append(0x0A) }
        }
        return body
    }
}

extension Inquiry {
    /// Takes what a list has under the number that is asked for, as an answer that has come.
    ///
    /// - Parameters:
    ///   - excerpt: The rows.
    ///   - now: The moment at which they were looked up.
    package mutating func take(_ excerpt: ListExcerpt, at now: Instant) {
        guard case .request = next else { return }
        say(" in the list with the SHA-256 \(excerpt.sha256)")
        take(
            ReceivedAnswer(
                status: 200,
                headers: [.init(name: "Content-Type", value: "text/csv")],
                body: excerpt.body,
                asOf: excerpt.asOf
            ),
            at: now
        )
    }
}
