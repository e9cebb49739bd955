package import Directory

/// A register that no machine may or can read: an admin looks there and enters what was seen.
package struct ManualRegistry: Sendable {
    private enum Key: String, DescriptionKey {
        case reason, steps, documents, shows
    }

    package let profile: RegistryProfile
    /// Why it is not asked by machine.
    package let reason: String
    /// What to do there, one step after the other.
    package let steps: [String]
    /// What may be kept as the document of a check.
    package let documents: [String]
    /// What the register shows of somebody, and has to be entered.
    package let shows: [String]
    /// What its wordings mean; an admin is offered these, and may enter another.
    package let standings: StatusMap

    package var id: RegistryID { profile.id }
    package var summary: RegistrySummary { profile.summary }
    package var terms: RegistryTerms { profile.terms }

    /// What can be entered of an entry.
    private enum Shown: String, CaseIterable {
        case number, name, type, status, expires, conditions
        case firstIssued = "first_issued"
    }

    init(
        _ section: DescriptionSection<Registry.Key>,
        profile: RegistryProfile
    ) throws(DescriptionError) {
        self.profile = profile
        let manual = try DescriptionSection<Key>(try section.required(.manual))
        reason = try manual.required(.reason).fullText()
        steps = try manual.required(.steps).texts()
        documents = try manual.required(.documents).texts()
        var shows: [String] = []
        for element in try manual.required(.shows).elements() {
            shows.append(try element.word(Shown.self).rawValue)
        }
        self.shows = shows
        standings = try StatusMap(try section.required(.standings))
    }
}
