import Directory
import Storage

/// What is answered about one practitioner, as it stands at a moment.
struct ProfileAnswer {
    let site: Site
    let profile: Profile
    let policies: PolicyTexts
    let moment: Instant
}

extension JSONWriter {
    mutating func profile(_ answer: ProfileAnswer) {
        let profile = answer.profile
        let practitioner = profile.practitioner
        let isClaimed = practitioner.profile == .claimed
        member("id", profile.publicID)
        member("url", answer.site.link(to: .practitioner(profile.publicID)))
        object("name") { $0.personName(practitioner.name) }
        array("other_names") { json in
            for name in practitioner.otherNames { json.object { $0.personName(name) } }
        }
        member("claimed", isClaimed)
        array("locations") { json in
            for place in profile.places { json.object { $0.place(place, in: answer) } }
        }
        array("credentials") { json in
            for credential in profile.credentials where !credential.isIdentity {
                json.object { $0.credential(credential, in: answer) }
            }
        }
        // What says who somebody is permits nothing, and stands apart.
        array("identities") { json in
            for credential in profile.credentials where credential.isIdentity {
                json.object { $0.credential(credential, in: answer) }
            }
        }
        npi(practitioner.npi, deactivatedOn: profile.npiDeactivatedOn)
        experience(profile.experience, at: answer.moment)
        selfReported(isClaimed ? practitioner.statement : nil)
        rating(isClaimed && profile.reviewsWithheldBy == nil ? profile.score : nil)
        reviewsWithheld(profile.reviewsWithheldBy)
        array("testimonials") { json in
            for testimonial in profile.testimonials { json.testimonial(testimonial) }
        }
        member("checks_url", answer.site.link(to: .checks(of: profile.publicID)))
        member("testimonials_url", answer.site.link(to: .testimonials(of: profile.publicID)))
    }

    mutating func personName(_ name: PersonName) {
        member("full", name.full)
        member("given", name.given)
        member("middle", name.middle)
        member("family", name.family)
        member("suffix", name.suffix)
        member("order", name.order.rawValue)
    }

    private mutating func npi(_ npi: NPI?, deactivatedOn day: CalendarDate?) {
        guard let npi else {
            name("npi")
            return null()
        }
        object("npi") { json in
            json.member("number", npi.description)
            json.member("deactivated_on", day)
        }
    }

    mutating func experience(_ account: ExperienceAccount?, at moment: Instant) {
        guard let account else {
            name("experience")
            return null()
        }
        object("experience") { json in
            json.member("years", account.experience.years(on: moment.date))
            json.member("since", account.experience.since)
            json.member("until", account.experience.until)
            json.member("first_issued_on", account.firstIssuedOn)
            json.member("arithmetic", account.arithmetic)
            json.array("gaps") { json in
                for gap in account.gaps {
                    json.object { json in
                        json.member("from", gap.from)
                        json.member("to", gap.to)
                        json.member("days", gap.days)
                        json.member("standing", gap.standing?.rawValue)
                    }
                }
            }
            json.member(
                "note",
                "As registers show it, less the time in which no credential was in force."
            )
        }
    }

    private mutating func selfReported(_ statement: ProfileStatement?) {
        guard let statement else {
            name("self_reported")
            return null()
        }
        object("self_reported") { json in
            json.member("note", "What the practitioner says; no register vouches for it.")
            json.member("practising_since", statement.practisingSince)
            json.member("about", statement.about)
            json.words("languages", statement.languages, of: .languages)
            json.words("conditions", statement.conditions, of: .conditions)
            json.words("techniques", statement.techniques, of: .techniques)
            json.words("payers", statement.payers, of: .payers)
            json.member("accepting", statement.accepting)
            json.member("accepts_referrals", statement.acceptsReferrals)
        }
    }

    mutating func testimonial(_ testimonial: Testimonial) {
        object { json in
            json.member("rating", testimonial.rating)
            json.member("text", testimonial.text)
            json.member("condition", testimonial.condition?.rawValue)
            json.member("written_on", testimonial.writtenOn)
        }
    }
}

// MARK: - Locations

extension JSONWriter {
    private mutating func place(_ place: Profile.Place, in answer: ProfileAnswer) {
        let location = place.location
        member("id", place.publicID)
        member("clinic", location.clinic)
        member("street", location.street)
        member("city", location.city)
        member("region", location.region)
        member("country", location.country)
        member("postal_code", location.postalCode)
        member("telephone", location.telephone)
        member("latitude", location.coordinate?.latitude, decimals: 6)
        member("longitude", location.coordinate?.longitude, decimals: 6)
        member("placed", location.placement?.rawValue)
        member("wheelchair", location.wheelchair)
        member("telehealth", location.telehealth)
        array("hours") { json in
            for span in location.hours.spans {
                json.object { json in
                    json.member("day", span.weekday.rawValue)
                    json.member("opens", Self.clock(span.opens))
                    json.member("closes", Self.clock(span.closes))
                }
            }
        }
        vetting(place.vetting, in: answer)
    }

    /// Minutes since midnight as `09:05`.
    private static func clock(_ minutes: Int) -> String {
        let (hour, minute) = (minutes / 60, minutes % 60)
        return (hour < 10 ? "0\(hour)" : "\(hour)") + (minute < 10 ? ":0\(minute)" : ":\(minute)")
    }

    private mutating func vetting(_ vetting: Vetting, in answer: ProfileAnswer) {
        let reason = vetting.reason(at: answer.moment)
        member("vetted", reason == nil)
        member("vetted_until", reason == nil ? vetting.vettedUntil : nil)
        if let reason { notVetted(reason) }
        if reason == nil, let since = vetting.heldSince { registerLookedAt(since: since) }
    }
}

// MARK: - Credentials

extension Profile.ProfileCredential {
    var isIdentity: Bool { state.credential.kind == .identity }
}

extension JSONWriter {
    mutating func credential(_ shown: Profile.ProfileCredential, in answer: ProfileAnswer) {
        member("id", shown.publicID)
        credential(shown.state.credential)
        member(
            "explained",
            answer.policies.explanation(
                of: shown.state.credential,
                at: answer.profile.places.compactMap(\.location.jurisdiction)
            )
        )
        facts(of: shown.state)
        member("next_check_due", shown.dueAt)
        registry(shown.registry?.summary)
        let number = shown.state.credential.number
        if let check = shown.latestCheck {
            latest(check, at: shown.registry?.summary, number: number, in: answer)
        } else {
            name("latest_check")
            null()
        }
        secondary(shown.secondary, number: number, in: answer)
    }

    private mutating func latest(
        _ check: CheckRow,
        at registry: RegistrySummary?,
        number: String,
        in answer: ProfileAnswer
    ) {
        object("latest_check") { json in
            json.check(check, at: registry, number: number)
            json.member(
                "url",
                answer.site.link(to: .check(check.publicID, of: answer.profile.publicID))
            )
        }
    }

    /// What registries that repeat what others licensed said last: shown beside, never counted.
    private mutating func secondary(
        _ words: [Profile.SecondaryWord],
        number: String,
        in answer: ProfileAnswer
    ) {
        array("secondary") { json in
            for word in words {
                json.object { json in
                    let summary = word.registry.summary
                    json.registry(summary)
                    json.member("standing", word.check.standing?.rawValue)
                    json.latest(word.check, at: summary, number: number, in: answer)
                    json.member("note", Self.secondaryNote)
                }
            }
        }
    }

    static let secondaryNote = "Repeats what others licensed; it vets nobody and ends no trust."

    /// What a credential is, apart from what is known of it.
    mutating func credential(_ credential: Credential) {
        member("kind", credential.kind.rawValue)
        member("class", credential.credentialClass?.rawValue)
        member("jurisdiction", credential.jurisdiction.code)
        member("number", credential.number)
        member("type", credential.type)
        member("title", credential.title)
        member("reported_by", credential.source.rawValue)
    }

    /// The four facts, and what follows from them.
    mutating func facts(of state: CredentialState) {
        object("facts") { json in
            json.member("wording", state.wording)
            json.member("standing", state.standing?.rawValue)
            json.member("outcome", state.outcome?.rawValue)
            json.member("decision", state.decision.rawValue)
        }
        member("expires_on", state.expiresOn)
        member("first_issued_on", state.firstIssuedOn)
        member("good_until", state.goodUntil)
        if let hold = state.hold { registerLookedAt(since: hold.since) }
    }

    mutating func registry(_ registry: RegistrySummary?) {
        guard let registry else {
            name("registry")
            return null()
        }
        object("registry") { json in
            json.member("id", registry.id.text)
            json.member("name", registry.name)
            json.member("public_page", registry.publicPage)
            json.member("asked_by", registry.asker.rawValue)
        }
    }
}
