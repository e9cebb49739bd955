import Directory
import Storage

extension Schema.NamedSchema {
    static let placeList = Self(
        name: "PlaceList",
        schema: .object(
            .completions(.reference(to: .placeCompletion), "Places that begin so.")
        )
    )

    static let suggestionList = Self(
        name: "SuggestionList",
        schema: .object(
            .completions(
                .either([
                    .reference(to: .conditionCompletion), .reference(to: .placeCompletion),
                    .reference(to: .personCompletion),
                ]),
                "Conditions, then places, then people."
            )
        )
    )

    static let root = Self(
        name: "Root",
        schema: .object(
            [
                .member("name", .text, "What this is called."),
                .member("about", .text, "What it is, in a sentence."),
                .member(
                    "links",
                    .object(
                        [
                            "practitioners", "near", "practitioner", "credentials", "testimonials",
                            "registries", "places", "suggestions", "contract",
                        ].map { .member($0, .text, "The address of \($0), with {} to fill in.") }
                    ),
                    "Where to go on."
                ),
            ] + .everywhere
        )
    )

    private static let placeCompletion = Self(
        name: "PlaceCompletion",
        schema: .object(
            [
                .member("kind", .word(of: PlaceIndex.Completion.Kind.self), "What it is."),
                .member("text", .text, "To be shown."),
                .member("parameter", .always("place"), "Which parameter takes the value."),
                .member("value", .text, "What finds exactly this."),
                .member("name", .text, "The place's name."),
                .member("region", .text.orNull, "State or province by its letters."),
                .member("country", .country, "Two letters, ISO 3166-1."),
                .member("latitude", .latitude.orNull, "Degrees north; null for a region."),
                .member("longitude", .longitude.orNull, "Degrees east; null for a region."),
                .member("population", .count.orNull, "How many live there; null where unknown."),
            ]
        )
    )

    private static let conditionCompletion = Self(
        name: "ConditionCompletion",
        schema: .object([
            .member("kind", .always("condition"), "What it is."),
            .member("text", .text, "To be shown."),
            .member("parameter", .always("condition"), "Which parameter takes the value."),
            .member("value", .text, "What finds exactly this."),
        ])
    )

    private static let personCompletion = Self(
        name: "PersonCompletion",
        schema: .object([
            .member("kind", .always("person"), "What it is."),
            .member("text", .text, "To be shown."),
            .member("parameter", .null, "No parameter: the url is the profile."),
            .member("value", .publicID, "The practitioner, for ever."),
            .member("url", .link, "The profile."),
            .member("clinic", .text, "The clinic's name."),
            .member("city", .text, "City."),
            .member("region", .text, "State or province by its letters."),
            .member("country", .country, "Two letters, ISO 3166-1."),
            .member("vetted", .flag, "Whether the licence was seen in good standing."),
        ])
    )
}

extension [Schema.Member] {
    fileprivate static func completions(_ result: Schema, _ description: String) -> Self {
        .list(of: result, description) + [
            .member("attribution", .text, "Who has to be named for the places."),
            .member(
                "demonstration",
                .text.orNull,
                "Says so where every person shown is invented; null where they are not."
            ),
        ]
    }
}
