/// How a credential stands at its registry, in words that are the same for every registry.
package enum Standing: String, Sendable, CaseIterable {
    case active
    /// May practise under terms: conditions, probation, supervision, chaperone.
    case activeRestricted = "active_restricted"
    case provisional
    /// Past its date while the registry lets it run on.
    case lapsedGrace = "lapsed_grace"
    case expired, inactive, suspended, revoked, surrendered, deceased
    /// Replaced by another number or class.
    case superseded
    case pending
    case unknown

    /// Whether it stands in the way of trust anywhere (design, "vetted", condition b).
    package var isDisciplinary: Bool {
        switch self {
        case .suspended, .revoked, .surrendered: true
        default: false
        }
    }

    /// Whether the holder practises under it, so that its time counts as experience.
    package var isInForce: Bool {
        switch self {
        case .active, .activeRestricted, .lapsedGrace: true
        default: false
        }
    }

    /// How grave it is; the gravest of several rows about one licence is the one to believe.
    package var gravity: Int {
        switch self {
        case .active: 0
        case .superseded: 1
        case .lapsedGrace: 2
        case .provisional: 3
        case .pending: 4
        case .inactive: 5
        case .expired: 6
        case .activeRestricted: 7
        case .unknown: 8
        case .deceased: 9
        case .surrendered: 10
        case .suspended: 11
        case .revoked: 12
        }
    }
}
