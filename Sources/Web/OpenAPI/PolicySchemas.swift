import Directory

extension Schema.NamedSchema {
    static let reviewRule = Self(
        name: "ReviewRule",
        schema: .object([
            .member("jurisdiction", .jurisdiction, "Whose law it is."),
            .member(
                "permits",
                .word(of: ReviewRule.Permitted.self),
                "What it leaves; of the service alone nothing can be told apart, so none is shown."
            ),
            .member("reason", .text, "A sentence for whoever misses the ratings."),
            .member("source", .text, "Where the rule is written."),
            .member("read_on", .date, "When it was read there."),
        ])
    )

    static let emptyResult = Self(
        name: "EmptyResult",
        schema: .object([
            .member(
                "emptied_by",
                .list(
                    of: .object([
                        .member("parameter", .text, "The filter's parameter."),
                        .member("value", .text.orNull, "As it was sent; null where it was not."),
                        .member("total_without", .count, "How many match without it."),
                    ])
                ),
                "Filters without any one of which somebody would match."
            ),
            .member(
                "nearest",
                .list(
                    of: .object([
                        .member("sentence", .text, "The change in words, and what it finds."),
                        .member(
                            "changes",
                            .list(
                                of: .object([
                                    .member("parameter", .text, "What to change."),
                                    .member("from", .text.orNull, "As it was sent."),
                                    .member("to", .text.orNull, "What to send; null for nothing."),
                                ])
                            ),
                            "All of them together."
                        ),
                        .member("total", .count, "How many match then."),
                        .member("url", .link, "That search."),
                    ])
                ),
                "Searches that find somebody, what gives up least first."
            ),
        ])
    )

    static let rankingRules = Self(
        name: "RankingRules",
        schema: .object(
            [
                .member("formula", .text, "How the points are made."),
                .member("sentence", .text, "The same in words."),
                .member(
                    "weights",
                    .object([
                        .member("nearness", .number(0...100), "Points for being near, at most."),
                        .member("score", .number(0...100), "Points for the score, at most."),
                        .member("experience", .number(0...100), "Points for experience, at most."),
                    ]),
                    "What each part can bring."
                ),
                .member(
                    "full_experience_years",
                    .whole(1...100),
                    "Years beyond which more experience adds nothing."
                ),
                .member(
                    "score",
                    .object([
                        .member("formula", .text, "How the score is made."),
                        .member("prior_mean", .number(1...5), "Where everybody begins."),
                        .member("prior_weight", .whole(1...1000), "As how many testimonials."),
                        .member("least_count", .whole(1...1000), "Under so many no star is shown."),
                    ]),
                    "What former patients say, with how sure that is."
                ),
                .member("paid_placement", .flag, "Whether a place can be bought: never."),
                .member("ties", .text, "Who comes first of equals."),
            ] + .everywhere
        )
    )
}
