import Foundation

@testable import Population

/// The seed as the program makes it, and as it is committed.
enum SampleSeed {
    static let directory = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "seed", directoryHint: .isDirectory)

    static let made = Result { try Seed(gazetteer: gazetteer()) }

    static func gazetteer() throws -> Gazetteer {
        try Gazetteer(
            cities: committed("gazetteer/cities.csv"),
            postalCodes: committed("gazetteer/postal_codes.csv")
        )
    }

    static func committed(_ path: String) throws -> String {
        try String(contentsOf: directory.appending(path: path), encoding: .utf8)
    }

    /// The rows of a made file, each by its columns.
    static func rows(_ path: String) throws -> [[String: String]] {
        try tables.get()[path] ?? []
    }

    private static let tables = Result {
        try Dictionary(
            uniqueKeysWithValues: made.get().files.map { file in
                let table = Table(reading: file.contents)
                let rows = table.rows.map { row in
                    Dictionary(uniqueKeysWithValues: zip(table.columns, row))
                }
                return (file.path, rows)
            }
        )
    }

    /// The rows of `practitioners.csv` by the person's id.
    static func people() throws -> [String: [[String: String]]] {
        Dictionary(grouping: try rows("practitioners.csv")) { $0["id"] ?? "" }
    }
}
