/// What has to be known of rows before the first is written in columns.
struct ListingShape {
    var count = 0
    var hasEnds = false
    var vettedUntil = NumberSpan()
    var verifiedAt = NumberSpan()
    var since = NumberSpan()
    var mean = NumberSpan()
    var reviews = NumberSpan()
    /// Every feature and every word that a row has.
    var marks = ListingRow.Marks()

    mutating func take(in row: ListingRow) {
        count += 1
        if row.until != Lane.noDay { hasEnds = true }
        if row.vettedUntil != Lane.never { vettedUntil.take(in: row.vettedUntil) }
        if row.verifiedAt != Lane.never { verifiedAt.take(in: row.verifiedAt) }
        if row.since != Lane.noDay { since.take(in: row.since) }
        mean.take(in: row.mean)
        reviews.take(in: row.reviews)
        marks.formUnion(row.marks)
    }

    /// What holds for rows of both.
    func joined(with other: ListingShape) -> ListingShape {
        var both = self
        both.count += other.count
        both.hasEnds = hasEnds || other.hasEnds
        both.vettedUntil = vettedUntil.joined(with: other.vettedUntil)
        both.verifiedAt = verifiedAt.joined(with: other.verifiedAt)
        both.since = since.joined(with: other.since)
        both.mean = mean.joined(with: other.mean)
        both.reviews = reviews.joined(with: other.reviews)
        both.marks.formUnion(other.marks)
        return both
    }
}

/// Which slice of a batch holds what.
///
/// What most searches ask for stands together.
struct SliceLayout {
    let vettedUntil: SlicedNumber
    let since: SlicedNumber
    let mean: SlicedNumber
    let reviews: SlicedNumber
    let verifiedAt: SlicedNumber
    /// Rows whose practitioner has others: siblings.
    static let several = 0
    /// Rows whose experience has a last day; nil where there is none.
    let ended: Int?
    let marks: SlicedMarks
    /// How many slices a batch has.
    let count: Int

    init(_ shape: ListingShape) {
        var next = Self.several + 1
        func take(_ slices: Int) -> Int {
            defer { next += slices }
            return next
        }
        func number(_ span: NumberSpan) -> SlicedNumber {
            SlicedNumber(span, firstSlice: take(span.digits))
        }
        ended = shape.hasEnds ? take(1) : nil
        vettedUntil = number(shape.vettedUntil)
        since = number(shape.since)
        mean = number(shape.mean)
        reviews = number(shape.reviews)
        marks = SlicedMarks(shape.marks, firstSlice: next)
        _ = take(marks.count)
        verifiedAt = number(shape.verifiedAt)
        count = next
    }
}

/// A slice for every feature and word that some row has.
struct SlicedMarks {
    let used: ListingRow.Marks
    private var firstSlices = InlineArray<9, Int>(repeating: 0)
    private(set) var count = 0

    init(_ used: ListingRow.Marks, firstSlice: Int) {
        self.used = used
        for word in 0..<ListingRow.Marks.wordCount {
            firstSlices[word] = firstSlice + count
            count += used[word].nonzeroBitCount
        }
    }

    /// Hands over the slices of these bits of a word, as far as there are any.
    func forEachSlice(of word: Int, _ bits: UInt32, _ body: (_ bit: Int, _ slice: Int) -> Void) {
        var left = bits & used[word]
        while let bit = left.popLowest() {
            let before = used[word] & (1 << UInt32(bit) - 1)
            body(bit, firstSlices[word] + before.nonzeroBitCount)
        }
    }
}
