import Directory
import Foundation
import GRDB
import Ingestion
import Storage

/// A folder of its own with a database in it, gone with the test.
final class Workplace {
    static let now = Instant(secondsSince1970: 1_795_392_000)

    let folder: URL
    let database: Storage.Database

    init() async throws {
        folder = FileManager.default.temporaryDirectory
            .appending(path: "ingestion-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        database = try Storage.Database.create(
            at: folder.appending(path: "directory.sqlite").path,
            now: Self.now
        )
        try await database.replaceGazetteer(
            places: [],
            postalCodes: [
                PostalCode(
                    code: "98101",
                    place: "Seattle",
                    region: "WA",
                    country: "US",
                    coordinate: Coordinate(latitude: 47.61, longitude: -122.33)
                ),
                PostalCode(
                    code: "02108",
                    place: "Boston",
                    region: "MA",
                    country: "US",
                    coordinate: Coordinate(latitude: 42.36, longitude: -71.06)
                ),
            ]
        )
    }

    deinit {
        try? database.close()
        try? FileManager.default.removeItem(at: folder)
    }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    func file(_ name: String, _ text: String) throws -> String {
        try file(name, Array(text.utf8))
    }

    func file(_ name: String, _ bytes: [UInt8]) throws -> String {
        try Data(bytes).write(to: folder.appending(path: name))
        return path(name)
    }

    /// Imports rows under the header of the version in force.
    @discardableResult
    func importNPPES(
        _ rows: [NPPESCells],
        header: [String] = NPPESCells.version2,
        at moment: Instant = now
    ) async throws -> ImportSummary {
        try await importNPPES(NPPESCells.csv(rows, header: header), at: moment)
    }

    @discardableResult
    func importNPPES(_ text: String, at moment: Instant = now) async throws -> ImportSummary {
        let path = try file("npidata.csv", text)
        var nppes = NPPESImport()
        nppes.rejectsPath = self.path("rejects.csv")
        return try await nppes.run(path, into: database, at: moment)
    }

    /// The rejected rows as `line reason`, without the header.
    func rejects() throws -> [String] {
        let path = path("rejects.csv")
        guard FileManager.default.fileExists(atPath: path) else { return [] }
        return try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n")
            .dropFirst().map(String.init)
    }

    func profile(_ identifier: String) async throws -> Profile? {
        guard let key = try await database.practitioner(with: identifier) else { return nil }
        return try await database.profile(of: key)
    }

    /// Rows of a question, each as one text.
    func rows(_ sql: String) throws -> [String] {
        let queue = try DatabaseQueue(path: path("directory.sqlite"))
        return try queue.read { db in
            try Row.fetchAll(db, sql: sql).map { row in
                row.databaseValues.map { value in
                    switch value.storage {
                    case .null: "-"
                    case .int64(let number): "\(number)"
                    case .double(let number): "\(number)"
                    case .string(let text): text
                    case .blob(let data): "\(data.count) bytes"
                    }
                }.joined(separator: "|")
            }
        }
    }

    /// Everything that is stored but the list of imports.
    func everything() throws -> [String: [String]] {
        let tables = try rows(
            """
            SELECT name FROM sqlite_master
            WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name <> 'import'
            """
        )
        return try Dictionary(
            uniqueKeysWithValues: tables.map { ($0, try rows("SELECT * FROM \($0) ORDER BY 1, 2")) }
        )
    }
}

/// The filled cells of one row of a dissemination file.
struct NPPESCells {
    var cells: [String: String]

    /// An acupuncturist in Seattle, known by the number alone unless told otherwise.
    static func person(
        _ npi: String,
        given: String = "ADA",
        family: String = "EXAMPLE",
        updated: String = "03/01/2026",
        licence: String = "ZX100",
        state: String = "WA"
    ) -> NPPESCells {
        NPPESCells(cells: [
            "NPI": npi, "Entity Type Code": "1",
            "Provider Last Name (Legal Name)": family, "Provider First Name": given,
            "Provider Credential Text": "L.AC.",
            "Provider First Line Business Practice Location Address": "12 EXAMPLE ST NW",
            "Provider Business Practice Location Address City Name": "SEATTLE",
            "Provider Business Practice Location Address State Name": "WA",
            "Provider Business Practice Location Address Postal Code": "981011234",
            "Provider Business Practice Location Address Country Code (If outside U.S.)": "US",
            "Provider Business Practice Location Address Telephone Number": "2065550100",
            "Provider First Line Business Mailing Address": "PO BOX 1",
            "Provider Business Mailing Address City Name": "TACOMA",
            "Provider Enumeration Date": "05/06/2010", "Last Update Date": updated,
            "Provider Sex Code": "F",
            "Healthcare Provider Taxonomy Code_1": NPPESImport.acupuncturist,
            "Provider License Number_1": licence,
            "Provider License Number State Code_1": state,
            "Healthcare Provider Primary Taxonomy Switch_1": "Y",
            "Is Sole Proprietor": "Y",
        ])
    }

    static func deactivated(_ npi: String, on date: String) -> NPPESCells {
        NPPESCells(cells: ["NPI": npi, "NPI Deactivation Date": date])
    }

    func with(_ changes: [String: String]) -> NPPESCells {
        NPPESCells(cells: cells.merging(changes) { $1 })
    }

    /// The row with this code, licence, state and switch in a slot.
    func taxonomy(
        _ slot: Int,
        _ code: String,
        _ licence: String = "",
        _ state: String = "",
        _ primary: String = "N"
    ) -> NPPESCells {
        with([
            "Healthcare Provider Taxonomy Code_\(slot)": code,
            "Provider License Number_\(slot)": licence,
            "Provider License Number State Code_\(slot)": state,
            "Healthcare Provider Primary Taxonomy Switch_\(slot)": primary,
        ])
    }

    static func csv(
        _ rows: [NPPESCells],
        header: [String] = version2,
        newline: String = "\n"
    ) -> String {
        func line(_ cells: [String]) -> String {
            cells.map { "\"\($0.replacing("\"", with: "\"\""))\"" }.joined(separator: ",") + newline
        }
        return line(header) + rows.map { row in line(header.map { row.cells[$0] ?? "" }) }.joined()
    }

    // MARK: - Headers

    /// 329 columns, before the certification date was published.
    static let version1Short: [String] = {
        let address = [
            "Provider First Line Business # Address", "Provider Second Line Business # Address",
            "Provider Business # Address City Name", "Provider Business # Address State Name",
            "Provider Business # Address Postal Code",
            "Provider Business # Address Country Code (If outside U.S.)",
            "Provider Business # Address Telephone Number",
            "Provider Business # Address Fax Number",
        ]
        var names = [
            "NPI", "Entity Type Code", "Replacement NPI", "Employer Identification Number (EIN)",
            "Provider Organization Name (Legal Business Name)", "Provider Last Name (Legal Name)",
            "Provider First Name", "Provider Middle Name", "Provider Name Prefix Text",
            "Provider Name Suffix Text", "Provider Credential Text",
            "Provider Other Organization Name", "Provider Other Organization Name Type Code",
            "Provider Other Last Name", "Provider Other First Name", "Provider Other Middle Name",
            "Provider Other Name Prefix Text", "Provider Other Name Suffix Text",
            "Provider Other Credential Text", "Provider Other Last Name Type Code",
        ]
        names += address.map { $0.replacing("#", with: "Mailing") }
        names += address.map { $0.replacing("#", with: "Practice Location") }
        names += [
            "Provider Enumeration Date", "Last Update Date", "NPI Deactivation Reason Code",
            "NPI Deactivation Date", "NPI Reactivation Date", "Provider Gender Code",
            "Authorized Official Last Name", "Authorized Official First Name",
            "Authorized Official Middle Name", "Authorized Official Title or Position",
            "Authorized Official Telephone Number",
        ]
        for slot in 1...15 {
            names += [
                "Healthcare Provider Taxonomy Code_\(slot)", "Provider License Number_\(slot)",
                "Provider License Number State Code_\(slot)",
                "Healthcare Provider Primary Taxonomy Switch_\(slot)",
            ]
        }
        for number in 1...50 {
            names += [
                "Other Provider Identifier_\(number)",
                "Other Provider Identifier Type Code_\(number)",
                "Other Provider Identifier State_\(number)",
                "Other Provider Identifier Issuer_\(number)",
            ]
        }
        names += [
            "Is Sole Proprietor", "Is Organization Subpart", "Parent Organization LBN",
            "Parent Organization TIN", "Authorized Official Name Prefix Text",
            "Authorized Official Name Suffix Text", "Authorized Official Credential Text",
        ]
        return names + (1...15).map { "Healthcare Provider Taxonomy Group_\($0)" }
    }()

    static let version1 = version1Short + ["Certification Date"]
    static let version2 = version1.map {
        $0 == "Provider Gender Code" ? "Provider Sex Code" : $0
    }
}

/// Invented numbers that pass the check digit.
enum Numbers {
    static let ada = number(200_000_001)
    static let ben = number(200_000_002)
    static let cleo = number(200_000_003)

    static func number(_ digits: Int64) -> String {
        "\(digits)\(NPI.checkDigit(forFirstNine: digits))"
    }
}
