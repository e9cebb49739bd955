package import Directory

/// Everything that one source says of one practitioner.
package struct PractitionerRecord: Hashable, Sendable {
    package enum Source: String, Sendable {
        case nppes, file, admin
    }

    /// What NPPES says somebody does; the licence number is self-reported.
    package struct Taxonomy: Hashable, Sendable {
        package enum Primary: String, Sendable {
            case yes = "Y"
            case no = "N"
            case notAnswered = "X"
        }

        package let code: String
        package let licence: String
        package let state: String
        package let primary: Primary

        package init(code: String, licence: String, state: String, primary: Primary) {
            self.code = code
            self.licence = licence
            self.state = state
            self.primary = primary
        }
    }

    package var source: Source
    /// The name of this record at its source; the same record comes back under it.
    package var sourceID: String
    package var practitioner: Practitioner
    package var locations: [Location]
    package var credentials: [Credential]
    /// Nil where the source knows no taxonomies, which is not the same as having none.
    package var taxonomies: Set<Taxonomy>?
    package var npiUpdatedOn: CalendarDate?
    /// When NPPES last switched the number on again, for one that had been switched off.
    package var npiReactivatedOn: CalendarDate?

    package init(
        source: Source,
        sourceID: String,
        practitioner: Practitioner,
        locations: [Location] = [],
        credentials: [Credential] = [],
        taxonomies: Set<Taxonomy>? = nil,
        npiUpdatedOn: CalendarDate? = nil,
        npiReactivatedOn: CalendarDate? = nil
    ) {
        self.source = source
        self.sourceID = sourceID
        self.practitioner = practitioner
        self.locations = locations
        self.credentials = credentials
        self.taxonomies = taxonomies
        self.npiUpdatedOn = npiUpdatedOn
        self.npiReactivatedOn = npiReactivatedOn
    }
}

/// What applying a record changed.
package enum RecordEffect: Hashable, Sendable {
    case added, updated, unchanged
    /// The database knows a later state of this record.
    case outdated
}
