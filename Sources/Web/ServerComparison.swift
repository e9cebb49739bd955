import Directory
import Search
package import Storage
import Synchronization

/// Compares what a running server finds with what stands in the database.
///
/// The server is asked as visitors ask it, counts by every facet included: whether the index that
/// it holds in memory follows the tables shows in nothing else. Both sides judge at the moment that
/// the server names.
package struct ServerComparison: Sendable {
    /// How many questions were put.
    package private(set) var questions = 0
    /// Where the server said something else, a sentence each, the first few.
    package private(set) var differences: [String] = []

    /// What is needed of a server's answer to a search.
    package struct Told: Decodable, Sendable {
        let total: Int
        let as_of: String
        let facets: [String: [Count]]

        struct Count: Decodable, Hashable, Sendable {
            let value: String
            let count: Int
        }
    }

    /// Circles that are asked about beside the whole directory.
    private static let circles = 64
    private static let radiusKilometres = 25
    private static let differenceLimit = 5

    /// Puts the questions.
    ///
    /// - Parameters:
    ///   - database: What the server serves.
    ///   - ask: Sends the server a path with its query, and reads the JSON of the answer.
    /// - Throws: What asking threw, or `StorageError`.
    package init(
        of database: Database,
        asking ask: (_ target: String) async throws -> Told
    ) async throws {
        let collected = Collected()
        _ = try await database.loadListings(reserving: { _ in }, collected.append)
        let (index, coordinates) = collected.taken()
        try await compare("", PractitionerQuery(), index, ask)
        var all = PractitionerQuery()
        all.vettedOnly = false
        try await compare("vetted=false&", all, index, ask)
        // Spread evenly over the listings, and so over where people are.
        let step = max(1, coordinates.count / Self.circles)
        for place in stride(from: step / 2, to: coordinates.count, by: step) {
            let near = "\(coordinates[place].latitude),\(coordinates[place].longitude)"
            // As the server will read it; what is written with an exponent it would not.
            guard let center = try? ParameterValue.coordinate(near) else { continue }
            var query = all
            query.circle = PractitionerQuery.Circle(
                center: center,
                radiusKilometres: Double(Self.radiusKilometres)
            )
            let target = "vetted=false&near=\(near)&radius_km=\(Self.radiusKilometres)&"
            try await compare(target, query, index, ask)
        }
    }

    private mutating func compare(
        _ parameters: String,
        _ asked: PractitionerQuery,
        _ index: ListingIndex,
        _ ask: (_ target: String) async throws -> Told
    ) async throws {
        var query = asked
        query.facets = Set(Facet.allCases)
        query.limit = 1
        let target = "\(SitePath.practitioners.text)?\(parameters)facets=all&limit=1"
        let told = try await ask(target)
        questions += 1
        guard let moment = try? ParameterValue.past(told.as_of, until: Self.lastMoment) else {
            return note("\(target): no moment in as_of")
        }
        let page = try index.page(for: query, at: moment)
        guard told.total == page.total else {
            return note("\(target): \(told.total) found, \(page.total) in the database")
        }
        for facet in page.facets {
            let expected = facet.shown(for: query).map {
                Told.Count(value: $0.value, count: $0.count)
            }
            guard told.facets[facet.facet.rawValue] == expected else {
                return note("\(target): other counts by \(facet.facet.rawValue)")
            }
        }
    }

    private static let lastMoment = Instant(secondsSince1970: 1 << 33)

    private mutating func note(_ difference: String) {
        if differences.count < Self.differenceLimit { differences.append(difference) }
    }

    /// Listings on their way from the database, and where they are.
    private final class Collected: Sendable {
        private let state = Mutex<State>(State())

        private struct State: ~Copyable {
            var builder: ListingIndex.Builder? = ListingIndex.Builder()
            var coordinates: [Coordinate] = []
        }

        func append(_ listing: Listing) {
            state.withLock { state in
                state.builder?.append(listing)
                if let coordinate = listing.coordinate { state.coordinates.append(coordinate) }
            }
        }

        func taken() -> (index: ListingIndex, coordinates: [Coordinate]) {
            state.withLock { state in
                let builder = state.builder.take()
                let index = if let builder { ListingIndex(builder) } else { ListingIndex([]) }
                return (index, state.coordinates)
            }
        }
    }
}
