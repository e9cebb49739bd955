import Directory
import Testing

@testable import Ingestion

@Suite struct SelfReportedNameTests {
    @Test(arguments: [
        // Generations and credentials behind a comma, or in the wrong field.
        ("ROBERT", "", "SAMPLE, III", "", "Robert Sample III"),
        ("RAJ", "", "SAMPLE, MD", "", "Raj Sample"),
        ("JOHN", "", "SMITH JR", "--", "John Smith Jr."),
        ("JOHN", "", "SMITH", "JR.", "John Smith Jr."),
        ("JOHN", "", "SMITH", "M.D.", "John Smith"),
        // Businesses.
        ("MARIA", "", "SAMPLE, DBA EXAMPLE THERAPY LLC", "", "Maria Sample"),
        ("MARIA", "", "SAMPLE DBA EXAMPLES", "", "Maria Sample"),
        ("NICOLE", "", "SAMPLE, LLC", "", "Nicole Sample"),
        ("NICOLE", "", "SAMPLE P.C.", "", "Nicole Sample"),
        // Surnames that look like titles.
        ("HAI", "", "DO", "", "Hai Do"),
        ("WEI", "", "MA", "", "Wei Ma"),
        // No first name, no middle name.
        ("FNU", "NMN", "SINGH", "", "Singh"),
        ("", "", "SUKARNO", "", "Sukarno"),
        ("SUKARNO", "", "", "", "Sukarno"),
        // Letters, hyphens, apostrophes, spaces.
        ("A", "B", "O'EXAMPLE-SMITH", "", "A B O'Example-Smith"),
        ("MARY  ANN", "", "DE LA  CRUZ", "", "Mary Ann De La Cruz"),
        ("ANGUS", "", "MCDONALD", "", "Angus McDonald"),
        ("Ludwig", "", "van Beethoven", "", "Ludwig van Beethoven"),
    ])
    func `a name is what is left of its fields`(
        _ sample: (given: String, middle: String, family: String, suffix: String, full: String)
    ) {
        let name = SelfReportedName(
            given: sample.given,
            middle: sample.middle,
            family: sample.family,
            suffix: sample.suffix
        )
        #expect(name.name?.full == sample.full)
    }

    @Test func `a name in brackets is another name`() {
        let name = SelfReportedName(given: "LUCY (BETH)", middle: "", family: "EXAMPLE", suffix: "")
        #expect(name.name == PersonName(given: "Lucy", family: "Example"))
        #expect(name.nickname == PersonName(given: "Beth", family: "Example"))
    }

    @Test func `who has no name at all has none`() {
        #expect(SelfReportedName(given: "FNU", middle: "", family: "--", suffix: "").name == nil)
    }
}

@Suite struct SelfReportedLicenceTests {
    @Test(arguments: [
        ("MA 16753", "MA 16753"), ("CH 825", "CH 825"), ("000662-1", "000662-1"),
        ("96-38", "96-38"), ("MG0358033M   (TPA)", "MG0358033M"), ("#AC1234", "AC1234"),
        ("1234", "1234"), ("AC 123", "AC 123"),
    ])
    func `numbers lose their ornament only`(_ sample: (text: String, number: String)) {
        #expect(SelfReportedLicence.number(sample.text) == sample.number)
    }

    @Test(arguments: [
        "NA", "N/A", "NONE", "PENDING", "0", "0000", "000-00", "123", "12345", "1234567890",
        "$$$$$$$$$", "-", "", "APPLIED FOR",
    ])
    func `what says that there is none is none`(_ text: String) {
        #expect(SelfReportedLicence.number(text) == nil)
    }
}

@Suite struct LetterCaseTests {
    @Test(arguments: [
        ("12 EXAMPLE ST NW APT 4B", "12 Example St NW Apt 4B"),
        ("1 42ND ST", "1 42nd St"), ("PO BOX 7", "PO Box 7"),
        ("100 MLK JR WAY # 3", "100 Mlk Jr Way # 3"), ("12 Example St", "12 Example St"),
    ])
    func `addresses in capitals become readable`(_ sample: (text: String, address: String)) {
        #expect(LetterCase.address(sample.text) == sample.address)
    }

    @Test(arguments: [
        ("ST JOHN'S", "St John's"), ("O'BRIEN", "O'Brien"), ("MACK", "Mack"), ("PÉREZ", "Pérez"),
        ("ÉMILE", "Émile"), ("de Souza", "de Souza"),
    ])
    func `names in capitals become readable`(_ sample: (text: String, name: String)) {
        #expect(LetterCase.name(sample.text) == sample.name)
    }

    @Test func `a word is written the same whatever letters stand beside it`() {
        let words = [
            "MARY-ANN", "O'BRIEN", "MCDONALD", "MCGEE", "MACK", "ST", "JOHN'S", "12TH", "42ND",
            "3RD",
            "4B", "STE", "NW", "P.O.", "BOX", "II", "#5", "1ST-2ND", "N", "-", "'", "A'", "TH", "7",
        ]
        for first in words {
            for second in words {
                let text = first + " " + second
                // A letter with a mark has the text read the long way.
                #expect(LetterCase.name(text + " É") == LetterCase.name(text) + " É")
                #expect(LetterCase.address(text + " É") == LetterCase.address(text) + " É")
            }
        }
    }
}
