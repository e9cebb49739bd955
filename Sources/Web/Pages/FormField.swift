import Directory

/// A field to type in.
struct TextField {
    let name: String
    let label: String
    let hint: String
    let value: String
    /// What is wrong with the value, in a sentence.
    var fault: String?
    /// What may be meant, offered while somebody types.
    var offers: Offers?

    struct Offers {
        let list: String
        let texts: [String]
    }

    /// A field for what somebody needs or whom somebody looks for.
    static func need(_ value: String, fault: String? = nil) -> TextField {
        TextField(
            name: SearchParameter.q.rawValue,
            label: "What for, or whom",
            hint: "A complaint, as tingling feet, or a name",
            value: value,
            fault: fault,
            offers: Offers(list: "needs", texts: Condition.allCases.map(\.label).sorted())
        )
    }
}

/// A field to choose one value in.
struct ChoiceField {
    let name: String
    let label: String
    var options: [Choice]
    var fault: String?
}

/// Boxes to tick, any number of them.
struct ChoiceGroup {
    let name: String
    let legend: String
    var choices: [Choice]
    var fault: String?

    /// Shown open where something in it is chosen or wrong.
    var isOpen: Bool
}

/// A value to choose.
struct Choice {
    let id: String
    let value: String
    let label: String
    let isChosen: Bool
    /// How many would be found with it; nil where nobody counted.
    var count: String?
}
