import Directory

extension Schema.NamedSchema {
    static let profilePast = Self(
        name: "ProfilePast",
        schema: .object(
            .person + [
                .member(
                    "as_of",
                    .object([
                        .member("instant", .instant, "The moment that is meant."),
                        .member(
                            "known_then",
                            .object(.knowledge(of: .pastCredentialThen)),
                            "What this directory had been told by then."
                        ),
                        .member(
                            "known_now",
                            .object(.knowledge(of: .pastCredentialNow)),
                            "What was true then, as far as it is known now."
                        ),
                        .member("kept_as_now", .text, "What has no history here."),
                    ]),
                    "Both answers."
                ),
                .member("checks_url", .link, "Every check of every credential."),
            ] + .everywhere
        )
    )

    static let credentialPastList = Self(
        name: "CredentialPastList",
        schema: .object(
            .list(
                of: .object(
                    [.member("id", .publicID, "The credential, for ever.")] + .credential + [
                        .member(
                            "registry",
                            Schema.reference(to: .registry).orNull,
                            "Who can say whether it stands."
                        ),
                        .member(
                            "known_then",
                            Schema.object(.facts + .decided).orNull,
                            "What had been told by then; null where nobody knew of it."
                        ),
                        .member(
                            "known_now",
                            .object(.facts + .decided + .basis),
                            "What was true then, as far as it is known now."
                        ),
                    ]
                ),
                "Every credential with both answers."
            ) + [
                .member(
                    "as_of",
                    .object([
                        .member("instant", .instant, "The moment that is meant."),
                        .member("known_then", .object(.meaning + .anything), "The first answer."),
                        .member("known_now", .object(.meaning + .anything), "The second answer."),
                    ]),
                    "What the two answers mean."
                )
            ] + .everywhere
        )
    )

    private static let pastCredentialThen = Self(
        name: "CredentialKnownThen",
        schema: .object(
            [.member("id", .publicID, "The credential, for ever.")] + .credential + .facts
                + .decided
        )
    )

    private static let pastCredentialNow = Self(
        name: "CredentialKnownNow",
        schema: .object(
            [.member("id", .publicID, "The credential, for ever.")] + .credential + .facts
                + .decided + .basis
        )
    )

    fileprivate static let pastLocation = Self(
        name: "PastLocation",
        schema: .object([
            .member("id", .publicID, "The location, for ever."),
            .member("clinic", .text, "The clinic's name."),
            .member("city", .text, "City."),
            .member("region", .text, "State or province by its letters."),
            .member("country", .country, "Two letters, ISO 3166-1."),
            .member("vetted", .flag, "Whether the person was vetted there."),
            .member("vetted_until", .instant.orNull, "When that was to run out."),
            .member("not_vetted", Schema.reference(to: .notVetted).orNull, "Why not."),
        ])
    )
}

extension [Schema.Member] {
    static let meaning: Self = [.member("meaning", .text, "Which question this answers.")]

    fileprivate static let anything: Self = [
        .member("anything_known", .flag, "Whether there is anything to tell."),
        .sometimes("note", .text, "Why there is nothing."),
    ]

    fileprivate static func knowledge(of credential: Schema.NamedSchema) -> Self {
        meaning + anything + [
            .member("locations", .list(of: .reference(to: .pastLocation)), "Vetted where."),
            .member("credentials", .list(of: .reference(to: credential)), "The credentials."),
            .member("excluded", .flag, "Whether an exclusion was confirmed."),
            .sometimes("excluded_note", .text, "That the list meant somebody else."),
            .member(
                "experience",
                Schema.reference(to: .experience).orNull,
                "Experience that registers showed."
            ),
        ]
    }

    fileprivate static let decided: Self = [
        .member("decided_at", .instant.orNull, "When an admin decided."),
        .member(
            "check",
            Schema.object([
                .member("id", .publicID, "The check."),
                .member("asked_at", .instant, "When it was made."),
                .member("speaks_of", .instant, "Of which moment it speaks."),
            ]).orNull,
            "The check that tells it."
        ),
    ]

    fileprivate static let basis: Self = [
        .member("basis", .word(of: Hindsight.Basis.self), "What tells it."),
        .member("explanation", .text, "The same in a sentence."),
    ]
}
