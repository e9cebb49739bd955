/// A licensing board whose register the seed simulates.
package enum Board: String, CaseIterable, Sendable {
    case washington = "us-wa-doh"
    case colorado = "us-co-dora"
    case illinois = "us-il-idfpr"
    case connecticut = "us-ct-dph"
    case delaware = "us-de-dpr"
    case texas = "us-tx-tmb"
    /// Stands for the Canadian colleges whose registers Alinity keeps: no college of acupuncture is
    /// known to be among them, and the island's own law licenses no acupuncturists.
    case princeEdwardIsland = "ca-pe-alinity"
    case arizona = "us-az-acu"

    /// The registry's id.
    package var registry: String { rawValue }

    var region: String {
        switch self {
        case .washington: "WA"
        case .colorado: "CO"
        case .illinois: "IL"
        case .connecticut: "CT"
        case .delaware: "DE"
        case .texas: "TX"
        case .princeEdwardIsland: "PE"
        case .arizona: "AZ"
        }
    }

    var country: String { self == .princeEdwardIsland ? "CA" : "US" }

    var jurisdiction: String { "\(country)-\(region)" }

    /// Whether the seed's people were first drawn with this board in mind.
    ///
    /// The later boards draw from dice of their own, so that nobody's name or town moves.
    var isOriginal: Bool {
        switch self {
        case .washington, .colorado, .illinois: true
        default: false
        }
    }

    /// The licence type in the register's own words.
    var licenceType: String {
        switch self {
        case .washington: "Acupuncture and Eastern Medicine Practitioner License"
        case .colorado: "ACU"
        case .illinois: "ACUPUNCTURE"
        case .connecticut, .texas: "ACUPUNCTURIST"
        case .delaware, .arizona: "Acupuncturist"
        case .princeEdwardIsland: "Acupuncture"
        }
    }

    /// What the licence lets its holder write behind the name.
    var title: String {
        switch self {
        case .washington: "EAMP, L.Ac."
        case .princeEdwardIsland: "R.Ac."
        default: "L.Ac."
        }
    }

    /// Whether the register has a place for Jr and III.
    var hasSuffixColumn: Bool { self == .colorado || self == .illinois }

    /// What the register prints for a licence that is good, its columns divided by `|`.
    var goodWording: String {
        switch self {
        case .washington, .colorado, .delaware, .arizona: "Active"
        case .illinois: "ACTIVE"
        case .connecticut: "ACTIVE|CURRENT"
        case .texas: "ACTIVE|NONE|NONE"
        case .princeEdwardIsland: "Specific Disciplines Register - General"
        }
    }

    /// How many years ago the first licences were issued; the states began at different times.
    var oldestLicence: Int {
        switch self {
        case .washington: 40
        case .colorado: 36
        case .illinois: 28
        case .connecticut, .delaware, .texas, .princeEdwardIsland, .arizona: 40
        }
    }

    /// Draws the days from loading to the end of a licence that was renewed in time.
    ///
    /// Washington's end on the holder's birthday, and where it is a year from the issue on any day;
    /// the others' all on one day every second year. The island's register shows none.
    func drawnExpiry(with dice: inout SplitMix64) -> Int {
        switch self {
        case .washington, .connecticut, .arizona, .princeEdwardIsland: dice.within(12...364)
        case .colorado: 212
        case .illinois: 404
        case .delaware: 310
        case .texas: dice.within(12...728)
        }
    }

    var termInDays: Int {
        switch self {
        case .washington, .connecticut, .arizona, .princeEdwardIsland: 365
        case .colorado, .illinois, .delaware, .texas: 730
        }
    }

    /// Draws a number in a letter series that the board does not use, the higher the later.
    func drawnNumber(firstIssued day: Int, with dice: inout SplitMix64) -> String {
        switch self {
        case .washington where day < -6_200:
            "ZX" + padded(400 + (14_800 + day) / 5 + dice.below(400), to: 8)
        case .washington:
            "ZX" + padded(60_012_000 + (6_200 + day) * 190 + dice.below(9_000), to: 8)
        case .colorado:
            "ZC" + padded(120 + (13_300 + day) * 2 / 7 + dice.below(300), to: 7)
        case .illinois:
            "ZI198" + padded(100 + (10_400 + day) / 5 + dice.below(300), to: 6)
        case .connecticut:
            "ZAC." + padded(100 + (15_000 + day) / 12 + dice.below(200), to: 7)
        case .delaware:
            "Z9-" + padded(8_000 + (15_000 + day) / 3 + dice.below(200), to: 7)
        case .texas:
            "ZA" + padded(100 + (15_000 + day) / 6 + dice.below(200), to: 5)
        case .princeEdwardIsland:
            "Z" + padded(7_100 + (15_000 + day) / 9 + dice.below(200), to: 4)
        case .arizona:
            "ZLA-" + padded(100 + (15_000 + day) / 6 + dice.below(200), to: 5)
        }
    }

    static let columns: [Board: String] = [
        .washington: """
        credentialnumber,lastname,firstname,middlename,credentialtype,status,firstissuedate,\
        lastissuedate,expirationdate,actiontaken
        """,
        .colorado: """
        lastname,firstname,middlename,suffix,city,state,mailzipcode,licensetype,subcategory,\
        licensenumber,licensefirstissuedate,licenselastreneweddate,licenseexpirationdate,\
        licensestatusdescription,specialty,casenumber,programaction,disciplineeffectivedate,\
        disciplinecompletedate
        """,
        .illinois: """
        license_type,description,license_number,license_status,business,first_name,middle,\
        last_name,suffix,original_issue_date,effective_date,expiration_date,city,state,zip,\
        county,ever_disciplined,lastmodifieddate,action,discipline_start_date,discipline_reason
        """,
        .connecticut: """
        credentialid,name,type,businessname,dba,fullcredentialcode,credentialtype,\
        credentialnumber,credential,status,statusreason,active,issuedate,effectivedate,\
        expirationdate,address,city,state,zip,recordrefreshedon
        """,
        .delaware: """
        last_name,first_name,combined_name,license_no,profession_id,license_type,city,state,\
        zip_code,country,issue_date,expiration_date,disciplinary_action,license_status
        """,
        .texas: """
        license_type,first_name,last_name,license_number,license_issue_date,\
        license_expiration_date,registration_status,registration_status_date,license_status,\
        disciplinary_status,current_board_action_date,current_board_action_description,degree,\
        specialties,practice_address,practice_city,practice_state,practice_zip,currently_licensed
        """,
        .princeEdwardIsland: "rg,rl,prl,irc,sid,c,atlr,cv,pdcv,oa,rn,pr,sp",
        .arizona: """
        id,profileId,name,firstName,lastName,middleName,otherName,licenseNumber,licenseCategory,\
        licenseStatus,placeOfPracticeStreet,placeOfPracticeCity,placeOfPracticeZipCode,\
        initialLicenseDate,licenseExpirationDate,registrationEffectiveDate,\
        earlierRegistrationNumber,earlierClassOfRegistration,earlierInitialRegistrationDate,\
        earlierExpirationRegistrationDate,noticeTitle,noticeSummary,noticeEffectiveDate
        """,
    ]
}

/// One row of a board's register, before it is put into that board's columns.
struct BoardEntry: Sendable {
    struct Discipline: Sendable {
        var action: String
        var reason = ""
        var began: Int
        /// When its terms were fulfilled; nil while they run.
        var completed: Int?
    }

    var number: String
    var type: String
    /// The register's wording; what stands in several columns is divided by `|`.
    var status: String
    var family: String
    var given: String
    var middle = ""
    var suffix = ""
    var firstIssued: Int
    var lastIssued: Int
    /// The end of the term in days from loading; nil where the register has none.
    var expires: Int?
    var city: String
    var region: String
    var postalCode: String
    var discipline: Discipline?

    /// The cells in the board's own columns and words, dates as templates.
    func cells(at board: Board) -> [String: String] {
        switch board {
        case .washington:
            [
                "credentialnumber": number, "lastname": joined(family, suffix), "firstname": given,
                "middlename": middle, "credentialtype": type, "status": status,
                "firstissuedate": date(firstIssued, "us"), "lastissuedate": date(lastIssued, "us"),
                "expirationdate": date(expires, "us"),
                "actiontaken": discipline == nil ? "No" : "Yes",
            ]
        case .colorado:
            [
                "lastname": family, "firstname": given, "middlename": middle, "suffix": suffix,
                "city": city, "state": region, "mailzipcode": postalCode, "licensetype": type,
                "licensenumber": number, "licensefirstissuedate": date(firstIssued, "iso"),
                "licenselastreneweddate": date(lastIssued, "iso"),
                "licenseexpirationdate": date(expires, "iso"),
                "licensestatusdescription": status,
                "casenumber": discipline == nil ? "" : "ZC-CASE-" + String(number.suffix(3)),
                "programaction": discipline?.action ?? "",
                "disciplineeffectivedate": date(discipline?.began, "iso"),
                "disciplinecompletedate": date(discipline?.completed, "iso"),
            ]
        case .illinois:
            [
                "license_type": type,
                "description": type == board.licenceType
                    ? "LICENSED ACUPUNCTURIST" : "LICENSED \(type)",
                "license_number": number, "license_status": status, "business": "N",
                "first_name": capitals(given), "middle": capitals(middle),
                "last_name": capitals(family), "suffix": capitals(suffix),
                "original_issue_date": date(firstIssued, "us"),
                "effective_date": date(lastIssued, "us"), "expiration_date": date(expires, "us"),
                "city": capitals(city), "state": region, "zip": postalCode,
                "county": Self.counties[city] ?? "",
                "ever_disciplined": discipline == nil ? "N" : "Y",
                "lastmodifieddate": date(max(lastIssued, discipline?.began ?? lastIssued), "us"),
                "action": capitals(discipline?.action ?? ""),
                "discipline_start_date": date(discipline?.began, "us"),
                "discipline_reason": discipline?.reason ?? "",
            ]
        case .connecticut: connecticutCells
        case .delaware: delawareCells
        case .texas: texasCells
        case .princeEdwardIsland: princeEdwardIslandCells
        case .arizona: arizonaCells
        }
    }

    private static let counties = [
        "Chicago": "COOK", "Evanston": "COOK", "Oak Park": "COOK", "Skokie": "COOK",
        "Schaumburg": "COOK", "Arlington Heights": "COOK", "Naperville": "DUPAGE", "Aurora": "KANE",
        "Rockford": "WINNEBAGO", "Peoria": "PEORIA", "Champaign": "CHAMPAIGN",
        "Urbana": "CHAMPAIGN", "Springfield": "SANGAMON", "Bloomington": "MCLEAN",
        "Carbondale": "JACKSON", "Quincy": "ADAMS", "Galena": "JO DAVIESS", "Moline": "ROCK ISLAND",
        "Cairo": "ALEXANDER",
    ]
}

/// A date as a template of days from loading, in one of the simulator's formats.
func date(_ day: Int?, _ format: String) -> String {
    day.map { "{\($0):\(format)}" } ?? ""
}

func joined(_ words: String...) -> String {
    words.filter { !$0.isEmpty }.joined(separator: " ")
}

/// Capitals of the English alphabet, without marks.
func capitals(_ text: String) -> String {
    plainLetters(text).uppercased()
}

func padded(_ number: Int, to width: Int) -> String {
    let digits = String(max(number, 0))
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
