import Directory

extension Trap {
    private static func at(
        _ board: Board,
        _ wording: String? = nil,
        expires: Int? = nil,
        _ twist: Twist = .none
    ) -> Case {
        Case(board: board, wording: wording, expires: expires, twist: twist)
    }

    private static func action(_ action: String, _ reason: String = "") -> Twist {
        .disciplined(action, reason: reason)
    }

    /// What comes apart at the boards after the first three, each in its own columns and words, and
    /// on the list of exclusions.
    static let laterDrafts: [Draft] = [
        Draft(
            name: "good_in_another_format",
            meaning: "The licence is good, at a board that answers in another format.",
            standing: .active,
            isVetted: true,
            cases: [
                at(.connecticut), at(.connecticut), at(.connecticut), at(.delaware), at(.delaware),
                at(.delaware), at(.texas), at(.princeEdwardIsland), at(.princeEdwardIsland),
                at(.princeEdwardIsland), at(.arizona), at(.arizona),
            ]
        ),
        Draft(
            name: "reason_in_another_column",
            meaning: "That the licence ran out stands in the reason beside the status.",
            standing: .expired,
            cases: [
                at(.connecticut, "INACTIVE|LAPSED DUE TO NON-RENEWAL", expires: -61),
                at(.connecticut, "INACTIVE|LAPSED DUE TO NON-RENEWAL", expires: -402),
                at(
                    .connecticut,
                    "INACTIVE|EXPIRED MORE THAN 3 YEARS - MUST REAPPLY",
                    expires: -1_390
                ),
            ]
        ),
        Draft(
            name: "unknown_reason",
            meaning: "The status is a known one; nobody has said yet what stands beside it.",
            outcomes: [.unrecognised],
            cases: [
                at(.connecticut, "ACTIVE|PENDING SYSTEM CONVERSION"),
                at(.connecticut, "ACTIVE|ADMINISTRATIVE HOLD"),
                at(.texas, "ACTIVE|NONE|REFERRED TO ANOTHER COMMITTEE"),
            ]
        ),
        Draft(
            name: "in_renewal",
            meaning: "The term has ended and the renewal is under way, which is not active.",
            standing: .lapsedGrace,
            cases: [
                at(.connecticut, "ACTIVE IN RENEWAL|CURRENT", expires: -9),
                at(.delaware, "Delinquent", expires: -20),
                at(.delaware, "Delinquent", expires: -4),
            ]
        ),
        Draft(
            name: "complaint_settled",
            meaning: "The discipline column tells of a complaint that came to nothing.",
            standing: .active,
            isVetted: true,
            cases: [
                at(.texas, "ACTIVE|NONE|CLEARED"), at(.texas, "ACTIVE|NONE|COMPLAINT DISMISSED"),
                at(.texas, "ACTIVE|NONE|COMPLAINT DISMISSED"),
            ]
        ),
        Draft(
            name: "under_order",
            meaning: "The licence is good but for an order of the board, which is not active.",
            standing: .activeRestricted,
            cases: [
                at(.texas, "ACTIVE|NONE|UNDER BOARD ORDER", action("Agreed Order")),
                at(.texas, "ACTIVE|NONE|UNDER BOARD ORDER", action("Mediated Agreed Order")),
                at(.delaware, "Probation", action("Probation")),
                at(.arizona, "Probation"),
            ]
        ),
        Draft(
            name: "barred_for_now",
            meaning: "The licence is suspended, in each board's own words.",
            standing: .suspended,
            cases: [
                at(
                    .texas,
                    "ACTIVE|SUSPENDED BY BOARD|SUSPENDED BY BOARD",
                    action("Suspension Order")
                ), at(.delaware, "Suspended", action("Suspension")),
                at(.arizona, "Suspended", action("Summary Suspension", "Unsafe practice")),
            ]
        ),
        Draft(
            name: "ended_by_the_board",
            meaning: "The licence was revoked, in each board's own words.",
            standing: .revoked,
            cases: [
                at(.texas, "INACTIVE|REVOKED|REVOKED", expires: -200, action("Revocation Order")),
                at(.delaware, "Revoked", expires: -420, action("Revocation")),
                at(.arizona, "Revoked", expires: -90, action("Revocation", "By default")),
            ]
        ),
        Draft(
            name: "conditions_in_a_list",
            meaning: "The class is a full one; a list in another field tells of conditions.",
            standing: .activeRestricted,
            cases: [
                at(.princeEdwardIsland, "Specific Disciplines Register - General|Supervision"),
                at(.princeEdwardIsland, "Specific Disciplines Register - General|Restriction"),
                at(
                    .princeEdwardIsland,
                    "Specific Disciplines Register - General|Supervision On Site"
                ),
            ]
        ),
        Draft(
            name: "provisional_class",
            meaning: "The registration is provisional; the register forgets a space in saying so.",
            standing: .provisional,
            cases: [
                at(
                    .princeEdwardIsland,
                    "Specific Disciplines Register- Provisional - 4 Weeks"
                ),
                at(
                    .princeEdwardIsland,
                    "Specific Disciplines Register- Provisional - 52 Weeks"
                ), at(.princeEdwardIsland, "Specific Disciplines Register- Provisional"),
            ]
        ),
        Draft(
            name: "number_of_the_provisional_class",
            meaning:
                "The file has the provisional number; the register has the one that followed, which is the same but for a letter.",
            standing: .active,
            isVetted: true,
            cases: [
                at(.princeEdwardIsland, nil, .renumbered),
                at(.princeEdwardIsland, nil, .renumbered),
                at(.princeEdwardIsland, nil, .renumbered),
            ]
        ),
        Draft(
            name: "number_within_others",
            meaning: "The search finds others, too, whose numbers begin with this one.",
            standing: .active,
            isVetted: true,
            cases: [
                at(.princeEdwardIsland, nil, .numberWithinOthers),
                at(.princeEdwardIsland, nil, .numberWithinOthers),
                at(.arizona, nil, .numberWithinOthers), at(.arizona, nil, .numberWithinOthers),
            ]
        ),
        Draft(
            name: "not_listed",
            meaning: "The register has nobody under this number, which may mean many things.",
            outcomes: [.absent],
            cases: [
                at(.princeEdwardIsland, nil, .absent), at(.arizona, nil, .absent),
                at(.connecticut, nil, .absent), at(.delaware, nil, .absent),
            ]
        ),
        Draft(
            name: "disturbed_step",
            meaning: "One of the steps of the look-up is refused, breaks off or is no answer.",
            outcomes: [.unreachable, .throttled, .blocked, .unparseable],
            cases: [
                at(.princeEdwardIsland, nil, .fault("status", value: "503")),
                at(.princeEdwardIsland, nil, .fault("throttle", value: "2")),
                at(.arizona, nil, .fault("maintenance", value: "")),
                at(.arizona, nil, .fault("truncate", value: "")),
                at(.texas, nil, .fault("status", value: "503")),
            ]
        ),
        Draft(
            name: "excluded",
            meaning: "The licence is good; the list of exclusions has the NPI and the surname.",
            standing: .active,
            cases: [
                at(.texas, nil, .listed(.confirmed)), at(.washington, nil, .listed(.confirmed)),
                at(
                    .arizona,
                    nil,
                    .listedUnderLongName(.confirmed, family: "Thistlewood-Featherstonehaugh")
                ),
            ]
        ),
        Draft(
            name: "exclusion_candidate",
            meaning: "The list of exclusions has the NPI alone, or the name alone.",
            standing: .active,
            isVetted: true,
            cases: [
                at(.colorado, nil, .listed(.numberOnly)), at(.texas, nil, .listed(.numberOnly)),
                at(.illinois, nil, .listed(.nameOnly)), at(.arizona, nil, .listed(.nameOnly)),
                at(
                    .delaware,
                    nil,
                    .listedUnderLongName(.nameOnly, family: "Ravensworth-Huddlestone-Pike")
                ),
            ]
        ),
        Draft(
            name: "reinstated",
            meaning: "The person was on the list of exclusions and is not any more.",
            standing: .active,
            isVetted: true,
            cases: [
                at(.texas, nil, .listed(.reinstated)), at(.washington, nil, .listed(.reinstated)),
                at(.connecticut, nil, .listed(.reinstated)),
            ]
        ),
    ]
}
