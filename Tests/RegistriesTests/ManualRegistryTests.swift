import Directory
import Testing

@testable import Registries

@Suite struct ManualRegistryTests {
    @Test(arguments: [
        ("us-ny-op", "US-NY"), ("us-or-omb", "US-OR"), ("us-ca-cab", "US-CA"),
        ("ca-qc-oaq", "CA-QC"),
        ("ca-on-ctcmpao", "CA-ON"), ("ca-bc-cchpbc", "CA-BC"), ("ca-ab-caa", "CA-AB"),
        ("au-ahpra", "AU"), ("gb-bacc", "GB"),
    ])
    func `where no machine may read, a person does`(id: String, jurisdiction: String) throws {
        let catalogue = try RegistryCatalogue(directories: [Files.seed])
        let manual = try #require(catalogue.manualRegistries.first { $0.id.text == id })

        #expect(manual.summary.jurisdiction.code == jurisdiction)
        #expect(manual.terms.windowDays == 90)
        #expect(!manual.steps.isEmpty)
        #expect(!manual.documents.isEmpty)
        #expect(manual.shows.contains("status"))
        #expect(!manual.reason.isEmpty)
        #expect(catalogue[manual.id] == nil)
    }

    @Test func `a manual register has no address to ask`() {
        let text = """
            id: test-board
            kind: manual
            role: licence
            name: Board
            jurisdiction: US-NY
            completeness: full_history
            time_zone: America/New_York
            public_page: https://board.example.org/
            base_url: https://board.example.org
            """
        let error = #expect(throws: DescriptionError.self) { try RegistryDescription(yaml: text) }
        #expect(
            error?.description
                == "test-board.yaml:9:11: base_url has no meaning for the kind manual"
        )
    }
}
