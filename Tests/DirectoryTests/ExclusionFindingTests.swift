import Directory
import Testing

@Suite struct ExclusionFindingTests {
    static let sides = ExclusionFinding.Sides(person: 1, exclusion: 2)
    static let otherPerson = ExclusionFinding.Sides(person: 3, exclusion: 2)
    static let otherRow = ExclusionFinding.Sides(person: 1, exclusion: 4)

    private func state(
        after state: ExclusionFinding.State?,
        _ decision: ExclusionDecision? = nil,
        about decided: ExclusionFinding.Sides? = nil,
        rule: ExclusionMatch.Rule?,
        isInForce: Bool = true
    ) -> ExclusionFinding.State? {
        ExclusionFinding.state(
            after: state.map {
                ExclusionFinding(state: $0, decision: decision, decidedSides: decided)
            },
            rule: rule,
            isInForce: isInForce,
            sides: Self.sides
        )
    }

    /// What stood, what agrees now, and what stands then, where nobody has decided.
    @Test(
        arguments: [
            (nil, .npiAndSurname, .confirmed), (nil, .npi, .candidate), (nil, .name, .candidate),
            (nil, nil, nil),
            (.candidate, .npiAndSurname, .confirmed), (.candidate, .npi, .candidate),
            (.candidate, .name, .candidate), (.candidate, nil, .ended),
            // Ends by reinstatement or decision alone.
            (.confirmed, .npiAndSurname, .confirmed), (.confirmed, .npi, .confirmed),
            (.confirmed, .name, .confirmed), (.confirmed, nil, .confirmed),
            // A row that comes back.
            (.ended, .npiAndSurname, .confirmed), (.ended, .npi, .candidate),
            (.ended, nil, .ended),
        ]
            as [(
                ExclusionFinding.State?, ExclusionMatch.Rule?, ExclusionFinding.State?
            )]
    )
    func `the rules decide where nobody has`(
        before: ExclusionFinding.State?,
        rule: ExclusionMatch.Rule?,
        after: ExclusionFinding.State?
    ) {
        #expect(state(after: before, rule: rule) == after)
    }

    @Test(arguments: ExclusionFinding.State.allCases)
    func `a row that is not in force ends whatever stood`(before: ExclusionFinding.State) {
        for decision in ExclusionDecision.allCases {
            #expect(
                state(
                    after: before,
                    decision,
                    about: Self.sides,
                    rule: .npiAndSurname,
                    isInForce: false
                ) == .ended
            )
        }
        #expect(state(after: nil, rule: .npiAndSurname, isInForce: false) == nil)
    }

    @Test(arguments: ExclusionFinding.State.allCases)
    func `a decision about the same two holds, whatever happened in between`(
        before: ExclusionFinding.State
    ) {
        for rule in ExclusionMatch.Rule.allCases.map(Optional.some) + [nil] {
            #expect(
                state(after: before, .notSamePerson, about: Self.sides, rule: rule) == .dismissed
            )
            #expect(state(after: before, .samePerson, about: Self.sides, rule: rule) == .confirmed)
        }
    }

    @Test(arguments: [otherPerson, otherRow])
    func `what was dismissed is open again when either side changes`(
        decided: ExclusionFinding.Sides
    ) {
        for (rule, after) in [
            (.npiAndSurname, .confirmed), (.npi, .candidate), (.name, .candidate), (nil, .ended),
        ] as [(ExclusionMatch.Rule?, ExclusionFinding.State)] {
            #expect(state(after: .dismissed, .notSamePerson, about: decided, rule: rule) == after)
        }
    }

    @Test(arguments: [otherPerson, otherRow])
    func `what was confirmed by decision stays so when either side changes`(
        decided: ExclusionFinding.Sides
    ) {
        #expect(state(after: .confirmed, .samePerson, about: decided, rule: .name) == .confirmed)
        #expect(state(after: .confirmed, .samePerson, about: decided, rule: nil) == .confirmed)
    }
}
