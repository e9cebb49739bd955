import Directory
import Storage

/// Which of two questions about a past is answered.
private enum Knowledge {
    case then, now

    var meaning: String {
        switch self {
        case .then:
            "What this directory had been told by that moment. What was recorded later does not "
                + "count, right or wrong."
        case .now:
            "What was true at that moment, as far as it is known now: every answer counts at the "
                + "moment of which it speaks, and the registers' own dates and later corrections "
                + "count."
        }
    }
}

extension JSONWriter {
    private static let keptAsNow =
        "Names, locations, what the law of a place says and NPPES's day of deactivation have no "
        + "history here: they are taken to have been as they are now."

    // MARK: - A practitioner

    mutating func profilePast(_ past: ProfilePast, _ site: Site) {
        member("id", past.publicID)
        member("url", site.link(to: .practitioner(past.publicID)))
        object("name") { $0.personName(past.name) }
        object("as_of") { json in
            json.member("instant", past.moment)
            json.object("known_then") { $0.knowledge(.then, of: past) }
            json.object("known_now") { $0.knowledge(.now, of: past) }
            json.member("kept_as_now", Self.keptAsNow)
        }
        member("checks_url", site.link(to: .checks(of: past.publicID)))
    }

    private mutating func knowledge(_ knowledge: Knowledge, of past: ProfilePast) {
        member("meaning", knowledge.meaning)
        anythingKnown(knowledge, of: past)
        array("locations") { json in
            for place in past.places {
                guard let vetting = knowledge == .then ? place.then : place.now else { continue }
                json.object { $0.place(place, vetting, at: past.moment) }
            }
        }
        array("credentials") { json in
            for credential in past.credentials {
                guard knowledge == .now || credential.then != nil else { continue }
                json.object { json in
                    json.member("id", credential.publicID)
                    json.credential(credential.credential)
                    json.known(knowledge, of: credential)
                }
            }
        }
        excluded(knowledge, of: past)
        experience(
            knowledge == .then ? past.experienceThen : past.experienceNow,
            at: past.moment
        )
    }

    /// Whether there is anything to tell, and a sentence where there is not.
    private mutating func anythingKnown(_ knowledge: Knowledge, of past: ProfilePast) {
        switch knowledge {
        case .then:
            member("anything_known", !past.isBeforeAll)
            if past.isBeforeAll {
                member(
                    "note",
                    "Nothing was known here of this practitioner before \(past.knownSince)."
                )
            }
        case .now:
            let isKnown = past.credentials.contains { $0.now.basis != .nothing }
            member("anything_known", isKnown)
            if !isKnown {
                member("note", "No answer of any register speaks of this moment.")
            }
        }
    }

    private mutating func excluded(_ knowledge: Knowledge, of past: ProfilePast) {
        switch knowledge {
        case .then:
            member("excluded", past.isExcludedThen)
            if past.isExcludedThen, !past.isExcludedNow {
                member(
                    "excluded_note",
                    "By what is known now, the list did not mean this practitioner at that moment."
                )
            }
        case .now: member("excluded", past.isExcludedNow)
        }
    }

    private mutating func place(
        _ place: ProfilePast.PastPlace,
        _ vetting: Vetting,
        at moment: Instant
    ) {
        member("id", place.publicID)
        member("clinic", place.location.clinic)
        member("city", place.location.city)
        member("region", place.location.region)
        member("country", place.location.country)
        let reason = vetting.reason(at: moment)
        member("vetted", reason == nil)
        member("vetted_until", reason == nil ? vetting.vettedUntil : nil)
        notVetted(reason)
    }

    // MARK: - Credentials

    /// The list of credentials, each with both answers.
    mutating func credentialPasts(_ past: ProfilePast) {
        array("results") { json in
            for credential in past.credentials {
                json.object { json in
                    json.member("id", credential.publicID)
                    json.credential(credential.credential)
                    json.registry(credential.registry?.summary)
                    if credential.then == nil {
                        json.name("known_then")
                        json.null()
                    } else {
                        json.object("known_then") { $0.known(.then, of: credential) }
                    }
                    json.object("known_now") { $0.known(.now, of: credential) }
                }
            }
        }
        member("total", past.credentials.count)
        member("next", String?.none)
        object("as_of") { json in
            json.member("instant", past.moment)
            json.object("known_then") { json in
                json.member("meaning", Knowledge.then.meaning)
                json.anythingKnown(.then, of: past)
            }
            json.object("known_now") { json in
                json.member("meaning", Knowledge.now.meaning)
                json.anythingKnown(.now, of: past)
            }
        }
    }

    private mutating func known(
        _ knowledge: Knowledge,
        of credential: ProfilePast.PastCredential
    ) {
        switch knowledge {
        case .then:
            guard let state = credential.then else { return }
            facts(of: state)
            member("decided_at", credential.ruling?.decidedAt)
            check("check", credential.thenCheck)
        case .now:
            facts(of: credential.now.state)
            member("decided_at", credential.ruling?.decidedAt)
            member("basis", credential.now.basis.rawValue)
            member("explanation", credential.now.basis.sentence)
            check("check", credential.nowCheck)
        }
    }

    private mutating func check(_ name: StaticString, _ check: ProfilePast.PastCheck?) {
        guard let check else {
            self.name(name)
            return null()
        }
        object(name) { json in
            json.member("id", check.publicID)
            json.member("asked_at", check.askedAt)
            json.member("speaks_of", check.speaksOf)
        }
    }

    // MARK: - Checks

    /// What `as_of` leaves of a list of checks, and what `known_then` says of each.
    mutating func asOfOfChecks(_ moment: Instant) {
        object("as_of") { json in
            json.member("instant", moment)
            json.object("known_then") { json in
                json.member("meaning", "The checks that had been made by that moment.")
            }
            json.object("known_now") { json in
                json.member(
                    "meaning",
                    "All checks listed: those too that were made later and speak of that moment or "
                        + "of one before."
                )
            }
        }
    }
}
