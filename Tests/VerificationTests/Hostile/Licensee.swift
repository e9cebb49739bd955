import Directory
import Loopback
import Storage

/// The people of the ordeal.
struct Licensee: Sendable {
    let number: String
    let given: String
    let family: String
    let jurisdiction: String

    /// Vetted before, at the board that misbehaves when asked about her.
    static let ann = Licensee(number: "ZX-0001", given: "Ann", family: "Steady")
    /// Never seen on a register, and the board misbehaves when asked about him.
    static let cas = Licensee(number: "ZX-0003", given: "Cas", family: "Newcomer")
    /// The same board answers about her as it should.
    static let bea = Licensee(number: "ZX-0002", given: "Bea", family: "Other")
    /// Licensed by another board, which behaves.
    static let dan = Licensee(
        number: "ZY-0001",
        given: "Dan",
        family: "Elsewhere",
        jurisdiction: "US-CO"
    )

    static let all = [ann, bea, cas, dan]

    init(number: String, given: String, family: String, jurisdiction: String = "US-WA") {
        self.number = number
        self.given = given
        self.family = family
        self.jurisdiction = jurisdiction
    }

    /// The fields of the licensee's entry as the boards print them.
    var entry: [String: String] {
        [
            "number": number, "given": given, "family": family, "type": "Acupuncturist",
            "status": "Active", "issued": "2015-04-01", "expires": "2027-06-30",
            "key": "k-\(number.suffix(4))",
        ]
    }

    /// The entry as a JSON object, with fields changed to other JSON, or left out for nil.
    func row(_ changes: [String: String?] = [:]) -> String {
        var fields = entry.mapValues { "\"\($0)\"" }
        for (name, value) in changes { fields[name] = value }
        let members = fields.sorted { $0.key < $1.key }.map { "\"\($0.key)\":\($0.value)" }
        return "{\(members.joined(separator: ","))}"
    }

    /// A whole answer with that entry alone.
    func body(_ changes: [String: String?] = [:]) -> String { #"{"rows":[\#(row(changes))]}"# }

    func record() throws -> PractitionerRecord {
        PractitionerRecord(
            source: .file,
            sourceID: number,
            practitioner: Practitioner(name: PersonName(given: given, family: family)),
            locations: [
                Location(
                    street: "12 Example Street",
                    city: "Exampleton",
                    region: String(jurisdiction.suffix(2)),
                    country: "US",
                    coordinate: try Coordinate(latitude: 47.61, longitude: -122.33),
                    placement: .exact
                )
            ],
            credentials: [
                Credential(
                    kind: .licence,
                    credentialClass: .statutory,
                    jurisdiction: try Jurisdiction(jurisdiction),
                    number: number,
                    type: "Acupuncturist",
                    title: "L.Ac.",
                    source: .practitioner
                )
            ]
        )
    }
}

extension RawServer.Question {
    /// The number asked about; empty where none is.
    var number: String { parameter("number") }

    /// The licensee asked about.
    var person: Licensee? { Licensee.all.first { $0.number == number } }
}
