import Directory

/// What a list of checks may be asked with.
enum CheckParameter: String, CaseIterable {
    case limit, cursor
    case asOf = "as_of"
}

/// What the address of a list of checks asks for, read strictly.
struct CheckRequest {
    private(set) var limit = 20
    /// The last check of the page before.
    private(set) var cursor: PublicID?
    /// Nil where all checks are meant.
    private(set) var moment: Instant?

    init(target: String, at now: Instant) throws(BadParameters) {
        let given = GivenParameters<CheckParameter>(target: target) {
            (parameter, text) throws(NotPermitted) in
            switch parameter {
            case .limit: limit = try ParameterValue.whole(text, PractitionerQuery.limitRange)
            case .cursor: cursor = try ParameterValue.publicID(text)
            case .asOf: moment = try ParameterValue.past(text, until: now)
            }
        }
        guard given.faults.isEmpty else { throw BadParameters(faults: given.faults) }
    }
}
