/// How much a list has, and how new it is.
package struct ListExtent: Hashable, Sendable {
    /// Rows that could be read, businesses included.
    package let rows: Int
    /// The day of the latest exclusion in it; nil where none has a day.
    package let latestOn: CalendarDate?

    package init(rows: Int, latestOn: CalendarDate? = nil) {
        self.rows = rows
        self.latestOn = latestOn
    }
}
