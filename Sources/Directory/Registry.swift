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

/// What of a registry decides how its answers are judged.
package struct RegistryTerms: Hashable, Sendable {
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
    /// Whether it licenses people, or only says who they are.
    package let isIdentity: Bool
    package let completeness: Completeness
    package let windowDays: Int
    package let timeZone: String
    /// A page on which a person can repeat the look-up by hand.
    package let publicPage: String

    package init(
        id: RegistryID,
        name: String,
        jurisdiction: Jurisdiction,
        isIdentity: Bool,
        completeness: Completeness,
        windowDays: Int,
        timeZone: String,
        publicPage: String
    ) {
        self.id = id
        self.name = name
        self.jurisdiction = jurisdiction
        self.isIdentity = isIdentity
        self.completeness = completeness
        self.windowDays = windowDays
        self.timeZone = timeZone
        self.publicPage = publicPage
    }
}
