import Directory

extension Schema.NamedSchema {
    static let checkList = Self(
        name: "CheckList",
        schema: .object(
            .list(
                of: .object(
                    .check + .evidence + [
                        .sometimes(
                            "known_then",
                            .flag,
                            "With as_of: whether the check had been made by then."
                        )
                    ]
                ),
                "Every check of every credential, the latest first."
            ) + [
                .sometimes(
                    "as_of",
                    .object([
                        .member("instant", .instant, "The moment that is meant."),
                        .member("known_then", .object(.meaning), "What that flag says."),
                        .member("known_now", .object(.meaning), "What the list holds."),
                    ]),
                    "With as_of: what is listed."
                )
            ] + .everywhere
        )
    )

    static let check = Self(
        name: "Check",
        schema: .object(.check + .evidence + .everywhere)
    )

    static let latestCheck = Self(
        name: "LatestCheck",
        schema: .object(.check + [.member("url", .link, "The check with what it changed.")])
    )

    fileprivate static let changes = Self(
        name: "Changes",
        schema: .object([
            .member("compared_with", .publicID.orNull, "The check before."),
            .member("outcome", .turn(of: .word(of: Outcome.self)), "How the outcome changed."),
            .member(
                "standing",
                .turn(of: .word(of: Standing.self).orNull),
                "How the standing changed."
            ),
            .member(
                "fields",
                .list(
                    of: .object([
                        .member("name", .text, "The field."),
                        .member("change", .word(of: CheckDifference.FieldChange.Kind.self), "How."),
                        .member("before", .text.orNull, "Null where it was added."),
                        .member("after", .text.orNull, "Null where it was removed."),
                    ])
                ),
                "The fields that differ."
            ),
        ])
    )
}

extension Schema {
    fileprivate static func turn(of schema: Schema) -> Schema {
        object([
            .member("before", schema, "What it was."), .member("after", schema, "What it is."),
        ]).orNull
    }
}

extension [Schema.Member] {
    /// What the public may know of a check: never a body, and nobody's account.
    fileprivate static let check: Self = [
        .member("id", .publicID, "The check, for ever."),
        .member("asked_at", .instant, "When the registry was asked."),
        .member("seen_by_a_person_on", .date.orNull, "Where a person looked, on which day."),
        .member("source_as_of", .instant.orNull, "The source's own date of what it says."),
        .member("speaks_of", .instant, "The earlier of both: of which moment it speaks."),
        .member("question", .text, "What was asked, without keys."),
        .member("status", .whole(100...599).orNull, "The status of the registry's answer."),
        .member("outcome", .word(of: Outcome.self), "What it came to."),
        .member("reason", .text, "Why, in a sentence."),
        .member("wording", .text.orNull, "What the registry says, word for word."),
        .member("standing", .word(of: Standing.self).orNull, "What we read from it."),
        .member("expires_on", .date.orNull, "Until when, as the register has it."),
        .member("first_issued_on", .date.orNull, "First issued, as the register has it."),
        .member("good_until", .instant.orNull, "How long the credential was believed after it."),
        .member(
            "fields",
            .list(
                of: .object([
                    .member("name", .text, "The field."),
                    .member("value", .text, "What stood there."),
                ])
            ),
            "What was read from the answer."
        ),
        .member("sha256", .sha256.orNull, "Of the bytes that came."),
        .member("description_sha256", .text, "Of the description by which they were read."),
        .member(
            "how_to_repeat",
            .object([
                .member("public_page", .page.orNull, "Where anybody can look."),
                .member("by_hand", .list(of: .text), "The steps of a person."),
                .member("by_machine", .text.orNull, "The steps of a machine."),
            ]),
            "How to see for oneself."
        ),
    ]

    /// A check with the credential it is about and what differs from the one before.
    fileprivate static let evidence: Self = [
        .member(
            "credential",
            .object([
                .member("id", .publicID, "The credential, for ever."),
                .member("kind", .word(of: Credential.Kind.self), "What it is."),
                .member("jurisdiction", .jurisdiction, "Where it was issued."),
                .member("number", .text(length: 1...64), "Its number."),
            ]),
            "What it is about."
        ),
        .member(
            "registry",
            Schema.reference(to: .registry).orNull,
            "Who was asked; null where it is described no more."
        ),
        .member("note", .text.orNull, "What the word of a secondary registry is good for."),
        .member(
            "changes",
            Schema.reference(to: .changes).orNull,
            "What differs from the check before; null where none showed an entry."
        ),
    ]
}
