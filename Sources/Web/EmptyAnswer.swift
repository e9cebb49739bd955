import Directory
import Search

/// Why a search found nobody, and what to ask instead.
struct EmptyAnswer {
    let site: Site
    let search: SearchRequest
    let result: EmptyResult

    /// The address of another search, of which only its path and query are known here.
    func path(of alternative: EmptyResult.Alternative) -> SitePath {
        .search(queryString: search.queryString(setting: changes(of: alternative)))
    }

    /// What another search sends instead; nil where it sends nothing.
    func changes(of alternative: EmptyResult.Alternative) -> [SearchParameter: String?] {
        var changes: [SearchParameter: String?] = [:]
        for change in alternative.changes {
            for parameter in change.parameters {
                changes.updateValue(change.text, forKey: parameter)
            }
        }
        // Nothing can be ordered by distance from nowhere.
        if changes.keys.contains(.near), search.query.sort == .distance {
            changes.updateValue(nil, forKey: .sort)
        }
        return changes
    }

    /// One sentence for a person.
    func sentence(of alternative: EmptyResult.Alternative) -> String {
        let changes = alternative.changes.map { $0.words }.joined(separator: ", ")
        let start = changes.prefix(1).uppercased() + changes.dropFirst()
        return alternative.total == 1
            ? "\(start): one practitioner matches."
            : "\(start): \(alternative.total) practitioners match."
    }
}

extension QueryFilter {
    /// The parameter that asks for it.
    var parameter: SearchParameter {
        switch self {
        case .radius: .radius
        case .verifiedWithinDays: .verifiedWithinDays
        case .vetted: .vetted
        case .region: .place
        case .text: .q
        case .facet(.condition): .condition
        case .facet(.language): .language
        case .facet(.technique): .technique
        case .facet(.payer): .payer
        case .facet(.credentialClass): .credentialClass
        case .facet(.accepting): .accepting
        case .facet(.acceptsReferrals): .acceptsReferrals
        case .facet(.telehealth): .telehealth
        case .facet(.wheelchair): .wheelchair
        case .facet(.minYears): .minYears
        case .facet(.minRating): .minRating
        case .facet(.minReviews): .minReviews
        }
    }
}

extension QueryFilter {
    /// How a search is called that does without it.
    fileprivate var wordsWithout: String {
        switch self {
        case .radius, .region: "looking everywhere"
        case .text: "without the words that were typed"
        case .vetted: "whether vetted or not"
        case .verifiedWithinDays: "however long ago the register was read"
        case .facet(.condition): "whatever they say they treat"
        case .facet(.language): "in any language"
        case .facet(.technique): "with any way of working"
        case .facet(.payer): "whoever pays"
        case .facet(.credentialClass): "with any kind of credential"
        case .facet(.accepting): "taking new patients or not"
        case .facet(.acceptsReferrals): "accepting referrals or not"
        case .facet(.telehealth): "consulting at a distance or not"
        case .facet(.wheelchair): "with a way in for a wheelchair or not"
        case .facet(.minYears): "with any experience"
        case .facet(.minRating): "with any rating or none"
        case .facet(.minReviews): "with any number of testimonials"
        }
    }
}

extension QueryChange {
    /// What changes in the address: without a circle its centre goes too.
    fileprivate var parameters: [SearchParameter] {
        filter == .radius && value == nil ? [.radius, .near, .place] : [filter.parameter]
    }

    /// The new value as the parameter takes it; nil where the parameter goes.
    fileprivate var text: String? {
        guard let value else { return nil }
        guard filter == .facet(.minRating) else { return String(value) }
        let hundredths = value % 100
        return "\(value / 100)." + (hundredths < 10 ? "0\(hundredths)" : "\(hundredths)")
    }

    /// What is done, in words.
    fileprivate var words: String {
        guard let text else {
            return filter.wordsWithout
        }
        return switch filter {
        case .radius: "within \(text) km"
        case .facet(.minYears):
            text == "1"
                ? "with a year of experience or more" : "with \(text) years of experience or more"
        case .facet(.minRating): "with \(text) stars or more"
        case .facet(.minReviews):
            text == "1" ? "with a testimonial or more" : "with \(text) testimonials or more"
        case .verifiedWithinDays: "seen on the register within \(text) days"
        default: "with \(filter.parameter.rawValue)=\(text)"
        }
    }
}

extension JSONWriter {
    /// A change of a parameter, or of several where one means nothing without the other.
    private mutating func changes(_ change: QueryChange, _ search: SearchRequest) {
        for parameter in change.parameters {
            let sent = search.value(of: parameter)
            // Nothing goes that was not there.
            guard sent != change.text else { continue }
            object { json in
                json.member("parameter", parameter.rawValue)
                json.member("from", sent)
                json.member("to", change.text)
            }
        }
    }

    /// Which filter left nobody, and what the nearest searches are that find somebody; null where
    /// somebody was found.
    mutating func emptiness(_ answer: EmptyAnswer?) {
        guard let answer else {
            name("empty")
            return null()
        }
        object("empty") { json in
            json.array("emptied_by") { json in
                for emptying in answer.result.emptying {
                    json.object { json in
                        let parameter = emptying.filter.parameter
                        json.member("parameter", parameter.rawValue)
                        json.member("value", answer.search.value(of: parameter))
                        json.member("total_without", emptying.total)
                    }
                }
            }
            json.array("nearest") { json in
                for alternative in answer.result.nearest {
                    json.object { json in
                        json.member("sentence", answer.sentence(of: alternative))
                        json.array("changes") { json in
                            for change in alternative.changes {
                                json.changes(change, answer.search)
                            }
                        }
                        json.member("total", alternative.total)
                        json.member("url", answer.site.link(to: answer.path(of: alternative)))
                    }
                }
            }
        }
    }
}
