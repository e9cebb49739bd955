/// The parameters that a request gave, each taken or found wrong.
struct GivenParameters<Name: RawRepresentable<String> & CaseIterable & Equatable> {
    /// What was wrong, of everything at once.
    private(set) var faults: [ParameterFault] = []
    /// Every known name that was given, with a good value or not.
    private(set) var seen: [Name] = []
    private(set) var taken: [(parameter: Name, value: String)] = []

    /// Faults told at once; who makes more sees these first.
    private static var faultLimit: Int { 20 }

    /// - Parameters:
    ///   - target: Path and query as the request line has them.
    ///   - take: Takes a value, or says why it cannot.
    init(target: String, _ take: (Name, String) throws(NotPermitted) -> Void) {
        let parameters = QueryString(ofTarget: target).parameters
        for given in parameters.prefix(QueryString.parameterLimit) {
            guard faults.count < Self.faultLimit else { return }
            guard let name = Name(rawValue: given.name) else {
                let names = Name.allCases.map(\.rawValue)
                let hint =
                    given.name.nearest(of: names).map { "the nearest is \($0)" }
                    ?? "permitted are \(names.joined(separator: ", "))"
                refuse(given, "Nothing here has this name; \(hint).")
                continue
            }
            guard !seen.contains(name) else {
                refuse(given, "\(name.rawValue) may be given once only.")
                continue
            }
            seen.append(name)
            do throws(NotPermitted) {
                guard case .text(let text) = given.value else { throw .undecodable }
                try take(name, text)
                taken.append((name, text))
            } catch {
                refuse(given, "\(name.rawValue) \(error.sentenceEnd)")
            }
        }
        if let first = parameters.dropFirst(QueryString.parameterLimit).first {
            refuse(first, "At most \(QueryString.parameterLimit) parameters are read.")
        }
    }

    private mutating func refuse(_ given: QueryString.Parameter, _ detail: String) {
        let value =
            switch given.value {
            case .text(let text), .undecodable(let text): text
            }
        faults.append(ParameterFault(parameter: given.name, value: value, detail: detail))
    }
}

/// Refuses every parameter, where an address takes none.
func requireNoParameters(in target: String) throws(BadParameters) {
    let given = QueryString(ofTarget: target).parameters
    guard let first = given.first else { return }
    throw BadParameters(faults: [
        ParameterFault(
            parameter: first.name,
            value: "",
            detail: "This address takes no parameters."
        )
    ])
}
