package import Directory
package import Storage

/// Takes in what jurisdictions say about practising acupuncture.
package struct PolicyImport: Sendable {
    private let folder: String

    /// - Parameter folder: Holds `jurisdictions.csv`, `reviews.csv` and `classes.csv`.
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
        let policies = Policies(
            jurisdictions: try policies(),
            reviewRules: try reviewRules(),
            explanations: try explanations()
        )
        guard try await database.replacePolicies(policies) else { return false }
        var summary = ImportSummary(kind: .policies, file: folder)
        let count =
            policies.jurisdictions.count + policies.reviewRules.count
            + policies.explanations.count
        summary.rows.read = count
        summary.rows.kept = count
        try await database.record(summary, at: now)
        return true
    }

    private enum Column: String, CaseIterable {
        case code, name, licensing, source
    }

    private func policies() throws(ImportError) -> [JurisdictionPolicy] {
        try SmallFile.rows(of: "jurisdictions.csv", in: folder) {
            (table: TableReader<Column>) throws(RowProblem) in
            let jurisdiction = try jurisdiction(table, .code)
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

    private enum ReviewColumn: String, CaseIterable {
        case code, permits, reason, source
        case readOn = "read_on"
    }

    private func reviewRules() throws(ImportError) -> [ReviewRule] {
        try SmallFile.rows(of: "reviews.csv", in: folder) {
            (table: TableReader<ReviewColumn>) throws(RowProblem) in
            guard let permitted: ReviewRule.Permitted = try table.word(.permits) else {
                throw RowProblem(reason: "permits is empty; it is nothing or service")
            }
            guard let readOn = CalendarDate(iso: try table.text(.readOn)) else {
                throw RowProblem(reason: "read_on is a date, as 2026-11-23")
            }
            return ReviewRule(
                jurisdiction: try jurisdiction(table, .code),
                permitted: permitted,
                reason: try SmallFile.required(table, .reason, limit: 500),
                source: try SmallFile.required(table, .source, limit: 500),
                readOn: readOn
            )
        }
    }

    private enum ClassColumn: String, CaseIterable {
        case code, licensing, sentence
        case credentialClass = "class"
    }

    private func explanations() throws(ImportError) -> [ClassExplanation] {
        try SmallFile.rows(of: "classes.csv", in: folder) {
            (table: TableReader<ClassColumn>) throws(RowProblem) in
            guard let licensing: JurisdictionPolicy.Licensing = try table.word(.licensing),
                let credentialClass: Credential.Class = try table.word(.credentialClass)
            else { throw RowProblem(reason: "licensing or class is empty") }
            return ClassExplanation(
                jurisdiction: try jurisdiction(table, .code),
                licensing: licensing,
                credentialClass: credentialClass,
                sentence: try SmallFile.required(table, .sentence, limit: 500)
            )
        }
    }

    private func jurisdiction<Name>(
        _ table: TableReader<Name>,
        _ column: Name
    ) throws(RowProblem) -> Jurisdiction {
        let jurisdiction = try table.value(column) {
            (text: String) throws(Jurisdiction.ParseError) in try Jurisdiction(text)
        }
        guard let jurisdiction else { throw RowProblem(reason: "\(column.rawValue) is empty") }
        return jurisdiction
    }
}
