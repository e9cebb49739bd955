package import Directory
package import Storage

/// Takes in the gazetteer: places by name, and the centres of postal codes.
package struct GazetteerImport: Sendable {
    private let folder: String

    /// - Parameter folder: Holds `cities.csv` and `postal_codes.csv`.
    package init(folder: String) {
        self.folder = folder
    }

    /// Makes the gazetteer the one of the folder; one that is the same changes nothing.
    ///
    /// - Parameters:
    ///   - database: Where it goes.
    ///   - now: The moment of the import.
    /// - Returns: Whether anything changed.
    /// - Throws: `ImportError` at the first row that is wrong.
    @discardableResult
    package func run(into database: Database, at now: Instant) async throws -> Bool {
        let places = try places()
        let postalCodes = try postalCodes()
        let isNews = try await database.replaceGazetteer(places: places, postalCodes: postalCodes)
        guard isNews else { return false }
        var summary = ImportSummary(kind: .gazetteer, file: folder)
        summary.rows.read = places.count + postalCodes.count
        summary.rows.kept = summary.rows.read
        try await database.record(summary, at: now)
        return true
    }

    /// The folder's places, to be searched without a database.
    package func index() throws -> PlaceIndex {
        PlaceIndex(places: try places(), postalCodes: try postalCodes(), jurisdictions: [])
    }

    private enum PlaceColumn: String, CaseIterable {
        case country, city, region, latitude, longitude, population
    }

    private func places() throws(ImportError) -> [Place] {
        try SmallFile.rows(of: "cities.csv", in: folder) {
            (table: TableReader<PlaceColumn>) throws(RowProblem) in
            Place(
                name: try SmallFile.required(table, .city),
                region: try table.text(.region),
                country: try SmallFile.country(table, .country),
                coordinate: try SmallFile.coordinate(table, .latitude, .longitude),
                population: Int(try table.number(.population, in: 0...1e9) ?? 0)
            )
        }
    }

    private enum PostalCodeColumn: String, CaseIterable {
        case country
        case postalCode = "postal_code"
        case place, region, latitude, longitude
    }

    private func postalCodes() throws(ImportError) -> [PostalCode] {
        try SmallFile.rows(of: "postal_codes.csv", in: folder) {
            (table: TableReader<PostalCodeColumn>) throws(RowProblem) in
            PostalCode(
                code: try SmallFile.required(table, .postalCode),
                place: try table.text(.place),
                region: try table.text(.region),
                country: try SmallFile.country(table, .country),
                coordinate: try SmallFile.coordinate(table, .latitude, .longitude)
            )
        }
    }
}
