import Directory
import HTTPTypes
import Hummingbird
import NIOCore
import Search
import Storage

/// What a search is answered with.
struct SearchAnswer {
    let site: Site
    let query: PractitionerQuery
    /// The place that was named, as the gazetteer has it.
    let place: PlaceIndex.Meaning?
    let state: IndexFeed.State
    let found: SearchPage
    let rows: ListingRows
    let reasons: [Location.Key: NotVettedReason]
    /// The cursor and the address of the next page; nil on the last.
    let next: (cursor: String, path: SitePath)?
    /// Why nobody was found; nil where somebody was, and on later pages.
    let emptiness: EmptyAnswer?
    let moment: Instant
    /// What stands before a public id in the address of a profile.
    private let profileAddress: [UInt8]

    init(
        site: Site,
        query: PractitionerQuery,
        place: PlaceIndex.Meaning?,
        state: IndexFeed.State,
        found: SearchPage,
        rows: ListingRows,
        reasons: [Location.Key: NotVettedReason],
        next: (cursor: String, path: SitePath)?,
        emptiness: EmptyAnswer? = nil,
        moment: Instant
    ) {
        self.site = site
        self.query = query
        self.place = place
        self.state = state
        self.found = found
        self.rows = rows
        self.reasons = reasons
        self.next = next
        self.emptiness = emptiness
        self.moment = moment
        profileAddress = Array(site.link(to: .practitioner("")).utf8)
    }

    func page() -> PageCache.Page {
        let body = body()
        let tag = EntityTag()
        var headers = HTTPFields.forPublicJSON()
        // Appended, since nothing of these names is there to be looked for.
        headers.append(HTTPField(name: .eTag, value: tag.text))
        headers.append(HTTPField(name: .contentLength, value: String(body.readableBytes)))
        if let next, let link = HTTPField.Name.link {
            let address = site.link(to: next.path)
            headers.append(HTTPField(name: link, value: "<\(address)>; rel=\"next\""))
        }
        return PageCache.Page(
            body: body,
            headers: headers,
            tag: tag,
            validUntil: found.validUntil
        )
    }

    private func body() -> ByteBuffer {
        var json = JSONWriter(capacity: 2048 + rows.rows.count * 1200)
        json.object { json in
            json.array("results") { json in
                rows.bytes.withUnsafeBufferPointer { bytes in
                    profileAddress.withUnsafeBufferPointer { address in
                        let texts = Texts(bytes: bytes, profileAddress: address)
                        writeResults(texts, to: &json)
                    }
                }
            }
            json.member("total", found.total)
            json.member("next", next?.cursor)
            json.member("as_of", moment)
            json.safety()
            json.facets(found.facets, of: query)
            json.reviewsWithheld(withheldUnder)
            json.emptiness(emptiness)
            writePlace(to: &json)
            writeText(to: &json)
            json.demonstration(state.installation)
        }
        return json.bytes
    }

    /// The rules about reviews that matter here: those that somebody shown is under, and where
    /// reviews filter or order, all of the country that was asked about.
    var withheldUnder: [ReviewRule] {
        let rules = state.policies.reviewRules
        guard !rules.isEmpty else { return [] }
        let codes = Set(rows.rows.compactMap(\.reviewsWithheldBy).map(rows.string))
        let asksReviews =
            query.minRatingHundredths > 0 || query.minReviews > 0 || query.sort == .rating
            || query.sort == .reviews
        return rules.filter { rule in
            codes.contains(rule.jurisdiction.code)
                || (asksReviews && (country.map { $0 == rule.jurisdiction.country } ?? true))
        }
    }

    /// Of the place that was named; nil where none was.
    private var country: String? {
        switch place {
        case .place(let place): place.country
        case .region(let region): region.jurisdiction.country
        case .unknown, nil: nil
        }
    }

    /// What the results are written from, where it lies.
    private struct Texts {
        let bytes: UnsafeBufferPointer<UInt8>
        let profileAddress: UnsafeBufferPointer<UInt8>

        subscript(text: ListingRow.Text) -> UnsafeBufferPointer<UInt8> {
            UnsafeBufferPointer(rebasing: bytes[text.range])
        }

        subscript(text: ListingRow.Text?) -> UnsafeBufferPointer<UInt8>? {
            text.map { self[$0] }
        }
    }

    private func writeResults(_ texts: Texts, to json: inout JSONWriter) {
        eachResult { row, hit in write(row, texts, hit, to: &json) }
    }

    /// Hands over what is shown, in order.
    func eachResult(_ take: (ListingRow, SearchPage.Hit) -> Void) {
        var hits = found.hits.makeIterator()
        for row in rows.rows {
            // A listing that is gone meanwhile has a hit and no row.
            while let hit = hits.next() {
                guard hit.location == row.location else { continue }
                // The database is ahead of the index by moments: whoever is vetted no more is not
                // shown.
                if !query.vettedOnly || row.isVetted(at: moment) { take(row, hit) }
                break
            }
        }
    }

    /// What the words that were typed were taken for; null where none were.
    private func writeText(to json: inout JSONWriter) {
        guard let text = query.text else {
            json.name("text")
            json.null()
            return
        }
        json.object("text") { json in
            json.array("terms") { json in
                for term in text.terms {
                    json.object { json in
                        json.member("words", term.words.joined(separator: " ").lowercased())
                        json.words("conditions", term.conditions, of: .conditions)
                    }
                }
            }
            json.array("readings") { json in
                for reading in found.readings {
                    json.object { json in
                        json.member("typed", reading.typed)
                        json.array("read_as") { json in
                            for word in reading.readAs { json.value(word) }
                        }
                    }
                }
            }
        }
    }

    private func writePlace(to json: inout JSONWriter) {
        switch place {
        case .place(let place): write(place, to: &json)
        case .region(let region): write(region, to: &json)
        case .unknown, nil:
            json.name("place")
            json.null()
        }
    }

    /// A whole region, in which nothing is the middle.
    private func write(_ region: PlaceIndex.Region, to json: inout JSONWriter) {
        let letters = region.jurisdiction.code.dropFirst(3)
        json.object("place") { json in
            json.member("name", region.name)
            json.member("region", letters.isEmpty ? nil : String(letters))
            json.member("country", region.jurisdiction.country)
            json.member("latitude", Int?.none)
            json.member("longitude", Int?.none)
            json.member("attribution", String?.none)
        }
    }

    private func write(_ place: Place, to json: inout JSONWriter) {
        json.object("place") { json in
            json.member("name", place.name)
            json.member("region", place.region)
            json.member("country", place.country)
            json.member("latitude", place.coordinate.latitude, decimals: 5)
            json.member("longitude", place.coordinate.longitude, decimals: 5)
            json.member("attribution", PlacesController.attribution)
        }
    }

    private func write(
        _ row: ListingRow,
        _ texts: Texts,
        _ hit: SearchPage.Hit,
        to json: inout JSONWriter
    ) {
        let isVetted = row.isVetted(at: moment)
        let publicID = texts[row.publicID]
        let features = row.features
        json.object { json in
            json.member("id", publicID)
            json.member("url", texts.profileAddress, publicID)
            json.member("name", texts[row.name])
            json.member("claimed", row.isClaimed)
            writeLocation(of: row, texts, to: &json)
            writeDistance(to: row, hit, to: &json)
            json.member("vetted", isVetted)
            json.member("vetted_until", isVetted ? row.vettedUntil : nil)
            if !isVetted { json.notVetted(reasons[row.location]) }
            if isVetted, let since = row.heldSince { json.registerLookedAt(since: since) }
            json.member("years_of_experience", hit.years)
            json.rating(row.isClaimed && row.reviewsWithheldBy == nil ? row.score : nil)
            if let code = row.reviewsWithheldBy { json.member("reviews_withheld", texts[code]) }
            json.words("languages", row.isClaimed ? row.languages : nil, of: .languages)
            json.words("conditions", row.isClaimed ? row.conditions : nil, of: .conditions)
            json.member("accepting", row.isClaimed ? features.contains(.accepting) : nil)
            json.member(
                "accepts_referrals",
                row.isClaimed ? features.contains(.acceptsReferrals) : nil
            )
            json.member("telehealth", features.contains(.telehealth))
            json.member("wheelchair", features.contains(.wheelchair))
            writeCredential(row, texts, to: &json)
            if query.sort == .best { writeRanking(hit, to: &json) }
        }
    }

    private func writeLocation(of row: ListingRow, _ texts: Texts, to json: inout JSONWriter) {
        json.object("location") { json in
            json.member("clinic", texts[row.clinic])
            json.member("street", texts[row.street])
            json.member("city", texts[row.city])
            json.member("region", texts[row.region])
            json.member("country", texts[row.country])
            json.member("postal_code", texts[row.postalCode])
            json.member("telephone", texts[row.telephone])
            json.member("latitude", row.latitude, decimals: 6)
            json.member("longitude", row.longitude, decimals: 6)
            json.member("placed", texts[row.placement])
        }
    }

    private func writeCredential(
        _ row: ListingRow,
        _ texts: Texts,
        to json: inout JSONWriter
    ) {
        guard let credential = row.credential else {
            json.name("credential")
            return json.null()
        }
        json.object("credential") { json in
            json.member("title", texts[credential.title])
            json.member("class", texts[credential.credentialClass])
            writeExplanation(of: credential, row, texts, to: &json)
            json.member("jurisdiction", texts[credential.jurisdiction])
            json.member("wording", texts[credential.wording])
            json.member("standing", texts[credential.standing])
            json.member("registry", texts[credential.registry])
            json.member("last_seen", credential.answeredAt)
        }
    }

    private func writeExplanation(
        of credential: ListingRow.ShownCredential,
        _ row: ListingRow,
        _ texts: Texts,
        to json: inout JSONWriter
    ) {
        let sentence = texts[credential.credentialClass].flatMap {
            state.policies.explanation(
                of: $0,
                country: texts[row.country],
                region: texts[row.region]
            )
        }
        guard let sentence else { return json.member("explained", String?.none) }
        json.member("explained", json: sentence)
    }

    private func writeDistance(
        to row: ListingRow,
        _ hit: SearchPage.Hit,
        to json: inout JSONWriter
    ) {
        guard let metres = hit.metres else { return json.member("distance_km", Int?.none) }
        json.member("distance_km", metres / 1000, decimals: 2)
        // Measured to the centre of a postal code.
        json.member("distance_is_about", row.isPlacedByPostalCode)
    }

    private func writeRanking(_ hit: SearchPage.Hit, to json: inout JSONWriter) {
        json.object("ranking") { json in
            json.member("points", hit.points, decimals: 2)
            json.member("nearness", Ranking.nearnessPoints * hit.nearness, decimals: 2)
            json.member(
                "score",
                Ranking.points(nearness: 0, score: hit.score, years: 0),
                decimals: 2
            )
            json.member(
                "experience",
                Ranking.points(nearness: 0, score: 0, years: hit.years ?? 0),
                decimals: 2
            )
        }
    }
}

extension HTTPField.Name {
    /// Of RFC 8288.
    static let link = HTTPField.Name("Link")
}

extension JSONWriter {
    /// Why somebody is not vetted; null where it has changed since the search.
    mutating func notVetted(_ reason: NotVettedReason?) {
        guard let reason else {
            name("not_vetted")
            return null()
        }
        object("not_vetted") { json in
            json.member("code", reason.code)
            json.member("reason", reason.sentence)
        }
    }

    /// That a vetted person's register is being looked at, and since when.
    mutating func registerLookedAt(since moment: Instant) {
        object("being_looked_at") { json in
            json.member("code", NotVettedReason.registerLookedAt.code)
            json.member("reason", NotVettedReason.registerLookedAt.sentence)
            json.member("since", moment)
        }
    }

    /// How former patients rate; null where testimonials are not shown at all.
    mutating func rating(_ score: Score?) {
        guard let score else {
            name("rating")
            return null()
        }
        object("rating") { json in
            json.member("count", score.count)
            if let mean = score.meanHundredths {
                json.member("mean", scaled: mean, decimals: 2)
            } else {
                json.member("mean", String?.none)
                json.member("note", "too few to rate")
            }
            json.member("score", scaled: score.millionths, decimals: 6)
        }
    }

    /// The words of a set, in the order of their vocabulary.
    mutating func words<Word>(
        _ name: StaticString,
        _ set: WordSet<Word>?,
        of names: WordNames<Word>
    ) {
        guard let set else {
            self.name(name)
            return null()
        }
        array(name, of: names.json, bits: set.bits & names.knownBits)
    }
}
