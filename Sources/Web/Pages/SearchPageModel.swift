import Directory
import Search
import Storage

/// A page of search results.
struct SearchPageModel: PageModel {
    static let template = PageTemplates.Page.results

    let frame: PageFrame
    let form: SearchForm
    let heading: String
    let cards: [PractitionerCard]
    let isEmpty: Bool
    /// What else finds somebody.
    let nearest: [Nearest]
    let hasNearest: Bool
    /// That somebody fits who is not vetted.
    let unvettedNote: String?
    /// Why ratings and testimonials are not shown.
    let withheld: [WithheldNote]
    /// Whether people are listed who are not vetted.
    let showsUnvetted: Bool
    let nextPage: String?
    let firstPage: String?
    let hasPages: Bool
    let attribution: String?
    /// What misspelt words were taken for.
    let readings: [String]
    /// The same search, for programs.
    let apiAddress: String
    let questionsAddress: String

    /// Another search, which gives up a little.
    struct Nearest {
        let address: String
        let sentence: String
    }

    /// What was found.
    ///
    /// - Parameters:
    ///   - answer: What the API would answer.
    ///   - values: What was asked.
    ///   - next: Where the next page begins.
    ///   - registries: The names of the registries by their identifiers.
    init(
        _ answer: SearchAnswer,
        _ values: FormValues,
        next: String?,
        registries: [String: String]
    ) {
        let site = answer.site
        heading = Self.heading(answer)
        form = SearchForm(site, values, counts: SearchForm.counts(of: answer))
        frame = PageFrame(
            site,
            title: heading,
            at: .searchPage(queryString: values.queryString),
            isSearch: true
        )
        var cards: [PractitionerCard] = []
        answer.eachResult { row, hit in
            cards.append(PractitionerCard(row, hit, in: answer, registries))
        }
        self.cards = cards
        isEmpty = cards.isEmpty
        nearest = answer.emptiness.map { Self.nearest($0, values) } ?? []
        hasNearest = !nearest.isEmpty
        unvettedNote = answer.emptiness.flatMap(Self.unvettedNote)
        withheld = answer.withheldUnder.map(WithheldNote.init)
        showsUnvetted = !answer.query.vettedOnly
        nextPage = next.map { cursor in
            site.href(to: .searchPage(queryString: values.queryString(continuingAt: cursor)))
        }
        firstPage =
            values[.cursor] == nil
            ? nil : site.href(to: .searchPage(queryString: values.queryString(without: .cursor)))
        hasPages = nextPage != nil || firstPage != nil
        attribution = answer.place == nil ? nil : PlacesController.attribution + "."
        readings = answer.found.readings.map { reading in
            let words = reading.readAs.map { "“\($0)”" }.joined(separator: " or ")
            return "Nobody has “\(reading.typed)”; it was read as \(words)."
        }
        apiAddress =
            site.href(to: .practitioners) + (values.isEmpty ? "" : "?" + values.queryString)
        questionsAddress = site.href(to: .root)
    }

    /// That the search could not be read, at the fields where it could not.
    init(
        _ site: Site,
        _ values: FormValues,
        faults: [ParameterFault],
        nearPlaces: [String]
    ) {
        heading = faults.count == 1 ? "One thing to put right" : "Some things to put right"
        form = SearchForm(site, values, faults: faults, nearPlaces: nearPlaces)
        frame = PageFrame(site, title: heading, isSearch: true)
        cards = []
        isEmpty = false
        nearest = []
        hasNearest = false
        unvettedNote = nil
        withheld = []
        showsUnvetted = false
        nextPage = nil
        firstPage = nil
        hasPages = false
        attribution = nil
        readings = []
        apiAddress = site.href(to: .practitioners)
        questionsAddress = site.href(to: .root)
    }

    private static func nearest(_ answer: EmptyAnswer, _ values: FormValues) -> [Nearest] {
        answer.result.nearest.map { alternative in
            let changed = values.queryString(setting: answer.changes(of: alternative))
            return Nearest(
                address: answer.site.href(to: .searchPage(queryString: changed)),
                sentence: answer.sentence(of: alternative)
            )
        }
    }

    private static func unvettedNote(_ answer: EmptyAnswer) -> String? {
        answer.result.emptying.first { $0.filter == .vetted }.map { emptying in
            emptying.total == 1
                ? "One practitioner fits who is not vetted, and is left out."
                : "\(emptying.total.grouped) practitioners fit who are not vetted, and are left out."
        }
    }

    /// "128 vetted practitioners within 25 km of Seattle, WA".
    private static func heading(_ answer: SearchAnswer) -> String {
        let total = answer.found.total
        let word = answer.query.vettedOnly ? "vetted practitioner" : "practitioner"
        let count =
            total == 0 ? "No \(word)" : total.counted(word, word + "s")
        if case .region(let region) = answer.place { return "\(count) in \(region.name)" }
        guard let circle = answer.query.circle else { return count }
        let radius = circle.radiusKilometres
        let kilometres =
            radius == radius.rounded() ? String(Int(radius)) : String(radius)
        return "\(count) within \(kilometres) km of \(center(answer.place))"
    }

    private static func center(_ place: PlaceIndex.Meaning?) -> String {
        switch place {
        case .place(let place):
            place.region.isEmpty ? place.name : "\(place.name), \(place.region)"
        case .region, .unknown, nil: "the point in the address"
        }
    }
}

/// A practitioner among results.
struct PractitionerCard {
    let link: String
    let name: String
    let title: String?
    let clinic: String?
    let address: String
    let distance: String?
    let isVetted: Bool
    /// Until when, or why not.
    let trust: String
    /// What the register said and when.
    let seen: String?
    let heldNote: String?
    let experience: String
    let halfStars: String?
    let rating: String
    let notes: [String]
    let hasNotes: Bool
    let treats: String?
    let speaks: String?
    let ranking: String?

    init(
        _ row: ListingRow,
        _ hit: SearchPage.Hit,
        in answer: SearchAnswer,
        _ registries: [String: String]
    ) {
        let rows = answer.rows
        name = rows.string(row.name)
        link = answer.site.href(
            to: .profilePage(ProfileSlug(name: name, id: rows.string(row.publicID)))
        )
        title = row.credential.flatMap { rows.string($0.title).unlessEmpty }
        clinic = rows.string(row.clinic).unlessEmpty
        let region = rows.string(row.region)
        address = [rows.string(row.street), rows.string(row.city), region]
            .filter { !$0.isEmpty }.joined(separator: ", ")
        distance = hit.metres.map {
            (row.isPlacedByPostalCode ? "about " : "") + distanceText(metres: $0)
        }
        isVetted = row.isVetted(at: answer.moment)
        if isVetted, let until = row.vettedUntil {
            trust = "until \(until.date.longText)"
        } else {
            trust =
                answer.reasons[row.location]?.sentence
                ?? "What is known of this person changed a moment ago."
        }
        seen = row.credential.flatMap { credential in
            Self.seen(credential, rows, registries, at: answer.moment)
        }
        heldNote =
            isVetted && row.heldSince != nil ? NotVettedReason.registerLookedAt.sentence : nil
        experience =
            hit.years.map { "\($0.counted("year", "years")) of experience on registers" }
            ?? "No register shows how long"
        let isShown = row.isClaimed && row.reviewsWithheldBy == nil
        let mean = isShown ? row.score.meanText : nil
        halfStars = isShown ? row.score.halfStars : nil
        rating = Self.rating(row, mean: mean)
        notes = Self.notes(row)
        hasNotes = !notes.isEmpty
        treats = row.isClaimed ? Self.list(row.conditions) : nil
        speaks = row.isClaimed ? Self.list(row.languages) : nil
        ranking =
            answer.query.sort == .best
            ? Self.ranking(
                hit,
                isNear: answer.query.circle != nil,
                isWithheld: row.reviewsWithheldBy != nil
            ) : nil
    }

    private static func seen(
        _ credential: ListingRow.ShownCredential,
        _ rows: ListingRows,
        _ registries: [String: String],
        at now: Instant
    ) -> String? {
        guard let wording = credential.wording.map(rows.string),
            let moment = credential.answeredAt,
            let registry = credential.registry.map(rows.string)
        else { return nil }
        return "“\(wording)” at the \(registries[registry] ?? registry), \(moment.dayText(at: now))"
    }

    private static func rating(_ row: ListingRow, mean: String?) -> String {
        guard row.isClaimed else {
            return "Unclaimed profile: what registers show, no testimonials"
        }
        guard row.reviewsWithheldBy == nil else { return WithheldNote.short }
        let count = row.score.count
        guard let mean else {
            return count == 0
                ? "No testimonials yet"
                : "\(count.counted("testimonial", "testimonials")), too few to rate"
        }
        return "\(mean) of 5 from \(count.counted("testimonial", "testimonials"))"
    }

    private static func notes(_ row: ListingRow) -> [String] {
        let features = row.features
        var notes: [String] = []
        if row.isClaimed, features.contains(.accepting) { notes.append("Takes new patients") }
        if row.isClaimed, features.contains(.acceptsReferrals) { notes.append("Accepts referrals") }
        if features.contains(.wheelchair) { notes.append("Wheelchair gets in") }
        if features.contains(.telehealth) { notes.append("Consults at a distance") }
        return notes
    }

    private static func list<Word: Vocabulary>(_ set: WordSet<Word>) -> String? {
        set.isEmpty ? nil : set.words.map(\.label).joined(separator: ", ")
    }

    /// How the points of the order came about.
    private static func ranking(
        _ hit: SearchPage.Hit,
        isNear: Bool,
        isWithheld: Bool
    ) -> String {
        let score = Ranking.points(nearness: 0, score: hit.score, years: 0)
        let experience = Ranking.points(nearness: 0, score: 0, years: hit.years ?? 0)
        let nearness = Ranking.nearnessPoints * hit.nearness
        func whole(_ value: Double) -> Int { Int(value.rounded()) }
        return "\(whole(hit.points)) of 100 points: "
            + (isNear ? "\(whole(nearness)) of 50 for being near, " : "")
            + "\(whole(score)) of 30 "
            + (isWithheld ? "as everybody without ratings" : "for ratings")
            + ", \(whole(experience)) of 20 for experience"
    }
}
