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
    let place: Place?
    let installation: Installation
    let found: SearchPage
    let rows: [ListingRow]
    let reasons: [Location.Key: NotVettedReason]
    let next: SitePath?
    let moment: Instant
    /// What stands before a public id in the address of a profile.
    private let profileAddress: String

    init(
        site: Site,
        query: PractitionerQuery,
        place: Place?,
        installation: Installation,
        found: SearchPage,
        rows: [ListingRow],
        reasons: [Location.Key: NotVettedReason],
        next: SitePath?,
        moment: Instant
    ) {
        self.site = site
        self.query = query
        self.place = place
        self.installation = installation
        self.found = found
        self.rows = rows
        self.reasons = reasons
        self.next = next
        self.moment = moment
        profileAddress = site.link(to: .practitioner(""))
    }

    func page() -> PageCache.Page {
        let body = body()
        let tag = EntityTag()
        var headers = HTTPFields.forPublicJSON()
        headers[.eTag] = tag.text
        headers[.contentLength] = String(body.readableBytes)
        if let next, let link = HTTPField.Name.link {
            headers[link] = "<\(site.link(to: next))>; rel=\"next\""
        }
        return PageCache.Page(
            body: body,
            headers: headers,
            tag: tag,
            validUntil: found.validUntil
        )
    }

    private func body() -> ByteBuffer {
        var json = JSONWriter(capacity: 2048 + rows.count * 1200)
        json.object { json in
            json.array("results") { json in
                var hits = found.hits.makeIterator()
                for row in rows {
                    // A listing that is gone meanwhile has a hit and no row.
                    while let hit = hits.next() {
                        guard hit.location == row.location else { continue }
                        write(row, hit, to: &json)
                        break
                    }
                }
            }
            json.member("total", found.total)
            json.member("next", found.next?.text)
            json.member("as_of", moment)
            json.safety()
            writePlace(to: &json)
            json.demonstration(installation)
        }
        return json.bytes
    }

    private func writePlace(to json: inout JSONWriter) {
        guard let place else {
            json.name("place")
            json.null()
            return
        }
        json.object("place") { json in
            json.member("name", place.name)
            json.member("region", place.region)
            json.member("country", place.country)
            json.member("latitude", place.coordinate.latitude, decimals: 5)
            json.member("longitude", place.coordinate.longitude, decimals: 5)
            json.member("attribution", "Place data © GeoNames, CC BY 4.0")
        }
    }

    private func write(_ row: ListingRow, _ hit: SearchPage.Hit, to json: inout JSONWriter) {
        let isVetted = row.isVetted(at: moment)
        // The database is ahead of the index by moments: whoever is vetted no more is not shown.
        if query.vettedOnly, !isVetted { return }
        json.object { json in
            json.member("id", row.publicID)
            json.member("url", profileAddress, row.publicID)
            json.member("name", row.name)
            json.member("claimed", row.isClaimed)
            json.location(of: row)
            writeDistance(to: row, hit, to: &json)
            json.member("vetted", isVetted)
            json.member("vetted_until", isVetted ? row.vettedUntil : nil)
            if !isVetted { json.notVetted(reasons[row.location]) }
            if isVetted, let since = row.heldSince { json.registerLookedAt(since: since) }
            json.member("years_of_experience", hit.years)
            json.rating(row.isClaimed ? row.score : nil)
            json.words("languages", row.isClaimed ? row.languages : nil, of: .languages)
            json.words("conditions", row.isClaimed ? row.conditions : nil, of: .conditions)
            json.member("accepting", row.isClaimed ? row.features.contains(.accepting) : nil)
            json.member(
                "accepts_referrals",
                row.isClaimed ? row.features.contains(.acceptsReferrals) : nil
            )
            json.member("telehealth", row.features.contains(.telehealth))
            json.member("wheelchair", row.features.contains(.wheelchair))
            json.credential(row.credential)
            if query.sort == .best { writeRanking(hit, to: &json) }
        }
    }

    private func writeDistance(
        to row: ListingRow,
        _ hit: SearchPage.Hit,
        to json: inout JSONWriter
    ) {
        guard let metres = hit.metres else { return json.member("distance_km", Int?.none) }
        json.member("distance_km", metres / 1000, decimals: 2)
        // Measured to the centre of a postal code.
        json.member("distance_is_about", row.placement == Location.Placement.postalCode.rawValue)
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
    fileprivate mutating func location(of row: ListingRow) {
        object("location") { json in
            json.member("clinic", row.clinic)
            json.member("street", row.street)
            json.member("city", row.city)
            json.member("region", row.region)
            json.member("country", row.country)
            json.member("postal_code", row.postalCode)
            json.member("telephone", row.telephone)
            json.member("latitude", row.latitude, decimals: 6)
            json.member("longitude", row.longitude, decimals: 6)
            json.member("placed", row.placement)
        }
    }

    fileprivate mutating func credential(_ credential: ListingRow.ShownCredential?) {
        guard let credential else {
            name("credential")
            return null()
        }
        object("credential") { json in
            json.member("title", credential.title)
            json.member("class", credential.credentialClass)
            json.member("jurisdiction", credential.jurisdiction)
            json.member("wording", credential.wording)
            json.member("standing", credential.standing)
            json.member("registry", credential.registry)
            json.member("last_seen", credential.answeredAt)
        }
    }

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
            if score.isEnough {
                // Rounded down, as the filter compares: 4.66 passes min_rating=4.66.
                json.member("mean", scaled: score.stars * 100 / score.count, decimals: 2)
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
        self.name(name)
        guard let set else { return null() }
        array { json in
            var rest = set.bits & names.knownBits
            while rest != 0 {
                json.value(json: names.json[rest.trailingZeroBitCount])
                rest &= rest - 1
            }
        }
    }
}
