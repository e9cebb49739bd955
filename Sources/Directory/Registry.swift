package import Foundation

/// The name by which a registry is known here and in its description: `us-wa-doh`.
package struct RegistryID: Hashable, Comparable, Sendable {
    package struct ParseError: Error, Equatable, CustomStringConvertible {
        package var description: String {
            "a registry's id has 2 to 40 small letters, digits and hyphens, as us-wa-doh"
        }
    }

    package let text: String

    package init(_ text: some StringProtocol) throws(ParseError) {
        let bytes = text.utf8
        let isPermitted = bytes.allSatisfy { byte in
            (byte >= 0x61 && byte <= 0x7A) || (byte >= 0x30 && byte <= 0x39) || byte == 0x2D
        }
        guard (2...40).contains(bytes.count), isPermitted, bytes.first != 0x2D else {
            throw ParseError()
        }
        self.text = String(text)
    }

    package static func < (left: RegistryID, right: RegistryID) -> Bool {
        left.text < right.text
    }
}

extension RegistryID: CustomStringConvertible {
    package var description: String { text }
}

/// Whom a registry still lists, which says what an absence means.
package enum Completeness: String, Sendable, CaseIterable {
    /// Revoked and expired rows stay.
    case fullHistory = "full_history"
    case currentAndLapsed = "current_and_lapsed"
    case activeOnly = "active_only"
    case exclusionList = "exclusion_list"
}

/// What a registry's word is good for.
package enum RegistryRole: String, Sendable, CaseIterable {
    /// It licenses or registers people.
    case licence
    /// It says who somebody is, and nothing about the right to practise.
    case identity
    /// It repeats what others licensed: never enough to vet anybody.
    case secondary
    /// It lists who is excluded from payment.
    case exclusion
}

/// Who asks a registry at present.
package enum RegistryAsker: String, Sendable, CaseIterable {
    case machine
    /// An admin looks there and enters what was seen.
    case person
    /// It is not described any more, or switched off.
    case nobody
}

/// What of a registry decides how its answers are judged.
package struct RegistryTerms: Hashable, Sendable {
    /// The most days for which what a person saw may carry trust.
    package static let longestWindowByHand = 90

    package var completeness: Completeness
    /// How many days a reading may carry trust: 1 to 120 (NCQA's limit), 30 unless described.
    package var windowDays: Int
    /// An IANA time zone, in which expiry days end.
    package var timeZone: TimeZone
    /// Days after the expiry for which the law lets a renewing holder practise.
    package var renewalGraceDays: Int

    package init(
        completeness: Completeness,
        windowDays: Int = 30,
        timeZone: TimeZone,
        renewalGraceDays: Int = 0
    ) {
        self.completeness = completeness
        self.windowDays = windowDays
        self.timeZone = timeZone
        self.renewalGraceDays = renewalGraceDays
    }
}

/// What everybody may know of a registry.
package struct RegistrySummary: Hashable, Sendable {
    package let id: RegistryID
    /// The authority's own name.
    package let name: String
    package let jurisdiction: Jurisdiction
    package let role: RegistryRole
    package let asker: RegistryAsker
    package let completeness: Completeness
    package let windowDays: Int
    package let timeZone: String
    /// A page on which a person can repeat the look-up by hand.
    package let publicPage: String

    package init(
        id: RegistryID,
        name: String,
        jurisdiction: Jurisdiction,
        role: RegistryRole = .licence,
        asker: RegistryAsker = .machine,
        completeness: Completeness,
        windowDays: Int,
        timeZone: String,
        publicPage: String
    ) {
        self.id = id
        self.name = name
        self.jurisdiction = jurisdiction
        self.role = role
        self.asker = asker
        self.completeness = completeness
        self.windowDays = windowDays
        self.timeZone = timeZone
        self.publicPage = publicPage
    }
}
