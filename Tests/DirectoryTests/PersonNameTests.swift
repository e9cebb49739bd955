import Directory
import Testing

@Suite struct PersonNameTests {
    @Test func `a name is shown in the order the person writes it`() {
        let given = PersonName(given: "Jane", middle: "Q.", family: "Doe", suffix: "Jr")
        let family = PersonName(given: "An", middle: "Văn", family: "Nguyễn", order: .familyFirst)

        #expect(given.full == "Jane Q. Doe Jr")
        #expect(family.full == "Nguyễn Văn An")
        #expect(PersonName(given: "", family: "Suharto").full == "Suharto")
    }
}
