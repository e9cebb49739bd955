import Directory
import Testing

@testable import Population

@Suite struct SeedTestimonialsTests {
    @Test func `there are about three thousand, and no two are alike`() throws {
        let texts = try SampleSeed.rows("testimonials.csv").compactMap { $0["text"] }
        #expect((2_700...3_400).contains(texts.count))
        #expect(Set(texts).count == texts.count)
        #expect(texts.allSatisfy { (8...600).contains($0.count) && !$0.contains("{") })
        let sentences = Set(texts.flatMap { $0.split(separator: ". ") })
        #expect(sentences.count > 1_500)
    }

    @Test func `one person has two hundred, nobody else more than sixty`() throws {
        let counts = try Dictionary(grouping: SampleSeed.rows("testimonials.csv")) {
            $0["practitioner"] ?? ""
        }.mapValues(\.count)
        #expect(counts[Seed.mostReviewed] == 200)
        #expect(counts.filter { $0.key != Seed.mostReviewed }.values.max() ?? 0 <= 60)
        #expect(counts.values.filter { $0 < 5 }.count > 100)
    }

    @Test func `the stars are mostly high, with critical ones among them`() throws {
        let stars = try SampleSeed.rows("testimonials.csv").compactMap { Int($0["rating"] ?? "") }
        let shares = Dictionary(grouping: stars) { $0 }
            .mapValues { Double($0.count) / Double(stars.count) }
        #expect(Set(shares.keys) == [1, 2, 3, 4, 5])
        #expect((0.5...0.75).contains(shares[5] ?? 0))
        #expect((0.04...0.15).contains((shares[1] ?? 0) + (shares[2] ?? 0)))
    }

    @Test
    func `each is about a condition that the practitioner treats, and after the first licence`()
        throws
    {
        let people = try SampleSeed.people()
        for row in try SampleSeed.rows("testimonials.csv") {
            let person = try #require(people[row["practitioner"] ?? ""]?.first)
            #expect(person["profile"] == "claimed")
            let treated = (person["conditions"] ?? "").split(separator: ";").map(String.init)
            let condition = row["condition"] ?? ""
            #expect(condition.isEmpty || treated.contains(condition))
            #expect(row["day"]?.wholeMatch(of: /\{-\d+\}/) != nil)
        }
    }

    @Test func `none is about a person of Ontario`() throws {
        let spoken = Set(try SampleSeed.rows("testimonials.csv").compactMap { $0["practitioner"] })
        for (id, rows) in try SampleSeed.people() where spoken.contains(id) {
            #expect(!rows.contains { $0["region"] == "ON" && $0["country"] == "CA" })
            #expect(!rows.contains { $0["credential_jurisdiction"] == "CA-ON" })
        }
    }

    @Test func `none claims a cure, and none names anybody`() throws {
        let people = try SampleSeed.people().values.compactMap(\.first)
        let uncommon = Set(people.compactMap { $0["family_name"] }.filter { $0.count > 6 })
        for row in try SampleSeed.rows("testimonials.csv") {
            let text = row["text"] ?? ""
            #expect(
                !text.lowercased().contains(/\bcure|miracle|healed|guérie?\b|\bcurad/)
                    || text.contains("milagros")
            )
            let words = Set(text.split { !$0.isLetter && $0 != "-" }.map(String.init))
            #expect(words.isDisjoint(with: uncommon), "\(text)")
        }
    }

    @Test func `some are written in French and in Spanish`() throws {
        let texts = try SampleSeed.rows("testimonials.csv").compactMap { $0["text"] }
        #expect(
            texts.filter { $0.contains(/\b(pieds|séances|visites|médecin|douleur)\b/) }.count > 20
        )
        #expect(
            texts.filter { $0.contains(/\b(pies|sesiones|semanas|ardor|explicaron)\b/) }.count > 15
        )
    }
}
