/// A licence, registration, certification, permit, training or insurance that somebody claims.
package struct Credential: Hashable, Sendable {
    package typealias Key = RowKey<Credential>

    package enum Kind: String, Sendable, CaseIterable {
        case licence, registration
        case nationalCertification = "national_certification"
        case permit, training, insurance
        /// An identifier that says who somebody is and permits nothing, as an NPI.
        case identity
    }

    /// What stands behind a credential.
    package enum Class: String, Sendable, CaseIterable {
        /// A licence or registration by statute.
        case statutory
        /// A voluntary register that is itself accredited.
        case accredited
        /// A certificate only.
        case certificate
    }

    /// Who told us of it.
    package enum Source: String, Sendable, CaseIterable {
        /// Self-reported by the person to NPPES.
        case nppes
        case practitioner, admin, file
    }

    package var kind: Kind
    /// Nil for an identity, which permits nothing.
    package var credentialClass: Class?
    package var jurisdiction: Jurisdiction
    package var number: String
    /// The licence type in the register's own words, as far as the person gave it.
    package var type: String
    /// The title that goes with it.
    package var title: String
    /// The registry that can be asked; nil while none is described.
    package var registry: RegistryID?
    package var source: Source

    package init(
        kind: Kind,
        credentialClass: Class?,
        jurisdiction: Jurisdiction,
        number: String,
        type: String = "",
        title: String = "",
        registry: RegistryID? = nil,
        source: Source
    ) {
        self.kind = kind
        self.credentialClass = credentialClass
        self.jurisdiction = jurisdiction
        self.number = number
        self.type = type
        self.title = title
        self.registry = registry
        self.source = source
    }

    /// Whether it permits practice at a place under that place's law.
    ///
    /// A statutory credential does where it is valid; an accredited one only where no statute
    /// licenses acupuncture (design, "vetted", condition a).
    package func permitsPractice(under policy: JurisdictionPolicy) -> Bool {
        guard jurisdiction.covers(policy.jurisdiction) else { return false }
        return switch credentialClass {
        case .statutory: kind == .licence || kind == .registration || kind == .permit
        case .accredited: policy.licensing == .unregulated && isMembership
        case .certificate, nil: false
        }
    }

    /// Whether time under it is experience: certificates and identities show none.
    package var countsAsExperience: Bool {
        credentialClass == .statutory || credentialClass == .accredited
    }

    /// Whether it enters somebody in a register, as a course or an insurance does not.
    private var isMembership: Bool {
        kind == .licence || kind == .registration || kind == .nationalCertification
    }
}
