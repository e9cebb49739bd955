package import Curl
package import Directory
package import Logging
package import Storage

/// Tells people what happened: takes deliveries out of the outbox, sends them, records what came of
/// it.
///
/// What is to be told stands in the database before anything is sent. A process that dies between
/// sending and recording leaves a lease that runs out; then it is sent once more, under the same
/// Message-ID or webhook-id.
package struct Notifier: Sendable {
    /// Who is told, and how.
    package struct Settings: Sendable {
        package var mail: MailSettings?
        package var webhooks: [Webhook] = []
        /// The hosts and ports that may have a private address; a webhook's may lack encryption too.
        package var privateHosts: Set<HostAndPort> = []
        /// A PEM file of certificate authorities to trust in place of the system's.
        package var authoritiesFile: String?
        /// The address under which this directory is known.
        package var publicURL: String?
        /// Whether anything is sent of a demonstration.
        package var sendsDemonstrations = false

        package init() {}

        /// Everybody who is told, with the domain of Message-IDs.
        package var recipients: [(recipient: Recipient, domain: String)] {
            let mails =
                mail.map { mail in
                    mail.recipients.map { (Recipient(.mail, $0.text), mail.sender.domain) }
                } ?? []
            return mails + webhooks.map { (Recipient(.webhook, $0.name), "") }
        }
    }

    /// What came of a step.
    package struct Report: Hashable, Sendable {
        package var delivered = 0
        /// Not taken yet; tried again later.
        package var waiting = 0
        package var givenUp = 0

        package init(delivered: Int = 0, waiting: Int = 0, givenUp: Int = 0) {
            self.delivered = delivered
            self.waiting = waiting
            self.givenUp = givenUp
        }

        mutating func add(_ effect: DeliveryEffect) {
            switch effect {
            case .delivered: delivered += 1
            case .waiting: waiting += 1
            case .givenUp: givenUp += 1
            case .lost: break
            }
        }
    }

    /// How many deliveries to one recipient are under way at once.
    private static let callsAtOnce = 16
    private static let mailsAtOnce = 1

    private let settings: Settings
    private let database: Database
    private let transport: Transport
    private let mailTransport: Transport
    private let clock: @Sendable () -> Instant

    /// Prepares it.
    ///
    /// - Parameters:
    ///   - settings: Who is told.
    ///   - database: Whose events.
    ///   - transport: For webhooks.
    ///   - mailTransport: One that nothing else uses: a slow relay holds it up.
    ///   - clock: The present.
    package init(
        _ settings: Settings,
        database: Database,
        transport: Transport,
        mailTransport: Transport,
        clock: @escaping @Sendable () -> Instant
    ) {
        self.settings = settings
        self.database = database
        self.transport = transport
        self.mailTransport = mailTransport
        self.clock = clock
    }

    /// Makes deliveries of what is new and sends all that is due, once.
    ///
    /// One recipient who is slow or gone holds up no other.
    ///
    /// - Parameter isLast: Whether nobody comes back soon, so that mails wait for nothing more.
    /// - Returns: What came of it.
    /// - Throws: `StorageError`.
    @discardableResult
    package func step(isLast: Bool = false) async throws -> Report {
        let recipients = settings.recipients
        guard !recipients.isEmpty else { return Report() }
        var isDemonstration = false
        if case .demonstration = try await database.installation() { isDemonstration = true }
        guard !isDemonstration || settings.sendsDemonstrations else { return Report() }
        try await database.noteUncheckedLapses(at: clock())
        guard
            try await database.hasOutboxWork(for: recipients.map(\.recipient), at: clock())
        else { return Report() }
        try await database.makeDeliveries(to: recipients, isLast: isLast, at: clock())
        return try await withThrowingTaskGroup(of: Report.self) { [isDemonstration] group in
            for (recipient, _) in recipients {
                group.addTask { try await send(to: recipient, isDemonstration) }
            }
            var report = Report()
            for try await part in group {
                report.delivered += part.delivered
                report.waiting += part.waiting
                report.givenUp += part.givenUp
            }
            return report
        }
    }

    /// Steps, rests and steps again until the task is cancelled; a database that is busy or full is
    /// waited for.
    package func run(logger: Logger, rest: Duration = .seconds(15)) async {
        while !Task.isCancelled {
            do {
                let report = try await step()
                if report != Report() {
                    logger.info(
                        "Told",
                        metadata: [
                            "delivered": "\(report.delivered)", "waiting": "\(report.waiting)",
                            "given_up": "\(report.givenUp)",
                        ]
                    )
                }
            } catch is CancellationError {
                return
            } catch {
                logger.error("Nobody could be told", metadata: ["error": "\(error)"])
            }
            try? await Task.sleep(for: rest)
        }
    }

    /// Sends what is due to one recipient, until nothing is or it stops taking.
    private func send(to recipient: Recipient, _ isDemonstration: Bool) async throws -> Report {
        let limit = recipient.kind == .mail ? Self.mailsAtOnce : Self.callsAtOnce
        var report = Report()
        while !Task.isCancelled {
            let claimed = try await database.claimDeliveries(
                to: recipient,
                limit: limit,
                at: clock()
            )
            guard !claimed.isEmpty else { break }
            let effects = try await withThrowingTaskGroup(of: DeliveryEffect?.self) { group in
                for delivery in claimed {
                    group.addTask {
                        let result = try await result(of: delivery, to: recipient, isDemonstration)
                        // What we ended ourselves says nothing of the recipient: the lease runs out.
                        guard let result else { return nil }
                        return try await database.record(result, of: delivery, at: clock())
                    }
                }
                return try await group.reduce(into: []) { $0.append($1) }
            }
            for effect in effects.compactMap(\.self) { report.add(effect) }
            guard effects.contains(.delivered) else { break }
        }
        return report
    }

    /// What comes of sending; nil where it was ended before anything came of it.
    private func result(
        of delivery: ClaimedDelivery,
        to recipient: Recipient,
        _ isDemonstration: Bool
    ) async throws -> DeliveryResult? {
        switch recipient.kind {
        case .mail:
            guard let mail = settings.mail,
                let address = mail.recipients.first(where: { $0.text == recipient.name })
            else { return nil }
            let message = try await message(of: delivery, to: address, by: mail, isDemonstration)
            return await mailResult(of: message, to: address, by: mail)
        case .webhook:
            guard let webhook = settings.webhooks.first(where: { $0.name == recipient.name }),
                let event = try await database.events(toShow: 1, in: delivery.events).first
            else { return nil }
            return await callResult(of: event, as: delivery.messageID, to: webhook)
        }
    }

    // MARK: - Mail

    private func message(
        of delivery: ClaimedDelivery,
        to address: MailAddress,
        by mail: MailSettings,
        _ isDemonstration: Bool
    ) async throws -> MailMessage {
        let events = try await database.events(
            toShow: EventDigest.shownOfAKind,
            in: delivery.events
        )
        let digest = EventDigest(
            events,
            counts: try await database.eventCounts(in: delivery.events),
            names: try await database.names(of: Set(events.compactMap { $0.event?.practitioner })),
            isDemonstration: isDemonstration,
            installation: settings.publicURL
        )
        return MailMessage(
            from: mail.sender,
            to: address,
            subject: digest.subject,
            date: delivery.createdAt,
            messageID: delivery.messageID,
            text: digest.text,
            html: digest.html
        )
    }

    private func mailResult(
        of message: MailMessage,
        to address: MailAddress,
        by settings: MailSettings
    ) async -> DeliveryResult? {
        let bytes: [UInt8]
        do throws(MailMessage.Refusal) {
            bytes = try message.bytes()
        } catch {
            return .refused("\(error)")
        }
        var mail = OutgoingMail(
            through: settings.relay,
            from: settings.sender,
            to: address,
            message: bytes
        )
        mail.limits = settings.limits
        mail.privateHosts = self.settings.privateHosts
        // A relay on this machine was named as such.
        if settings.relay.isLoopback { mail.privateHosts.insert(settings.relay.hostAndPort) }
        mail.authoritiesFile = self.settings.authoritiesFile
        do throws(TransferError) {
            let reply = try await mailTransport.send(mail)
            if reply.isTaken { return .delivered }
            return reply.isFinal ? .refused(reply.text) : .failed(reply.text)
        } catch {
            return error == .cancelled ? nil : .failed("\(error)")
        }
    }

    // MARK: - Webhooks

    private func callResult(
        of event: StoredEvent,
        as id: String,
        to webhook: Webhook
    ) async -> DeliveryResult? {
        var request = webhook.request(
            event.payload,
            id: id,
            at: clock(),
            privateHosts: settings.privateHosts
        )
        request.authoritiesFile = settings.authoritiesFile
        do throws(TransferError) {
            let response = try await transport.send(request)
            switch response.status {
            case 200..<300: return .delivered
            case 410: return .stopped("The endpoint answered 410: it wants nothing any more.")
            default:
                return .failed(
                    "The endpoint answered \(response.status).",
                    retryAfterSeconds: response.headers["Retry-After"].flatMap { Int64($0) }
                )
            }
        } catch {
            return error == .cancelled ? nil : .failed("\(error)")
        }
    }
}
