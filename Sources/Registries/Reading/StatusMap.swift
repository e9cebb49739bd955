package import Directory

/// What a registry's wordings mean; what stands in no map has no meaning here.
///
/// Wordings are compared whole, without regard to capitals and spaces, and never by a part: "Active
/// With Conditions" is not "Active".
package struct StatusMap: Sendable {
    private enum Meaning: Sendable {
        case standing(Standing)
        /// A second column decides, as `statusreason` does in Connecticut.
        case byReason([FoldedText: Standing])
    }

    private let meanings: [FoldedText: Meaning]

    init(_ node: DescriptionNode) throws(DescriptionError) {
        var meanings: [FoldedText: Meaning] = [:]
        for member in try node.members() {
            let wording = FoldedText(member.key)
            guard meanings[wording] == nil else {
                throw DescriptionError(
                    at: member.place,
                    "the wording \"\(member.key.shortened)\" stands here already in other capitals or spaces; once is right"
                )
            }
            if case .mapping = member.value.content {
                meanings[wording] = .byReason(try Self.reasons(member.value))
            } else {
                meanings[wording] = .standing(try member.value.word())
            }
        }
        guard !meanings.isEmpty else { throw node.failure("at least one wording would be right") }
        self.meanings = meanings
    }

    private static func reasons(
        _ node: DescriptionNode
    ) throws(DescriptionError) -> [FoldedText: Standing] {
        var standings: [FoldedText: Standing] = [:]
        for member in try node.members() {
            let standing: Standing = try member.value.word()
            guard standings.updateValue(standing, forKey: FoldedText(member.key)) == nil else {
                throw DescriptionError(
                    at: member.place,
                    "the reason \"\(member.key.shortened)\" stands here already in other capitals or spaces; once is right"
                )
            }
        }
        return standings
    }

    /// The standing that a wording means; nil where a person has to say.
    package func standing(of wording: String, reason: String? = nil) -> Standing? {
        switch meanings[FoldedText(wording)] {
        case .standing(let standing): standing
        case .byReason(let standings): standings[FoldedText(reason ?? "")]
        case nil: nil
        }
    }

    /// Whether the wording stands in the map, by itself or with reasons.
    package func contains(_ wording: String) -> Bool { meanings[FoldedText(wording)] != nil }

    /// Whether some wording is explained by a second column.
    var needsReason: Bool {
        meanings.values.contains { meaning in
            if case .byReason = meaning { true } else { false }
        }
    }
}
