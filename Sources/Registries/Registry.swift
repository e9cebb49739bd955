import Crypto
package import Curl
package import Directory
import Foundation

/// A primary source that can be asked about a person, as its description says.
package struct Registry: Sendable {
    enum Key: String, DescriptionKey {
        case id, template, kind, name, role, jurisdiction, completeness, enabled
        case offReason = "off_reason"
        case terms
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
        case auth, numbers, match
        case request, answer, prepare, search, detail, list, manual, standings, canary
        case quietHours = "quiet_hours"
        case dailyLimit = "daily_limit"
    }

    enum KindName: String, CaseIterable {
        case query, steps, list, manual

        /// The keys that have a meaning for some kinds only, by those.
        static let keys: [(Key, [KindName])] = [
            (.request, [.query]), (.answer, [.query, .list]), (.prepare, [.steps]),
            (.search, [.steps]),
            (.detail, [.steps]), (.list, [.list]), (.manual, [.manual]),
            (.numbers, [.query, .steps]), (.canary, [.query, .steps, .list]),
            (.quietHours, [.query, .steps]), (.dailyLimit, [.query, .steps]),
            (.concurrency, [.query, .steps]),
            (.interval, [.query, .steps]), (.match, [.query, .steps, .list]),
            (.baseURL, [.query, .steps, .list]), (.privateHosts, [.query, .steps, .list]),
            (.redirectHosts, [.query, .steps, .list]), (.authorities, [.query, .steps, .list]),
            (.pause, [.query, .steps, .list]), (.connectTimeout, [.query, .steps, .list]),
            (.timeout, [.query, .steps, .list]), (.maxBytes, [.query, .steps, .list]),
            (.userAgent, [.query, .steps, .list]), (.httpVersion, [.query, .steps, .list]),
            (.auth, [.query, .steps, .list]),
        ]
    }

    /// What every kind of registry has: who it is, and how its word counts.
    package let profile: RegistryProfile
    package let pacing: Pacing
    /// Whom to ask about before a batch, expecting to find them; nil where none is described.
    package let canary: Claimant?
    /// What every wording of this registry's statuses means.
    package let standings: StatusMap
    package let baseURL: String
    /// The list that is downloaded and looked through in place of asking; nil where it is asked.
    package let list: RegistryList?
    /// Why it may not be asked; nil where it may.
    package let offReason: String?
    /// The variables that its secrets are looked for in.
    let secretVariables: [String]
    let plan: InquiryPlan

    /// How many requests a look-up may need.
    package var requestsPerInquiry: Int { plan.usualRequests }

    package var id: RegistryID { profile.id }
    package var summary: RegistrySummary { profile.summary }
    package var terms: RegistryTerms { profile.terms }
    package var role: RegistryRole { profile.role }
    /// SHA-256 of the description that took effect, in hexadecimal.
    package var descriptionHash: String { profile.descriptionHash }
    /// Where the law grants days after the expiry, if it does.
    package var renewalGraceSource: String? { profile.renewalGraceSource }

    /// Reads a description whose template and overrides are laid together.
    init(
        _ section: DescriptionSection<Key>,
        kind: KindName,
        profile: RegistryProfile,
        context: DescriptionContext
    ) throws(DescriptionError) {
        self.profile = profile
        list =
            kind == .list
            ? try RegistryList(section, profile: profile, context: context) : nil
        let asked = Pacing(
            intervalMilliseconds: try section.optional(.interval)?
                .number(in: 0...3_600_000, "milliseconds between requests") ?? 1000,
            concurrency: try section.optional(.concurrency)?
                .number(in: 1...64, "requests at once") ?? 1,
            pauseSeconds: try section.optional(.pause)?
                .number(in: 1...86_400, "seconds to leave it alone") ?? 60,
            quietHours: try section.optional(.quietHours).map(Self.quietHours),
            dailyLimit: try section.optional(.dailyLimit)?
                .number(in: 1...100_000_000, "requests a day")
        )
        // Nobody else's server is troubled by looking into a list that is here.
        pacing =
            list == nil
            ? asked
            : Pacing(
                intervalMilliseconds: 0,
                concurrency: Self.mostLookUps,
                pauseSeconds: asked.pauseSeconds
            )
        canary = try section.optional(.canary).map(Self.canary)
        standings = try StatusMap(try section.required(.standings))
        let transfer =
            kind == .list
            ? try TransferSettings(
                section,
                contact: context.contact,
                mostBytes: RegistryList.mostBytes,
                usualBytes: RegistryList.usualBytes
            )
            : try TransferSettings(section, contact: context.contact)
        baseURL = transfer.baseURL
        let authorization = try Authorization(section, transfer, profile.id, context.secrets)
        secretVariables = authorization.variables
        offReason = profile.offReason ?? authorization.offReason
        plan = try InquiryPlan(
            section,
            kind: kind,
            transfer: transfer,
            authorization: authorization,
            standings: standings,
            zone: profile.terms.timeZone
        )
    }

    /// How many are looked up in a list at once.
    private static let mostLookUps = 1024

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

    private enum QuietHoursKey: String, DescriptionKey {
        case from, to
    }

    private static func quietHours(_ node: DescriptionNode) throws(DescriptionError) -> QuietHours {
        let section = try DescriptionSection<QuietHoursKey>(node)
        let to = try section.required(.to).text()
        return try section.required(.from).parsed { from throws(QuietHours.ParseError) in
            try QuietHours(from: from, to: to)
        }
    }

    static func hexadecimal(_ digest: some Sequence<UInt8>) -> String {
        func digit(_ nibble: UInt8) -> UInt8 { nibble < 10 ? 0x30 + nibble : 0x57 + nibble }
        return String(unsafeUninitializedCapacity: SHA256.byteCount * 2) { text in
            var count = 0
            for byte in digest.prefix(SHA256.byteCount) {
                text[count] = digit(byte >> 4)
                text[count + 1] = digit(byte & 0xF)
                count += 2
            }
            return count
        }
    }
}

// MARK: - Asking

extension Registry {
    /// Begins a look-up of a person.
    ///
    /// - Parameters:
    ///   - claimant: Who is asked about, by number and names.
    ///   - isOffline: Whether the answers are saved ones, so that it does not matter whether the
    ///     registry is off.
    ///   - isTraced: Whether the reply shall show every step.
    /// - Returns: The look-up, whose `next` is its first request or, where nothing can be asked, its
    ///   reply.
    package func inquiry(
        about claimant: Claimant,
        isOffline: Bool = false,
        isTraced: Bool = false
    ) -> Inquiry {
        Inquiry(
            plan,
            about: claimant,
            offReason: isOffline ? nil : offReason,
            isTraced: isTraced
        )
    }

    /// Asks about a person and waits for what comes of it, pausing between requests as described.
    ///
    /// - Parameters:
    ///   - claimant: Who is asked about.
    ///   - transport: What carries the requests.
    ///   - now: The moment of asking.
    ///   - isTraced: Whether the reply shall show every step.
    /// - Returns: What the registry said, or why it said nothing.
    package func ask(
        _ claimant: Claimant,
        over transport: Transport,
        at now: Instant,
        isTraced: Bool = false
    ) async -> RegistryReply {
        var inquiry = inquiry(about: claimant, isTraced: isTraced)
        while true {
            switch inquiry.next {
            case .reply(let reply): return reply
            case .request(let request):
                if inquiry.answered > 0 {
                    try? await Task.sleep(for: .milliseconds(pacing.intervalMilliseconds))
                }
                do throws(TransferError) {
                    inquiry.take(.success(try await transport.send(request)), at: now)
                } catch {
                    inquiry.take(.failure(error), at: now)
                }
            }
        }
    }
}
