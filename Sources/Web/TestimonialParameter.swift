import Directory

/// What a list of testimonials may be asked with.
enum TestimonialParameter: String, CaseIterable {
    case limit, cursor
}

/// What the address of a list of testimonials asks for, read strictly.
struct TestimonialRequest {
    private(set) var limit = 20
    /// The last testimonial of the page before.
    private(set) var cursor: PublicID?

    init(target: String) throws(BadParameters) {
        let given = GivenParameters<TestimonialParameter>(target: target) {
            (parameter, text) throws(NotPermitted) in
            switch parameter {
            case .limit: limit = try ParameterValue.whole(text, PractitionerQuery.limitRange)
            case .cursor: cursor = try ParameterValue.publicID(text)
            }
        }
        guard given.faults.isEmpty else { throw BadParameters(faults: given.faults) }
    }
}
