package import Directory

/// A way in which a register and what people say of themselves come apart, with the seed's people
/// in whom it happens and what a check has to make of it.
package struct Trap: Sendable {
    package let name: String
    /// One sentence for a person.
    package let meaning: String
    /// Which outcomes the check of the person's first board licence may have.
    package let outcomes: Set<Outcome>
    /// The standing after that check; nil where it tells none.
    package let standing: Standing?
    /// Whether the person is vetted somewhere once everything was checked, on the day of loading.
    package let isVetted: Bool
    /// The ids of the people, in the order of their cases.
    package let practitioners: [String]
    let cases: [Case]

    /// What happens to one person.
    struct Case: Sendable {
        let board: Board
        /// The register's wording; nil for a good licence.
        let wording: String?
        /// The end of the term in days from loading; nil for one in good time.
        let expires: Int?
        let twist: Twist
    }

    enum Twist: Sendable {
        case none
        case noExpiry
        case disciplined(String, reason: String)
        case pastDiscipline(String, reason: String)
        /// The register has no entry.
        case absent
        /// The file has two digits of the number the wrong way round.
        case transposed
        /// The same, and the number that comes of it is somebody else's.
        case transposedIntoStranger
        /// Another licence type has the same number.
        case sharedWithOtherType
        /// Another person of the same licence type has the same number.
        case sharedWithPerson
        /// The register has the name before the marriage, which the file tells too.
        case formerNameOnRegister
        /// The register has the new name, of which the file knows nothing.
        case newNameOnRegister
        case written(Spelling)
        case fault(String, value: String)
        case alsoLicensed(Board, wording: String?)
        /// The file has the number of the provisional registration that came before.
        case renumbered
        /// Other people's numbers begin with this one.
        case numberWithinOthers
        case listed(Seed.ExclusionFinding)
        /// The same, under a surname that the list's column is too narrow for.
        case listedUnderLongName(Seed.ExclusionFinding, family: String)
        case undecided
        case decided(String, reason: String)
    }

    /// How a register writes a name that the person writes otherwise.
    enum Spelling: Sendable {
        case withoutMarks(given: String, family: String, Culture)
        case withoutApostrophe(family: String)
        case hyphenAsSpace(family: String)
        case oneOfTwoSurnames(family: String)
        case suffixInSurname(family: String)
        case middleInGiven
        case initialOnly
    }
}

extension Trap {
    /// Every trap.
    package static let all = first + later

    /// The traps whose people are the first of the seed.
    static let first = traps(of: drafts, from: 1)

    /// The traps whose people come after those of the towns, so that nobody before them moved.
    static let later = traps(
        of: laterDrafts,
        from: 1
            + first.reduce(SeedTown.all.reduce(0) { $0 + $1.count }) {
                $0 + $1.practitioners.count
            }
    )

    private static func traps(of drafts: [Draft], from number: Int) -> [Trap] {
        var next = number
        return drafts.map { draft in
            let ids = draft.cases.indices.map { SeedPractitioner.id(next + $0) }
            next += draft.cases.count
            return Trap(
                name: draft.name,
                meaning: draft.meaning,
                outcomes: draft.outcomes,
                standing: draft.standing,
                isVetted: draft.isVetted,
                practitioners: ids,
                cases: draft.cases
            )
        }
    }

    struct Draft {
        let name: String
        let meaning: String
        var outcomes: Set<Outcome> = [.matched]
        var standing: Standing?
        var isVetted = false
        let cases: [Case]
    }

    private static func wa(_ wording: String?, expires: Int? = nil, _ twist: Twist = .none) -> Case
    {
        Case(board: .washington, wording: wording, expires: expires, twist: twist)
    }

    private static func co(_ wording: String?, expires: Int? = nil, _ twist: Twist = .none) -> Case
    {
        Case(board: .colorado, wording: wording, expires: expires, twist: twist)
    }

    private static func il(_ wording: String?, expires: Int? = nil, _ twist: Twist = .none) -> Case
    {
        Case(board: .illinois, wording: wording, expires: expires, twist: twist)
    }

    private static func wa(_ twist: Twist) -> Case { wa(nil, twist) }

    private static func co(_ twist: Twist) -> Case { co(nil, twist) }

    private static func il(_ twist: Twist) -> Case { il(nil, twist) }

    private static let drafts: [Draft] = [
        Draft(
            name: "expired_long_ago",
            meaning: "The licence ran out years ago.",
            standing: .expired,
            cases: [
                wa("Expired", expires: -1_480), wa("Expired", expires: -402),
                co("Beyond 6 Years Expired", expires: -2_905), co("Expired", expires: -640),
                il("NOT RENEWED", expires: -910),
            ]
        ),
        Draft(
            name: "expired_yesterday",
            meaning: "The licence ran out yesterday and the register says so.",
            standing: .expired,
            cases: [
                wa("Expired", expires: -1), co("Expired", expires: -1),
                il("NOT RENEWED", expires: -1),
            ]
        ),
        Draft(
            name: "active_past_its_expiry",
            meaning: "The register still says active, but the term ended yesterday.",
            standing: .active,
            cases: [wa(nil, expires: -1), co(nil, expires: -1), il(nil, expires: -1)]
        ),
        Draft(
            name: "expires_today",
            meaning: "The licence is good until the end of this day.",
            standing: .active,
            isVetted: true,
            cases: [wa(nil, expires: 0), co(nil, expires: 0), il(nil, expires: 0)]
        ),
        Draft(
            name: "suspended",
            meaning: "The licence is suspended.",
            standing: .suspended,
            cases: [
                wa("Suspended", expires: 131, .disciplined("Suspension", reason: "")),
                wa("Summary Suspension", expires: 208, .disciplined("Suspension", reason: "")),
                co("Suspended", expires: 212, .disciplined("Suspension", reason: "")),
                il(
                    "SUSPENDED",
                    expires: 404,
                    .disciplined("Suspension", reason: "UNSAFE NEEDLE DISPOSAL")
                ),
            ]
        ),
        Draft(
            name: "revoked",
            meaning: "The licence was revoked.",
            standing: .revoked,
            cases: [
                wa("Revoked", expires: -388, .disciplined("Revocation", reason: "")),
                co("Revoked", expires: -518, .disciplined("Revocation", reason: "")),
                co("Revoked", expires: 212, .disciplined("Revocation", reason: "")),
                il(
                    "REVOKED",
                    expires: -326,
                    .disciplined("Revocation", reason: "PRACTICE WHILE SUSPENDED")
                ),
            ]
        ),
        Draft(
            name: "surrendered",
            meaning: "The holder gave the licence up.",
            standing: .surrendered,
            cases: [
                wa("Voluntary Surrender", expires: -77, .disciplined("Surrender", reason: "")),
                co("Surrendered", expires: -518, .disciplined("Surrender", reason: "")),
                il(
                    "RELINQUISH",
                    expires: -326,
                    .disciplined("Relinquishment", reason: "BY AGREEMENT WITH THE BOARD")
                ),
            ]
        ),
        Draft(
            name: "on_probation",
            meaning: "The holder may practise on probation, which is not active.",
            standing: .activeRestricted,
            cases: [
                wa("Active On Probation", expires: 167, .disciplined("Probation", reason: "")),
                wa("Active On Probation", expires: 93, .disciplined("Probation", reason: "")),
                il("PROBATION", expires: 404, .disciplined("Probation", reason: "RECORD KEEPING")),
                il("PROBATION", expires: 404, .disciplined("Probation", reason: "ADVERTISING")),
            ]
        ),
        Draft(
            name: "active_with_conditions",
            meaning: "The licence is active under terms, which is not active.",
            standing: .activeRestricted,
            cases: [
                wa("Active With Conditions", expires: 301, .disciplined("Terms", reason: "")),
                wa("Active With Restrictions", expires: 45, .disciplined("Terms", reason: "")),
                co("Active - With Conditions", .disciplined("Stipulation", reason: "")),
                co("Active - Restricted", .disciplined("Practice Limitation", reason: "")),
                il("ACTIVE CHAPERONE REQUIRED", .disciplined("Chaperone", reason: "BY CONSENT")),
            ]
        ),
        Draft(
            name: "unknown_wording",
            meaning: "Nobody has said yet what the register means by this status.",
            outcomes: [.unrecognised],
            cases: [
                wa("Active - Pending Legislative Conversion"),
                co("Active - Compact Privilege Hold"),
                co("Administratively Continued"), il("ACTIVE - SYSTEM CONVERSION HOLD"),
            ]
        ),
        Draft(
            name: "former_name_on_register",
            meaning: "The register has the name before the marriage; the file tells both.",
            standing: .active,
            isVetted: true,
            cases: [
                wa(.formerNameOnRegister), co(.formerNameOnRegister), il(.formerNameOnRegister),
                il(.formerNameOnRegister),
            ]
        ),
        Draft(
            name: "new_name_on_register",
            meaning: "The register has the new name; the file knows only the old one.",
            outcomes: [.mismatched],
            cases: [wa(.newNameOnRegister), co(.newNameOnRegister), il(.newNameOnRegister)]
        ),
        Draft(
            name: "written_differently",
            meaning: "The register writes the same name in its own way.",
            standing: .active,
            isVetted: true,
            cases: [
                wa(.written(.withoutMarks(given: "Đặng Thảo", family: "Nguyễn", .vietnamese))),
                co(.written(.withoutMarks(given: "Ángela", family: "Muñoz Zúñiga", .hispanic))),
                il(.written(.withoutMarks(given: "Małgorzata", family: "Wróbel", .polish))),
                wa(.written(.withoutMarks(given: "Søren", family: "Ødegård", .nordic))),
                co(.written(.withoutApostrophe(family: "O'Halloran"))),
                il(.written(.withoutApostrophe(family: "D'Amico"))),
                wa(.written(.hyphenAsSpace(family: "Thistlewood-Kincaid"))),
                co(.written(.oneOfTwoSurnames(family: "Villarreal Cisneros"))),
                wa(.written(.suffixInSurname(family: "Satterfield"))),
                il(.written(.middleInGiven)), wa(.written(.middleInGiven)),
                il(.written(.initialOnly)),
            ]
        ),
        Draft(
            name: "transposed_digits",
            meaning:
                "Two digits of the number were typed the wrong way round; nobody has that one.",
            outcomes: [.absent],
            cases: [wa(.transposed), co(.transposed), il(.transposed)]
        ),
        Draft(
            name: "transposed_into_somebody_else",
            meaning:
                "Two digits were typed the wrong way round, and that number is somebody else's.",
            outcomes: [.mismatched],
            cases: [
                wa(.transposedIntoStranger), co(.transposedIntoStranger),
                il(.transposedIntoStranger),
            ]
        ),
        Draft(
            name: "two_people_under_one_number",
            meaning: "The register has two acupuncturists under this number.",
            outcomes: [.ambiguous],
            cases: [wa(.sharedWithPerson), co(.sharedWithPerson), il(.sharedWithPerson)]
        ),
        Draft(
            name: "number_shared_with_another_profession",
            meaning: "The number is also a licence of another type, held by somebody else.",
            standing: .active,
            isVetted: true,
            cases: [
                co(.sharedWithOtherType), co(.sharedWithOtherType), co(.sharedWithOtherType),
                co(.sharedWithOtherType),
            ]
        ),
        Draft(
            name: "good_here_revoked_there",
            meaning: "The licence here is good, but another state revoked or suspended one.",
            standing: .active,
            cases: [
                wa(.alsoLicensed(.colorado, wording: "Revoked")),
                il(.alsoLicensed(.washington, wording: "Revoked")),
                co(.alsoLicensed(.illinois, wording: "REVOKED")),
                co(.alsoLicensed(.washington, wording: "Suspended")),
            ]
        ),
        Draft(
            name: "licensed_in_two_states",
            meaning: "Two boards license the person, and both licences are good.",
            standing: .active,
            isVetted: true,
            cases: [
                wa(.alsoLicensed(.colorado, wording: nil)),
                co(.alsoLicensed(.illinois, wording: nil)),
                il(.alsoLicensed(.washington, wording: nil)),
            ]
        ),
        Draft(
            name: "not_in_the_registry",
            meaning: "The register has nobody under this number.",
            outcomes: [.absent],
            cases: [wa(.absent), wa(.absent), co(.absent), il(.absent), il(.absent)]
        ),
        Draft(
            name: "registry_down",
            meaning: "The registry answers this look-up with a server error.",
            outcomes: [.unreachable],
            cases: [
                wa(.fault("status", value: "503")), wa(.fault("status", value: "503")),
                co(.fault("status", value: "503")), co(.fault("status", value: "503")),
                il(.fault("status", value: "503")),
            ]
        ),
        Draft(
            name: "registry_throttling",
            meaning: "The registry answers this look-up with too many requests.",
            outcomes: [.throttled],
            cases: [
                wa(.fault("throttle", value: "2")), co(.fault("throttle", value: "1")),
                il(.fault("throttle", value: "2")), il(.fault("throttle", value: "3")),
            ]
        ),
        Draft(
            name: "disturbed_answer",
            meaning: "The answer is a maintenance page, of the wrong type, cut off or broken off.",
            outcomes: [.unreachable, .blocked, .unparseable],
            cases: [
                wa(.fault("maintenance", value: "")), co(.fault("truncate", value: "")),
                il(.fault("reset", value: "")), wa(.fault("wrong_type", value: "")),
            ]
        ),
        Draft(
            name: "slow_answer",
            meaning: "The answer takes its time and is good.",
            standing: .active,
            isVetted: true,
            cases: [
                wa(.fault("delay", value: "400")), co(.fault("delay", value: "900")),
                il(.fault("delay", value: "1500")),
            ]
        ),
        Draft(
            name: "no_expiry",
            meaning: "The licence is active and the register gives no day on which it ends.",
            standing: .active,
            isVetted: true,
            cases: [wa(.noExpiry), co(.noExpiry), il(.noExpiry)]
        ),
        Draft(
            name: "inactive_or_retired",
            meaning: "The holder chose not to practise.",
            standing: .inactive,
            cases: [
                wa("Inactive", expires: 240), wa("Retired", expires: -930),
                co("Inactive", expires: 212), il("INACTIVE", expires: 404),
            ]
        ),
        Draft(
            name: "provisional",
            meaning: "The licence is provisional, which is not active.",
            standing: .provisional,
            cases: [
                wa("Active Provisional", expires: 150), wa("Active Provisional", expires: 61),
                co("Active - Provisional"), co("Active - Provisional"),
            ]
        ),
        Draft(
            name: "deceased",
            meaning: "The register reports that the holder has died.",
            standing: .deceased,
            cases: [
                il("DECEASED", expires: -326), il("DECEASED", expires: 404),
                il("DECEASED", expires: 404),
            ]
        ),
        Draft(
            name: "past_discipline",
            meaning: "The licence is active; the register also tells of discipline that is over.",
            standing: .active,
            isVetted: true,
            cases: [
                wa(.pastDiscipline("Letter", reason: "")),
                co(.pastDiscipline("Letter of Admonition", reason: "")),
                co(.pastDiscipline("Fine", reason: "")),
                il(.pastDiscipline("Reprimand", reason: "LATE CONTINUING EDUCATION")),
            ]
        ),
        Draft(
            name: "awaiting_a_decision",
            meaning: "The licence is good; no admin has approved it yet.",
            standing: .active,
            cases: [
                wa(.undecided), wa(.undecided), wa(.undecided), wa(.undecided), co(.undecided),
                co(.undecided), co(.undecided), il(.undecided), il(.undecided), il(.undecided),
            ]
        ),
        Draft(
            name: "rejected",
            meaning: "The licence is good; an admin has rejected the credential.",
            standing: .active,
            cases: [
                wa(
                    .decided(
                        "rejected",
                        reason: "The document sent in shows another person's photograph."
                    )
                ),
                co(
                    .decided(
                        "rejected",
                        reason: "The person did not answer when asked for a second document."
                    )
                ),
                il(
                    .decided(
                        "rejected",
                        reason: "The clinic says that this person does not work there."
                    )
                ),
            ]
        ),
        Draft(
            name: "withdrawn",
            meaning: "The licence is good; an admin has withdrawn the approval.",
            standing: .active,
            cases: [
                wa(
                    .decided(
                        "withdrawn",
                        reason: "A patient reported treatment without asking about blood thinners."
                    )
                ),
                co(
                    .decided(
                        "withdrawn",
                        reason: "The practitioner asked for it while abroad."
                    )
                ),
                il(
                    .decided(
                        "withdrawn",
                        reason: "Two people used one profile; being sorted out."
                    )
                ),
            ]
        ),
    ]
}
