import ArgumentParser
import Foundation
import Population

/// Writes the seed's files anew; the same on every machine.
struct MakeSeed: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "make-seed",
        abstract: "Make the seed's files of invented people."
    )

    @Argument(help: "The seed's folder, which holds the gazetteer.") var folder = "seed"

    func run() async throws {
        let root = URL(filePath: folder)
        func text(_ name: String) throws -> String {
            try String(contentsOf: root.appending(path: name), encoding: .utf8)
        }
        let gazetteer = Gazetteer(
            cities: try text("gazetteer/cities.csv"),
            postalCodes: try text("gazetteer/postal_codes.csv")
        )
        for file in try Seed(gazetteer: gazetteer).files {
            try file.contents.write(
                to: root.appending(path: file.path),
                atomically: true,
                encoding: .utf8
            )
            print(file.path)
        }
    }
}
