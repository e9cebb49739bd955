package import Directory
import Synchronization

/// All listings in memory, to be searched while they change.
///
/// Searches go through a snapshot that never changes: columns sorted by place, and beside them the
/// few practitioners changed since. A change makes a new snapshot and swaps it in; nobody who
/// searches waits for more than a reference. When the changes have become many, `merge` sorts them
/// in, which the owner calls off the path of requests.
package final class ListingIndex: Sendable {
    private let current: Mutex<Snapshot>
    private let writing: Mutex<Writing>

    /// What a search goes through.
    fileprivate struct Snapshot: Sendable {
        var generation: UInt64
        var base: ListingColumns
        /// The rows of `base` whose practitioner has not changed since.
        var live: [RowSet]
        var changes: ListingColumns
        var allChanges: [RowSet]
    }

    /// What only writers need.
    fileprivate struct Writing {
        /// All rows of each practitioner changed since the base was made; none for one removed.
        var changed: [Int64: Change] = [:]
        var isMerging = false

        struct Change {
            var rows: [ListingRow]
            /// Of each row.
            var words: [String]
            /// The generation it came with.
            var generation: UInt64
        }
    }

    /// How many changed practitioners make a merge due: writing costs as much as there are.
    package static let mergeThreshold = 4096

    private init(base: ListingColumns) {
        let none = ListingColumns(shape: ListingShape(), rows: [], words: WordLists())
        current = Mutex(
            Snapshot(generation: 1, base: base, live: base.allRows, changes: none, allChanges: [])
        )
        writing = Mutex(Writing())
    }

    /// An index of these listings.
    package convenience init(_ listings: some Sequence<Listing>) {
        var builder = Builder()
        for listing in listings { builder.append(listing) }
        self.init(builder)
    }

    /// An index of all that a builder was given.
    package convenience init(_ builder: consuming Builder) {
        self.init(base: builder.columns())
    }

    /// Collects the listings of a new index, in any order.
    package struct Builder: ~Copyable {
        private var rows: [ListingRow] = []
        private var words = WordLists()
        private var shape = ListingShape()

        package init() {}

        /// Makes room, which saves memory while building.
        package mutating func reserve(_ count: Int) {
            rows.reserveCapacity(count)
            words.reserve(count)
        }

        package mutating func append(_ listing: Listing) {
            var row = ListingRow(listing)
            row.wordList = UInt32(words.count)
            words.append(listing.words)
            shape.take(in: row)
            rows.append(row)
        }

        fileprivate consuming func columns() -> ListingColumns {
            ListingColumns(sorting: rows, words, shape: shape)
        }
    }
}

extension ListingColumns {
    fileprivate convenience init(
        sorting rows: [ListingRow],
        _ words: WordLists,
        shape: ListingShape
    ) {
        let order = stableOrder(count: rows.count) { rows[$0].order }
        self.init(shape: shape, rows: order.lazy.map { rows[Int($0)] }, words: words)
    }
}

// MARK: - Searching

extension ListingIndex {
    /// Finds practitioners, each once, at the location that ranks first.
    ///
    /// - Parameters:
    ///   - query: What to look for; a limit outside 1 to 100 is taken as the nearest in it.
    ///   - now: The moment of the search.
    ///   - cursor: Where the page before ended. Experience, ranking and how recently a register was
    ///     read are then judged at the moment of the first page; trust is judged at both moments,
    ///     so nobody is shown who has ceased to be vetted.
    /// - Returns: The page, and the number of all that match.
    /// - Throws: What is wrong with the question.
    package func page(
        for query: PractitionerQuery,
        at now: Instant,
        after cursor: SearchCursor? = nil
    ) throws(SearchError) -> SearchPage {
        if query.sort == .distance, query.circle == nil { throw .distanceWithoutPlace }
        var after: Place?
        if let cursor {
            after = Place(
                rank: cursor.rank,
                practitioner: try cursor.practitioner(for: query, at: now)
            )
        }
        let begunAt = cursor?.begunAt ?? now
        let criteria = Criteria(query, begunAt: begunAt, now: now)
        let midnight = (now.date + 1).startInUTC
        let horizon = min(now + SearchPage.longestValidity, midnight)
        let limit = min(
            max(query.limit, PractitionerQuery.limitRange.lowerBound),
            PractitionerQuery.limitRange.upperBound
        )

        let snapshot = current.withLock { $0 }
        // One more than shown tells whether another page follows.
        var search = RowSearch(
            criteria,
            after: after,
            keep: limit + 1,
            horizon: horizon.secondsSince1970
        )
        let (rows, readings) = snapshot.rows(matching: query)
        search.search(snapshot.base, live: rows[0], isChange: false)
        search.search(snapshot.changes, live: rows[1], isChange: true)

        var validUntil = search.soonestChange
        let shown = search.first.entries.prefix(limit)
        let hits = shown.map { entry in
            let columns = entry.isChange ? snapshot.changes : snapshot.base
            let hit = SearchPage.Hit(entry.row, of: columns, by: criteria, at: now)
            if hit.isVetted, let end = hit.vettedUntil?.secondsSince1970 {
                validUntil = min(validUntil, end)
            }
            return hit
        }
        var next: SearchCursor?
        if search.first.entries.count > limit, let last = shown.last {
            next = SearchCursor(
                begunAt: begunAt,
                rank: last.place.rank,
                practitioner: last.place.practitioner,
                query: query
            )
        }
        return SearchPage(
            hits: hits,
            total: search.total,
            facets: zip(criteria.facets, search.facets?.counts ?? []).map {
                SearchPage.FacetCounts(facet: $0, counts: $1)
            },
            next: next,
            validUntil: Instant(secondsSince1970: validUntil),
            generation: snapshot.generation,
            readings: readings
        )
    }
}

extension SearchPage.Hit {
    fileprivate init(_ row: Int, of columns: ListingColumns, by criteria: Criteria, at now: Instant)
    {
        let view = columns.view
        practitioner = Practitioner.Key(view.practitioner[row])
        location = Location.Key(view.location[row])
        metres = criteria.circle.map { circle in
            Coordinate.metres(
                ofChordSquared: Double(view.chordSquared(from: circle.position, row))
                    / Lane.squareSteps
            )
        }
        nearness = criteria.nearness(of: row, in: view)
        years = view.years(row, on: criteria.today)
        score = Int(view.value(.rating, row) & Lane.millionthsMask)
        points = criteria.points(of: row, in: view)
        let trustEnd = columns.vettedUntil(row)
        vettedUntil = Lane.instant(ofMoment: trustEnd)
        isVetted = trustEnd > Lane.moment(now)
    }
}

// MARK: - Changing

extension ListingIndex {
    /// Grows with every change and every merge.
    package var generation: UInt64 { current.withLock { $0.generation } }

    /// How many listings there are, changed ones included.
    package var listingCount: Int {
        let snapshot = current.withLock { $0 }
        return snapshot.live.reduce(snapshot.changes.count) { $0 + $1.count }
    }

    /// Bytes of memory that the columns hold.
    package var byteCount: Int {
        let snapshot = current.withLock { $0 }
        return snapshot.base.byteCount + snapshot.changes.byteCount + snapshot.live.count
            * MemoryLayout<RowSet>.stride
    }

    /// Puts these listings in the place of all that the practitioners had; who gets none is gone.
    ///
    /// - Parameters:
    ///   - practitioners: Who has changed.
    ///   - listings: All that they, and they alone, have now.
    package func replace(
        _ practitioners: some Sequence<Practitioner.Key>,
        with listings: some Sequence<Listing>
    ) {
        writing.withLock { writing in
            var snapshot = current.withLock { $0 }
            snapshot.generation += 1
            let none = Writing.Change(rows: [], words: [], generation: snapshot.generation)
            var touched: [Int64: Writing.Change] = [:]
            for practitioner in practitioners { touched[practitioner.value] = none }
            for listing in listings {
                touched[listing.practitioner.value, default: none].append(listing)
            }
            guard !touched.isEmpty else { return }
            writing.changed.merge(touched) { $1 }
            snapshot.withdraw(touched.keys)
            snapshot.take(writing.changed.values)
            current.withLock { $0 = snapshot }
        }
    }

    /// Whether enough has changed for a merge to pay.
    package var isMergeDue: Bool {
        writing.withLock { !$0.isMerging && $0.changed.count >= Self.mergeThreshold }
    }

    /// Sorts the changes in among the rest, while searches and changes go on.
    ///
    /// Takes up to a second for a million listings, and meanwhile twice their memory. Does nothing
    /// while another merge runs or where there is nothing to sort in.
    package func merge() {
        let start = writing.withLock { writing -> Snapshot? in
            guard !writing.isMerging, !writing.changed.isEmpty else { return nil }
            writing.isMerging = true
            return current.withLock { $0 }
        }
        guard let start else { return }
        var words = WordLists(start.base.words)
        words.append(contentsOf: WordLists(start.changes.words))
        let base = ListingColumns(
            shape: start.base.shape.joined(with: start.changes.shape),
            rows: CellOrder(
                start.base.rows(live: start.live),
                start.changes.rows(
                    live: start.allChanges,
                    firstWordList: UInt32(start.base.count)
                )
            ),
            words: words
        )
        writing.withLock { writing in
            writing.isMerging = false
            writing.changed = writing.changed.filter { $0.value.generation > start.generation }
            var snapshot = current.withLock { $0 }
            snapshot.generation += 1
            snapshot.base = base
            snapshot.live = base.allRows
            snapshot.withdraw(writing.changed.keys)
            snapshot.take(writing.changed.values)
            current.withLock { $0 = snapshot }
        }
    }
}

extension ListingIndex.Writing.Change {
    fileprivate mutating func append(_ listing: Listing) {
        rows.append(ListingRow(listing))
        words.append(listing.words)
    }
}

extension ListingIndex.Snapshot {
    /// The rows of the base and of the changes that hold and match a query's text and region, and
    /// what words were read as.
    fileprivate func rows(
        matching query: PractitionerQuery
    ) -> (rows: [[RowSet]], readings: [SearchPage.Reading]) {
        guard query.text != nil || query.region != nil else { return ([live, allChanges], []) }
        var text = TextSearch(query.text, in: [base, changes], live: [live, allChanges])
        let rows = text.rows(in: query.region)
        return (rows, text.readings)
    }

    /// Takes the rows of practitioners out of the base.
    fileprivate mutating func withdraw(_ practitioners: some Sequence<Int64>) {
        for practitioner in practitioners {
            for position in base.positions(of: practitioner) {
                let row = Int(base.view.byPractitioner[position])
                live[row / RowBatch.rows].remove(row % RowBatch.rows)
            }
        }
    }

    fileprivate mutating func take(_ changed: some Sequence<ListingIndex.Writing.Change>) {
        var shape = ListingShape()
        var rows: [ListingRow] = []
        var words = WordLists()
        for change in changed {
            for (row, text) in zip(change.rows, change.words) {
                shape.take(in: row)
                rows.append(row)
                rows[rows.count - 1].wordList = UInt32(words.count)
                words.append(text)
            }
        }
        changes = ListingColumns(sorting: rows, words, shape: shape)
        allChanges = changes.allRows
    }
}

/// Two sequences of rows, each in order, as one.
private struct CellOrder<Left: Sequence<ListingRow>, Right: Sequence<ListingRow>>:
    Sequence, IteratorProtocol
{
    private var left: Left.Iterator
    private var right: Right.Iterator
    private var nextLeft: ListingRow?
    private var nextRight: ListingRow?

    init(_ left: Left, _ right: Right) {
        self.left = left.makeIterator()
        self.right = right.makeIterator()
        nextLeft = self.left.next()
        nextRight = self.right.next()
    }

    mutating func next() -> ListingRow? {
        if let row = nextLeft, row.order <= nextRight?.order ?? .max {
            nextLeft = left.next()
            return row
        }
        let row = nextRight
        nextRight = right.next()
        return row
    }
}
