import Directory
import Search

/// What the address of a search asks for, read strictly.
struct SearchRequest {
    /// Complete but for what a `place` stands for, which the gazetteer has to find first.
    private(set) var query = PractitionerQuery()
    /// The place to look around, as it was typed.
    private(set) var place: String?
    private(set) var cursor: SearchCursor?
    private var center: Coordinate?
    private var radiusKilometres: Double?
    /// What was sent, for the address of the next page.
    private var sent: [(parameter: SearchParameter, value: String)] = []

    /// - Parameter target: Path and query as the request line has them.
    /// - Throws: Every parameter that cannot be used, each with what is permitted.
    init(target: String) throws(BadParameters) {
        let given = GivenParameters<SearchParameter>(target: target) {
            (parameter, text) throws(NotPermitted) in
            try take(text, for: parameter)
        }
        sent = given.taken
        let faults = given.faults + contradictions(among: given.seen)
        guard faults.isEmpty else { throw BadParameters(faults: faults) }
        if let center { lookAround(center) }
    }

    /// Sets the middle of the circle.
    mutating func lookAround(_ center: Coordinate) {
        query.circle = PractitionerQuery.Circle(
            center: center,
            radiusKilometres: radiusKilometres
                ?? PractitionerQuery.Circle.defaultRadiusKilometres
        )
    }

    /// Looks at all locations in a region.
    ///
    /// - Parameters:
    ///   - region: Where to look.
    ///   - name: What it is called.
    /// - Throws: Where a distance is asked for, which has no middle to be measured from.
    mutating func lookWithin(_ region: Jurisdiction, called name: String) throws(BadParameters) {
        var faults: [ParameterFault] = []
        if let sent = sent.first(where: { $0.parameter == .radius }) {
            faults.append(
                ParameterFault(
                    parameter: sent.parameter.rawValue,
                    value: sent.value,
                    detail: "radius_km needs a town to measure from: \(name) is a whole region."
                )
            )
        }
        if query.sort == .distance {
            faults.append(
                ParameterFault(
                    parameter: SearchParameter.sort.rawValue,
                    value: query.sort.rawValue,
                    detail: "sort=distance needs a town to measure from: \(name) is a whole region."
                )
            )
        }
        guard faults.isEmpty else { throw BadParameters(faults: faults) }
        query.region = region
    }

    /// The cursor and the address of the page after one; nil where that is the last.
    func nextPage(of page: SearchPage) -> (cursor: String, path: SitePath)? {
        guard let cursor = page.next?.text else { return nil }
        return (cursor, .nextPage(queryString: queryString(continuingAt: cursor)))
    }

    /// The query of the page after this one.
    func queryString(continuingAt cursor: String) -> String {
        var text = ""
        for (parameter, value) in sent where parameter != .cursor {
            text += parameter.rawValue
            text += "="
            text.appendEscaped(value)
            text += "&"
        }
        return text + "cursor=" + cursor
    }

    /// The query of the same search with some parameters changed; nil takes one away.
    func queryString(setting changes: [SearchParameter: String?]) -> String {
        let kept = sent.filter { $0.parameter != .cursor && changes[$0.parameter] == nil }
        let set = changes.compactMap { parameter, value in value.map { (parameter, $0) } }
            .sorted { $0.0.rawValue < $1.0.rawValue }
        var text = ""
        for (parameter, value) in kept + set {
            if !text.isEmpty { text += "&" }
            text += parameter.rawValue
            text += "="
            text.appendEscaped(value)
        }
        return text
    }

    /// What was sent for a parameter; nil where nothing was.
    func value(of parameter: SearchParameter) -> String? {
        sent.first { $0.parameter == parameter }?.value
    }

    private func contradictions(among seen: [SearchParameter]) -> [ParameterFault] {
        var faults: [ParameterFault] = []
        func fault(_ parameter: SearchParameter, _ detail: String) {
            let value = sent.first { $0.parameter == parameter }?.value ?? ""
            faults.append(
                ParameterFault(parameter: parameter.rawValue, value: value, detail: detail)
            )
        }
        let hasCenter = seen.contains(.near) || seen.contains(.place)
        if seen.contains(.near), seen.contains(.place) {
            fault(.place, "place and near each name a centre: give one of them.")
        }
        if seen.contains(.radius), !hasCenter {
            fault(.radius, "radius_km needs a centre: near=latitude,longitude or place=name.")
        }
        if query.sort == .distance, !hasCenter {
            fault(.sort, "sort=distance needs a centre: near=latitude,longitude or place=name.")
        }
        return faults
    }

    private mutating func take(
        _ text: String,
        for parameter: SearchParameter
    ) throws(NotPermitted) {
        switch parameter {
        case .q: query.text = try ParameterValue.words(text)
        case .near: center = try ParameterValue.coordinate(text)
        case .place: place = try ParameterValue.placeName(text)
        case .radius: radiusKilometres = try ParameterValue.radius(text)
        case .condition: query.conditions = try ParameterValue.conditions(text)
        case .language: query.languages = try ParameterValue.words(text, of: .languages)
        case .technique: query.techniques = try ParameterValue.words(text, of: .techniques)
        case .payer: query.payers = try ParameterValue.words(text, of: .payers)
        case .minYears: query.minYears = try ParameterValue.whole(text, 0...80)
        case .minRating: query.minRatingHundredths = try ParameterValue.rating(text)
        case .minReviews: query.minReviews = try ParameterValue.whole(text, 0...100_000)
        case .credentialClass: query.credentialClass = try ParameterValue.word(text)
        case .accepting: query.accepting = try ParameterValue.flag(text)
        case .acceptsReferrals: query.acceptsReferrals = try ParameterValue.flag(text)
        case .telehealth: query.telehealth = try ParameterValue.flag(text)
        case .wheelchair: query.wheelchair = try ParameterValue.flag(text)
        case .verifiedWithinDays: query.verifiedWithinDays = try ParameterValue.whole(text, 1...365)
        case .vetted: query.vettedOnly = try ParameterValue.flag(text)
        case .sort: query.sort = try ParameterValue.word(text)
        case .facets: query.facets = try ParameterValue.facets(text)
        case .limit: query.limit = try ParameterValue.whole(text, PractitionerQuery.limitRange)
        case .cursor: cursor = try ParameterValue.cursor(text)
        }
    }
}
