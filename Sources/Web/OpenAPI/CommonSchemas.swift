import Directory

extension [Schema.Member] {
    /// What every answer ends with.
    static let everywhere: Self = [
        .member("safety", .reference(to: .safety), "What everybody is told."),
        .member(
            "demonstration",
            .text.orNull,
            "Says so where every person shown is invented; null where they are not."
        ),
    ]

    /// What stands around the results of a list.
    static func list(of result: Schema, _ description: String) -> Self {
        [
            .member("results", .list(of: result), description),
            .member("total", .count, "How many there are on all pages together."),
            .member(
                "next",
                .text.orNull,
                "The cursor of the next page, which Link gives too; null on the last."
            ),
        ]
    }
}

extension Schema.NamedSchema {
    static let safety = Self(
        name: "Safety",
        schema: .object([
            .member("contraindications", .list(of: .text), "Who should not be treated."),
            .member("ask_first", .text, "Whom to ask before."),
            .member("choose", .text, "What to look for in a practitioner."),
            .member("source", .text, "Where this stands."),
        ])
    )

    static let problem = Self(
        name: "Problem",
        schema: .object([
            .member("type", .text(format: "uri-reference"), "The kind of problem (RFC 9457)."),
            .member("title", .text, "The kind in words."),
            .member("status", .whole(400...599), "The status of the answer."),
            .member("detail", .text, "A sentence about this one."),
            .member("instance", .text, "The path that was asked for, cut to 200 characters."),
            .sometimes(
                "errors",
                .list(
                    of: .object([
                        .member("parameter", .text, "The parameter."),
                        .member("value", .text, "What it was given, cut to what can be shown."),
                        .member("detail", .text, "What is wrong with it, and what is permitted."),
                    ])
                ),
                "Every parameter that cannot be used."
            ),
            .sometimes(
                "violated-policies",
                .list(of: .text),
                "The policies whose quota is used up, as RateLimit-Policy names them."
            ),
        ])
    )

    static let notVetted = Self(
        name: "NotVetted",
        schema: .object([
            .member("code", .text(pattern: "^[a-z_]+$"), "The reason in a word."),
            .member("reason", .text, "The reason in a sentence."),
        ])
    )

    static let beingLookedAt = Self(
        name: "BeingLookedAt",
        schema: .object([
            .member("code", .text(pattern: "^[a-z_]+$"), "Why in a word."),
            .member("reason", .text, "Why in a sentence."),
            .member("since", .instant, "Since when."),
        ])
    )

    static let rating = Self(
        name: "Rating",
        schema: .object([
            .member("count", .count, "How many testimonials."),
            .member("mean", .number(1...5).orNull, "The plain mean; null under five of them."),
            .sometimes("note", .always("too few to rate"), "Why there is no mean."),
            .member(
                "score",
                .number(1...5),
                "The mean with ten testimonials of 4.2 stars added, by which is ranked."
            ),
        ])
    )

    static let testimonial = Self(
        name: "Testimonial",
        schema: .object([
            .member("rating", .whole(1...5), "Stars."),
            .member("text", .text(length: 1...4000), "What the patient wrote."),
            .member(
                "condition",
                .word(of: Condition.self).orNull,
                "What was treated; null where the patient has not said."
            ),
            .member("written_on", .date, "When it was written."),
        ])
    )

    static let registry = Self(
        name: "Registry",
        schema: .object([
            .member("id", .text, "The registry's name for programs."),
            .member("name", .text, "The registry's own name."),
            .member("public_page", .page, "Where anybody can look people up."),
            .member("asked_by", .word(of: RegistryAsker.self), "Who asks it at present."),
        ])
    )
}
