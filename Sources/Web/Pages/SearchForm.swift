import Directory
import Search

/// The search and its filters as a form, filled in as it was sent.
struct SearchForm {
    let action: String
    let place: TextField
    let need: TextField
    let radius: ChoiceField
    let sort: ChoiceField
    let choices: [ChoiceField]
    let groups: [ChoiceGroup]
    let switches: [Choice]
    /// What the form has no field for and has to come along.
    let kept: [Kept]
    /// What is filtered by now, each with a search without it.
    let chosen: [Chosen]
    let hasChosen: Bool
    let chosenCount: Int
    let everything: String
    /// What is wrong, each with where.
    let faults: [Fault]
    let hasFaults: Bool

    struct Kept {
        let name: String
        let value: String
    }

    struct Chosen {
        let label: String
        let without: String
    }

    struct Fault {
        /// Where the field is; empty where there is none.
        let field: String
        let hasField: Bool
        let sentence: String
    }

    /// How many would be found with each value, by parameter; values that nobody has are missing.
    typealias Counts = [SearchParameter: [String: Int]]

    static func counts(of answer: SearchAnswer) -> Counts {
        var counts: Counts = [:]
        for facet in answer.found.facets {
            guard let parameter = SearchParameter(rawValue: facet.facet.rawValue) else { continue }
            counts[parameter] = Dictionary(
                facet.shown(for: answer.query).map { ($0.value, $0.count) },
                uniquingKeysWith: max
            )
        }
        return counts
    }

    init(
        _ site: Site,
        _ values: FormValues,
        faults: [ParameterFault] = [],
        nearPlaces: [String] = [],
        counts: Counts = [:]
    ) {
        let fill = Fill(
            site: site,
            values: values,
            faults: faults,
            nearPlaces: nearPlaces,
            counts: counts
        )
        action = site.href(to: .searchPage(queryString: ""))
        everything = action
        place = TextField(
            name: SearchParameter.place.rawValue,
            label: "Where",
            hint: "Town or postal code",
            value: values[.place] ?? "",
            fault: fill.fault(at: .place)
        )
        need = .need(values[.q] ?? "", fault: fill.fault(at: .q))
        radius = fill.choice(.radius, "Within", Self.radii, usual: "25")
        sort = fill.choice(.sort, "Order", Self.orders, usual: "best")
        choices = [
            fill.choice(.minYears, "Experience on registers", Self.years),
            fill.choice(.minRating, "Rating by former patients", Self.ratings),
            fill.choice(.minReviews, "Testimonials", Self.reviews),
            fill.choice(.verifiedWithinDays, "Licence seen", Self.days),
            fill.choice(
                .credentialClass,
                "Kind of credential",
                [("", "Any")] + Credential.Class.allCases.map { ($0.rawValue, $0.label) }
            ),
        ]
        groups = [
            fill.group(.condition, "Treats", Condition.choices),
            fill.group(.language, "Languages", Language.choices),
            fill.group(.technique, "Ways of working", Technique.choices),
            fill.group(.payer, "Who pays", Payer.choices),
        ]
        switches = Self.switches.map { parameter, value, label in
            Choice(
                id: parameter.rawValue,
                value: value,
                label: label,
                isChosen: values[parameter] == value,
                count: counts[parameter].map { ($0[value] ?? 0).grouped }
            )
        }
        kept = [SearchParameter.near, .limit].compactMap { parameter in
            values[parameter].map { Kept(name: parameter.rawValue, value: $0) }
        }
        chosen = fill.chosen(among: choices, groups, Self.switches)
        chosenCount = chosen.count
        hasChosen = !chosen.isEmpty
        self.faults = faults.map(fill.shown)
        hasFaults = !faults.isEmpty
    }

    // MARK: What there is to choose

    private static let radii = [5, 10, 25, 50, 100, 200].map {
        ("\($0)", "\($0) km (\(Int((Double($0) / 1.609344).rounded())) mi)")
    }
    private static let orders = [
        ("best", "Best: near, well rated, experienced"), ("distance", "Nearest first"),
        ("rating", "Best rated first"), ("experience", "Most experienced first"),
        ("reviews", "Most testimonials first"),
    ]
    private static let years =
        [("", "Any")] + Facet.minYears.values.map { ($0, "\($0) years or more") }
    private static let ratings =
        [("", "Any")] + Facet.minRating.values.map { ($0, "\($0) stars or more") }
    private static let reviews =
        [("", "Any")] + Facet.minReviews.values.map { ($0, "\($0) or more") }
    private static let days =
        [("", "Any time it counts")] + [7, 14].map { ("\($0)", "In the last \($0) days") }
    private static let switches: [(SearchParameter, String, String)] = [
        (.accepting, "true", "Takes new patients"),
        (.acceptsReferrals, "true", "Accepts referrals from doctors"),
        (.telehealth, "true", "Consults at a distance"),
        (.wheelchair, "true", "Wheelchair gets in"),
        (.vetted, "false", "Show people who are not vetted too"),
    ]
}

extension Vocabulary {
    /// Every word with its label, in the order of the labels.
    fileprivate static var choices: [(String, String)] {
        allCases.map { ($0.rawValue, $0.label) }.sorted { $0.1 < $1.1 }
    }
}

/// Fills a form in.
private struct Fill {
    let site: Site
    let values: FormValues
    let faults: [ParameterFault]
    let nearPlaces: [String]
    let counts: SearchForm.Counts

    func fault(at parameter: SearchParameter) -> String? {
        faults.first { $0.parameter == parameter.rawValue }.map(sentence)
    }

    /// A field of one value; what was sent and is not among the options is offered beside them.
    func choice(
        _ parameter: SearchParameter,
        _ label: String,
        _ options: [(value: String, label: String)],
        usual: String = ""
    ) -> ChoiceField {
        let sent = values[parameter] ?? usual
        let fault = fault(at: parameter)
        let counted = counts[parameter]
        var offered = options.filter { option in
            option.value.isEmpty || option.value == sent || counted?[option.value] != nil
                || counted == nil
        }
        if fault == nil, !options.contains(where: { $0.value == sent }) {
            let words = sent.split(separator: ",").map { word in
                options.first { $0.value == word }?.label ?? String(word)
            }
            offered.append((sent, words.joined(separator: " or ")))
        }
        return ChoiceField(
            name: parameter.rawValue,
            label: label,
            options: offered.map {
                Choice(
                    id: "",
                    value: $0.value,
                    label: $0.label,
                    isChosen: $0.value == sent,
                    count: counted?[$0.value]?.grouped
                )
            },
            fault: fault
        )
    }

    func group(
        _ parameter: SearchParameter,
        _ legend: String,
        _ words: [(value: String, label: String)]
    ) -> ChoiceGroup {
        let sent = values.words(parameter)
        let fault = fault(at: parameter)
        let counted = counts[parameter]
        // What people call a complaint may stand in the address for it.
        let others = sent.filter { word in !words.contains { $0.value == word } }
        let offered = (words + (fault == nil ? others.map { ($0, $0) } : [])).filter { word in
            counted?[word.value] != nil || counted == nil || sent.contains(word.value)
        }.sorted { (counted?[$0.value] ?? 0) > (counted?[$1.value] ?? 0) }
        return ChoiceGroup(
            name: parameter.rawValue,
            legend: legend,
            choices: offered.map { value, label in
                Choice(
                    id: parameter.rawValue + "-" + value,
                    value: value,
                    label: label,
                    isChosen: sent.contains(value),
                    count: counted?[value]?.grouped
                )
            },
            fault: fault,
            isOpen: fault != nil || !sent.isEmpty
        )
    }

    func chosen(
        among choices: [ChoiceField],
        _ groups: [ChoiceGroup],
        _ switches: [(parameter: SearchParameter, value: String, label: String)]
    ) -> [SearchForm.Chosen] {
        var chosen: [SearchForm.Chosen] = []
        for field in choices {
            guard let parameter = SearchParameter(rawValue: field.name),
                let option = field.options.first(where: { $0.isChosen && !$0.value.isEmpty })
            else { continue }
            chosen.append(without(parameter, field.label + ": " + option.label))
        }
        for group in groups {
            guard let parameter = SearchParameter(rawValue: group.name) else { continue }
            for choice in group.choices where choice.isChosen {
                chosen.append(without(parameter, choice.label, word: choice.value))
            }
        }
        for (parameter, value, label) in switches where values[parameter] == value {
            chosen.append(without(parameter, label))
        }
        return chosen
    }

    private func without(
        _ parameter: SearchParameter,
        _ label: String,
        word: String? = nil
    ) -> SearchForm.Chosen {
        let rest = values.queryString(without: parameter, word)
        return SearchForm.Chosen(
            label: label,
            without: site.href(to: .searchPage(queryString: rest))
        )
    }

    func shown(_ fault: ParameterFault) -> SearchForm.Fault {
        let parameter = SearchParameter(rawValue: fault.parameter)
        let hasField =
            switch parameter {
            case nil, .near, .limit, .cursor, .facets, .vetted, .accepting, .acceptsReferrals,
                .telehealth,
                .wheelchair:
                false
            default: true
            }
        return SearchForm.Fault(
            field: fault.parameter,
            hasField: hasField,
            sentence: sentence(fault)
        )
    }

    /// What is wrong, for somebody who filled in a form.
    private func sentence(_ fault: ParameterFault) -> String {
        switch SearchParameter(rawValue: fault.parameter) {
        case nil: "The address asks for “\(fault.parameter)”, which is nothing this search knows."
        case .place:
            fault.value.isEmpty
                ? "Say where: the name of a town or a postal code."
                : "No place called “\(fault.value)” is known here. "
                    + (nearPlaces.isEmpty
                        ? "Try the town with its region, as Portland, ME, a US ZIP code or a "
                            + "Canadian postal code."
                        : "Did you mean \(nearPlaces.joined(separator: "; "))?")
        case .q: "Type words with letters or digits in them, at most 100 characters."
        case .near: "The address names a point that is none. Say where in the field instead."
        case .cursor: "This page of the results is no longer there. Begin again at the first."
        case .sort where values[.sort] == "distance":
            "To have the nearest first, say where you are."
        case .radius where (Double(fault.value) ?? 0) >= 1 && (Double(fault.value) ?? 0) <= 500:
            "A distance needs a town to measure from."
        case .radius: "Distances go from 1 to 500 km."
        case .minRating: "Ratings go from 1 to 5 stars."
        default: "“\(fault.value)” cannot be used here. Choose from the list."
        }
    }
}
