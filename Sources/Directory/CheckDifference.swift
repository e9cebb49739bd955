/// What differs between two checks of one credential, the earlier one first.
package struct CheckDifference: Hashable, Sendable {
    /// A fact of the check that became another.
    package struct Turn<Fact: Hashable & Sendable>: Hashable, Sendable {
        package let before: Fact
        package let after: Fact

        fileprivate init?(_ before: Fact, _ after: Fact) {
            guard before != after else { return nil }
            self.before = before
            self.after = after
        }
    }

    /// A field that came, went or has another value.
    package struct FieldChange: Hashable, Sendable {
        package enum Kind: String, Sendable, CaseIterable {
            case added, removed, changed
        }

        package let name: String
        /// Nil where the field was added.
        package let before: String?
        /// Nil where the field was removed.
        package let after: String?

        package var kind: Kind {
            if before == nil { return .added }
            return after == nil ? .removed : .changed
        }
    }

    package let outcome: Turn<Outcome>?
    package let standing: Turn<Standing?>?
    /// In the order of the fields, those removed first.
    package let fields: [FieldChange]

    package init(
        from before: (outcome: Outcome, standing: Standing?, fields: [RegisterEntry.Field]),
        to after: (outcome: Outcome, standing: Standing?, fields: [RegisterEntry.Field])
    ) {
        outcome = Turn(before.outcome, after.outcome)
        standing = Turn(before.standing, after.standing)
        fields = Self.changes(from: before.fields, to: after.fields)
    }

    /// A name may stand several times, as conditions do: then whole values come and go.
    private static func changes(
        from before: [RegisterEntry.Field],
        to after: [RegisterEntry.Field]
    ) -> [FieldChange] {
        let removed = before.without(after)
        let added = after.without(before)
        func isOnly(_ field: RegisterEntry.Field) -> Bool {
            [before, after].allSatisfy { list in list.count { $0.name == field.name } == 1 }
        }
        let gone = removed.filter { !isOnly($0) }
            .map { FieldChange(name: $0.name, before: $0.value, after: nil) }
        return gone
            + added.map { field in
                let old = isOnly(field) ? removed.first { $0.name == field.name } : nil
                return FieldChange(name: field.name, before: old?.value, after: field.value)
            }
    }
}

extension [RegisterEntry.Field] {
    /// The fields of which the other list has no equal one, each counted once.
    fileprivate func without(_ other: [RegisterEntry.Field]) -> [RegisterEntry.Field] {
        var rest = other
        return filter { field in
            guard let index = rest.firstIndex(of: field) else { return true }
            rest.remove(at: index)
            return false
        }
    }
}
