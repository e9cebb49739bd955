import Directory
import GRDB

/// A list of exclusions in memory, asked for every practitioner once.
///
/// A list has some ten thousand rows and the directory may have millions of people: so the list is
/// held and the people stream by, in memory that does not grow with them.
struct ExclusionIndex: Sendable {
    private let exclusions: [(id: Int64, exclusion: Exclusion)]
    private var byNumber: Chains
    private var byName: Chains
    private var byLicence: [ListedLicence: [Int]] = [:]
    /// Whether the list names licences at all.
    var hasLicences: Bool { !byLicence.isEmpty }

    init(_ exclusions: [(id: Int64, exclusion: Exclusion)]) {
        self.exclusions = exclusions
        let keys = exclusions.map { ExclusionNameKeys(listing: $0.exclusion).keys }
        byNumber = Chains(capacity: exclusions.count { $0.exclusion.npi != nil })
        byName = Chains(capacity: keys.reduce(0) { $0 + $1.count })
        for (index, row) in exclusions.enumerated() {
            if let npi = row.exclusion.npi { byNumber.add(index, under: npi.number) }
            for key in keys[index] { byName.add(index, under: key) }
            if let licence = row.exclusion.licence, row.exclusion.name != nil {
                byLicence[Self.indexed(licence), default: []].append(index)
            }
        }
    }

    /// Whether any row has this NPI, or a name that agrees with this one; rows that are known to the
    /// caller do not count.
    func hasNews(of npi: NPI?, named name: PersonName, besides isKnown: (Int64) -> Bool) -> Bool {
        if let npi, byNumber.contains(under: npi.number, where: { !isKnown(exclusions[$0].id) }) {
            return true
        }
        return ExclusionNameKeys(seeking: name).keys.contains { key in
            byName.contains(under: key) { index in
                let row = exclusions[index]
                guard !isKnown(row.id) else { return false }
                let person = ComparedPerson(npi: nil, names: [name])
                return ExclusionMatch.rule(of: person, with: row.exclusion) != nil
            }
        }
    }

    /// A licence as far as it may be another spelling of one on the list.
    private static func indexed(_ licence: ListedLicence) -> ListedLicence {
        ListedLicence(number: licence.key, region: licence.region)
    }

    /// Whether any row may name this licence; rows that are known to the caller do not count.
    func hasNews(of licence: ListedLicence, besides isKnown: (Int64) -> Bool) -> Bool {
        byLicence[Self.indexed(licence)]?.contains { !isKnown(exclusions[$0].id) } ?? false
    }

    /// Lists of small numbers under large ones.
    ///
    /// A table of its own rather than a dictionary: most questions are about nobody, and the keys
    /// of names are spread already.
    private struct Chains {
        private struct Slot {
            var key: Int64 = 0
            var head: Int32 = -1
        }

        private var slots: [Slot] = []
        private var items: [(index: Int32, next: Int32)] = []

        /// - Parameter count: How many numbers will be added at most.
        init(capacity count: Int) {
            var size = 16
            while size < count * 2 { size *= 2 }
            slots = Array(repeating: Slot(), count: size)
            items.reserveCapacity(count)
        }

        mutating func add(_ index: Int, under key: Int64) {
            let place = place(of: key)
            items.append((Int32(index), slots[place].head))
            slots[place] = Slot(key: key, head: Int32(items.count - 1))
        }

        func contains(under key: Int64, where isWanted: (Int) -> Bool) -> Bool {
            var head = slots[place(of: key)].head
            while head >= 0 {
                let item = items[Int(head)]
                if isWanted(Int(item.index)) { return true }
                head = item.next
            }
            return false
        }

        /// Where the key stands, or would.
        private func place(of key: Int64) -> Int {
            let mask = slots.count - 1
            var place = Int(truncatingIfNeeded: (key &* 0x2127_599B_F432_5C37) >> 29) & mask
            while slots[place].head >= 0, slots[place].key != key { place = (place + 1) & mask }
            return place
        }
    }
}

extension Database {
    /// How many people there are, and whose findings a list changes.
    struct ExclusionSearch: Sendable {
        var compared = 0
        /// Each once, in their order.
        var practitioners: [Practitioner.Key] = []
    }

    /// Compares everybody with a list, and says about whom anything is new.
    ///
    /// - Parameters:
    ///   - index: The rows of the list that are in force.
    ///   - list: Its id.
    ///   - day: What reinstatements are compared with.
    ///   - db: A reading connection; its snapshot has all rows of the list already, so that whoever
    ///     is written down later was compared when they were.
    /// - Returns: Who has to be settled.
    /// - Throws: `DatabaseError`.
    static func search(
        _ index: ExclusionIndex,
        of list: RegistryID,
        on day: CalendarDate,
        _ db: Connection
    ) throws -> ExclusionSearch {
        var search = ExclusionSearch()
        var touched: Set<Int64> = []
        let settled = try settledFindings(by: list, on: day, unsettled: { touched.insert($0) }, db)
        let people = try db.cachedStatement(
            sql: """
                SELECT id, given_name, family_name, CAST(coalesce(npi, -1) AS INTEGER)
                FROM practitioner
                """
        )
        try people.each { row in
            let id: Int64 = row[0]
            let number: Int64 = row[3]
            search.compared += 1
            let hasNews = index.hasNews(
                of: number < 0 ? nil : try? NPI(number: number),
                named: PersonName(given: row[1], family: row[2])
            ) { settled.contains(Pair(practitioner: id, exclusion: $0)) }
            if hasNews { touched.insert(id) }
        }
        let others = try db.cachedStatement(
            sql: "SELECT practitioner_id, given_name, family_name FROM other_name"
        )
        try others.each { row in
            let id: Int64 = row[0]
            let name = PersonName(given: row[1], family: row[2])
            let hasNews = index.hasNews(of: nil, named: name) {
                settled.contains(Pair(practitioner: id, exclusion: $0))
            }
            if hasNews { touched.insert(id) }
        }
        if index.hasLicences {
            let licences = try db.cachedStatement(
                sql: "SELECT \(licenceColumns), practitioner_id FROM credential WHERE \(isLicence)"
            )
            try licences.each { row in
                let id: Int64 = row[2]
                let hasNews = index.hasNews(of: ListedLicence(number: row[0], region: row[1])) {
                    settled.contains(Pair(practitioner: id, exclusion: $0))
                }
                if hasNews { touched.insert(id) }
            }
        }
        search.practitioners = touched.sorted().map { RowKey($0) }
        return search
    }

    private struct Pair: Hashable {
        let practitioner: Int64
        let exclusion: Int64
    }

    /// The findings that this list leaves as they are: their row stands there unchanged.
    private static func settledFindings(
        by list: RegistryID,
        on day: CalendarDate,
        unsettled: (Int64) -> Void,
        _ db: Connection
    ) throws -> Set<Pair> {
        let statement = try db.cachedStatement(
            sql: """
                SELECT practitioner_id, exclusion_id, state = 'ended',
                    gone_at IS NULL AND (reinstated_on IS NULL OR reinstated_on > ?),
                    finding.exclusion_digest = exclusion.digest
                FROM exclusion_finding AS finding JOIN exclusion ON exclusion.id = exclusion_id
                WHERE list_id = ?
                """
        )
        var settled: Set<Pair> = []
        try statement.each(day.daysSince1970, list.text) { row in
            let isEnded: Bool = row[2]
            let isInForce: Bool = row[3]
            let isUnchanged: Bool = row[4]
            if isInForce, isUnchanged, !isEnded {
                settled.insert(Pair(practitioner: row[0], exclusion: row[1]))
            } else if !isEnded || isInForce {
                unsettled(row[0])
            }
        }
        return settled
    }
}
