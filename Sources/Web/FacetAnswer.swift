import Directory
import Search

/// A value of a facet, and how many practitioners would match with it.
struct FacetValue: Hashable {
    /// As the parameter takes it.
    let value: String
    let count: Int
}

extension SearchPage.FacetCounts {
    /// What is worth showing: values that somebody has or that are asked for, words the most
    /// frequent first, steps in their order.
    func shown(for query: PractitionerQuery) -> [FacetValue] {
        let values = facet.values
        let worth = counts.indices.filter { counts[$0] > 0 || query.asks(facet, for: $0) }
        let ordered =
            facet.isStepped ? worth : worth.sorted { (-counts[$0], $0) < (-counts[$1], $1) }
        return ordered.map { FacetValue(value: values[$0], count: counts[$0]) }
    }
}

extension JSONWriter {
    /// How many would match with each value of the facets asked for; null where none was.
    mutating func facets(_ facets: [SearchPage.FacetCounts], of query: PractitionerQuery) {
        guard !facets.isEmpty else {
            name("facets")
            return null()
        }
        object("facets") { json in
            for counts in facets {
                json.name(text: counts.facet.rawValue)
                json.array { json in
                    for value in counts.shown(for: query) {
                        json.object { json in
                            json.member("value", value.value)
                            json.member("count", value.count)
                        }
                    }
                }
            }
        }
    }
}
