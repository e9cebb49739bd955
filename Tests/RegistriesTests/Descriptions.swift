import Foundation

@testable import Registries

/// Where the shipped descriptions and the tests' fixtures stand.
enum Files {
    static let tests = URL(filePath: #filePath).deletingLastPathComponent()
    static let seed = tests.deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "seed/registries")

    static func fixture(_ path: String) throws -> [UInt8] {
        Array(try Data(contentsOf: tests.appending(path: "Fixtures/\(path)")))
    }

    /// A directory of its own with these files, removed when the body is done.
    static func withDirectory<Result>(
        _ files: [String: String],
        _ body: (URL) throws -> Result
    ) throws -> Result {
        let directory = URL.temporaryDirectory.appending(path: UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: directory) }
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        for (name, text) in files {
            let file = directory.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(),
                withIntermediateDirectories: true
            )
            try Data(text.utf8).write(to: file)
        }
        return try body(directory)
    }
}

/// A complete description that uses few keys; line numbers in tests count in it.
let plainDescription = """
    id: test-board
    kind: query
    role: licence
    name: Board of Tests
    jurisdiction: CA-ON
    completeness: full_history
    time_zone: America/Toronto
    public_page: https://board.example.org/search
    base_url: https://board.example.org/api
    request:
      path: /licences
      query:
        number: "{number|upper}"
    answer:
      format: json
      limit: 10
      rows: /rows
      fields:
        number: /no
        family: [/surname, /family]
        given: /given
        status: /status
        expires: /until
      dates:
        formats: YYYY-MM-DD
        nulls: Indefinite
      outcomes:
        - outcome: found
          exists: /rows/0
        - outcome: none
          empty: /rows
    standings:
      Good: active

    """

extension Registry {
    /// Reads one description that stands alone.
    init(yaml text: String) throws(DescriptionError) {
        let description = try RegistryDescription(yaml: text)
        guard case .registry(let registry) = description else {
            throw DescriptionError(file: "test-board.yaml", message: "not a query")
        }
        self = registry
    }
}

extension RegistryDescription {
    /// Reads one description of whichever kind that stands alone.
    init(yaml text: String, secrets: Secrets = Secrets()) throws(DescriptionError) {
        self = try RegistryDescription(
            DescriptionNode(yaml: Array(text.utf8), file: "test-board.yaml"),
            DescriptionContext(secrets: secrets)
        )
    }
}
