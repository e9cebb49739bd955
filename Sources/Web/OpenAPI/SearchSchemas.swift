import Directory

extension Schema.NamedSchema {
    static let searchPage = Self(
        name: "SearchPage",
        schema: .object(
            .list(of: .reference(to: .searchResult), "Whoever was found, in the order asked for.")
                + [
                    .member(
                        "facets",
                        Schema.object(
                            Facet.allCases.map { facet in
                                .sometimes(
                                    facet.rawValue,
                                    .list(of: .reference(to: .facetValue)),
                                    "How many would match with each value of \(facet.rawValue)."
                                )
                            }
                        ).orNull,
                        "Of the facets asked for; a facet's own filter does not narrow it. Null "
                            + "where none was."
                    ),
                    .member(
                        "reviews_withheld",
                        Schema.list(of: .reference(to: .reviewRule)).orNull,
                        "Rules by which reviews are neither shown nor counted here; null where none "
                            + "matters."
                    ),
                    .member(
                        "empty",
                        Schema.reference(to: .emptyResult).orNull,
                        "Why nobody was found; null where somebody was, and on later pages."
                    ),
                    .member(
                        "text",
                        Schema.reference(to: .textReading).orNull,
                        "What the words of q were taken for; null without any."
                    ),
                    .member("as_of", .instant, "The moment at which trust was judged."),
                    .member(
                        "place",
                        Schema.reference(to: .place).orNull,
                        "The place that was named, as it was understood."
                    ),
                ] + .everywhere
        )
    )

    private static let place = Self(
        name: "Place",
        schema: .object([
            .member("name", .text, "The place, or the postal code."),
            .member("region", .text.orNull, "State or province by its letters."),
            .member("country", .country, "Two letters, ISO 3166-1."),
            .member(
                "latitude",
                .latitude.orNull,
                "Degrees north, WGS 84; null for a whole region, which has no middle."
            ),
            .member("longitude", .longitude.orNull, "Degrees east, WGS 84."),
            .member("attribution", .text.orNull, "Who has to be named for it."),
        ])
    )

    private static let facetValue = Self(
        name: "FacetValue",
        schema: .object([
            .member("value", .text, "As the parameter of the facet's name takes it."),
            .member("count", .count, "How many practitioners would match."),
        ])
    )

    private static let textReading = Self(
        name: "TextReading",
        schema: .object([
            .member(
                "terms",
                .list(
                    of: .object([
                        .member("words", .text, "Words that belong together."),
                        .member(
                            "conditions",
                            .words(of: Condition.self),
                            "The conditions that these may mean."
                        ),
                    ])
                ),
                "What every result has."
            ),
            .member(
                "readings",
                .list(
                    of: .object([
                        .member("typed", .text, "A word as it was typed."),
                        .member("read_as", .list(of: .text), "What it was taken for."),
                    ])
                ),
                "Words that nobody has as they were typed."
            ),
        ])
    )

    private static let searchResult = Self(
        name: "SearchResult",
        schema: .object([
            .member("id", .publicID, "The practitioner, for ever."),
            .member("url", .link, "The profile."),
            .member("name", .text, "The name as the person writes it."),
            .member("claimed", .flag, "Whether the person has taken the profile over."),
            .member("location", .reference(to: .searchedLocation), "Where this person practises."),
            .member(
                "distance_km",
                .distance.orNull,
                "Great-circle kilometres from the centre; null where none was named."
            ),
            .sometimes(
                "distance_is_about",
                .flag,
                "Whether it was measured to the middle of a postal code."
            ),
            .member(
                "vetted",
                .flag,
                "Whether the licence for this place was seen in good standing."
            ),
            .member("vetted_until", .instant.orNull, "When that runs out unless seen again."),
            .sometimes(
                "not_vetted",
                Schema.reference(to: .notVetted).orNull,
                "Why not; null where it has changed since the search."
            ),
            .sometimes(
                "being_looked_at",
                .reference(to: .beingLookedAt),
                "That the register is being looked at."
            ),
            .member(
                "years_of_experience",
                .whole(0...150).orNull,
                "Whole years that registers show; null where they show none."
            ),
            .member(
                "rating",
                Schema.reference(to: .rating).orNull,
                "How former patients rate; null for an unclaimed profile."
            ),
            .sometimes(
                "reviews_withheld",
                .jurisdiction,
                "Whose law keeps the rating from being shown."
            ),
            .member("languages", .words(of: Language.self).orNull, "Spoken, BCP 47."),
            .member(
                "conditions",
                .words(of: Condition.self).orNull,
                "Treated, as the person says."
            ),
            .member("accepting", .flag.orNull, "Whether new patients are accepted."),
            .member("accepts_referrals", .flag.orNull, "Whether referrals are accepted."),
            .member("telehealth", .flag, "Whether there are visits by video."),
            .member("wheelchair", .flag, "Whether a wheelchair gets in, as far as is known."),
            .member(
                "credential",
                Schema.reference(to: .searchedCredential).orNull,
                "The credential for this place."
            ),
            .sometimes(
                "ranking",
                .reference(to: .ranking),
                "Why this one stands here, where the order is best."
            ),
        ])
    )

    private static let searchedLocation = Self(
        name: "SearchedLocation",
        schema: .object(.address)
    )

    private static let searchedCredential = Self(
        name: "SearchedCredential",
        schema: .object([
            .member("title", .text, "The title that goes with it."),
            .member("class", .word(of: Credential.Class.self).orNull, "What stands behind it."),
            .member("explained", .text.orNull, "What that class means in this place."),
            .member("jurisdiction", .jurisdiction, "Where it permits practice."),
            .member("wording", .text.orNull, "What the registry says, word for word."),
            .member("standing", .word(of: Standing.self).orNull, "What we read from it."),
            .member("registry", .text.orNull, "The registry that was asked."),
            .member("last_seen", .instant.orNull, "When it last answered about this person."),
        ])
    )

    private static let ranking = Self(
        name: "Ranking",
        schema: .object([
            .member("points", .number(0...100), "What the parts add up to."),
            .member("nearness", .number(0...100), "Points for being near."),
            .member("score", .number(0...100), "Points for the testimonials' score."),
            .member("experience", .number(0...100), "Points for years that registers show."),
        ])
    )
}

extension [Schema.Member] {
    /// Where somebody practises; what is not known is empty.
    static let address: Self = [
        .member("clinic", .text, "The clinic's name."),
        .member("street", .text, "Street and number."),
        .member("city", .text, "City."),
        .member("region", .text, "State or province by its letters."),
        .member("country", .country, "Two letters, ISO 3166-1."),
        .member("postal_code", .text, "Postal code."),
        .member("telephone", .text, "Telephone number."),
        .member("latitude", .latitude.orNull, "Degrees north, WGS 84."),
        .member("longitude", .longitude.orNull, "Degrees east, WGS 84."),
        .member(
            "placed",
            .word(of: Location.Placement.self).orNull,
            "How the point was found; null where none is known."
        ),
    ]
}
