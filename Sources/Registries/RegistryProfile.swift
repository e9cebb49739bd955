import Crypto
package import Directory
import Foundation

/// What the registry permits to be done with its data.
package struct UsageTerms: Hashable, Sendable {
    /// The licence or rule, in a sentence.
    package let sentence: String
    /// When somebody last read it.
    package let readOn: CalendarDate
}

/// What every kind of registry has: who it is, and how its word counts.
package struct RegistryProfile: Sendable {
    package let id: RegistryID
    package let summary: RegistrySummary
    package let terms: RegistryTerms
    package let role: RegistryRole
    package let usageTerms: UsageTerms?
    /// Where the law grants days after the expiry, if it does.
    package let renewalGraceSource: String?
    /// SHA-256 of the description that took effect, in hexadecimal.
    package let descriptionHash: String
    /// Why the description says not to ask it; nil where it does not.
    package let offReason: String?

    private enum YesOrNo: String, CaseIterable {
        case yes, no
    }

    init(
        _ section: DescriptionSection<Registry.Key>,
        of node: DescriptionNode,
        kind: Registry.KindName
    ) throws(DescriptionError) {
        id = try section.required(.id).parsed { text throws(RegistryID.ParseError) in
            try RegistryID(text)
        }
        role = try section.required(.role).word()
        let zone = try Self.timeZone(try section.required(.timeZone))
        let grace = try section.optional(.renewalGrace).map(RenewalGrace.init)
        terms = RegistryTerms(
            completeness: try section.required(.completeness).word(),
            windowDays: try Self.windowDays(section.optional(.windowDays), kind),
            timeZone: zone,
            renewalGraceDays: grace?.days ?? 0
        )
        guard (role == .exclusion) == (terms.completeness == .exclusionList) else {
            throw try section.required(.completeness).failure(
                "exclusion_list is the completeness of the role exclusion, and of no other"
            )
        }
        renewalGraceSource = grace?.source
        let jurisdiction = try section.required(.jurisdiction)
            .parsed { text throws(Jurisdiction.ParseError) in try Jurisdiction(text) }
        summary = RegistrySummary(
            id: id,
            name: try section.required(.name).fullText(),
            jurisdiction: jurisdiction,
            role: role,
            asker: kind == .manual ? .person : .machine,
            completeness: terms.completeness,
            windowDays: terms.windowDays,
            timeZone: zone.identifier,
            publicPage: try Self.webPage(try section.required(.publicPage))
        )
        usageTerms = try section.optional(.terms).map(UsageTerms.init)
        let isOff = try section.optional(.enabled)?.word(YesOrNo.self) == .no
        let reason = try section.optional(.offReason)?.fullText()
        if isOff, reason == nil {
            throw try section.required(.enabled).failure(
                "what is off has an off_reason; a sentence would be right"
            )
        }
        offReason = isOff ? reason : nil
        var canonical = ""
        node.writeCanonically(into: &canonical)
        descriptionHash = Registry.hexadecimal(SHA256.hash(data: Array(canonical.utf8)))
    }

    private static func windowDays(
        _ node: DescriptionNode?,
        _ kind: Registry.KindName
    ) throws(DescriptionError) -> Int {
        let byHand = RegistryTerms.longestWindowByHand
        guard let node else { return kind == .manual ? byHand : 30 }
        return kind == .manual
            ? try node.number(in: 1...byHand, "days; what a person saw carries \(byHand)")
            : try node.number(in: 1...120, "days; NCQA's limit is 120")
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
}

extension UsageTerms {
    private enum Key: String, DescriptionKey {
        case sentence, read
    }

    fileprivate init(_ node: DescriptionNode) throws(DescriptionError) {
        let section = try DescriptionSection<Key>(node)
        let read = try section.required(.read)
        guard let date = CalendarDate(iso: try read.text()) else {
            throw read.failure("a date would be right here, as 2026-11-23")
        }
        sentence = try section.required(.sentence).fullText()
        readOn = date
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
