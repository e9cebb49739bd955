import Directory

extension Operation {
    /// Every address of the public API, in the order of the routes.
    static let all: [Operation] = [
        Operation(
            path: "/v1/practitioners",
            id: "searchPractitioners",
            summary: "Find practitioners",
            description: """
                Only vetted ones unless vetted=false, each once, with an exact total. Who is vetted \
                is judged at the moment of the search.
                """,
            parameters: .search,
            answer: .searchPage,
            kind: .pages,
            statuses: [422]
        ),
        Operation(
            path: "/v1/practitioners/{id}",
            id: "getPractitioner",
            summary: "One practitioner",
            description: """
                Every credential with its four facts and its evidence; with as_of, what was known \
                at a moment gone by and what is known of it now.
                """,
            parameters: [.practitioner] + .asOf,
            answer: Schema.NamedSchema(
                name: "ProfileOrPast",
                schema: .either([.reference(to: .profile), .reference(to: .profilePast)])
            ),
            statuses: [404]
        ),
        Operation(
            path: "/v1/practitioners/{id}/credentials",
            id: "listCredentials",
            summary: "The credentials of a practitioner",
            description: "All of them, identities too; with as_of, what was known of them.",
            parameters: [.practitioner] + .asOf,
            answer: Schema.NamedSchema(
                name: "CredentialListOrPast",
                schema: .either([
                    .reference(to: .credentialList), .reference(to: .credentialPastList),
                ])
            ),
            statuses: [404]
        ),
        Operation(
            path: "/v1/practitioners/{id}/testimonials",
            id: "listTestimonials",
            summary: "What former patients say",
            description: "The latest first; none for an unclaimed profile.",
            parameters: [.practitioner] + .testimonials,
            answer: .testimonialList,
            kind: .pages,
            statuses: [404]
        ),
        Operation(
            path: "/v1/practitioners/{id}/checks",
            id: "listChecks",
            summary: "Every question put to a registry about a practitioner",
            description: "The latest first; with as_of, those that speak of that moment or before.",
            parameters: [.practitioner] + .checks,
            answer: .checkList,
            kind: .pages,
            statuses: [404]
        ),
        Operation(
            path: "/v1/practitioners/{id}/checks/{check}",
            id: "getCheck",
            summary: "One check",
            description: "What was asked and answered, what it came to, and how to repeat it.",
            parameters: [
                .practitioner,
                .path("check", .publicID, "The check's id.", exampleID),
            ],
            answer: .check,
            statuses: [404]
        ),
        Operation(
            path: "/v1/registries",
            id: "listRegistries",
            summary: "Every registry that is described",
            description: "Whether it is asked or why not, and how it is doing.",
            answer: .registryList
        ),
        Operation(
            path: "/v1/ranking",
            id: "getRanking",
            summary: "How the order best is made",
            description: "The formula and its weights; nobody can pay for a place.",
            answer: .rankingRules
        ),
        Operation(
            path: "/v1/places",
            id: "completePlaces",
            summary: "Complete the name of a place",
            description: "Towns, regions and postal codes, the largest first.",
            parameters: [
                .typed(CompletionParameter.q),
                .query(
                    CompletionParameter.limit,
                    .whole(1...20),
                    "How many; 10 unless given.",
                    example: 10
                ),
            ],
            answer: .placeList
        ),
        Operation(
            path: "/v1/suggest",
            id: "suggest",
            summary: "Complete whatever is typed",
            description: "Conditions, places and people, so many of each.",
            parameters: [
                .typed(SuggestionParameter.q),
                .query(
                    SuggestionParameter.limit,
                    .whole(1...10),
                    "How many of each kind; 5 unless given.",
                    example: 5
                ),
                .query(
                    SuggestionParameter.vetted,
                    .flag,
                    "false shows people who are not vetted too; true unless given.",
                    example: false
                ),
            ],
            answer: .suggestionList
        ),
        Operation(
            path: "/v1",
            id: "getRoot",
            summary: "What this is, and where to go on",
            description: "The addresses of everything else.",
            answer: .root
        ),
        Operation(
            path: "/openapi.json",
            id: "getContract",
            summary: "This document",
            description: "The contract of every address, as OpenAPI 3.1 writes it.",
            answer: .document
        ),
        Operation(
            path: "/healthz",
            id: "isAlive",
            summary: "Whether the process lives",
            description: "Asks nothing else.",
            answer: .alive,
            kind: .health
        ),
        Operation(
            path: "/readyz",
            id: "isReady",
            summary: "Whether searches can be answered, and answered rightly",
            description: "503 where the index, the database or the clock says no.",
            answer: .ready,
            kind: .health,
            statuses: [503]
        ),
    ]
}

private let exampleID = "01a20a95-2fd8-7728-96d1-ef2a81e26e74"

extension Operation.Parameter {
    fileprivate static let practitioner = path(
        "id",
        .text(
            pattern: "^([0-9]{10}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})$"
        ),
        "The id that a search showed, or an NPI.",
        exampleID
    )

    /// What somebody has typed so far.
    fileprivate static func typed(_ name: some RawRepresentable<String>) -> Self {
        var parameter = query(
            name,
            .text(length: 1...100),
            "What was typed so far.",
            example: "port"
        )
        parameter.isRequired = true
        return parameter
    }

    fileprivate static func limit(_ name: some RawRepresentable<String>) -> Self {
        query(
            name,
            .whole(PractitionerQuery.limitRange),
            "Results a page; 20 unless given.",
            example: 20
        )
    }

    fileprivate static func asOf(_ name: some RawRepresentable<String>) -> Self {
        query(
            name,
            .text(
                pattern: "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
                    + "(T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]"
                    + "(Z|[+-]([01][0-9]|2[0-3]):[0-5][0-9]))?$"
            ),
            "A moment gone by, as RFC 3339 writes it; a date alone is its end in UTC.",
            example: "2026-05-03T12:00:00Z"
        )
    }
}

extension [Operation.Parameter] {
    static let asOf: Self = [.asOf(AsOfParameter.asOf)]

    static let testimonials: Self = [
        .limit(TestimonialParameter.limit),
        .query(
            TestimonialParameter.cursor,
            .publicID,
            "Where the page begins: take it as next gave it.",
            example: .text(exampleID)
        ),
    ]

    static let checks: Self = [
        .limit(CheckParameter.limit),
        .query(
            CheckParameter.cursor,
            .publicID,
            "Where the page begins: take it as next gave it.",
            example: .text(exampleID)
        ),
        .asOf(CheckParameter.asOf),
    ]

    static let search: Self = [
        .query(
            SearchParameter.q,
            .text(length: 1...100),
            "Words of a name, a clinic or a complaint; misspelt ones are found too.",
            example: "tingling feet"
        ),
        .query(
            SearchParameter.near,
            .text(pattern: "^-?[0-9]{1,2}(\\.[0-9]{1,9})?,-?[0-9]{1,3}(\\.[0-9]{1,9})?$"),
            "The centre: latitude and longitude in degrees, WGS 84.",
            example: "47.6062,-122.3321"
        ),
        .query(
            SearchParameter.place,
            .text(length: 1...100),
            "The centre: a place by name, a US ZIP code or a Canadian postal code; not with near.",
            example: "Portland, ME"
        ),
        .query(
            SearchParameter.radius,
            .number(1...500),
            "Kilometres around the centre, up to three decimals; 25 unless given.",
            example: 40
        ),
        Operation.Parameter(
            name: SearchParameter.condition.rawValue,
            schema: .list(of: .text(length: 1...100)),
            description: "Treats any of these, by our words or by what people call them.",
            example: ["neuropathy", "tingling feet"],
            isList: true
        ),
        .words(SearchParameter.language, of: Language.self, "Speaks any of these.", example: .vi),
        .words(
            SearchParameter.technique,
            of: Technique.self,
            "Works in any of these ways.",
            example: .moxibustion
        ),
        .words(SearchParameter.payer, of: Payer.self, "Takes any of these.", example: .medicare),
        .query(
            SearchParameter.minYears,
            .whole(0...80),
            "At least so many years of experience that registers show.",
            example: 5
        ),
        .query(
            SearchParameter.minRating,
            .number(1...5),
            "At least this mean of stars, up to two decimals; nobody passes under five.",
            example: 4
        ),
        .query(
            SearchParameter.minReviews,
            .whole(0...100_000),
            "At least so many testimonials.",
            example: 5
        ),
        .query(
            SearchParameter.credentialClass,
            .word(of: Credential.Class.self),
            "Has a credential of this class.",
            example: "statutory"
        ),
        .query(SearchParameter.accepting, .flag, "Accepts new patients.", example: true),
        .query(SearchParameter.acceptsReferrals, .flag, "Accepts referrals.", example: true),
        .query(SearchParameter.telehealth, .flag, "Sees people by video.", example: true),
        .query(SearchParameter.wheelchair, .flag, "A wheelchair gets in.", example: true),
        .query(
            SearchParameter.verifiedWithinDays,
            .whole(1...365),
            "The licence was seen on its register so lately.",
            example: 30
        ),
        .query(
            SearchParameter.vetted,
            .flag,
            "false lists everybody, each with the reason why not vetted; true unless given.",
            example: false
        ),
        .query(
            SearchParameter.sort,
            .word(of: PractitionerQuery.Sort.self),
            "The order; best unless given. distance needs a centre.",
            example: "best"
        ),
        Operation.Parameter(
            name: SearchParameter.facets.rawValue,
            schema: .list(of: .word(of: ["all"] + Facet.allCases.map(\.rawValue))),
            description: "Counts how many would match with each value of these, or of all.",
            example: ["all"],
            isList: true
        ),
        .limit(SearchParameter.limit),
        .query(
            SearchParameter.cursor,
            .text(pattern: "^[A-Za-z0-9_-]{44}$"),
            "Where the page begins: take it as next gave it.",
            example: "AQAAAABrBMi8v6fMRxQzy23W1u4Ydtm_vD6qOOt8bsEe"
        ),
    ]
}
