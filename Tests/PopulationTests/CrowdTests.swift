import Directory
import Population
import Testing

@Suite struct CrowdTests {
    @Test
    func `one in twenty lives round the largest town, and two in five of these pass a full search`()
        throws
    {
        let centre = try Coordinate(
            latitude: Crowd.densestCentre.latitude,
            longitude: Crowd.densestCentre.longitude
        )
        let neuropathy = WordSet<Condition>([.neuropathy]).bits
        let english = WordSet<Language>([.en]).bits
        var near = 0
        var passing = 0
        var all = 0
        for member in Crowd(count: 200_000) {
            all += 1
            guard abs(member.latitude - centre.latitude) < 0.3 else { continue }
            let point = try Coordinate(latitude: member.latitude, longitude: member.longitude)
            guard point.metres(to: centre) <= 25_000 else { continue }
            near += 1
            let passes =
                member.vettedForDays > 0 && member.experienceDays >= 5 * 365 + 2
                && member.testimonialCount >= 5
                && member.stars >= 4 * member.testimonialCount
                && member.conditions.bits & neuropathy != 0
                && member.languages.bits & english != 0
            passing += passes ? 1 : 0
        }
        #expect(all == 200_000)
        // A fifth of the benchmark's million.
        #expect((9_600...11_200).contains(near))
        #expect((0.35...0.45).contains(Double(passing) / Double(near)))
    }

    @Test func `the same people come every time, and a larger crowd begins with the smaller`() {
        let thousand = Crowd(count: 1_000).map(Self.line)
        #expect(thousand == Crowd(count: 2_000).prefix(1_000).map(Self.line))
        #expect(FNV.hash(thousand.joined(separator: "\n").utf8) == 1_346_711_525_786_876_187)
    }

    @Test func `each person's values are within their ranges`() throws {
        for member in Crowd(count: 20_000) {
            _ = try Coordinate(latitude: member.latitude, longitude: member.longitude)
            _ = try NPI(member.npi)
            #expect((0...30).contains(member.vettedForDays))
            #expect((0...5 * member.testimonialCount).contains(member.stars))
            #expect(member.stars >= member.testimonialCount)
            #expect(!member.languages.isEmpty)
        }
    }

    @Test func `a thousand towns, the largest of which has one in eighteen`() {
        let cities = Dictionary(grouping: Crowd(count: 50_000), by: \.city)
        #expect(cities.count == 1_000)
        let largest = cities.values.map(\.count).max() ?? 0
        #expect((2_400...3_200).contains(largest))
    }

    private static func line(_ member: Crowd.Member) -> String {
        """
        \(member.ordinal) \(member.givenName) \(member.familyName) \(member.city) \
        \(member.latitude) \(member.longitude) \(member.vettedForDays) \(member.experienceDays) \
        \(member.testimonialCount) \(member.stars) \(member.conditions.bits) \
        \(member.languages.bits) \(member.techniques.bits) \(member.payers.bits) \
        \(member.features.rawValue) \(member.npi) \(member.licenceNumber)
        """
    }
}
