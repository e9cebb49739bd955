/// A mail with its envelope, and the limits that handing it in must keep to.
package struct OutgoingMail: Sendable {
    package var relay: MailRelay
    package var sender: MailAddress
    package var recipient: MailAddress

    /// The whole message (RFC 5322), lines ended by CR and LF.
    package var message: [UInt8]

    package var limits = Limits()

    /// The hosts and ports that may have a private, loopback or otherwise unreachable address.
    package var privateHosts: Set<HostAndPort> = []

    /// A PEM file of certificate authorities to trust in place of the system's.
    package var authoritiesFile: String?

    package init(
        through relay: MailRelay,
        from sender: MailAddress,
        to recipient: MailAddress,
        message: [UInt8]
    ) {
        self.relay = relay
        self.sender = sender
        self.recipient = recipient
        self.message = message
    }
}

extension OutgoingMail {
    package struct Limits: Hashable, Sendable {
        package var connectMilliseconds = 10_000

        /// A relay may look at a mail for a while before it takes it.
        package var totalMilliseconds = 120_000

        /// How long the relay may take over one reply.
        package var replySeconds = 60

        package var messageBytes = 1 << 20

        /// Counted over all that the relay says.
        package var replyBytes = 64 << 10

        package init() {}
    }
}

/// What a relay said about a mail that it was offered.
package struct MailReply: Hashable, Sendable {
    /// Of RFC 5321: from 200 it took the mail, from 400 it may later, from 500 never.
    package let status: Int

    /// Its last line, of printable ASCII.
    package let text: String

    package var isTaken: Bool { 200..<300 ~= status }
    package var isFinal: Bool { isTaken || status >= 500 }
}
