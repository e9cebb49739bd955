import Directory
import Testing

@Suite struct CheckDifferenceTests {
    private typealias Shown = (
        outcome: Outcome, standing: Standing?, fields: [RegisterEntry.Field]
    )

    private func shown(
        _ outcome: Outcome = .matched,
        _ standing: Standing? = .active,
        _ fields: (String, String)...
    ) -> Shown {
        (outcome, standing, fields.map { RegisterEntry.Field(name: $0.0, value: $0.1) })
    }

    private func fields(_ difference: CheckDifference) -> [[String?]] {
        difference.fields.map { [$0.kind.rawValue, $0.name, $0.before, $0.after] }
    }

    @Test func `checks that say the same differ in nothing`() {
        let same = shown(.matched, .active, ("status", "Active"), ("condition", "a"))
        let difference = CheckDifference(from: same, to: same)

        #expect(difference.outcome == nil)
        #expect(difference.standing == nil)
        #expect(difference.fields.isEmpty)
    }

    @Test func `outcome and standing are told with before and after`() {
        let difference = CheckDifference(from: shown(), to: shown(.unrecognised, nil))

        #expect(difference.outcome?.before == .matched)
        #expect(difference.outcome?.after == .unrecognised)
        #expect(difference.standing?.before == .active)
        #expect(difference.standing?.after == .some(nil))
    }

    @Test func `fields are changed, removed or added, each once`() {
        let difference = CheckDifference(
            from: shown(.matched, .active, ("status", "Active"), ("city", "Yakima"), ("a", "b")),
            to: shown(.matched, .active, ("a", "b"), ("status", "Expired"), ("note", "new"))
        )

        #expect(
            fields(difference) == [
                ["removed", "city", "Yakima", nil], ["changed", "status", "Active", "Expired"],
                ["added", "note", nil, "new"],
            ]
        )
    }

    @Test func `of a name that stands several times whole values come and go`() {
        let difference = CheckDifference(
            from: shown(.matched, .active, ("condition", "a"), ("condition", "b")),
            to: shown(.matched, .active, ("condition", "b"), ("condition", "c"), ("condition", "b"))
        )

        #expect(
            fields(difference) == [
                ["removed", "condition", "a", nil], ["added", "condition", nil, "c"],
                ["added", "condition", nil, "b"],
            ]
        )
    }

    @Test func `another order of the same fields is no difference`() {
        let difference = CheckDifference(
            from: shown(.matched, .active, ("a", "1"), ("b", "2")),
            to: shown(.matched, .active, ("b", "2"), ("a", "1"))
        )

        #expect(difference.fields.isEmpty)
    }
}
