package import Directory

/// One file of the seed.
package struct SeedFile: Sendable {
    /// Where it stands, from the seed's own folder.
    package let path: String
    package let contents: String
}

/// The invented practitioners that come with the project, and what the simulated registries,
/// former patients and admins say of them.
///
/// Made from a fixed seed: the same files on every machine. Every date is a number of days from
/// loading, in braces, so that nothing rots.
package struct Seed: Sendable {
    /// What a check of one licence has to find on the day of loading.
    package struct Expectation: Sendable {
        /// The person's id in `practitioners.csv`.
        package let practitioner: String
        package let registry: String
        /// The number as the file has it, which is what the registry is asked about.
        package let number: String
        /// One of these comes of the check.
        package let outcomes: Set<Outcome>
        /// The standing after it; nil where it tells none.
        package let standing: Standing?
        /// Whether the person is vetted somewhere once all licences were checked and the list of
        /// exclusions was read.
        package let isVetted: Bool
        /// The same while no list has been read.
        package let isVettedWithoutLists: Bool
    }

    /// What the list of exclusions says about somebody.
    package enum ExclusionFinding: Sendable {
        /// NPI and surname agree.
        case confirmed
        /// The NPI agrees and the name is another: a candidate.
        case numberOnly
        /// The name agrees and no NPI is given: a candidate.
        case nameOnly
        /// Was on the list and is not any more.
        case reinstated
    }

    /// What reading the list of exclusions has to find about one of the directory's people.
    package struct ExclusionExpectation: Sendable {
        /// The person's id in `practitioners.csv`.
        package let practitioner: String
        package let finding: ExclusionFinding
    }

    package let files: [SeedFile]
    /// One for every licence that a simulated registry is asked about.
    package let expectations: [Expectation]
    /// One for everybody whom the list of exclusions names, or could be thought to name.
    package let exclusions: [ExclusionExpectation]

    /// The id of the one person with 200 testimonials.
    package static let mostReviewed = SeedPractitioner.id(
        1 + Trap.first.reduce(0) { $0 + $1.practitioners.count }
    )

    package init(gazetteer: Gazetteer) throws(Gazetteer.LookUpError) {
        let draft = try SeedDraft(gazetteer: gazetteer)
        var practitioners = Table(columns: SeedPractitioner.columns)
        for practitioner in draft.practitioners {
            for row in practitioner.rows {
                practitioners.append(row)
            }
        }
        files =
            [
                SeedFile(path: "practitioners.csv", contents: practitioners.text),
                SeedFile(
                    path: "testimonials.csv",
                    contents: SeedTestimonials(of: draft.practitioners).table.text
                ),
                SeedFile(path: "decisions.csv", contents: draft.decisions.text),
            ] + draft.registers.files(with: draft.practitioners)
        expectations = draft.expectations
        exclusions = draft.registers.exclusions.expectations
    }
}
