/// The columns and words of the boards that came after the first three.
extension BoardEntry {
    private var words: [String] {
        status.split(separator: "|").map(String.init)
    }

    private func word(_ index: Int) -> String {
        words.indices.contains(index) ? words[index] : ""
    }

    /// An id as a service gives it, of its own for each of the things it counts.
    private func identifier(_ label: String) -> String {
        var dice = SplitMix64("\(label) \(number) \(family)")
        return dice.hexadecimal(24)
    }

    /// Status and reason stand in two columns, and the name in one.
    var connecticutCells: [String: String] {
        let digits = String(number.suffix(7).drop { $0 == "0" })
        let isActive = word(0).hasPrefix("ACTIVE")
        return [
            "credentialid": "9" + padded(Int(digits) ?? 0, to: 6),
            "name": capitals(joined(given, String(middle.prefix(1)), family)),
            "type": "INDIVIDUAL", "fullcredentialcode": number,
            "credentialtype": String(number.prefix { $0 != "." }), "credentialnumber": digits,
            "credential": type, "status": word(0), "statusreason": word(1),
            "active": isActive ? "1" : "0", "issuedate": date(firstIssued, "iso"),
            "effectivedate": date(lastIssued, "iso"), "expirationdate": date(expires, "iso"),
            "city": capitals(city), "state": region, "zip": postalCode,
            "recordrefreshedon": date(-1, "iso"),
        ]
    }

    var delawareCells: [String: String] {
        [
            "last_name": family, "first_name": given,
            "combined_name": joined(family + ",", given, String(middle.prefix(1))),
            "license_no": number, "profession_id": "Acupuncture", "license_type": type,
            "city": city, "state": region, "zip_code": postalCode, "country": "US",
            "issue_date": date(firstIssued, "iso"), "expiration_date": date(expires, "iso"),
            "disciplinary_action": discipline == nil ? "N" : "Y", "license_status": word(0),
        ]
    }

    /// What Delaware publishes apart from its licences.
    var delawareAction: [String: String]? {
        guard let discipline else { return nil }
        return [
            "license_id_l": number, "disp_start": date(discipline.began, "iso"),
            "item_text": discipline.action,
        ]
    }

    static let delawareActionColumns = "license_id_l,disp_start,item_text"

    /// Registration, licence and discipline stand in three columns; most of the last is harmless.
    var texasCells: [String: String] {
        let isBarred = word(1) != "NONE"
        return [
            "license_type": type, "first_name": capitals(given), "last_name": capitals(family),
            "license_number": number, "license_issue_date": date(firstIssued, "iso"),
            "license_expiration_date": date(expires, "iso"), "registration_status": word(0),
            "registration_status_date": date(lastIssued, "iso"), "license_status": word(1),
            "disciplinary_status": word(2),
            "current_board_action_date": date(discipline?.began, "iso"),
            "current_board_action_description": capitals(discipline?.action ?? ""),
            "practice_city": capitals(city), "practice_state": region,
            "practice_zip": postalCode, "currently_licensed": isBarred ? "N" : "Y",
        ]
    }

    /// The class stands before the discipline, and conditions in a list of HTML.
    var princeEdwardIslandCells: [String: String] {
        var dice = SplitMix64("registrant \(number) \(family)")
        let isFree = words.count < 2
        let label = "\(joined(family + ",", given, String(middle.prefix(1)))) (\(number))"
        let address = joined("Canada", postalCode)
        return [
            "rg": dice.uuid(), "rl": label,
            "prl": type.isEmpty ? word(0) : "\(word(0))<br/>\(type)", "irc": "false",
            "sid": "10" + padded(Int(number.filter(\.isNumber).prefix(5)) ?? 0, to: 5),
            "c": isFree
                ? "[]"
                : "<ul style=\"margin-left:12px;margin-bottom:0;\"><li>\(word(1))</li></ul>",
            "atlr": "hidden", "cv": isFree ? "hidden" : "", "pdcv": "hidden",
            "oa": city.isEmpty ? "" : "\(city), Prince Edward Island, \(address)", "rn": number,
            "pr": word(0),
        ]
    }

    /// Number, name and class stand in one text; "N/A" is no middle name.
    var arizonaCells: [String: String] {
        [
            "id": identifier("licence"), "profileId": identifier("profile"),
            "name": "\(number) - \(given) \(family), \(type)", "firstName": given,
            "lastName": family, "middleName": middle.isEmpty ? "N/A" : middle, "otherName": "N/A",
            "licenseNumber": number, "licenseCategory": type, "licenseStatus": word(0),
            "placeOfPracticeCity": city, "placeOfPracticeZipCode": postalCode,
            "initialLicenseDate": date(firstIssued, "month"),
            "licenseExpirationDate": date(expires, "month"),
            "registrationEffectiveDate": date(lastIssued, "month"),
            "noticeTitle": discipline?.action ?? "", "noticeSummary": discipline?.reason ?? "",
            "noticeEffectiveDate": date(discipline?.began, "month"),
        ]
    }
}
