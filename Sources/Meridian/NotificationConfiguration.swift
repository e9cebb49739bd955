import Curl
import Directory
import Foundation
import Notifications
import Storage

extension Configuration {
    /// Who is told of events, as the environment names them.
    func notificationSettings() throws -> Notifier.Settings {
        var settings = Notifier.Settings()
        settings.publicURL = publicURL
        settings.sendsDemonstrations = try Self.isYes("DEMONSTRATION_SENDS")
        settings.authoritiesFile = Self.environment("AUTHORITIES")
        for host in Self.list("PRIVATE_HOSTS") {
            do {
                settings.privateHosts.insert(try HostAndPort(host))
            } catch {
                throw Self.wrong("PRIVATE_HOSTS", "\(host) is no host:port")
            }
        }
        if let path = Self.environment("WEBHOOKS") {
            let file = try Self.ownersOnly(path)
            do {
                settings.webhooks = try Webhook.all(in: file)
            } catch {
                throw Self.wrong("WEBHOOKS", "\(path), \(error)")
            }
        }
        settings.mail = try mailSettings()
        return settings
    }

    /// What tells people of events; nil where nobody is to be told.
    func notifier(for database: Database) throws -> Notifier? {
        let settings = try notificationSettings()
        guard !settings.recipients.isEmpty else { return nil }
        return Notifier(
            settings,
            database: database,
            transport: try Transport(concurrency: 32),
            mailTransport: try Transport(concurrency: 4),
            clock: { .now }
        )
    }

    private func mailSettings() throws -> MailSettings? {
        let recipients = try Self.list("ADMIN_MAIL").map { try Self.address($0, "ADMIN_MAIL") }
        guard !recipients.isEmpty else { return nil }
        guard let url = Self.environment("MAIL_RELAY"), let from = Self.environment("MAIL_FROM")
        else {
            throw Failure(
                sentence: "MERIDIAN_ADMIN_MAIL needs MERIDIAN_MAIL_RELAY, as "
                    + "smtp://mail.example.org:587, and MERIDIAN_MAIL_FROM, the sender's address.",
                exit: Exit.wrongUse
            )
        }
        let encryption: MailRelay.Encryption? =
            switch Self.environment("MAIL_ENCRYPTION") {
            case nil: nil
            case "required": .required
            case "none": MailRelay.Encryption.none
            default: throw Self.wrong("MAIL_ENCRYPTION", "required or none would be right")
            }
        let logIn = try Self.mailLogIn()
        let sender = try Self.address(from, "MAIL_FROM")
        do {
            let relay = try MailRelay(url, encryption: encryption, logIn: logIn)
            return MailSettings(relay: relay, sender: sender, recipients: recipients)
        } catch {
            throw Self.wrong("MAIL_RELAY", "\(error)")
        }
    }

    /// The user and the password on two lines of a file that only its owner may read.
    private static func mailLogIn() throws -> MailRelay.LogIn? {
        guard let path = environment("MAIL_LOGIN") else { return nil }
        let lines = String(decoding: try ownersOnly(path), as: UTF8.self)
            .split(whereSeparator: \.isNewline)
        guard lines.count == 2, lines.allSatisfy({ $0.utf8.count <= 1024 }) else {
            throw wrong("MAIL_LOGIN", "\(path) has to hold the user and the password, a line each")
        }
        return MailRelay.LogIn(user: String(lines[0]), password: String(lines[1]))
    }

    private static func address(_ text: String, _ variable: String) throws -> MailAddress {
        do {
            return try MailAddress(text)
        } catch {
            throw wrong(variable, "\(text): \(error)")
        }
    }

    private static func list(_ variable: String) -> [String] {
        (environment(variable) ?? "").split(separator: ",")
            .map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { !$0.isEmpty }
    }

    private static func isYes(_ variable: String) throws -> Bool {
        switch environment(variable) {
        case nil, "no": false
        case "yes": true
        default: throw wrong(variable, "yes or no would be right")
        }
    }

    private static func wrong(_ variable: String, _ what: String) -> Failure {
        Failure(sentence: "MERIDIAN_\(variable): \(what).", exit: Exit.wrongUse)
    }
}
