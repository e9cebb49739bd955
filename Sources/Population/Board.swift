/// A licensing board whose register the seed simulates.
package enum Board: String, CaseIterable, Sendable {
    case washington = "us-wa-doh"
    case colorado = "us-co-dora"
    case illinois = "us-il-idfpr"

    /// The registry's id.
    package var registry: String { rawValue }

    var region: String {
        switch self {
        case .washington: "WA"
        case .colorado: "CO"
        case .illinois: "IL"
        }
    }

    var jurisdiction: String { "US-\(region)" }

    /// The licence type in the register's own words.
    var licenceType: String {
        switch self {
        case .washington: "Acupuncture and Eastern Medicine Practitioner License"
        case .colorado: "ACU"
        case .illinois: "ACUPUNCTURE"
        }
    }

    /// What the register prints for a licence that is good.
    var goodWording: String {
        switch self {
        case .washington, .colorado: "Active"
        case .illinois: "ACTIVE"
        }
    }

    /// How many years ago the first licences were issued; the states began at different times.
    var oldestLicence: Int {
        switch self {
        case .washington: 40
        case .colorado: 36
        case .illinois: 28
        }
    }

    /// Draws the days from loading to the end of a licence that was renewed in time.
    ///
    /// Washington's end on the holder's birthday; the others' all on one day every second year.
    func drawnExpiry(with dice: inout SplitMix64) -> Int {
        switch self {
        case .washington: dice.within(12...364)
        case .colorado: 212
        case .illinois: 404
        }
    }

    var termInDays: Int { self == .washington ? 365 : 730 }

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

/// A date as a template of days from loading, in one of the formats `iso`, `us` and `date`.
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
