import ArgumentParser
import Directory
import GRDB
import Ingestion
import Population
import Search
import Storage

/// Finding by words, and completing them, in process over a million practitioners.
///
/// The reference counts the same words by SQLite's own full-text index (FTS5, prefixes of one to six
/// letters, nothing but rowids), which filters and ranks nothing.
struct TextBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "text",
        abstract: "Find a million practitioners by words, and complete what is typed."
    )

    @Flag(help: "One object a line.") var json = false
    @Option(help: "How many practitioners.") var count = Crowd.benchmarkCount
    @Option(help: "Where the gazetteer is.") var gazetteer = "seed/gazetteer"

    private static let rounds = 1_000

    func run() async throws {
        let now = Instant(secondsSince1970: 1_795_000_000)
        var builder = ListingIndex.Builder()
        builder.reserve(count)
        let reference = try FullTextReference()
        var people: [NamedMember] = []
        people.reserveCapacity(count)
        for member in Crowd(count: count) {
            let named = NamedMember(member)
            var listing = Listing(member, at: now)
            listing.words = named.words
            builder.append(listing)
            people.append(named)
            try reference.add(listing)
        }
        try reference.finish()
        let index = ListingIndex(builder)
        var typist = Typist(people: people)
        for kind in Typist.Kind.allCases {
            var times = Samples()
            var references = Samples()
            var found = 0
            for round in 0..<Self.rounds {
                let typed = typist.text(kind)
                let page = try times.measure {
                    var query = PractitionerQuery()
                    query.text = TextQuery(typed)
                    return try index.page(for: query, at: now)
                }
                found += page.total
                if round % 10 == 0 { try references.measure { try reference.count(typed) } }
            }
            report("text.\(kind.rawValue)", times, references)
            printLine("text.\(kind.rawValue).found", Double(found / Self.rounds), 1, "-")
        }
        try await measureSuggestions(index, reference, &typist, at: now)
    }

    /// Every beginning of names, places and complaints, as keys are struck.
    private func measureSuggestions(
        _ index: ListingIndex,
        _ reference: FullTextReference,
        _ typist: inout Typist,
        at now: Instant
    ) async throws {
        let places = try GazetteerImport(folder: gazetteer).index()
        var times = Samples()
        var references = Samples()
        for round in 0..<4 * Self.rounds {
            let typed = typist.keystrokes()
            try times.measure {
                var query = PractitionerQuery()
                query.text = TextQuery(typed, isNamesOnly: true)
                query.limit = 5
                let people = try index.page(for: query, at: now).hits.count
                return people + places.completions(of: typed, limit: 5).count
                    + ConditionWords.completions(of: typed, limit: 5).count
            }
            if round % 10 == 0 { try references.measure { try reference.first(typed) } }
        }
        report("suggest", times, references)
    }

    private func report(_ name: String, _ times: Samples, _ references: Samples) {
        for (share, label, budget) in [(0.99, "p99", "under 0.5 ms"), (0.5, "p50", "-")] {
            printLine(
                "\(name).\(label)_ms",
                times.percentile(share),
                references.percentile(share),
                budget
            )
        }
    }

    private func printLine(
        _ name: String,
        _ value: Double,
        _ reference: Double,
        _ budget: String
    ) {
        print(
            Figure(name: name, value: value, reference: reference, budget: budget).line(json: json)
        )
    }
}

/// One of the crowd with a clinic, and a middle name out of very many, as real registers have them.
private struct NamedMember {
    let given: String
    let middle: String
    let family: String
    let city: String
    let region: String
    let clinic: String

    private static let kinds = [
        "Acupuncture", "Acupuncture Clinic", "Wellness", "Healing Arts", "Acupuncture and Herbs",
        "Oriental Medicine", "Integrative Health", "Clinic",
    ]

    init(_ member: Crowd.Member) {
        given = member.givenName
        family = member.familyName
        city = member.city
        region = member.region
        var random = SplitMix64(seed: UInt64(member.ordinal))
        // The square of what is uniform: few names are frequent, a hundred thousand are not.
        let uniform = Double(random.next() >> 11) / Double(1 << 53)
        middle = Self.word(Int(uniform * uniform * 100_000))
        let kind = Self.kinds[Int(random.next() % UInt64(Self.kinds.count))]
        clinic = "\(random.next() % 3 == 0 ? member.familyName : member.city) \(kind)"
    }

    var words: String {
        SearchWords.ofListing(
            names: ["\(given) \(middle) \(family)", clinic],
            city: city,
            region: region,
            country: "US"
        )
    }

    /// A word of three syllables or more for every number.
    private static func word(_ number: Int) -> String {
        let consonants = Array("bdfghklmnprstvwz")
        let vowels = Array("aeiou")
        var rest = number + 6400
        var word = ""
        while rest > 0 {
            word.append(consonants[rest % 16])
            rest /= 16
            word.append(vowels[rest % 5])
            rest /= 5
        }
        return word
    }
}

/// What somebody types who looks for one of the crowd.
private struct Typist {
    enum Kind: String, CaseIterable {
        case oneWord = "one_word"
        case halfTyped = "half_typed"
        case twoWords = "two_words"
        case twoWordsHalfTyped = "two_words_half_typed"
        case misspelt
        case wordAndCity = "word_and_city"
        case frequent
        case complaint
    }

    private let people: [NamedMember]
    private var random = SplitMix64(seed: 11)

    init(people: [NamedMember]) {
        self.people = people
    }

    mutating func text(_ kind: Kind) -> String {
        let person = people[below(people.count)]
        switch kind {
        case .oneWord: return person.family + " "
        case .halfTyped: return String(person.family.prefix(2 + below(3)))
        case .twoWords: return "\(person.family) \(person.given) "
        case .twoWordsHalfTyped: return "\(person.given) \(person.family.prefix(1 + below(3)))"
        case .misspelt: return misspelt(person.middle) + " "
        case .wordAndCity: return "\(person.family) \(person.city) "
        case .frequent: return ["acupuncture ", "acupuncture clinic ", "clinic ", "a"][below(4)]
        case .complaint: return ["tingling feet", "migraine", "back pain", "knee pain"][below(4)]
        }
    }

    /// A name, two, a place or a complaint as far as it has been typed.
    mutating func keystrokes() -> String {
        let person = people[below(people.count)]
        let whole =
            switch below(5) {
            case 0: person.family
            case 1: "\(person.given) \(person.family)"
            case 2:
                ["Seattle, WA", "San Francisco", "Portland, ME", "Vancouver", "98101"][below(5)]
            case 3: ["tingling feet", "pins and needles", "migraine", "neuropathy"][below(4)]
            default: person.clinic
            }
        return String(whole.prefix(1 + below(whole.count)))
    }

    /// With two letters that have changed places.
    private mutating func misspelt(_ word: String) -> String {
        var letters = Array(word)
        let place = 1 + below(letters.count - 2)
        letters.swapAt(place, place + 1)
        return String(letters)
    }

    private mutating func below(_ limit: Int) -> Int { Int(random.next() % UInt64(limit)) }
}

/// The same words in SQLite's full-text index, in memory.
private final class FullTextReference {
    private let queue: DatabaseQueue
    private var waiting: [(key: Int64, words: String)] = []

    init() throws {
        queue = try DatabaseQueue()
        try queue.write { db in
            try db.execute(
                sql: """
                    CREATE VIRTUAL TABLE listing USING fts5 (words, content = '', detail = none,
                        columnsize = 0, prefix = '1 2 3 4 5 6')
                    """
            )
        }
    }

    func add(_ listing: Listing) throws {
        waiting.append((listing.practitioner.value, listing.words))
        if waiting.count == 10_000 { try finish() }
    }

    func finish() throws {
        try queue.write { db in
            let insertion = try db.cachedStatement(
                sql: "INSERT INTO listing (rowid, words) VALUES (?, ?)"
            )
            for (key, words) in waiting { try insertion.execute(arguments: [key, words]) }
        }
        waiting = []
    }

    func count(_ typed: String) throws -> Int {
        try queue.read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT count(*) FROM listing WHERE listing MATCH ?"
            )
            return try Int.fetchOne(statement, arguments: [Self.expression(typed)]) ?? 0
        }
    }

    func first(_ typed: String) throws -> Int {
        try queue.read { db in
            let statement = try db.cachedStatement(
                sql: "SELECT rowid FROM listing WHERE listing MATCH ? LIMIT 5"
            )
            return try Int.fetchAll(statement, arguments: [Self.expression(typed)]).count
        }
    }

    private static func expression(_ typed: String) -> String {
        let words = SearchWords.split(typed).map { "\"\($0)\"" }.joined(separator: " AND ")
        return typed.hasSuffix(" ") ? words : words + "*"
    }
}
