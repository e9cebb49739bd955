import Directory
import Foundation

@testable import RegistrySimulator

/// The invented registries of these tests, and what asks them.
enum Sample {
    static let day = CalendarDate(iso: "2028-02-29") ?? CalendarDate(daysSince1970: 0)

    static let washington = #"""
        credentialnumber,lastname,firstname,credentialtype,status,expirationdate,link
        AC99900001,O'Brien,Maeve,Acupuncturist License,Active,{30:iso},
        AC99900002,Nguyễn,Thảo,Acupuncturist License,Expired,{-1:iso},https://example.org/2
        AC99900003,Chen,,Acupuncturist License,"Active, ""With Conditions""",,
        ac99900004,chen,Mei,Massage Therapist License,Active,{366:iso},

        """#

    static let nppesHeader = NPPESRecord.columns.joined(separator: ",")

    /// The first two are answered as of 2026, the third as of 2019, and the last is deactivated.
    static let nppes = """
        \(nppesHeader)
        2000000010,NPI-1,ROBERT,,O'BRIEN,,L.AC.,M,{-3650:date},{-30:date},A,,,171100000X,Acupuncturist,AC99900001,WA,true,12 EXAMPLE STREET,SEATTLE,WA,981011234,US,206-555-0100
        2000000028,NPI-1,THAO,LAN,NGUYEN,JR.,,F,2016-02-29,{0:date},A,,TRAN,171100000X,Acupuncturist,,,false,14 EXAMPLE STREET,SPOKANE,WA,99201,US,
        2000000051,NPI-1,MEI,,CHEN,,,F,{-400:date},{-30:date},A,,,171100000X,Acupuncturist,,,false,16 EXAMPLE STREET,DENVER,CO,80202,US,
        2000000101,NPI-1,ANNA,,GONE,,,F,{-400:date},{-30:date},D,,,171100000X,Acupuncturist,,,false,16 EXAMPLE STREET,DENVER,CO,80202,US,

        """

    static func table(_ text: String, file: String = "sample.csv") throws -> CSVTable {
        try CSVTable(Array(text.utf8), file: file)
    }

    static func dataset() throws -> SocrataDataset {
        try SocrataDataset(
            id: "qxh8-f4bd",
            updated: day - 1,
            table: table(washington),
            asOf: day
        )
    }

    /// A seed's directory holding both registries and these faults, removed by the caller.
    static func seed(faults: String = "") throws -> URL {
        let seed = FileManager.default.temporaryDirectory
            .appending(path: "simulator-\(UUID().uuidString)", directoryHint: .isDirectory)
        let folder = seed.appending(path: "registries", directoryHint: .isDirectory)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let files = [
            "simulator.csv": """
            id,kind,dataset,updated
            us-wa-doh,socrata,qxh8-f4bd,{-1:date}
            us-nppes,nppes,,

            """,
            "us-wa-doh.csv": washington, "us-nppes.csv": nppes,
            "simulator-faults.csv": "registry,match,fault,value\n" + faults,
        ]
        for (name, text) in files {
            try Data(text.utf8).write(to: folder.appending(path: name))
        }
        return seed
    }

    static func simulator(faults: String = "") throws -> Simulator {
        let seed = try seed(faults: faults)
        defer { try? FileManager.default.removeItem(at: seed) }
        return try Simulator(seed: seed, asOf: day)
    }

    /// A request target whose parameters are percent-encoded as strictly as can be.
    static func target(_ path: String, _ parameters: KeyValuePairs<String, String>) -> String {
        func encoded(_ text: String) -> String {
            text.addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? text
        }
        return path + "?"
            + parameters.map { "\(encoded($0))=\(encoded($1))" }.joined(separator: "&")
    }
}

extension Answer {
    var text: String { String(decoding: body, as: UTF8.self) }

    var json: [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(body)) as? [String: Any]) ?? [:]
    }

    var rows: [[String: Any]] {
        (try? JSONSerialization.jsonObject(with: Data(body)) as? [[String: Any]]) ?? []
    }
}
