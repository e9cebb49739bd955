/// What a browser sent of the search form, as the search reads it.
///
/// A form sends its empty fields and a field for every box that is ticked; the search takes what is
/// asked for only, and several words of one vocabulary with commas between.
struct FormValues {
    /// Every parameter in its order, each once.
    private let sent: [(name: String, value: String)]
    /// Whether the address was written as the search reads it.
    let isPlain: Bool

    private static let vocabularies: Set<SearchParameter> = [
        .condition, .language, .technique, .payer,
    ]

    /// - Parameter target: Path and query as the request line has them.
    init(target: String) {
        var sent: [(name: String, value: String)] = []
        var isPlain = true
        for parameter in QueryString(ofTarget: target).parameters {
            let value =
                switch parameter.value {
                case .text(let text), .undecodable(let text): text
                }
            guard value.contains(where: { $0 != " " }) else {
                isPlain = false
                continue
            }
            let isVocabulary =
                SearchParameter(rawValue: parameter.name).map(Self.vocabularies.contains) ?? false
            if isVocabulary, let index = sent.firstIndex(where: { $0.name == parameter.name }) {
                sent[index].value += "," + value
                isPlain = false
            } else {
                sent.append((parameter.name, value))
            }
        }
        // What the form says of itself where nothing was chosen.
        let hasCenter = sent.contains {
            $0.name == SearchParameter.place.rawValue || $0.name == SearchParameter.near.rawValue
        }
        let count = sent.count
        if !hasCenter { sent.removeAll { $0.name == SearchParameter.radius.rawValue } }
        sent.removeAll { (name, value) in
            (name == SearchParameter.sort.rawValue && value == "best")
                || (name == SearchParameter.radius.rawValue && value == "25")
        }
        self.isPlain = isPlain && sent.count == count
        self.sent = sent
    }

    subscript(parameter: SearchParameter) -> String? {
        sent.first { $0.name == parameter.rawValue }?.value
    }

    /// The words of a vocabulary that are asked for.
    func words(_ parameter: SearchParameter) -> [String] {
        self[parameter]?.split(separator: ",").map(String.init) ?? []
    }

    var isEmpty: Bool { sent.isEmpty }

    /// The parameters as an address has them.
    var queryString: String { Self.queryString(of: sent) }

    /// What the search is asked: with the counts that the filters show of themselves, whatever the
    /// address says of them.
    var searchTarget: String {
        let rest = sent.filter { $0.name != SearchParameter.facets.rawValue }
        return "?" + Self.queryString(of: [(SearchParameter.facets.rawValue, "all")] + rest)
    }

    /// The same without a parameter, or without one of its words, and from the first page on.
    func queryString(without parameter: SearchParameter, _ word: String? = nil) -> String {
        var rest = sent.filter { $0.name != SearchParameter.cursor.rawValue }
        if let index = rest.firstIndex(where: { $0.name == parameter.rawValue }) {
            let words = words(parameter).filter { $0 != word }
            if word == nil || words.isEmpty {
                rest.remove(at: index)
            } else {
                rest[index].value = words.joined(separator: ",")
            }
        }
        if parameter == .place || parameter == .near {
            rest.removeAll { $0.name == SearchParameter.radius.rawValue }
        }
        return Self.queryString(of: rest)
    }

    /// The same with some parameters changed, and from the first page on; nil takes one away.
    func queryString(setting changes: [SearchParameter: String?]) -> String {
        let kept = sent.filter { sent in
            guard let parameter = SearchParameter(rawValue: sent.name) else { return true }
            return parameter != .cursor && changes[parameter] == nil
        }
        let set = changes.compactMap { parameter, value in value.map { (parameter.rawValue, $0) } }
            .sorted { $0.0 < $1.0 }
        return Self.queryString(of: kept + set)
    }

    /// The same from a later page on.
    func queryString(continuingAt cursor: String) -> String {
        let rest = sent.filter { $0.name != SearchParameter.cursor.rawValue }
        return Self.queryString(of: rest + [(SearchParameter.cursor.rawValue, cursor)])
    }

    private static func queryString(of sent: [(name: String, value: String)]) -> String {
        var text = ""
        for (name, value) in sent {
            if !text.isEmpty { text += "&" }
            text.appendEscaped(name)
            text += "="
            text.appendEscaped(value)
        }
        return text
    }
}
