/// The rows of practitioners who have several, in groups.
struct Siblings {
    /// For each row that has siblings, in the order of rows, its group.
    private(set) var groups: [UInt32] = []
    /// The same rows, group by group.
    private var rows: [UInt32] = []
    /// For each group, where it begins in `rows`; at the end, where the last one ends.
    private var starts: [UInt32] = [0]

    /// Finds them.
    ///
    /// - Parameters:
    ///   - order: All rows, those of one practitioner one after the other.
    ///   - practitioner: Of a row.
    init(in order: some Collection<UInt32>, practitioner: (Int) -> Int64) {
        var remaining = order[...]
        while let first = remaining.first {
            let key = practitioner(Int(first))
            let group = remaining.prefix { practitioner(Int($0)) == key }
            remaining = remaining[group.endIndex...]
            guard group.count > 1 else { continue }
            rows += group
            groups += repeatElement(UInt32(count), count: group.count)
            starts.append(UInt32(rows.count))
        }
        let rows = rows
        let groups = groups
        self.groups = stableOrder(count: rows.count) { UInt64(rows[$0]) }.map { groups[Int($0)] }
    }

    /// How many practitioners have several rows.
    var count: Int { starts.count - 1 }

    /// Every row that has siblings.
    var all: [UInt32] { rows }

    subscript(group: Int) -> ArraySlice<UInt32> {
        rows[Int(starts[group])..<Int(starts[group + 1])]
    }

    var byteCount: Int { 4 * (groups.capacity + rows.capacity + starts.capacity) }
}
