import Curl
import Directory
import Foundation
import GRDB
import Loopback
import Notifications
import Synchronization

@testable import Storage

extension Instant {
    /// 2026-11-23T12:00:00Z, a Monday: the present of all samples.
    static let now = Instant(secondsSince1970: 1_795_435_200)
}

/// A clock that goes on when it is told to.
final class SampleClock: Sendable {
    private let moment = Mutex(Instant.now)

    var now: Instant { moment.withLock { $0 } }

    func advance(by seconds: Int64) {
        moment.withLock { $0 = $0 + seconds }
    }

    func set(_ instant: Instant) {
        moment.withLock { $0 = instant }
    }
}

/// A database with events, and what tells people of them.
struct Newsroom {
    static let secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    static let admin = Recipient(.mail, "admin@example.org")
    static let ops = Recipient(.webhook, "ops")

    let folder: URL
    let database: Storage.Database
    let transport: Transport
    let mailTransport: Transport
    let clock = SampleClock()
    var settings = Notifier.Settings()

    init() throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "meridian-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        database = try .create(at: folder.appending(path: "meridian.sqlite").path, now: .now)
        transport = try Transport()
        mailTransport = try Transport()
    }

    func remove() {
        transport.shutdown()
        mailTransport.shutdown()
        try? database.close()
        try? FileManager.default.removeItem(at: folder)
    }

    var notifier: Notifier {
        let clock = clock
        return Notifier(
            settings,
            database: database,
            transport: transport,
            mailTransport: mailTransport,
            clock: { clock.now }
        )
    }

    /// Tells these addresses through a relay.
    mutating func mail(
        through sink: MailSink,
        to addresses: String...,
        encryption: MailRelay.Encryption? = nil
    ) throws {
        var mail = MailSettings(
            relay: try MailRelay("smtp://127.0.0.1:\(sink.port)", encryption: encryption),
            sender: try MailAddress("directory@example.org"),
            recipients: try addresses.map { try MailAddress($0) }
        )
        mail.limits.totalMilliseconds = 20_000
        settings.mail = mail
        settings.authoritiesFile = try Certificates.shared.get().authority
    }

    /// Tells a server of this machine, which may lack encryption.
    mutating func call(_ server: RawServer) throws {
        settings.webhooks = try Webhook.all(
            in: Array("ops http://127.0.0.1:\(server.port)/hook \(Self.secret)".utf8)
        )
        settings.privateHosts = [HostAndPort(host: "127.0.0.1", port: server.port)]
    }

    /// Lets canaries fail.
    func happen(_ count: Int = 1) async throws {
        let now = clock.now
        try await database.write { db in
            for number in 0..<count {
                try Storage.Database.note(
                    Event(
                        BrakeEvent(
                            registry: RegistryID("board-\(number)"),
                            kind: .canaryFailed,
                            happenedAt: now,
                            answered: 0,
                            worsened: 0,
                            outcome: .absent
                        )
                    ),
                    at: now,
                    db
                )
            }
        }
    }

    /// Lets credentials of new practitioners lapse.
    func lapse(_ names: [PersonName]) async throws {
        let now = clock.now
        let ids = try await names.asyncMap { name in
            try await database.add(
                Practitioner(name: name),
                at: [Location(city: "Seattle", region: "WA", country: "US")],
                now: now
            )
        }
        let credential = Credential(
            kind: .licence,
            credentialClass: .statutory,
            jurisdiction: try Jurisdiction("US-WA"),
            number: "ZX101",
            registry: try RegistryID("us-wa-doh"),
            source: .admin
        )
        try await database.write { db in
            for id in ids {
                let facts = Event.CredentialFacts(
                    credential: "01890a5d-ac96-774b-bcce-b302099a8057",
                    practitioner: "\(id)",
                    from: CredentialState(credential: credential, standing: .active),
                    to: CredentialState(
                        credential: credential,
                        wording: "EXPIRED",
                        standing: .expired
                    )
                )
                try Storage.Database.note(.credentialLapsed(facts, because: .standing), at: now, db)
            }
        }
    }

    /// Does something to the tables behind everybody's back.
    func execute(_ sql: String, _ values: String...) async throws {
        try await database.write { db in
            try db.execute(sql: sql, arguments: StatementArguments(values))
        }
    }

    var report: OutboxReport? {
        get async throws { try await database.outboxReports(at: clock.now).first }
    }
}

extension Sequence {
    func asyncMap<Result>(_ transform: (Element) async throws -> Result) async rethrows -> [Result]
    {
        var results: [Result] = []
        for element in self { results.append(try await transform(element)) }
        return results
    }
}

extension RawServer.Question {
    func header(_ name: String) -> String? {
        text.components(separatedBy: "\r\n")
            .first { $0.lowercased().hasPrefix(name.lowercased() + ": ") }
            .map { String($0.dropFirst(name.count + 2)) }
    }

    var body: String { text.components(separatedBy: "\r\n\r\n").dropFirst().joined() }
}

/// The text part of a mail, decoded by Foundation's rules alone.
extension MailSink.Mail {
    func part(_ type: String) -> String? {
        let parts = text.components(separatedBy: "\r\n--=_")
        guard let part = parts.first(where: { $0.contains("Content-Type: text/\(type)") }),
            let start = part.range(of: "\r\n\r\n")
        else { return nil }
        let encoded = part[start.upperBound...].replacingOccurrences(of: "=\r\n", with: "")
        // The rest is percent-encoding with another sign.
        return encoded.replacingOccurrences(of: "%", with: "%25")
            .replacingOccurrences(of: "=", with: "%").removingPercentEncoding
    }
}
