package import Curl

/// How mails are sent, and to whom.
package struct MailSettings: Sendable {
    package var relay: MailRelay
    package var sender: MailAddress
    /// Who looks after the installation.
    package var recipients: [MailAddress]
    package var limits = OutgoingMail.Limits()

    package init(relay: MailRelay, sender: MailAddress, recipients: [MailAddress]) {
        self.relay = relay
        self.sender = sender
        self.recipients = recipients
    }
}
