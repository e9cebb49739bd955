import Directory
import Storage

/// The evidence about one practitioner, for a program of the installation's own: it names admins.
struct CheckReport: Encodable {
    struct Place: Encodable {
        let clinic: String
        let city: String
        let region: String
        let vetted: Bool
        let vettedUntil: String?
        let notVetted: String?
    }

    struct Check: Encodable {
        let id: String
        let registry: String
        let askedAt: String
        let question: String
        let status: Int?
        let outcome: String
        let reason: String
        let wording: String?
        let standing: String?
        let sourceAsOf: String?
        let seenBy: String?
        let seenOn: String?
        let note: String?
        let fields: [[String]]
        let sha256: String?
        let milliseconds: Int

        init(_ check: CheckRow) {
            id = check.publicID
            registry = check.registry.text
            askedAt = check.askedAt.description
            question = check.question
            status = check.status
            outcome = check.outcome.rawValue
            reason = check.reason
            wording = check.wording
            standing = check.standing?.rawValue
            sourceAsOf = check.sourceAsOf?.description
            seenBy = check.sighting?.by
            seenOn = check.sighting?.on.description
            note = check.sighting?.note
            fields = check.fields.map { [$0.name, $0.value] }
            sha256 = check.sha256
            milliseconds = check.milliseconds
        }
    }

    struct Decision: Encodable {
        let decision: String
        let actor: String
        let reason: String
        let decidedAt: String
        let check: String?
    }

    struct Credential: Encodable {
        let id: String
        let kind: String
        let jurisdiction: String
        let number: String
        let wording: String?
        let standing: String?
        let outcome: String?
        let decision: String
        let goodUntil: String?
        let expiresOn: String?
        let firstIssuedOn: String?
        let registry: String?
        let askedBy: String?
        let nextCheckDue: String?
        let latestCheck: Check?
        let secondary: [Check]
        let decisions: [Decision]

        init(_ credential: Profile.ProfileCredential, _ decisions: [DecisionRow]) {
            let state = credential.state
            id = credential.publicID
            kind = state.credential.kind.rawValue
            jurisdiction = state.credential.jurisdiction.code
            number = state.credential.number
            wording = state.wording
            standing = state.standing?.rawValue
            outcome = state.outcome?.rawValue
            decision = state.decision.rawValue
            goodUntil = state.trust.goodUntil?.description
            expiresOn = state.expiresOn?.description
            firstIssuedOn = state.firstIssuedOn?.description
            registry = credential.registry?.summary.id.text
            askedBy = credential.registry?.summary.asker.rawValue
            nextCheckDue = credential.dueAt?.description
            latestCheck = credential.latestCheck.map(Check.init)
            secondary = credential.secondary.map { Check($0.check) }
            self.decisions = decisions.map { row in
                Decision(
                    decision: row.record.decision.rawValue,
                    actor: row.record.actor,
                    reason: row.record.reason,
                    decidedAt: row.record.decidedAt.description,
                    check: row.checkID
                )
            }
        }
    }

    let id: String
    let name: String
    let otherNames: [String]
    let npi: String?
    let npiDeactivatedOn: String?
    let experienceYears: Int?
    /// "since 2009-04, less 7 months suspended in 2014".
    let experienceArithmetic: String?
    let locations: [Place]
    let credentials: [Credential]
    let exclusions: [ExclusionText.Finding]

    init(
        _ profile: Profile,
        decisions: [String: [DecisionRow]],
        exclusions: [ExclusionFindingRow],
        at now: Instant
    ) {
        id = profile.publicID
        name = profile.practitioner.name.full
        otherNames = profile.practitioner.otherNames.map(\.full)
        npi = profile.practitioner.npi?.description
        npiDeactivatedOn = profile.npiDeactivatedOn?.description
        experienceYears = profile.experience?.experience.years(on: now.date)
        experienceArithmetic = profile.experience?.arithmetic
        locations = profile.places.map { place in
            let reason = place.vetting.reason(at: now)
            return Place(
                clinic: place.location.clinic,
                city: place.location.city,
                region: place.location.region,
                vetted: reason == nil,
                vettedUntil: reason == nil ? place.vetting.vettedUntil?.description : nil,
                notVetted: reason?.sentence
            )
        }
        credentials = profile.credentials.map { Credential($0, decisions[$0.publicID] ?? []) }
        self.exclusions = exclusions.map { ExclusionText.Finding($0) }
    }
}
