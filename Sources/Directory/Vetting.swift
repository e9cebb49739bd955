/// Whether a practitioner is vetted at a location, until when, or why not.
package struct Vetting: Hashable, Sendable {
    /// Vetted while the clock shows less than this; nil where a condition fails altogether.
    package let vettedUntil: Instant?
    /// The credential that carries it, by its place in the list judged.
    package let credentialIndex: Int?
    private let obstacle: NotVettedReason
    /// The printed expiry of the credential that explains the obstacle.
    private var expiresOn: CalendarDate?
    /// Since when a change for the worse waits that would move this; nil where none does.
    package private(set) var heldSince: Instant?

    /// Judges a practitioner at a location by the conditions of the design's "vetted".
    ///
    /// - Parameters:
    ///   - policy: What the location's jurisdiction says; nil where no policy is known, and then
    ///     nobody is vetted there.
    ///   - credentials: Every credential of the person, anywhere.
    ///   - isNPIDeactivated: Whether NPPES has deactivated the person's identifier, as it does at
    ///     death, retirement or fraud: who is meant by it is then unknown, and nobody is vetted.
    ///   - isExcluded: Whether an exclusion of the person is confirmed.
    package init(
        under policy: JurisdictionPolicy?,
        credentials: [CredentialState],
        isNPIDeactivated: Bool,
        isExcluded: Bool
    ) {
        if isNPIDeactivated || isExcluded {
            vettedUntil = nil
            credentialIndex = nil
            obstacle = isExcluded ? .excluded : .npiDeactivated
            return
        }
        if let adverse = credentials.first(where: {
            ($0.standing?.isDisciplinary ?? false) && !$0.isDisciplineCovered
        }) {
            vettedUntil = nil
            credentialIndex = nil
            obstacle = .discipline(
                adverse.standing ?? .unknown,
                in: adverse.credential.jurisdiction
            )
            return
        }
        guard let policy else {
            vettedUntil = nil
            credentialIndex = nil
            obstacle = .unknownJurisdiction
            return
        }
        let permitting = credentials.indices.filter {
            credentials[$0].credential.permitsPractice(under: policy)
        }
        let best = permitting.filter { credentials[$0].decision == .approved }
            .compactMap { index in
                credentials[index].goodUntil.map { (until: $0, index: index) }
            }
            .max { $0.until < $1.until }
        // A suspension that waits would end this wherever the other licence is.
        let waiting = credentials.compactMap(\.hold)
            .filter { $0.standing?.isDisciplinary ?? false }.map(\.since).min()
        vettedUntil = best.map { best in
            waiting.map { min(best.until, Hold(since: $0, standing: nil).endsTrustAt) }
                ?? best.until
        }
        credentialIndex = best?.index
        heldSince = waiting ?? best.flatMap { credentials[$0.index].hold?.since }
        let nearest =
            permitting.map { (NotVettedReason(about: credentials[$0], under: policy), $0) }
            .min { $0.0.distanceFromVetted < $1.0.distanceFromVetted }
        obstacle =
            waiting != nil && best != nil
            ? .registerLookedAt : nearest?.0 ?? .noCredentialHere(policy.name)
        expiresOn = nearest.flatMap { credentials[$0.1].expiresOn }
    }

    package func isVetted(at moment: Instant) -> Bool {
        vettedUntil.map { $0 > moment } ?? false
    }

    /// Why the practitioner is not vetted at this moment; nil while vetted.
    package func reason(at moment: Instant) -> NotVettedReason? {
        guard !isVetted(at: moment) else { return nil }
        if obstacle == .notSeenLately, let expiresOn, expiresOn < moment.date {
            return .pastExpiry(expiresOn)
        }
        return obstacle
    }
}

/// Why somebody is not vetted at a location.
package enum NotVettedReason: Hashable, Sendable {
    /// Nobody has read what the law of the place says.
    case unknownJurisdiction
    /// No credential is known that permits practice in the place of this name.
    case noCredentialHere(String)
    /// No registry of the place of this name is described yet.
    case noRegistry(String)
    /// The registry of the place of this name is not described any more, or switched off.
    case registryNotAsked(String)
    case notCheckedYet
    /// The registry has not answered about this person yet.
    case noAnswerYet
    case notFound
    case nameDiffers
    case severalPeople
    /// The register's wording is being looked at by a person.
    case beingChecked
    /// The register itself is being looked at: a change for the worse waits.
    case registerLookedAt
    case standing(Standing)
    case awaitingDecision
    case rejected
    case withdrawn
    case discipline(Standing, in: Jurisdiction)
    /// The licence was good when last seen, too long ago.
    case notSeenLately
    /// The register still prints "active" beside an expiry day that has passed.
    case pastExpiry(CalendarDate)
    case npiDeactivated
    /// An exclusion of the person is confirmed; a candidate is never a reason.
    case excluded

    init(about state: CredentialState, under policy: JurisdictionPolicy) {
        switch state.decision {
        case .rejected:
            self = .rejected
            return
        case .withdrawn:
            self = .withdrawn
            return
        case .pending, .approved: break
        }
        guard state.credential.registry != nil else {
            self = .noRegistry(policy.name)
            return
        }
        guard state.hold == nil else {
            self = .registerLookedAt
            return
        }
        guard state.isAsked else {
            self = .registryNotAsked(policy.name)
            return
        }
        switch state.outcome {
        case nil: self = .notCheckedYet
        case .absent: self = .notFound
        case .mismatched: self = .nameDiffers
        case .ambiguous: self = .severalPeople
        case .unrecognised: self = .beingChecked
        case .matched, .unreachable, .throttled, .refused, .blocked, .unparseable:
            switch state.standing {
            case nil: self = state.matchedAt == nil ? .noAnswerYet : .beingChecked
            case .active where state.decision == .pending: self = .awaitingDecision
            case .active: self = .notSeenLately
            case .unknown: self = .beingChecked
            case let standing?: self = .standing(standing)
            }
        }
    }

    /// The lower, the nearer to being vetted: of several credentials the nearest explains.
    fileprivate var distanceFromVetted: Int {
        switch self {
        case .awaitingDecision: 0
        case .notSeenLately, .pastExpiry: 1
        case .beingChecked, .registerLookedAt: 2
        case .notCheckedYet, .noAnswerYet: 3
        case .nameDiffers, .severalPeople, .notFound: 4
        case .standing: 5
        case .noRegistry, .registryNotAsked: 6
        case .withdrawn, .rejected: 7
        case .noCredentialHere, .unknownJurisdiction, .discipline, .npiDeactivated, .excluded: 8
        }
    }

    /// A word that programs can compare, stable over versions.
    package var code: String {
        switch self {
        case .unknownJurisdiction: "unknown_jurisdiction"
        case .noCredentialHere: "no_credential_here"
        case .noRegistry: "no_registry"
        case .registryNotAsked: "registry_not_asked"
        case .notCheckedYet: "not_checked_yet"
        case .noAnswerYet: "no_answer_yet"
        case .notFound: "not_found"
        case .nameDiffers: "name_differs"
        case .severalPeople: "several_people"
        case .beingChecked: "being_checked"
        case .registerLookedAt: "register_being_looked_at"
        case .standing(let standing): standing.rawValue
        case .awaitingDecision: "awaiting_decision"
        case .rejected: "rejected"
        case .withdrawn: "withdrawn"
        case .discipline: "discipline"
        case .notSeenLately: "not_seen_lately"
        case .pastExpiry: "past_expiry"
        case .npiDeactivated: "npi_deactivated"
        case .excluded: "excluded"
        }
    }

    /// One sentence for a patient.
    package var sentence: String {
        switch self {
        case .unknownJurisdiction:
            "What the law of this place asks of an acupuncturist is not recorded yet."
        case .noCredentialHere(let place):
            "No credential that permits practice in \(place) is known."
        case .noRegistry(let place): "No registry of \(place) is described yet."
        case .registryNotAsked(let place): "No registry of \(place) is asked at present."
        case .notCheckedYet: "The licence has not been checked yet."
        case .noAnswerYet: "The registry has not answered about this licence yet."
        case .notFound: "The registry did not show this licence when it was last asked."
        case .nameDiffers: "The registry shows another name under this licence number."
        case .severalPeople: "The registry shows several people under this licence number."
        case .beingChecked: "The registry's wording is being checked by a person."
        case .registerLookedAt:
            "The register is being looked at: what it said last waits for a person to check it."
        case .standing(let standing):
            switch standing {
            case .activeRestricted: "The licence is active under terms set by the registry."
            case .provisional: "The licence is provisional."
            case .lapsedGrace: "The licence has lapsed and is in its renewal period."
            case .expired: "The licence has expired."
            case .inactive: "The licence is inactive."
            case .suspended: "The licence is suspended."
            case .revoked: "The licence was revoked."
            case .surrendered: "The licence was surrendered."
            case .deceased: "The registry reports that the holder has died."
            case .superseded: "The licence was replaced by another."
            case .pending: "The licence is pending at the registry."
            case .active, .unknown: "The registry's wording is being checked by a person."
            }
        case .awaitingDecision: "The licence was found; an admin has not yet approved it."
        case .rejected: "An admin has not approved the credential."
        case .withdrawn: "The approval of the credential was withdrawn."
        case .discipline(let standing, let jurisdiction):
            "A licence of this person stands \(standing.rawValue) in \(jurisdiction.code)."
        case .notSeenLately: "The licence has not been seen in good standing lately."
        case .pastExpiry(let day):
            "The registry calls the licence active, and its expiry date \(day) has passed."
        case .npiDeactivated: "NPPES has deactivated the identifier of this person."
        case .excluded:
            "This person is on an official list of people excluded from health care programs."
        }
    }
}
