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

    /// General; provisional, with the space missing; under conditions; a number within another.
    static let alinity = """
        \(AlinityRegistrant.columns.joined(separator: ","))
        34498bde-0000-0000-0000-000000000001,"Lee, Ina M (8127)",Specific Disciplines Register - General<br/>Acupuncture,false,1034001,[],hidden,hidden,hidden,"12 Example Street<br/>Charlottetown, Prince Edward Island",8127,Specific Disciplines Register - General,
        34498bde-0000-0000-0000-000000000002,"O'Shea, Ola (T8130)",Specific Disciplines Register- Provisional - 4 Weeks<br/>Acupuncture,false,1034002,[],hidden,hidden,hidden,,T8130,Specific Disciplines Register- Provisional - 4 Weeks,
        34498bde-0000-0000-0000-000000000003,"Leeds, Una (8140)",Specific Disciplines Register - General<br/>Acupuncture,false,1034003,"<ul style=""margin-left:12px;margin-bottom:0;""><li>Supervision</li></ul>",hidden,,hidden,,8140,Specific Disciplines Register - General,<ul><li>Needling</li></ul>
        34498bde-0000-0000-0000-000000000004,"Moss, Ida (18127)",Specific Disciplines Register - General<br/>Acupuncture,true,1034004,[],hidden,hidden,hidden,,18127,Specific Disciplines Register - General,

        """

    /// Active with an earlier registration; of another class; a number within another, with a notice.
    static let thentia = """
        \(ThentiaRegistrant.columns.joined(separator: ","))
        65b9136400000000000000a1,5ffde31800000000000000b1,"ZA-0382 - Ina Lee, Acupuncturist",Ina,Lee,N/A,Smith,ZA-0382,Acupuncturist,Active,,Tucson,85701,{-900:month},{120:month},{-245:month},ZT-0011,Acupuncture Student,{-1500:month},{-900:month},,,
        65b9136400000000000000a2,5ffde31800000000000000b2,"ZA-0400 - Ola Leeds, Auricular Acupuncturist",Ola,Leeds,N/A,N/A,ZA-0400,Auricular Acupuncturist,Active,,,,{-800:month},{90:month},,,,,,,,
        65b9136400000000000000a3,5ffde31800000000000000b3,"ZA-03821 - Una Moss, Acupuncturist",Una,Moss,N/A,N/A,ZA-03821,Acupuncturist,Probation,,,,{-700:month},{60:month},,,,,,Consent Agreement,Probation for one year,{-30:month}

        """

    /// By name and NPI; a business; a name longer than its column; reinstated forty days ago.
    static let leie = """
        \(LEIELayout.columns.joined(separator: ","))
        LEE,INA,M,,ACUPUNCTURIST,ACUPUNCTURE,,2000000010,19610229,"12 EXAMPLE STREET, APT D",SEATTLE,WA,98101,1128b4,{-400:compact},,,
        ,,,"#1 SAMPLE SERVICE, INC",OTHER BUSINESS,SOBER HOME,,,,12 EXAMPLE AVENUE,BROOKLYN,NY,11235,1128a1,{-2400:compact},,,
        VANDERSPECIMEN-THISTLEWOOD,MAXIMILIANEXAMPLE,,,IND- LIC HC SERV PRO,ACUPUNCTURE,,,,1 EXAMPLE STREET,DENVER,CO,80202,1128b4,{-300:compact},,,
        BACK,OLA,,,ACUPUNCTURIST,ACUPUNCTURE,,2000000028,,2 EXAMPLE STREET,DENVER,CO,80202,1128b4,{-900:compact},{-40:compact},,

        """

    static let licensees = """
        number,name,status
        ZM-1,"Lee, Ina",Active
        ZM-2,"Moss ""Mo"", Una",Expired
        ZM-3,Ola Leeds,Active

        """

    /// With a licence and a taxonomy; with neither, and deactivated.
    static let fhir = """
        \(FHIRPractitioner.columns.joined(separator: ","))
        c3a56586-0000-0000-0000-000000000001,2000000010,DR.,INA,,LEE,,{-3000:date},,12 Example Street,Seattle,WA,98101,171100000X,Acupuncturist,ZX 00060629187,WA,active,{90:date}
        c3a56586-0000-0000-0000-000000000002,2000000028,,OLA,MAY,LEEDS,,{-2000:date},{-20:date},2 Example Street,Denver,CO,80202,,,,,,

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

    /// One registry of each kind but those of ``seed(faults:)``.
    static func simulatorOfAllKinds(faults: String = "") throws -> Simulator {
        let seed = try seed(faults: faults)
        defer { try? FileManager.default.removeItem(at: seed) }
        let files = [
            "simulator.csv": """
            id,kind,dataset,updated
            ca-xx-tenant,alinity,1000608,
            us-xx-board,thentia,,
            xx-leie,leie,exclusions/downloadables/UPDATED.csv,{-13:date}
            us-xx-list,csv,licensees.csv,{-1:date}
            xx-npd,fhir,npd,
            xx-payer,fhir,payer,

            """,
            "ca-xx-tenant.csv": alinity, "us-xx-board.csv": thentia, "xx-leie.csv": leie,
            "us-xx-list.csv": licensees, "xx-npd.csv": fhir, "xx-payer.csv": fhir,
        ]
        for (name, text) in files {
            try Data(text.utf8).write(to: seed.appending(path: "registries/\(name)"))
        }
        return try Simulator(seed: seed, asOf: day)
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
