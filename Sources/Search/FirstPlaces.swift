/// A place in the order of hits: the smaller rank first, then the smaller practitioner key.
struct Place: Comparable {
    var rank: UInt64
    var practitioner: Int64

    static func < (left: Place, right: Place) -> Bool {
        left.rank != right.rank
            ? left.rank < right.rank : left.practitioner < right.practitioner
    }
}

/// The first few places of an order, while more and more are offered.
struct FirstPlaces {
    struct Entry {
        var place: Place
        var row: Int
        /// Which columns the row stands in.
        var isChange: Bool
    }

    private(set) var entries: [Entry] = []
    let capacity: Int

    init(capacity: Int) {
        self.capacity = capacity
        entries.reserveCapacity(capacity + 1)
    }

    var isFull: Bool { entries.count == capacity }

    /// The last place kept, once another would push it out.
    var bar: Place? { isFull ? entries.last?.place : nil }

    mutating func insert(_ entry: Entry) {
        if isFull { entries.removeLast() }
        var index = entries.count
        while index > 0, entry.place < entries[index - 1].place { index -= 1 }
        entries.insert(entry, at: index)
    }
}
