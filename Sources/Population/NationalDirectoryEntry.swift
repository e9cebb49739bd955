/// A person as CMS's National Provider Directory has them, made from the register of identities.
struct NationalDirectoryEntry {
    static let columns = """
        id,npi,prefix,given,middle,family,suffix,enumerated,deactivated,line,city,state,\
        postal_code,taxonomy_code,taxonomy_display,licence_number,licence_state,licence_status,\
        licence_expires
        """

    private let identity: [String: String]

    /// - Parameter identity: A row of the register of identities.
    init(_ identity: [String: String]) {
        self.identity = identity
    }

    /// A third of those who are active, whoever is not, and the one that a self-test asks for.
    var isListed: Bool {
        let number = identity["number"] ?? ""
        return identity["status"] != "A" || number == "2000000002"
            || FNV.hash(number.utf8).isMultiple(of: 3)
    }

    /// The cells, without a licence: the directory holds none.
    var cells: [String: String] {
        let number = identity["number"] ?? ""
        var dice = SplitMix64("national directory \(number)")
        return [
            "id": dice.uuid(), "npi": number, "given": identity["first_name"] ?? "",
            "middle": identity["middle_name"] ?? "", "family": identity["last_name"] ?? "",
            "suffix": identity["name_suffix"] ?? "",
            "enumerated": identity["enumeration_date"] ?? "",
            "deactivated": identity["status"] == "A" ? "" : identity["last_updated"] ?? "",
            "line": identity["address_1"] ?? "", "city": identity["city"] ?? "",
            "state": identity["state"] ?? "", "postal_code": identity["postal_code"] ?? "",
            "taxonomy_code": identity["taxonomy_code"] ?? "",
            "taxonomy_display": identity["taxonomy_desc"] ?? "",
        ]
    }
}
