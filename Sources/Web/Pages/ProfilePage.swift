import Directory
import Storage

/// Everything that is known of one practitioner, in sentences.
struct ProfilePage: PageModel {
    static let template = PageTemplates.Page.profile

    let frame: PageFrame
    let name: String
    let otherNames: String?
    let isClaimed: Bool
    let isVetted: Bool
    let trustHeading: String
    let trustReasons: [String]
    let trustSeen: String?
    let heldNote: String?
    let places: [PlaceCard]
    let hasPlaces: Bool
    let experience: String
    let experienceHow: String?
    let credentials: [CredentialCard]
    let hasCredentials: Bool
    let identities: [CredentialCard]
    let hasIdentities: Bool
    let npiNote: String?
    let about: String?
    let statements: [Fact]
    let hasStatements: Bool
    let rating: String
    let halfStars: String?
    /// Why there is no rating and no testimonial; nil where there may be.
    let withheld: WithheldNote?
    let testimonials: [TestimonialCard]
    let hasTestimonials: Bool
    let furtherTestimonials: String?
    let checks: [CheckLine]
    let hasChecks: Bool
    let checkCount: String
    let checksAddress: String
    let profileAddress: String

    struct Fact {
        let term: String
        let text: String
    }

    struct TestimonialCard {
        let rating: Int
        let stars: String
        let text: String
        let condition: String?
        let day: String
        let date: String
    }

    /// One check in the list of all of them.
    struct CheckLine {
        let moment: String
        let askedAt: String
        let registry: String
        let credential: String
        let sentence: String
        let wording: String?
        let checkAddress: String
        let secondaryNote: String?
    }

    /// - Parameters:
    ///   - answer: What the API would answer.
    ///   - slug: How its address ends.
    ///   - evidence: The latest checks of all credentials.
    init(_ answer: ProfileAnswer, slug: ProfileSlug, evidence: CheckPage) {
        let (site, profile, now) = (answer.site, answer.profile, answer.moment)
        let practitioner = profile.practitioner
        name = practitioner.name.full
        frame = PageFrame(site, title: name, at: .profilePage(slug))
        let others = practitioner.otherNames.map(\.full)
        otherNames = others.isEmpty ? nil : others.joined(separator: ", ")
        isClaimed = practitioner.profile == .claimed

        let trust = ProfileTrust(answer)
        isVetted = trust.isVetted
        trustHeading = trust.heading
        trustReasons = trust.reasons
        trustSeen = trust.seen
        heldNote = trust.heldNote
        places = profile.places.map { PlaceCard($0, at: now) }
        hasPlaces = !places.isEmpty

        let years = profile.experience?.experience.years(on: now.date)
        experience =
            years.map { "\($0.counted("year", "years")) of experience, as registers show it" }
            ?? "No register shows how long \(name) has practised."
        experienceHow = profile.experience.map { account in
            account.gaps.isEmpty
                ? "First issued on \(account.firstIssuedOn.longText); no gap is known."
                : "Counted \(account.arithmetic)."
        }

        let cards = profile.credentials.map { CredentialCard($0, in: answer) }
        credentials = cards.filter { !$0.isIdentity }
        hasCredentials = !credentials.isEmpty
        identities = cards.filter(\.isIdentity)
        hasIdentities = !identities.isEmpty
        npiNote = profile.npiDeactivatedOn.map {
            "NPPES deactivated this identifier on \($0.longText)."
        }

        let statement = practitioner.statement
        about = isClaimed ? statement.about.unlessEmpty : nil
        statements = isClaimed ? Self.facts(statement) : []
        hasStatements = !statements.isEmpty || about != nil

        rating = Self.rating(profile.score)
        halfStars = profile.score.halfStars
        withheld = profile.reviewsWithheldBy.map(WithheldNote.init)
        testimonials = profile.testimonials.map(TestimonialCard.init)
        hasTestimonials = !testimonials.isEmpty
        furtherTestimonials =
            profile.score.count > profile.testimonials.count
            ? site.href(to: .testimonials(of: profile.publicID)) : nil

        checks = evidence.checks.map { CheckLine($0, in: answer) }
        hasChecks = !checks.isEmpty
        checkCount = evidence.total.counted("check", "checks")
        checksAddress = site.href(to: .checks(of: profile.publicID))
        profileAddress = site.href(to: .practitioner(profile.publicID))
    }

    private static func rating(_ score: Score) -> String {
        let count = score.count.counted("testimonial", "testimonials")
        guard let mean = score.meanText else {
            return score.count == 0 ? "No testimonials yet." : "\(count): too few to rate."
        }
        return "\(mean) of 5 from \(count)"
    }

    private static func facts(_ statement: ProfileStatement) -> [Fact] {
        func list<Word: Vocabulary>(_ term: String, _ set: WordSet<Word>) -> Fact? {
            set.isEmpty
                ? nil : Fact(term: term, text: set.words.map(\.label).joined(separator: ", "))
        }
        func flag(_ term: String, _ value: Bool?) -> Fact? {
            value.map { Fact(term: term, text: $0 ? "Yes" : "No") }
        }
        return [
            list("Treats", statement.conditions), list("Speaks", statement.languages),
            list("Works with", statement.techniques), list("Paid by", statement.payers),
            flag("Takes new patients", statement.accepting),
            flag("Accepts referrals from doctors", statement.acceptsReferrals),
            statement.practisingSince.map {
                Fact(term: "Says to have practised since", text: $0.longText)
            },
        ].compactMap { $0 }
    }
}

extension ProfilePage.TestimonialCard {
    fileprivate init(_ testimonial: Testimonial) {
        rating = testimonial.rating
        stars = starsText(testimonial.rating)
        text = testimonial.text
        condition = testimonial.condition?.label
        day = testimonial.writtenOn.longText
        date = "\(testimonial.writtenOn)"
    }
}

extension ProfilePage.CheckLine {
    fileprivate init(_ evidence: CheckEvidence, in answer: ProfileAnswer) {
        let check = evidence.check
        moment = check.askedAt.longText
        askedAt = check.askedAt.description
        registry = evidence.registry?.summary.name ?? check.registry.text
        credential = evidence.credential.number
        sentence = check.outcome.sentence
        wording = check.wording
        checkAddress = answer.site.href(
            to: .check(check.publicID, of: answer.profile.publicID)
        )
        secondaryNote = check.isSecondary ? JSONWriter.secondaryNote : nil
    }
}

// MARK: - Trust

/// Whether somebody is vetted, at one place or several, in words.
private struct ProfileTrust {
    let isVetted: Bool
    let heading: String
    let reasons: [String]
    let seen: String?
    let heldNote: String?

    init(_ answer: ProfileAnswer) {
        let (profile, now) = (answer.profile, answer.moment)
        let vetted = profile.places.filter { $0.vetting.isVetted(at: now) }
        isVetted = !vetted.isEmpty
        if vetted.isEmpty {
            heading = "Not vetted"
        } else if vetted.count == profile.places.count {
            let until = vetted.compactMap(\.vetting.vettedUntil).min()
            heading = "Vetted" + (until.map { " until \($0.date.longText)" } ?? "")
        } else {
            let all = profile.places.count.counted("location", "locations")
            heading = "Vetted at \(vetted.count) of \(all)"
        }
        var reasons: [String] = []
        for place in profile.places {
            guard let reason = place.vetting.reason(at: now)?.sentence else { continue }
            let sentence = vetted.isEmpty ? reason : "In \(place.location.city): \(reason)"
            if !reasons.contains(sentence) { reasons.append(sentence) }
        }
        if profile.places.isEmpty {
            reasons.append("Nobody is vetted without a place of practice, and none is known.")
        }
        self.reasons = reasons
        seen = vetted.first?.vetting.credentialIndex.flatMap { index in
            Self.seen(profile.credentials[index], at: now)
        }
        heldNote =
            vetted.contains { $0.vetting.heldSince != nil }
            ? NotVettedReason.registerLookedAt.sentence : nil
    }

    /// What the register said of the credential that carries the trust.
    private static func seen(
        _ credential: Profile.ProfileCredential,
        at now: Instant
    ) -> String? {
        let state = credential.state
        guard let wording = state.wording, let moment = state.matchedAt,
            let registry = credential.registry?.summary.name
        else { return nil }
        return "The \(registry) said “\(wording)” of licence "
            + "\(state.credential.number) on \(moment.dayText(at: now))."
    }
}

/// A location, with what decides there.
struct PlaceCard {
    let clinic: String?
    let street: String
    let town: String
    let telephone: String
    let telephoneLink: String
    let hasTelephone: Bool
    let isPlaceVetted: Bool
    let placeTrust: String
    let hours: [ProfilePage.Fact]
    let hasHours: Bool
    let access: [String]

    fileprivate init(_ place: Profile.Place, at now: Instant) {
        let location = place.location
        clinic = location.clinic.unlessEmpty
        street = location.street
        town =
            [location.city, location.region, location.postalCode].filter { !$0.isEmpty }
            .joined(separator: ", ")
        telephone = location.telephone
        telephoneLink = location.telephone.filter { $0.isNumber || $0 == "+" }
        hasTelephone = !telephoneLink.isEmpty
        let reason = place.vetting.reason(at: now)
        isPlaceVetted = reason == nil
        placeTrust =
            reason?.sentence
            ?? place.vetting.vettedUntil.map { "until \($0.date.longText)" } ?? ""
        hours = Self.hours(location.hours)
        hasHours = !hours.isEmpty
        access = [
            location.wheelchair.map {
                $0 ? "A wheelchair gets in." : "No way in for a wheelchair."
            },
            location.telehealth.map { $0 ? "Consults at a distance too." : nil } ?? nil,
        ].compactMap { $0 }
    }

    /// The hours of each day, days with the same hours in a row told once.
    private static func hours(_ hours: OpeningHours) -> [ProfilePage.Fact] {
        func clock(_ minutes: Int) -> String {
            let (hour, minute) = (minutes / 60, minutes % 60)
            return "\(hour):" + (minute < 10 ? "0\(minute)" : "\(minute)")
        }
        var rows: [(first: String, last: String, text: String)] = []
        for day in OpeningHours.Weekday.allCases {
            let text =
                hours.spans.filter { $0.weekday == day }
                .map { "\(clock($0.opens))–\(clock($0.closes))" }.joined(separator: ", ")
            let shown = text.isEmpty ? "closed" : text
            let name = "\(day)".prefix(1).uppercased() + "\(day)".dropFirst()
            if let last = rows.indices.last, rows[last].text == shown {
                rows[last].last = name
            } else {
                rows.append((name, name, shown))
            }
        }
        guard !hours.spans.isEmpty else { return [] }
        return rows.map { row in
            ProfilePage.Fact(
                term: row.first == row.last ? row.first : "\(row.first) to \(row.last)",
                text: row.text
            )
        }
    }
}
