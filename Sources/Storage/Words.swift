import Directory
import GRDB

/// The sets of words that a profile carries.
struct WordSets: Hashable {
    var conditions: WordSet<Condition> = []
    var languages: WordSet<Language> = []
    var techniques: WordSet<Technique> = []
    var payers: WordSet<Payer> = []

    init() {}

    init(_ statement: ProfileStatement) {
        conditions = statement.conditions
        languages = statement.languages
        techniques = statement.techniques
        payers = statement.payers
    }
}

extension Database {
    static func insertWords(
        of statement: ProfileStatement,
        for key: Practitioner.Key,
        _ db: Connection
    ) throws {
        try insert(statement.languages, into: "language", for: key, db)
        try insert(statement.conditions, into: "condition", for: key, db)
        try insert(statement.techniques, into: "technique", for: key, db)
        try insert(statement.payers, into: "payer", for: key, db)
    }

    private static func insert<Word>(
        _ set: WordSet<Word>,
        into table: String,
        for key: Practitioner.Key,
        _ db: Connection
    ) throws {
        guard !set.isEmpty else { return }
        let insertion = try db.cachedStatement(
            sql: "INSERT INTO practitioner_\(table) (practitioner_id, \(table)) VALUES (?, ?)"
        )
        for word in set.words {
            try insertion.execute(arguments: [key.value, word.rawValue])
        }
    }

    static func words(of key: Practitioner.Key, _ db: Connection) throws -> WordSets {
        var sets = WordSets()
        sets.languages = try words(in: "language", of: key, db)
        sets.conditions = try words(in: "condition", of: key, db)
        sets.techniques = try words(in: "technique", of: key, db)
        sets.payers = try words(in: "payer", of: key, db)
        return sets
    }

    private static func words<Word>(
        in table: String,
        of key: Practitioner.Key,
        _ db: Connection
    ) throws -> WordSet<Word> {
        let statement = try db.cachedStatement(
            sql: "SELECT \(table) FROM practitioner_\(table) WHERE practitioner_id = ?"
        )
        var set = WordSet<Word>()
        let codes = try String.fetchCursor(statement, arguments: [key.value])
        // A word that a later version knows and this one does not is left out, not guessed.
        while let code = try codes.next() {
            if let word = Word(rawValue: code) { set.insert(word) }
        }
        return set
    }
}
