package import Directory
package import Storage

/// Takes in the seed: invented practitioners, what patients say of them and what admins decided.
package struct SeedImport: Sendable {
    private let folder: String

    /// - Parameter folder: Holds `practitioners.csv`, `testimonials.csv` and `decisions.csv`.
    package init(folder: String) {
        self.folder = folder
    }

    /// Loads the seed and marks the database as a demonstration.
    ///
    /// All dates count from the day of the first loading; a second loading changes nothing.
    ///
    /// - Parameters:
    ///   - database: One without real people.
    ///   - now: The moment of loading.
    /// - Returns: What came of it.
    /// - Throws: `ImportError` at the first row that is wrong: the seed is ours and has none.
    @discardableResult
    package func run(into database: Database, at now: Instant) async throws -> ImportSummary {
        let loadedOn: CalendarDate
        switch try await database.installation() {
        case .demonstration(let day): loadedOn = day
        case .empty: loadedOn = now.date
        case .real: throw StorageError.realOnly
        }
        let dates = DateReading.relative(to: loadedOn)
        var counts = RowCounts()
        let seed = StoredSeed(
            loadedOn: loadedOn,
            practitioners: try practitioners(dates, &counts),
            testimonials: try testimonials(dates, &counts),
            decisions: try decisions(dates, &counts)
        )
        return try await database.load(seed, from: folder, rows: counts, at: now)
    }

    private func practitioners(
        _ dates: DateReading,
        _ counts: inout RowCounts
    ) throws -> [PractitionerRecord] {
        let name = "practitioners.csv"
        let file = try PractitionersFile(path: "\(folder)/\(name)", dates: dates)
        var records: [PractitionerRecord] = []
        try file.read(
            counting: &counts,
            { records.append($0) },
            rejecting: { throw ImportError.wrongRow(file: name, $0) }
        )
        return records
    }

    private enum TestimonialColumn: String, CaseIterable {
        case practitioner, day, rating, condition, text
    }

    private func testimonials(
        _ dates: DateReading,
        _ counts: inout RowCounts
    ) throws -> [StoredSeed.Statement<Testimonial>] {
        let testimonials = try SmallFile.rows(of: "testimonials.csv", in: folder) {
            (table: TableReader<TestimonialColumn>) throws(RowProblem) in
            guard let rating = try table.number(.rating, in: 1...5), rating == rating.rounded()
            else {
                throw RowProblem(reason: "rating is a whole number from 1 to 5")
            }
            let text = try table.text(.text, limit: 4_000)
            guard !text.isEmpty else { throw RowProblem(reason: "text is empty") }
            return StoredSeed.Statement(
                practitioner: try table.text(.practitioner),
                what: Testimonial(
                    rating: Int(rating),
                    text: text,
                    condition: try table.word(.condition),
                    writtenOn: try day(table.text(.day), dates)
                )
            )
        }
        counts.read += testimonials.count
        counts.kept += testimonials.count
        return testimonials
    }

    private enum DecisionColumn: String, CaseIterable {
        case practitioner
        case credentialNumber = "credential_number"
        case registry, verdict, reason, day
    }

    private func decisions(
        _ dates: DateReading,
        _ counts: inout RowCounts
    ) throws -> [StoredSeed.Statement<StoredSeed.Decided>] {
        let decisions = try SmallFile.rows(of: "decisions.csv", in: folder) {
            (table: TableReader<DecisionColumn>) throws(RowProblem) in
            guard let decision: Decision = try table.word(.verdict) else {
                throw RowProblem(reason: "verdict is empty")
            }
            let reason = try table.text(.reason, limit: 2_000)
            guard !reason.isEmpty else { throw RowProblem(reason: "reason is empty") }
            return StoredSeed.Statement(
                practitioner: try table.text(.practitioner),
                what: StoredSeed.Decided(
                    number: try table.text(.credentialNumber, limit: 64),
                    record: DecisionRecord(
                        decision: decision,
                        actor: "seed",
                        reason: reason,
                        decidedAt: try day(table.text(.day), dates).startInUTC
                    )
                )
            )
        }
        counts.read += decisions.count
        counts.kept += decisions.count
        return decisions
    }

    private func day(_ text: String, _ dates: DateReading) throws(RowProblem) -> CalendarDate {
        guard let day = dates.date(text) else {
            throw RowProblem(reason: "day: \(dates.form), found \(text.quoted)")
        }
        return day
    }
}
