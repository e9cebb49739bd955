import Directory
import GRDB

/// A list of exclusions in memory, asked for every practitioner once.
///
/// A list has some ten thousand rows and the directory may have millions of people: so the list is
/// held and the people stream by, in memory that does not grow with them.
struct ExclusionIndex: Sendable {
    private let exclusions: [(id: Int64, exclusion: Exclusion)]
    private var byNumber = Chains()
    private var byName = Chains()

    init(_ exclusions: [(id: Int64, exclusion: Exclusion)]) {
        self.exclusions = exclusions
        byNumber.reserve(exclusions.count / 4)
        byName.reserve(exclusions.count * 3)
        for (index, row) in exclusions.enumerated() {
            if let npi = row.exclusion.npi { byNumber.add(Int32(index), under: npi.number) }
            for key in ExclusionNameKeys(listing: row.exclusion).keys {
                byName.add(Int32(index), under: key)
            }
        }
    }

    /// Hands over the rows that have this NPI.
    func each(with npi: NPI, _ found: (Int64, Exclusion) throws -> Void) rethrows {
        try byNumber.each(under: npi.number) { index in
            let row = exclusions[Int(index)]
            try found(row.id, row.exclusion)
        }
    }

    /// Hands over the rows whose name agrees with this one, some perhaps more than once.
    func each(named name: PersonName, _ found: (Int64, Exclusion) throws -> Void) rethrows {
        for key in ExclusionNameKeys(seeking: name).keys {
            try byName.each(under: key) { index in
                let row = exclusions[Int(index)]
                let person = ComparedPerson(npi: nil, names: [name])
                guard ExclusionMatch.rule(of: person, with: row.exclusion) != nil else { return }
                try found(row.id, row.exclusion)
            }
        }
    }

    /// Lists of small numbers under large ones, in three arrays altogether.
    private struct Chains {
        private var heads: [Int64: Int32] = [:]
        private var items: [(index: Int32, next: Int32)] = []

        mutating func reserve(_ count: Int) {
            heads.reserveCapacity(count)
            items.reserveCapacity(count)
        }

        mutating func add(_ index: Int32, under key: Int64) {
            items.append((index, heads[key] ?? -1))
            heads[key] = Int32(items.count - 1)
        }

        func each(under key: Int64, _ body: (Int32) throws -> Void) rethrows {
            var place = heads[key] ?? -1
            while place >= 0 {
                let item = items[Int(place)]
                try body(item.index)
                place = item.next
            }
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
            func note(_ exclusion: Int64, _: Exclusion) {
                if !settled.contains(.init(practitioner: id, exclusion: exclusion)) {
                    touched.insert(id)
                }
            }
            search.compared += 1
            index.each(named: PersonName(given: row[1], family: row[2]), note)
            if let npi = try? NPI(number: row[3]) { index.each(with: npi, note) }
        }
        let others = try db.cachedStatement(
            sql: "SELECT practitioner_id, given_name, family_name FROM other_name"
        )
        try others.each { row in
            let id: Int64 = row[0]
            index.each(named: PersonName(given: row[1], family: row[2])) { exclusion, _ in
                if !settled.contains(.init(practitioner: id, exclusion: exclusion)) {
                    touched.insert(id)
                }
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
