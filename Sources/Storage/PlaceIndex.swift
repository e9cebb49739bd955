package import Directory

/// The gazetteer in memory: what a place that somebody types means, and what it may become.
package struct PlaceIndex: Sendable {
    /// A country, state or province.
    package struct Region: Hashable, Sendable {
        package let jurisdiction: Jurisdiction
        package let name: String
    }

    /// What a text means.
    package enum Meaning: Hashable, Sendable {
        case place(Place)
        case region(Region)
        /// Nothing that is known; with what is written most like it.
        case unknown(nearest: [String])
    }

    /// What a text that is being typed may become.
    package struct Completion: Hashable, Sendable {
        package enum Kind: String, Sendable, CaseIterable {
            case place, region
            case postalCode = "postal_code"
        }

        package let kind: Kind
        package let name: String
        /// State or province by its letters; empty for a country.
        package let region: String
        package let country: String
        /// Nil for a region.
        package let coordinate: Coordinate?
        /// 0 where unknown.
        package let population: Int
        /// What finds exactly this.
        package let typed: String
    }

    /// The largest first.
    private let places: [Place]
    /// By country and code, `US 98101`.
    private let postalCodes: [String: Place]
    private let sortedCodes: [String]
    /// The places of a name, the largest first.
    private let byName: [String: [Int32]]
    /// Every beginning of a word of a name, ascending, with the place.
    private let beginnings: [(text: String, place: Int32, isWhole: Bool)]
    private let regions: [Region]
    private let regionByText: [String: Region]
    /// What may follow the name of a place: by its country and region.
    private let tails: [String: Set<String>]
    private let spelled: SpelledWords

    /// - Parameters:
    ///   - unsorted: Places in any order; of equally large ones the first counts.
    ///   - postalCodes: Their centres.
    ///   - jurisdictions: What states and provinces are called.
    package init(
        places unsorted: [Place],
        postalCodes: [PostalCode],
        jurisdictions: [(jurisdiction: Jurisdiction, name: String)]
    ) {
        let order = unsorted.indices.sorted {
            (-unsorted[$0].population, $0) < (-unsorted[$1].population, $1)
        }
        places = order.map { unsorted[$0] }
        var codes: [String: Place] = [:]
        for code in postalCodes {
            codes["\(code.country) \(code.code)"] = Place(
                name: code.place.isEmpty ? code.code : code.place,
                region: code.region,
                country: code.country,
                coordinate: code.coordinate,
                population: 0
            )
        }
        self.postalCodes = codes
        sortedCodes = codes.keys.sorted()
        regions = Self.regions(jurisdictions)
        regionByText = Self.texts(of: regions)
        tails = Self.tails(of: places, regions)

        var byName: [String: [Int32]] = [:]
        var beginnings: [(text: String, place: Int32, isWhole: Bool)] = []
        for (number, place) in places.enumerated() {
            let words = Self.words(place.name)
            guard !words.isEmpty else { continue }
            byName[words.joined(separator: " "), default: []].append(Int32(number))
            for start in words.indices {
                let text = words[start...].joined(separator: " ")
                beginnings.append((text, Int32(number), start == 0))
            }
        }
        for (alias, name) in Self.aliases where byName[alias] == nil {
            byName[alias] = byName[name]
        }
        self.byName = byName
        self.beginnings = beginnings.sorted { $0.text < $1.text }
        var names: [String] = []
        var seen: Set<String> = []
        for region in regions where seen.insert(Self.text(region.name)).inserted {
            names.append(Self.text(region.name))
        }
        for place in places where seen.insert(Self.text(place.name)).inserted {
            names.append(Self.text(place.name))
        }
        spelled = SpelledWords(names)
    }

    // MARK: - Meaning

    /// What a person most likely means by a text: a postal code; a town, with or without its region and
    /// country (`Portland`, `Seattle, Washington`, `London ON`), the largest of several; or a region
    /// alone (`Washington`), unless a town of its name lies in it (`New York`).
    package func meaning(of text: String) -> Meaning {
        guard text.utf8.count <= Self.longestText else { return .unknown(nearest: []) }
        if let place = postalCode(text) { return .place(place) }
        let (head, tail) = Self.parts(of: text)
        guard !head.isEmpty else { return .unknown(nearest: []) }
        let whole = head + (tail.isEmpty ? "" : " " + tail)
        if let region = regionByText[whole] {
            guard tail.isEmpty, let same = largest(named: head, inPlaceOf: region) else {
                return .region(region)
            }
            return .place(same)
        }
        if let place = largest(named: head, before: tail) { return .place(place) }
        guard tail.isEmpty else { return unknown(head, tail) }
        for (head, tail) in Self.splits(of: head) {
            if let place = largest(named: head, before: tail) { return .place(place) }
        }
        return unknown(head, "")
    }

    /// The town that is meant rather than the region of its name: one that lies in it, or, far from
    /// North America, any.
    private func largest(named name: String, inPlaceOf region: Region) -> Place? {
        let isNear = ["US", "CA"].contains(region.jurisdiction.country)
        return largest(named: name, before: isNear ? region.jurisdiction.regionLetters : "")
    }

    private func largest(named name: String, before tail: String) -> Place? {
        byName[name]?.lazy.map { places[Int($0)] }.first { fits($0, tail) }
    }

    /// Whether a text may stand behind the name of a place.
    private func fits(_ place: Place, _ tail: String) -> Bool {
        tail.isEmpty || (tails[place.area]?.contains(tail) ?? false)
    }

    private func postalCode(_ text: String) -> Place? {
        let plain = text.filter { $0 != " " && $0 != "-" }.uppercased()
        let isZIP = plain.utf8.allSatisfy { $0 >= 0x30 && $0 <= 0x39 }
        let country = isZIP ? "US" : "CA"
        guard isZIP ? [5, 9].contains(plain.utf8.count) : [3, 6].contains(plain.utf8.count),
            let code = Database.normalized(postalCode: plain, in: country)
        else { return nil }
        return postalCodes["\(country) \(code)"]
    }

    /// The places and regions that are written most like a text.
    private func unknown(_ head: String, _ tail: String) -> Meaning {
        var near: [String] = []
        let parts = tail.isEmpty ? [(head, "")] + Self.splits(of: head) : [(head, tail)]
        for (name, tail) in parts where near.isEmpty {
            let limit = min(3, max(1, name.utf8.count / 4))
            for spelling in spelled.nearest(to: name, limit: limit, count: 12) {
                if tail.isEmpty, let region = regionByText[spelling] { near.append(region.name) }
                let numbers = byName[spelling] ?? []
                let fitting = numbers.lazy.map { places[Int($0)] }.first { fits($0, tail) }
                if let fitting { near.append(fitting.label) }
            }
        }
        return .unknown(nearest: Array(near.prefix(3)))
    }

    // MARK: - Completing

    /// What a text that is being typed may become: regions first, then towns, those whose name begins
    /// so before those of which a later word does, the largest first; or postal codes.
    package func completions(of text: String, limit: Int) -> [Completion] {
        guard text.utf8.count <= Self.longestText, limit > 0 else { return [] }
        let codes = codes(beginningWith: text, limit: limit)
        let (head, tail) = Self.parts(of: text)
        guard !head.isEmpty else { return codes }
        var found = codes
        if tail.isEmpty {
            found += regions.lazy.filter { Self.text($0.name).hasPrefix(head) }.prefix(2)
                .map { $0.completion }
        }
        found += towns(head, tail, limit: limit)
        for (head, tail) in Self.splits(of: head) where tail.isEmpty == false && found.isEmpty {
            found += towns(head, tail, limit: limit)
        }
        return Array(found.prefix(limit))
    }

    /// Towns whose name, or a later word of it, begins so, and what follows it so.
    private func towns(_ head: String, _ tail: String, limit: Int) -> [Completion] {
        var best: [(rank: Int32, place: Int32)] = []
        var position = firstBeginning(notBefore: head)
        while position < beginnings.count, beginnings[position].text.hasPrefix(head) {
            let beginning = beginnings[position]
            position += 1
            // Places stand by size, so that their number is their rank.
            let rank = beginning.isWhole ? beginning.place : beginning.place + 1 << 24
            if best.count == limit, let last = best.last, last.rank <= rank { continue }
            let place = places[Int(beginning.place)]
            guard tail.isEmpty || tails[place.area]?.contains(where: { $0.hasPrefix(tail) }) == true
            else { continue }
            let index = best.firstIndex { rank < $0.rank } ?? best.count
            best.insert((rank, beginning.place), at: index)
            if best.count > limit { best.removeLast() }
        }
        var seen: Set<Int32> = []
        return best.filter { seen.insert($0.place).inserted }
            .map { places[Int($0.place)].completion }
    }

    private func firstBeginning(notBefore text: String) -> Int {
        var low = 0
        var high = beginnings.count
        while low < high {
            let middle = (low + high) / 2
            if beginnings[middle].text < text { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func codes(beginningWith text: String, limit: Int) -> [Completion] {
        let plain = text.filter { $0 != " " && $0 != "-" }.uppercased()
        guard let first = plain.utf8.first, plain.utf8.count > 1, plain.utf8.count <= 10 else {
            return []
        }
        let isZIP = first >= 0x30 && first <= 0x39
        let bytes = Array(plain.utf8)
        // A Canadian code has a digit in second place; anything else is a name.
        guard isZIP || (bytes[1] >= 0x30 && bytes[1] <= 0x39) else { return [] }
        let country = isZIP ? "US" : "CA"
        let wanted = "\(country) \(plain.prefix(isZIP ? 5 : 3))"
        var low = 0
        var high = sortedCodes.count
        while low < high {
            let middle = (low + high) / 2
            if sortedCodes[middle] < wanted { low = middle + 1 } else { high = middle }
        }
        return sortedCodes[low...].prefix { $0.hasPrefix(wanted) }.prefix(limit).compactMap { key in
            postalCodes[key].map { place in
                let code = String(key.dropFirst(3))
                return Completion(
                    kind: .postalCode,
                    name: place.name == code ? code : "\(code) \(place.name)",
                    region: place.region,
                    country: place.country,
                    coordinate: place.coordinate,
                    population: 0,
                    typed: code
                )
            }
        }
    }

    // MARK: - Texts

    /// Bytes of a text that are read.
    private static let longestText = 400
    /// What people call the largest of all that the gazetteer calls otherwise.
    private static let aliases = [
        "NEW YORK": "NEW YORK CITY", "NYC": "NEW YORK CITY", "SF": "SAN FRANCISCO",
        "PHILLY": "PHILADELPHIA",
    ]
    /// Words that are written short or long.
    private static let short = ["SAINT": "ST", "SAINTE": "STE", "MOUNT": "MT", "FORT": "FT"]
    private static let countries: [(code: String, names: [String])] = [
        ("US", ["United States", "USA", "America", "United States of America"]),
        ("CA", ["Canada"]),
        ("GB", ["United Kingdom", "UK", "Great Britain", "Britain"]),
        ("AU", ["Australia"]),
        ("NZ", ["New Zealand"]),
        ("IE", ["Ireland"]),
    ]

    private static func words(_ text: some StringProtocol) -> [String] {
        SearchWords.split(text).map { short[$0] ?? $0 }
    }

    private static func text(_ text: some StringProtocol) -> String {
        words(text).joined(separator: " ")
    }

    /// What stands before the first comma, and behind it.
    private static func parts(of text: String) -> (head: String, tail: String) {
        let comma = text.firstIndex(of: ",") ?? text.endIndex
        return (self.text(text[..<comma]), self.text(text[comma...]))
    }

    /// All ways to divide a text in two between words, the shortest second part first.
    private static func splits(of text: String) -> [(head: String, tail: String)] {
        let words = text.split(separator: " ").prefix(12)
        return words.indices.dropFirst().reversed().map { index in
            (words[..<index].joined(separator: " "), words[index...].joined(separator: " "))
        }
    }

    /// The regions in the order in which a text means them: states before countries, since `CA` is
    /// California.
    private static func regions(
        _ jurisdictions: [(jurisdiction: Jurisdiction, name: String)]
    ) -> [Region] {
        let rank = Dictionary(
            uniqueKeysWithValues: countries.enumerated().map { ($1.code, $0) }
        )
        let parts = jurisdictions.filter { $0.jurisdiction.code.utf8.count > 2 }
            .map { Region(jurisdiction: $0.jurisdiction, name: $0.name) }
            .sorted {
                (rank[$0.jurisdiction.country] ?? 9, $0.name)
                    < (rank[$1.jurisdiction.country] ?? 9, $1.name)
            }
        return parts
            + countries.compactMap { country in
                (try? Jurisdiction(country.code)).map {
                    Region(jurisdiction: $0, name: country.names[0])
                }
            }
    }

    private static func names(ofCountry code: String) -> [String] {
        [code] + (countries.first { $0.code == code }?.names.map { text($0) } ?? [])
    }

    private static func texts(of regions: [Region]) -> [String: Region] {
        var texts: [String: Region] = [:]
        for region in regions {
            let country = region.jurisdiction.country
            let letters = region.jurisdiction.regionLetters
            let own =
                letters.isEmpty
                ? names(ofCountry: country)
                : [
                    text(region.name), letters, text(region.name) + " STATE",
                    text(region.name) + " PROVINCE",
                ]
            for text in own {
                if texts[text] == nil { texts[text] = region }
                for country in letters.isEmpty ? [] : names(ofCountry: country)
                where texts[text + " " + country] == nil {
                    texts[text + " " + country] = region
                }
            }
        }
        return texts
    }

    private static func tails(of places: [Place], _ regions: [Region]) -> [String: Set<String>] {
        let regionNames = Dictionary(
            regions.map { ($0.jurisdiction.code, text($0.name)) },
            uniquingKeysWith: { first, _ in first }
        )
        var tails: [String: Set<String>] = [:]
        for place in places where tails[place.area] == nil {
            let countries = names(ofCountry: place.country)
            var texts = Set(countries)
            for region in [place.region, regionNames[place.area] ?? ""] where !region.isEmpty {
                texts.insert(region)
                for country in countries { texts.insert(region + " " + country) }
            }
            tails[place.area] = texts
        }
        return tails
    }
}

extension Jurisdiction {
    /// Behind the country: `WA`; empty for a country.
    fileprivate var regionLetters: String { String(code.dropFirst(3)) }
}

extension Place {
    /// Country and region, as a jurisdiction is written.
    fileprivate var area: String { "\(country)-\(region)" }

    /// As people write it, enough to find it again.
    package var label: String { region.isEmpty ? "\(name), \(country)" : "\(name), \(region)" }

    fileprivate var completion: PlaceIndex.Completion {
        PlaceIndex.Completion(
            kind: .place,
            name: name,
            region: region,
            country: country,
            coordinate: coordinate,
            population: population,
            typed: [name, region, country].filter { !$0.isEmpty }.joined(separator: ", ")
        )
    }
}

extension PlaceIndex.Region {
    fileprivate var completion: PlaceIndex.Completion {
        PlaceIndex.Completion(
            kind: .region,
            name: name,
            region: jurisdiction.regionLetters,
            country: jurisdiction.country,
            coordinate: nil,
            population: 0,
            typed: jurisdiction.regionLetters.isEmpty
                ? name : "\(name), \(jurisdiction.country)"
        )
    }
}
