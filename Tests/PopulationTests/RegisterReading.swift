import Directory

@testable import Population

/// A row of a register read by hand, board by board, so that nothing but the boards' own
/// explanations of their columns and words stands behind what these tests expect.
struct RegisterReading {
    let board: Board
    let row: [String: String]

    private func cell(_ column: String) -> String { row[column] ?? "" }

    var entry: RegisterEntry {
        let wording = wording
        return RegisterEntry(
            number: number,
            names: [name],
            type: type,
            isExpectedType: isExpectedType,
            wording: wording,
            standing: Self.standings[wording.uppercased()]
        )
    }

    private var number: String {
        switch board {
        case .washington: cell("credentialnumber")
        case .colorado: cell("licensenumber")
        case .illinois, .texas: cell("license_number")
        case .connecticut: cell("fullcredentialcode")
        case .delaware: cell("license_no")
        case .princeEdwardIsland: cell("rn")
        case .arizona: cell("licenseNumber")
        }
    }

    private var name: PersonName {
        switch board {
        case .washington, .colorado:
            return PersonName(
                given: cell("firstname"),
                middle: cell("middlename"),
                family: cell("lastname")
            )
        case .illinois, .delaware, .texas:
            return PersonName(
                given: cell("first_name"),
                middle: cell("middle"),
                family: cell("last_name")
            )
        case .connecticut:
            // FIRST M LAST: the middle is an initial, or not there.
            let words = cell("name").split(separator: " ")
            let rest = words.dropFirst()
            let family = rest.first?.count == 1 && rest.count > 1 ? rest.dropFirst() : rest
            return PersonName(
                given: String(words.first ?? ""),
                family: family.joined(separator: " ")
            )
        case .princeEdwardIsland:
            // Last, First M (number)
            let parts = cell("rl").split(separator: ",", maxSplits: 1)
            let given = parts.last?.prefix { $0 != "(" } ?? ""
            return PersonName(
                given: given.split(separator: " ").joined(separator: " "),
                family: String(parts.first ?? "")
            )
        case .arizona:
            return PersonName(given: cell("firstName"), family: cell("lastName"))
        }
    }

    private var type: String {
        switch board {
        case .washington: cell("credentialtype")
        case .colorado: cell("licensetype")
        case .illinois, .delaware, .texas: cell("license_type")
        case .connecticut: cell("credential")
        case .princeEdwardIsland: cell("prl")
        case .arizona: cell("licenseCategory")
        }
    }

    private var isExpectedType: Bool {
        switch board {
        case .princeEdwardIsland: type.hasSuffix("<br/>Acupuncture")
        default: type.uppercased().contains(/ACUPUNCT|^ACU$|EAST ASIAN/)
        }
    }

    /// What stands in several columns is divided by `|`.
    private var wording: String {
        switch board {
        case .washington: return cell("status")
        case .colorado: return cell("licensestatusdescription")
        case .illinois, .delaware: return cell("license_status")
        case .connecticut: return "\(cell("status"))|\(cell("statusreason"))"
        case .texas:
            return ["registration_status", "license_status", "disciplinary_status"].map(cell)
                .joined(separator: "|")
        case .princeEdwardIsland:
            let group = type.replacing("<br/>Acupuncture", with: "")
            let condition = cell("c").firstMatch(of: /<li>(.*)<\/li>/)?.1
            return condition.map { "\(group)|\($0)" } ?? group
        case .arizona: return cell("licenseStatus")
        }
    }

    private static let standings: [String: Standing] = [
        "ACTIVE": .active, "ACTIVE WITH CONDITIONS": .activeRestricted,
        "ACTIVE WITH RESTRICTIONS": .activeRestricted, "ACTIVE ON PROBATION": .activeRestricted,
        "ACTIVE - WITH CONDITIONS": .activeRestricted, "ACTIVE - RESTRICTED": .activeRestricted,
        "PROBATION": .activeRestricted, "ACTIVE CHAPERONE REQUIRED": .activeRestricted,
        "ACTIVE PROVISIONAL": .provisional, "ACTIVE - PROVISIONAL": .provisional,
        "EXPIRED": .expired, "BEYOND 6 YEARS EXPIRED": .expired, "NOT RENEWED": .expired,
        "INACTIVE": .inactive, "RETIRED": .inactive, "SUSPENDED": .suspended,
        "SUMMARY SUSPENSION": .suspended, "REVOKED": .revoked,
        "VOLUNTARY SURRENDER": .surrendered, "SURRENDERED": .surrendered,
        "RELINQUISH": .surrendered, "DECEASED": .deceased,
        // Connecticut
        "ACTIVE|CURRENT": .active, "ACTIVE IN RENEWAL|CURRENT": .lapsedGrace,
        "INACTIVE|LAPSED DUE TO NON-RENEWAL": .expired,
        "INACTIVE|EXPIRED MORE THAN 3 YEARS - MUST REAPPLY": .expired,
        // Delaware
        "DELINQUENT": .lapsedGrace,
        // Texas
        "ACTIVE|NONE|NONE": .active, "ACTIVE|NONE|CLEARED": .active,
        "ACTIVE|NONE|COMPLAINT DISMISSED": .active,
        "ACTIVE|NONE|UNDER BOARD ORDER": .activeRestricted,
        "ACTIVE|SUSPENDED BY BOARD|SUSPENDED BY BOARD": .suspended,
        "INACTIVE|REVOKED|REVOKED": .revoked,
        // Prince Edward Island
        "SPECIFIC DISCIPLINES REGISTER - GENERAL": .active,
        "SPECIFIC DISCIPLINES REGISTER - GENERAL|SUPERVISION": .activeRestricted,
        "SPECIFIC DISCIPLINES REGISTER - GENERAL|RESTRICTION": .activeRestricted,
        "SPECIFIC DISCIPLINES REGISTER - GENERAL|SUPERVISION ON SITE": .activeRestricted,
        "SPECIFIC DISCIPLINES REGISTER- PROVISIONAL - 4 WEEKS": .provisional,
        "SPECIFIC DISCIPLINES REGISTER- PROVISIONAL - 52 WEEKS": .provisional,
        "SPECIFIC DISCIPLINES REGISTER- PROVISIONAL": .provisional,
    ]
}
