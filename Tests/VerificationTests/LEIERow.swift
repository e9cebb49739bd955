/// The filled cells of one row of OIG's file.
struct LEIERow: Sendable {
    static let header = [
        "LASTNAME", "FIRSTNAME", "MIDNAME", "BUSNAME", "GENERAL", "SPECIALTY", "UPIN", "NPI", "DOB",
        "ADDRESS", "CITY", "STATE", "ZIP", "EXCLTYPE", "EXCLDATE", "REINDATE", "WAIVERDATE",
        "WVRSTATE",
    ]

    var cells: [String: String]

    static func person(
        _ given: String,
        _ family: String,
        npi: String = "0000000000",
        excluded: String = "20190320",
        reinstated: String = "00000000"
    ) -> LEIERow {
        LEIERow(cells: [
            "LASTNAME": family, "FIRSTNAME": given, "GENERAL": "IND- LIC HC SERV PRO",
            "SPECIALTY": "NURSE/NURSES AIDE", "NPI": npi, "DOB": "19600131",
            "ADDRESS": "12 EXAMPLE STREET, APT 4", "CITY": "SEATTLE", "STATE": "WA", "ZIP": "98101",
            "EXCLTYPE": "1128b4", "EXCLDATE": excluded, "REINDATE": reinstated,
            "WAIVERDATE": "00000000",
        ])
    }

    /// The name with quotation marks doubled, as the file has them.
    static func business(_ name: String, npi: String = "0000000000") -> LEIERow {
        var row = person("", "", npi: npi)
        row.cells["BUSNAME"] = name
        row.cells["DOB"] = ""
        row.cells["GENERAL"] = "OTHER BUSINESS"
        row.cells["SPECIALTY"] = "PHARMACY"
        return row
    }

    /// People whom nobody knows, so many that a few more or fewer rows are no matter.
    static let strangers = (0..<200).map { person("NOBODY", "STRANGER\($0)") }

    /// As it is published: the first row bare, all others quoted, lines ended with CRLF.
    static func csv(_ rows: [LEIERow]) -> String {
        header.joined(separator: ",") + "\r\n"
            + rows.map { row in
                header.map { "\"\(row.cells[$0] ?? "")\"" }.joined(separator: ",") + "\r\n"
            }.joined()
    }
}
