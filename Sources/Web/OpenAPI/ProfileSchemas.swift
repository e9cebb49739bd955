import Directory

extension Schema.NamedSchema {
    static let profile = Self(
        name: "Profile",
        schema: .object(
            .person + [
                .member("other_names", .list(of: .reference(to: .personName)), "Further names."),
                .member("claimed", .flag, "Whether the person has taken the profile over."),
                .member(
                    "locations",
                    .list(of: .reference(to: .location)),
                    "Where this person practises."
                ),
                .member(
                    "credentials",
                    .list(of: .reference(to: .credential)),
                    "Licences, certifications and the like, each with its four facts."
                ),
                .member(
                    "identities",
                    .list(of: .reference(to: .credential)),
                    "What says who somebody is and permits nothing, as an NPI."
                ),
                .member(
                    "npi",
                    Schema.object([
                        .member("number", .text(pattern: "^[0-9]{10}$"), "The number."),
                        .member("deactivated_on", .date.orNull, "When NPPES deactivated it."),
                    ]).orNull,
                    "The National Provider Identifier, where there is one."
                ),
                .member(
                    "experience",
                    Schema.reference(to: .experience).orNull,
                    "How long this person has practised, as registers show it."
                ),
                .member(
                    "self_reported",
                    Schema.reference(to: .selfReported).orNull,
                    "What the person says; null for an unclaimed profile."
                ),
                .member(
                    "rating",
                    Schema.reference(to: .rating).orNull,
                    "How former patients rate; null for an unclaimed profile."
                ),
                .member(
                    "reviews_withheld",
                    Schema.reference(to: .reviewRule).orNull,
                    "The rule that keeps rating and testimonials from being shown."
                ),
                .member(
                    "testimonials",
                    .list(of: .reference(to: .testimonial)),
                    "The latest of what former patients say."
                ),
                .member("checks_url", .link, "Every check of every credential."),
                .member("testimonials_url", .link, "Every testimonial."),
            ] + .everywhere
        )
    )

    static let credentialList = Self(
        name: "CredentialList",
        schema: .object(
            .list(of: .reference(to: .credential), "Every credential, identities too.")
                + .everywhere
        )
    )

    static let testimonialList = Self(
        name: "TestimonialList",
        schema: .object(
            .list(of: .reference(to: .testimonial), "What former patients say, the latest first.")
                + [
                    .member(
                        "reviews_withheld",
                        Schema.reference(to: .reviewRule).orNull,
                        "The rule that keeps them from being shown."
                    )
                ] + .everywhere
        )
    )

    static let personName = Self(
        name: "PersonName",
        schema: .object([
            .member("full", .text, "The whole name as the person writes it."),
            .member("given", .text, "Given name."),
            .member("middle", .text, "Middle name or initial."),
            .member("family", .text, "Family name."),
            .member("suffix", .text, "Jr, III and the like."),
            .member("order", .word(of: PersonName.Order.self), "Which name the person puts first."),
        ])
    )

    static let location = Self(
        name: "Location",
        schema: .object(
            [.member("id", .publicID, "The location, for ever.")] + .address + [
                .member("wheelchair", .flag.orNull, "Whether a wheelchair gets in; null: unknown."),
                .member("telehealth", .flag.orNull, "Visits by video; null: unknown."),
                .member(
                    "hours",
                    .list(
                        of: .object([
                            .member("day", .word(of: OpeningHours.Weekday.self), "The weekday."),
                            .member("opens", .clock, "When it opens, by the clock there."),
                            .member("closes", .clock, "When it closes, by the clock there."),
                        ])
                    ),
                    "Opening hours; empty where unknown."
                ),
                .member("vetted", .flag, "Whether the licence was seen in good standing."),
                .member("vetted_until", .instant.orNull, "When that runs out unless seen again."),
                .sometimes("not_vetted", .reference(to: .notVetted), "Why not."),
                .sometimes(
                    "being_looked_at",
                    .reference(to: .beingLookedAt),
                    "That the register is being looked at."
                ),
            ]
        )
    )

    static let credential = Self(
        name: "Credential",
        schema: .object(
            [.member("id", .publicID, "The credential, for ever.")] + .credential + .facts + [
                .member("explained", .text.orNull, "What its class means in that place."),
                .member("next_check_due", .instant.orNull, "When the registry is asked next."),
                .member(
                    "registry",
                    Schema.reference(to: .registry).orNull,
                    "Who can say whether it stands; null where no registry is described."
                ),
                .member(
                    "latest_check",
                    Schema.reference(to: .latestCheck).orNull,
                    "The last time the registry was asked."
                ),
                .member(
                    "secondary",
                    .list(
                        of: .object([
                            .member(
                                "registry",
                                .reference(to: .registry),
                                "Who repeats it."
                            ),
                            .member("standing", .word(of: Standing.self).orNull, "What it says."),
                            .member(
                                "latest_check",
                                .reference(to: .latestCheck),
                                "The last time it was asked."
                            ),
                            .member("note", .text, "What its word is good for."),
                        ])
                    ),
                    "What registries say that repeat what others licensed."
                ),
            ]
        )
    )

    static let experience = Self(
        name: "Experience",
        schema: .object([
            .member("years", .whole(0...150), "Whole years."),
            .member("since", .date, "The day from which they are counted, gaps left out."),
            .member("until", .date.orNull, "The last day in force; null while something is."),
            .member("first_issued_on", .date, "The earliest first issue on any register."),
            .member("arithmetic", .text, "How it was counted."),
            .member(
                "gaps",
                .list(
                    of: .object([
                        .member("from", .date, "The first day."),
                        .member("to", .date, "The last day."),
                        .member("days", .whole(1...100_000), "How many."),
                        .member("standing", .word(of: Standing.self).orNull, "What stood then."),
                    ])
                ),
                "When nothing was in force."
            ),
            .member("note", .text, "What this is."),
        ])
    )

    private static let selfReported = Self(
        name: "SelfReported",
        schema: .object([
            .member("note", .text, "What this is worth."),
            .member("practising_since", .date.orNull, "Since when the person says to practise."),
            .member("about", .text(length: 0...4000), "In the person's own words."),
            .member("languages", .words(of: Language.self), "Spoken, BCP 47."),
            .member("conditions", .words(of: Condition.self), "What is treated."),
            .member("techniques", .words(of: Technique.self), "Ways of working."),
            .member("payers", .words(of: Payer.self), "Who pays beside the patient."),
            .member("accepting", .flag.orNull, "Whether new patients are accepted."),
            .member("accepts_referrals", .flag.orNull, "Whether referrals are accepted."),
        ])
    )
}

extension Schema {
    /// A time of day, as `09:05`; `24:00` is the end of the day.
    fileprivate static let clock = text(pattern: "^([01][0-9]|2[0-4]):[0-5][0-9]$")
}

extension [Schema.Member] {
    static let person: Self = [
        .member("id", .publicID, "The practitioner, for ever."),
        .member("url", .link, "The profile."),
        .member("name", .reference(to: .personName), "The name."),
    ]

    /// What a credential is, apart from what is known of it.
    static let credential: Self = [
        .member("kind", .word(of: Credential.Kind.self), "What it is."),
        .member(
            "class",
            .word(of: Credential.Class.self).orNull,
            "What stands behind it; null for an identity, which permits nothing."
        ),
        .member("jurisdiction", .jurisdiction, "Where it was issued."),
        .member("number", .text(length: 1...64), "Its number."),
        .member("type", .text, "The register's name for its type."),
        .member("title", .text, "The title that goes with it."),
        .member("reported_by", .word(of: Credential.Source.self), "Who told us of it."),
    ]

    /// The four facts, and what follows from them.
    static let facts: Self = [
        .member(
            "facts",
            .object([
                .member("wording", .text.orNull, "What the registry says, word for word."),
                .member("standing", .word(of: Standing.self).orNull, "What we read from it."),
                .member("outcome", .word(of: Outcome.self).orNull, "What the last check came to."),
                .member("decision", .word(of: Decision.self), "What an admin decided."),
            ]),
            "The four facts that are kept apart."
        ),
        .member("expires_on", .date.orNull, "Good until the end of this day there."),
        .member("first_issued_on", .date.orNull, "First issued, as the register has it."),
        .member("good_until", .instant.orNull, "How long what was seen is believed."),
        .sometimes(
            "being_looked_at",
            .reference(to: .beingLookedAt),
            "That the register is being looked at."
        ),
    ]
}
