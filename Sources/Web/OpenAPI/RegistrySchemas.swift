import Directory
import Storage

extension Schema.NamedSchema {
    static let registryList = Self(
        name: "RegistryList",
        schema: .object(
            .list(of: .reference(to: .registryReport), "Every registry that is described.")
                + .everywhere
        )
    )

    private static let registryReport = Self(
        name: "RegistryReport",
        schema: .object([
            .member("id", .text, "The registry's name for programs."),
            .member("name", .text, "The registry's own name."),
            .member("jurisdiction", .jurisdiction, "Whose registry it is."),
            .member("role", .word(of: RegistryRole.self), "What its word is good for."),
            .member("kind", .word(of: ["query", "list", "manual"]), "How it is asked."),
            .member("completeness", .word(of: Completeness.self), "Whom it still shows."),
            .member("public_page", .page, "Where anybody can look people up."),
            .member("asked", .flag, "Whether a machine asks it."),
            .member("not_asked_because", .text.orNull, "Why not."),
            .member(
                "list",
                Schema.object([
                    .member("seen_at", .instant.orNull, "When its source last called it current."),
                    .member("read_at", .instant.orNull, "When it was last read."),
                ]).orNull,
                "Of a list that is downloaded whole."
            ),
            .member("health", Schema.reference(to: .health).orNull, "How it is doing."),
        ])
    )

    private static let health = Self(
        name: "RegistryHealth",
        schema: .object([
            .member("reached_at", .instant.orNull, "When it last answered anything."),
            .member("source_as_of", .instant.orNull, "The source's own date of what it said."),
            .member("data_age_days", .count.orNull, "How old that is."),
            .member("last_24_hours", .reference(to: .period), "The checks of a day."),
            .member("last_7_days", .reference(to: .period), "The checks of a week."),
            .member(
                "canary",
                .object([
                    .member(
                        "state",
                        .word(of: RegistryHealth.CanaryState.self),
                        "What came of it."
                    ),
                    .member("asked_at", .instant.orNull, "When it was last asked about."),
                ]),
                "Somebody whom it has to know."
            ),
            .member(
                "circuit",
                .object([
                    .member("state", .word(of: ["closed", "open"]), "Open: it is left alone."),
                    .member("until", .instant.orNull, "Until when."),
                    .member("reason", .text.orNull, "Why."),
                ]),
                "Whether it is left alone after silences."
            ),
            .member(
                "brake",
                .object([
                    .member("set", .flag, "Whether changes for the worse wait."),
                    .member("since", .instant.orNull, "Since when."),
                    .member("waiting", .count, "How many credentials wait for an admin."),
                ]),
                "What is done about too many changes for the worse."
            ),
        ])
    )

    private static let period = Self(
        name: "RegistryPeriod",
        schema: .object([
            .member("checks", .count, "Questions put to it."),
            .member("answered", .count, "Of these, with an answer about the person."),
            .member("success_rate", .number(0...1).orNull, "The share of these."),
            .member(
                "milliseconds",
                .object([
                    .member("p50", .count.orNull, "Half of the answers took at most so long."),
                    .member("p95", .count.orNull, "Ninety-five of a hundred did."),
                ]),
                "How long answers took."
            ),
            .member("worsened", .count, "Answers that changed somebody for the worse."),
            .member("worsened_share", .number(0...1).orNull, "The share of these."),
        ])
    )
}
