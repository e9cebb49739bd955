import Directory
import Testing

@testable import Population

@Suite struct SeedTests {
    @Test func `the committed files are what the program makes`() throws {
        for file in try SampleSeed.made.get().files {
            #expect(try SampleSeed.committed(file.path) == file.contents, "\(file.path)")
        }
    }

    @Test func `made a second time, every byte is the same`() throws {
        let again = try Seed(gazetteer: SampleSeed.gazetteer()).files
        let first = try SampleSeed.made.get().files
        #expect(again.map(\.path) == first.map(\.path))
        #expect(again.map(\.contents) == first.map(\.contents))
    }

    @Test func `there are more than six hundred people, half of them in three states`() throws {
        let people = try SampleSeed.people()
        #expect(people.count >= 640)
        let licensed = people.values.filter { rows in
            rows.contains { !($0["registry"] ?? "").isEmpty }
        }
        #expect(licensed.count >= 360)
        let canadian = people.values.filter { $0.first?["country"] == "CA" }
        #expect(canadian.count >= 120)
        let regions = Set(people.values.compactMap { $0.first?["region"] })
        #expect(regions.count >= 60)
    }

    @Test func `a person's rows stand together, and only the first tells who it is`() throws {
        var seen: Set<String> = []
        var last = ""
        for row in try SampleSeed.rows("practitioners.csv") {
            let id = row["id"] ?? ""
            let isFirst = id != last
            #expect(isFirst == seen.insert(id).inserted, "\(id)")
            #expect(isFirst != (row["family_name"] ?? "").isEmpty, "\(id)")
            #expect(isFirst != (row["profile"] ?? "").isEmpty, "\(id)")
            last = id
        }
    }

    @Test func `an NPI is valid, begins with 2 and belongs to one person in the United States`()
        throws
    {
        var seen: Set<NPI> = []
        for (id, rows) in try SampleSeed.people() {
            let person = try #require(rows.first)
            guard let text = person["npi"], !text.isEmpty else { continue }
            let npi = try NPI(text)
            #expect(text.hasPrefix("2"))
            #expect(seen.insert(npi).inserted, "\(id)")
            #expect(person["country"] == "US", "\(id)")
        }
        #expect(seen.count > 400)
    }

    @Test func `words of closed lists, hours and jurisdictions are the directory's own`() throws {
        for row in try SampleSeed.rows("practitioners.csv") {
            func words(_ column: String) -> [String] {
                (row[column] ?? "").split(separator: ";").map(String.init)
            }
            let id = row["id"] ?? ""
            #expect(words("languages").allSatisfy { Language(rawValue: $0) != nil }, "\(id)")
            #expect(words("conditions").allSatisfy { Condition(rawValue: $0) != nil }, "\(id)")
            #expect(words("techniques").allSatisfy { Technique(rawValue: $0) != nil }, "\(id)")
            #expect(words("payers").allSatisfy { Payer(rawValue: $0) != nil }, "\(id)")
            for column in ["accepting", "accepts_referrals", "wheelchair", "telehealth"] {
                #expect(["", "yes", "no"].contains(row[column]), "\(id)")
            }
            _ = try OpeningHours(row["hours"] ?? "")
            guard let kind = row["credential_kind"], !kind.isEmpty else { continue }
            #expect(Credential.Kind(rawValue: kind) != nil, "\(id)")
            #expect(Credential.Class(rawValue: row["credential_class"] ?? "") != nil, "\(id)")
            _ = try Jurisdiction(row["credential_jurisdiction"] ?? "")
        }
    }

    @Test func `an unclaimed profile says nothing that only its owner knows`() throws {
        var unclaimed = 0
        let spoken = Set(try SampleSeed.rows("testimonials.csv").compactMap { $0["practitioner"] })
        for (id, rows) in try SampleSeed.people() where rows.first?["profile"] == "unclaimed" {
            unclaimed += 1
            for column in ["languages", "conditions", "about", "practising_since", "accepting"] {
                #expect(rows.first?[column] == "", "\(id) \(column)")
            }
            #expect(!spoken.contains(id), "\(id)")
        }
        #expect((70...150).contains(unclaimed))
    }

    @Test func `telephones, streets and numbers say that they are invented`() throws {
        let streets =
            /Example|Sample|Specimen|Invented|Placeholder|Fictional|Exemple|Fictive|Imaginaire|Invention|Modèle/
        for row in try SampleSeed.rows("practitioners.csv") {
            let id = row["id"] ?? ""
            if let street = row["street"], !street.isEmpty {
                #expect(street.contains(streets), "\(id)")
                let telephone = row["telephone"] ?? ""
                #expect(telephone.wholeMatch(of: /\d{3}-555-01\d\d/) != nil, "\(id)")
            }
            if let number = row["credential_number"], !number.isEmpty {
                // A provisional number on the island has a letter more.
                #expect(number.hasPrefix("Z") || number.hasPrefix("TZ"), "\(id)")
            }
        }
    }

    @Test func `no file of the seed holds a date that could rot`() throws {
        for file in try SampleSeed.made.get().files {
            for line in file.contents.split(separator: "\n") {
                let rest = line.replacing(/\{-?\d+(:(iso|us|date|compact|month))?\}/, with: "")
                #expect(!rest.contains(/\b(19|20)\d\d\b/), "\(file.path): \(line)")
            }
        }
    }

    @Test func `everybody is at a real town's centre, and most have a point near it`() throws {
        let gazetteer = try SampleSeed.gazetteer()
        var without = 0
        var all = 0
        for row in try SampleSeed.rows("practitioners.csv") where !(row["city"] ?? "").isEmpty {
            all += 1
            let town = try gazetteer.town(
                row["city"] ?? "",
                region: row["region"] ?? "",
                country: row["country"] ?? ""
            )
            let code = (row["postal_code"] ?? "").prefix { $0 != " " }
            #expect(town.codes.contains { $0.code == code }, "\(row["id"] ?? "")")
            guard let latitude = Double(row["latitude"] ?? ""),
                let longitude = Double(row["longitude"] ?? "")
            else {
                without += 1
                continue
            }
            let point = Gazetteer.Point(latitude: latitude, longitude: longitude)
            #expect(town.centre.squaredKilometres(to: point) < 25 * 25, "\(row["id"] ?? "")")
        }
        #expect((all / 50...all / 8).contains(without))
    }

    @Test func `names come from many places and keep their own marks and order`() throws {
        let people = try SampleSeed.people().values.compactMap(\.first)
        let families = Set(people.compactMap { $0["family_name"] })
        let full = Set(people.map { "\($0["given_name"] ?? "") \($0["family_name"] ?? "")" })
        #expect(full.count == people.count)
        #expect(families.count > 420)
        func count(_ holds: ([String: String]) -> Bool) -> Int { people.filter(holds).count }
        #expect(count { $0["name_order"] == "family_first" } > 30)
        #expect(count { $0["family_name"]?.utf8.contains { $0 > 0x7f } == true } > 40)
        #expect(count { $0["family_name"]?.contains("'") == true } > 5)
        #expect(count { $0["family_name"]?.contains("-") == true } > 5)
        #expect(count { $0["family_name"]?.contains(" ") == true } > 10)
        #expect(count { !($0["name_suffix"] ?? "").isEmpty } > 3)
        #expect(count { !($0["former_family_name"] ?? "").isEmpty } > 10)
        #expect(count { $0["given_name"] == $0["family_name"] } >= 1)
        #expect(count { $0["conditions"]?.contains("neuropathy") == true } > people.count * 2 / 5)
    }

    @Test func `registers know the English alphabet only`() throws {
        for file in try SampleSeed.made.get().files where file.path.hasPrefix("registries/") {
            #expect(file.contents.utf8.allSatisfy { $0 < 0x80 && $0 != UInt8(ascii: "?") })
        }
    }

    @Test func `nobody calls themselves a specialist, an expert or senior`() throws {
        for row in try SampleSeed.rows("practitioners.csv") {
            let about = (row["about"] ?? "").lowercased()
            #expect(
                !about.contains(/special|expert|senior|cure|guarantee|best|leading/),
                "\(about)"
            )
        }
    }
}
