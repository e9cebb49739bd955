package import Directory
package import Storage

/// Takes in what jurisdictions say about practising acupuncture.
package struct PolicyImport: Sendable {
    private let folder: String

    /// - Parameter folder: Holds `jurisdictions.csv`.
    package init(folder: String) {
        self.folder = folder
    }

    /// Makes the policies those of the folder; the same ones a second time change nothing.
    ///
    /// - Parameters:
    ///   - database: Where they go.
    ///   - now: The moment of the import.
    /// - Returns: Whether anything changed.
    /// - Throws: `ImportError` at the first row that is wrong.
    @discardableResult
    package func run(into database: Database, at now: Instant) async throws -> Bool {
        let policies = try policies()
        guard try await database.replacePolicies(policies) else { return false }
        var summary = ImportSummary(kind: .policies, file: folder)
        summary.rows.read = policies.count
        summary.rows.kept = policies.count
        try await database.record(summary, at: now)
        return true
    }

    private enum Column: String, CaseIterable {
        case code, name, licensing, source
    }

    private func policies() throws(ImportError) -> [JurisdictionPolicy] {
        try SmallFile.rows(of: "jurisdictions.csv", in: folder) {
            (table: TableReader<Column>) throws(RowProblem) in
            let jurisdiction = try table.value(.code) {
                (text: String) throws(Jurisdiction.ParseError) in try Jurisdiction(text)
            }
            guard let jurisdiction else { throw RowProblem(reason: "code is empty") }
            guard let licensing: JurisdictionPolicy.Licensing = try table.word(.licensing) else {
                throw RowProblem(reason: "licensing is empty; it is statutory or unregulated")
            }
            return JurisdictionPolicy(
                jurisdiction: jurisdiction,
                name: try SmallFile.required(table, .name),
                licensing: licensing,
                source: try SmallFile.required(table, .source, limit: 500)
            )
        }
    }
}
