import Crypto
package import Curl
package import Directory
import Foundation

/// A primary source that can be asked about a person, as its description says.
package struct Registry: Sendable {
    enum Key: String, DescriptionKey {
        case id, template, kind, name, role, jurisdiction, completeness
        case timeZone = "time_zone"
        case windowDays = "window_days"
        case renewalGrace = "renewal_grace"
        case publicPage = "public_page"
        case baseURL = "base_url"
        case privateHosts = "private_hosts"
        case redirectHosts = "redirect_hosts"
        case authorities, interval, concurrency, pause
        case connectTimeout = "connect_timeout"
        case timeout
        case maxBytes = "max_bytes"
        case userAgent = "user_agent"
        case httpVersion = "http_version"
        case request, answer, standings, canary
    }

    private enum Kind: Sendable {
        case query(Query)
    }

    private enum KindName: String, CaseIterable {
        case query
    }

    private enum Role: String, CaseIterable {
        case licence, identity
    }

    package let id: RegistryID
    package let summary: RegistrySummary
    package let terms: RegistryTerms
    package let pacing: Pacing
    /// Whom to ask about before a batch, expecting to find them; nil where none is described.
    package let canary: Claimant?
    /// What every wording of this registry's statuses means.
    package let standings: StatusMap
    /// SHA-256 of the description that took effect, in hexadecimal.
    package let descriptionHash: String
    /// Where the law grants days after the expiry, if it does.
    package let renewalGraceSource: String?
    package let baseURL: String
    private let request: Request
    private let kind: Kind

    /// Reads a description whose template and overrides are laid together.
    init(_ node: DescriptionNode) throws(DescriptionError) {
        let section = try DescriptionSection<Key>(node)
        id = try section.required(.id).parsed { text throws(RegistryID.ParseError) in
            try RegistryID(text)
        }
        let role: Role = try section.required(.role).word()
        let zone = try Self.timeZone(try section.required(.timeZone))
        let grace = try section.optional(.renewalGrace).map(RenewalGrace.init)
        terms = RegistryTerms(
            completeness: try section.required(.completeness).word(),
            windowDays: try section.optional(.windowDays)?
                .number(in: 1...120, "days; NCQA's limit is 120") ?? 30,
            timeZone: zone,
            renewalGraceDays: grace?.days ?? 0
        )
        renewalGraceSource = grace?.source
        let jurisdiction = try section.required(.jurisdiction)
            .parsed { text throws(Jurisdiction.ParseError) in try Jurisdiction(text) }
        summary = RegistrySummary(
            id: id,
            name: try section.required(.name).fullText(),
            jurisdiction: jurisdiction,
            isIdentity: role == .identity,
            completeness: terms.completeness,
            windowDays: terms.windowDays,
            timeZone: zone.identifier,
            publicPage: try Self.webPage(try section.required(.publicPage))
        )
        pacing = Pacing(
            intervalMilliseconds: try section.optional(.interval)?
                .number(in: 0...3_600_000, "milliseconds between requests") ?? 1000,
            concurrency: try section.optional(.concurrency)?
                .number(in: 1...64, "requests at once") ?? 1,
            pauseSeconds: try section.optional(.pause)?
                .number(in: 1...86_400, "seconds to leave it alone") ?? 60
        )
        canary = try section.optional(.canary).map(Self.canary)
        standings = try StatusMap(try section.required(.standings))
        let transfer = try TransferSettings(section)
        baseURL = transfer.baseURL
        request = transfer.request
        let kindName: KindName = try section.required(.kind).word()
        kind =
            switch kindName {
            case .query:
                .query(
                    try Query(
                        request: try section.required(.request),
                        answer: try section.required(.answer),
                        standings: standings
                    )
                )
            }
        var canonical = ""
        node.writeCanonically(into: &canonical)
        descriptionHash = Self.hexadecimal(SHA256.hash(data: Array(canonical.utf8)))
    }

    private static func timeZone(_ node: DescriptionNode) throws(DescriptionError) -> TimeZone {
        let text = try node.text()
        // Abbreviations name no place: PST does not know when its clocks change.
        guard text.contains("/") || text == "UTC", let zone = TimeZone(identifier: text) else {
            let known = TimeZone.knownTimeZoneIdentifiers
            let nearest = Spelling.nearest(to: text, among: known) ?? "America/Los_Angeles"
            throw node.failure(
                "\"\(text.shortened)\" is no IANA time zone; one would be right, as \"\(nearest)\""
            )
        }
        return zone
    }

    private static func webPage(_ node: DescriptionNode) throws(DescriptionError) -> String {
        let text = try node.text()
        guard let address = BaseAddress(text), address.scheme == "https" else {
            throw node.failure(
                "\"\(text.shortened)\" is wrong; an https:// address of a page would be right"
            )
        }
        return text
    }

    private enum CanaryKey: String, DescriptionKey {
        case number, given, family
    }

    private static func canary(_ node: DescriptionNode) throws(DescriptionError) -> Claimant {
        let section = try DescriptionSection<CanaryKey>(node)
        let name = PersonName(
            given: try section.optional(.given)?.text() ?? "",
            family: try section.required(.family).fullText()
        )
        return Claimant(number: try section.required(.number).fullText(), names: [name])
    }

    static func hexadecimal(_ digest: some Sequence<UInt8>) -> String {
        var text: [UInt8] = []
        text.reserveCapacity(64)
        for byte in digest {
            for nibble in [byte >> 4, byte & 0xF] {
                text.append(nibble < 10 ? 0x30 + nibble : 0x57 + nibble)
            }
        }
        return String(decoding: text, as: UTF8.self)
    }
}

/// Days after the expiry for which the law lets a renewing holder practise.
private struct RenewalGrace {
    enum Key: String, DescriptionKey {
        case days, source
    }

    let days: Int
    let source: String

    init(_ node: DescriptionNode) throws(DescriptionError) {
        let section = try DescriptionSection<Key>(node)
        days = try section.required(.days).number(in: 1...120, "days of grace")
        source = try section.required(.source).fullText()
    }
}

// MARK: - Asking

/// One question to a registry, ready to be sent.
package struct RegistryQuestion: Sendable {
    package let claimant: Claimant
    package let request: Request
    /// The request as anybody can repeat it; headers are left out, so no secret stands in it.
    package let text: String
}

/// Why a question cannot be put to a registry at all.
package struct QuestionError: Error, Hashable, Sendable, CustomStringConvertible {
    package let description: String
}

extension Registry {
    private static let longestNumber = 64

    /// What to send in order to ask about a person.
    ///
    /// - Parameter claimant: Who is asked about, by number and names.
    /// - Returns: The request, with its text for the record.
    /// - Throws: Why the number or name cannot be asked for here.
    package func question(
        about claimant: Claimant
    ) throws(QuestionError) -> RegistryQuestion {
        guard claimant.number.utf8.count <= Self.longestNumber else {
            throw QuestionError(
                description: "The number is longer than \(Self.longestNumber) bytes."
            )
        }
        switch kind {
        case .query(let query):
            guard let (url, headers) = query.request(about: claimant, at: baseURL) else {
                throw QuestionError(
                    description:
                        "The number or name has nothing that this registry can be asked for."
                )
            }
            var request = request
            request.url = url
            request.headers += headers
            return RegistryQuestion(claimant: claimant, request: request, text: "GET \(url)")
        }
    }

    /// Reads what came back; takes no time but the processor's.
    ///
    /// - Parameters:
    ///   - question: What was asked.
    ///   - received: The status, headers and body that came.
    ///   - now: The moment of asking.
    /// - Returns: What the registry said, or why it said nothing, with what is kept of it.
    package func reply(
        to question: RegistryQuestion,
        _ received: ReceivedAnswer,
        at now: Instant
    ) -> RegistryReply {
        switch kind {
        case .query(let query):
            let reading = query.answer.read(received, about: question.claimant)
            var reply = RegistryReply(answer: reading.answer, question: question.text)
            reply.status = received.status
            reply.sourceAsOf =
                query.answer.dateHeaders.lazy
                .compactMap(received.header).compactMap(HTTPDate.instant).first
            reply.sha256 = Self.hexadecimal(SHA256.hash(data: received.body))
            reply.evidence = reading.evidence
            reply.contentType = received.header("Content-Type")
            reply.milliseconds = received.milliseconds
            reply.retryAfterSeconds = received.header("Retry-After")
                .flatMap { HTTPDate.retryAfter($0, at: now) }
            return reply
        }
    }

    /// Reads a response of the transport.
    ///
    /// - Parameters:
    ///   - question: What was asked.
    ///   - response: What came.
    ///   - now: The moment of asking.
    /// - Returns: What the registry said, or why it said nothing, with what is kept of it.
    package func reply(
        to question: RegistryQuestion,
        _ response: Response,
        at now: Instant
    ) -> RegistryReply {
        let names =
            switch kind {
            case .query(let query): ["Content-Type", "Retry-After"] + query.answer.dateHeaders
            }
        let headers = names.compactMap { name in
            response.headers[name].map { Request.Header(name: name, value: $0) }
        }
        let received = ReceivedAnswer(
            status: response.status,
            headers: headers,
            body: response.body,
            milliseconds: response.milliseconds
        )
        return reply(to: question, received, at: now)
    }

    /// Says of a transfer that failed what it means: nothing about the person.
    package func reply(to question: RegistryQuestion, _ error: TransferError) -> RegistryReply {
        let silence: RegistryAnswer.Silence =
            switch error {
            case .bodyTooLarge, .headersTooLarge, .malformedAnswer: .unparseable
            default: .unreachable
            }
        return RegistryReply(
            answer: .silence(silence, reason: error.description),
            question: question.text
        )
    }

    /// Asks about a person and waits for what comes of it.
    ///
    /// - Parameters:
    ///   - claimant: Who is asked about.
    ///   - transport: What carries the request.
    ///   - now: The moment of asking.
    /// - Returns: What the registry said, or why it said nothing.
    package func ask(
        _ claimant: Claimant,
        over transport: Transport,
        at now: Instant
    ) async -> RegistryReply {
        let question: RegistryQuestion
        do throws(QuestionError) {
            question = try self.question(about: claimant)
        } catch {
            return RegistryReply(
                answer: .silence(.refused, reason: error.description),
                question: "GET \(baseURL)"
            )
        }
        do throws(TransferError) {
            return reply(to: question, try await transport.send(question.request), at: now)
        } catch {
            return reply(to: question, error)
        }
    }
}
