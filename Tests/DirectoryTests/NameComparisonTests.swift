import Directory
import Testing

@Suite struct NameComparisonTests {
    /// A name written `given/middle/family/suffix`.
    static func name(_ text: String) -> PersonName {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        func part(_ index: Int) -> String { index < parts.count ? parts[index] : "" }
        return PersonName(given: part(0), middle: part(1), family: part(2), suffix: part(3))
    }

    @Test(arguments: [
        // Capitals and small letters.
        ("Jane//Doe", "JANE//DOE"), ("jane//doe", "Jane//Doe"),
        // Diacritics, composed and decomposed, and letters that Unicode does not decompose.
        ("José//Muñoz", "JOSE//MUNOZ"), ("Rene\u{301}e//Be\u{301}dard", "RENEE//BEDARD"),
        ("Zoë//Müller", "Zoe//Muller"), ("François//Lefèvre", "FRANCOIS//LEFEVRE"),
        ("Đặng//Trần", "DANG//TRAN"), ("Thị//Đỗ", "THI//DO"),
        ("Søren//Østergård", "SOREN//OSTERGARD"),
        ("Łukasz//Wałęsa", "LUKASZ//WALESA"), ("Anna//Strauß", "ANNA//STRAUSS"),
        ("Æsa//Þórsdóttir", "AESA//THORSDOTTIR"), ("Işıl//Yıldız", "ISIL//YILDIZ"),
        ("Cœline//Šimić", "COELINE//SIMIC"), ("ﬁona//Ｌｅｅ", "FIONA//LEE"),
        // Apostrophes of every kind, and points.
        ("Sean//O'Brien", "SEAN//OBRIEN"), ("Sean//O’Brien", "SEAN//O BRIEN"),
        ("Sean//O‘Brien", "SEAN//OBRIEN"), ("Keala//Kaʻahumanu", "KEALA//KAAHUMANU"),
        ("Marco//D'Angelo", "MARCO//DANGELO"), ("J.//Doe", "J//DOE"), ("J.R.//Doe", "JR.//DOE"),
        // Hyphens are spaces, and spaces inside a name do not count.
        ("Pei-Han//Cheng", "PEI HAN//CHENG"), ("Pei-Han//Cheng", "PEIHAN//CHENG"),
        ("Ana//García-López", "ANA//GARCIA LOPEZ"), ("Ana//Garcia–Lopez", "ANA//GARCIALOPEZ"),
        ("Rosa//DiCostanzo", "ROSA//DI COSTANZO"), ("Jan//van der Berg", "JAN//VANDERBERG"),
        ("Mary  Ann//Doe", "MARY ANN//DOE"), (" Jane //Doe ", "JANE//DOE"),
        ("Jane\u{A0}Lee//Doe", "JANE LEE//DOE"), ("Jane//Do\u{200B}e", "JANE//DOE"),
        // The middle name decides nothing.
        ("Jane/Lynn/Doe", "JANE//DOE"), ("Jane/Lynn/Doe", "JANE/ROSE/DOE"),
        // Suffixes and titles, in their own field or stuck to a name.
        ("John//Doe/Jr", "JOHN//DOE"), ("John//Doe", "JOHN//DOE/SR"),
        ("John//Doe", "JOHN//DOE JR."),
        ("John//Doe, III", "JOHN//DOE"), ("John//Stuckey", "JOHN//STUCKEY, IV"),
        ("Wei//Chen", "WEI//CHEN, L.AC."), ("Wei//Chen LAc", "WEI//CHEN"),
        ("Wei//Chen", "WEI//CHEN, MD"), ("Wei//Chen", "WEI//CHEN DIPL. O.M."),
        ("Rosa//Trujillo", "ROSA//TRUJILLO, DBA SUNBEAMS THERAPY LLC"),
        // One name only, wherever a register puts it.
        ("//Suharto", "//SUHARTO"), ("FNU//Suharto", "//SUHARTO"), ("Suharto//", "SUHARTO//"),
    ])
    func `the same name is exact once folded`(ours: String, theirs: String) {
        #expect(Self.name(ours).compared(with: Self.name(theirs)) == .exact)
        #expect(Self.name(theirs).compared(with: Self.name(ours)) == .exact)
    }

    @Test(arguments: [
        // An initial for the given name.
        ("Jane//Doe", "J//DOE"), ("Jane//Doe", "J.//DOE"), ("Jane/Lynn/Doe", "J L//DOE"),
        // The middle name inside the given name, whole or as an initial.
        ("Kimberly//Smith", "KIMBERLY L.//SMITH"), ("Nancy//Smith", "NANCY JO//SMITH"),
        ("Kimberly Lynn//Smith", "KIMBERLY L//SMITH"), ("Nancy/Jo/Smith", "NANCY JO//SMITH"),
        ("Lucy//Jones", "LUCY (BETH)//JONES"), ("Pei-Han//Cheng", "PEI//CHENG"),
        ("Pei-Han//Cheng", "PEI H//CHENG"),
        // One of two surnames, the first or the last, and both with a hyphen.
        ("Ana//Barco Foster", "ANA//FOSTER"), ("Ana//Barco Foster", "ANA//BARCO"),
        ("Ana//García-López", "ANA//LOPEZ"), ("Ana//García-López", "ANA//GARCIA"),
        ("Maria//de la Cruz", "MARIA//CRUZ"), ("Ana//Silva dos Santos", "ANA//DOS SANTOS"),
        // Given and family name swapped: Vietnamese, Chinese and Korean order.
        ("An/Văn/Nguyễn", "NGUYEN/VAN/AN"), ("Wei//Chen", "CHEN//WEI"),
        ("Ji-Woo//Kim", "KIM//JI WOO"), ("Ji-Woo//Kim", "KIM//JIWOO"),
        // One name only, in another field.
        ("//Suharto", "SUHARTO//"), ("//Suharto", "SUHARTO//LNU"), ("//Suharto", "SUHARTO//FNU"),
    ])
    func `a name that agrees as far as both show it is compatible`(ours: String, theirs: String) {
        #expect(Self.name(ours).compared(with: Self.name(theirs)) == .compatible)
        #expect(Self.name(theirs).compared(with: Self.name(ours)) == .compatible)
    }

    @Test(arguments: [
        // Other people of one surname, or of one given name.
        ("Jane//Doe", "JOHN//DOE"), ("Jane//Doe", "JANE//ROE"), ("Jane//Doe", "JANET//DOE"),
        ("Jane//Doe", "JANE//DOERR"), ("Wei//Chen", "WEI//CHENG"), ("Li//Wang", "LI//WONG"),
        ("Min//Lee", "MINH//LE"), ("Ann//Lee", "ANNE//LEE"),
        // Another initial, or initials for a surname.
        ("Jane//Doe", "K//DOE"), ("Jane//Doe", "JANE//D"), ("Jane//Doe", "J//D"),
        ("Sean//O'Brien", "SEAN//O"),
        // Sisters whose given names share a first half.
        ("Pei-Han//Cheng", "PEI-LING//CHENG"), ("Ji-Woo//Kim", "JI HYE//KIM"),
        ("Mary Ann//Smith", "MARY BETH//SMITH"), ("Thi Lan//Tran", "THI HOA//TRAN"),
        // The given name behind the middle one is not the given name.
        ("Jane//Doe", "LYNN JANE//DOE"),
        // Neither half of a double surname, both halves the other way round, a half in the middle.
        ("Ana//Barco Foster", "ANA//LOPEZ"), ("Ana//Barco Foster", "ANA//FOSTER BARCO"),
        ("Ana//Barco Foster", "ANA//BARCO LOPEZ"), ("Ana//Barco Foster Lee", "ANA//FOSTER"),
        ("Ana//Barco Foster", "ANA//FOST"),
        // A particle alone is no half of a surname.
        ("Maria//de la Cruz", "MARIA//DE"), ("Maria//de la Cruz", "MARIA//DE LA"),
        ("Jan//van Houten", "JAN//VAN"), ("Ana//dos Santos", "ANA//DOS"),
        // Swapped and of another person.
        ("Wei//Chen", "CHEN//WEN"), ("An//Nguyen", "NGUYEN//ANH"),
        // A title is no surname, and a surname that looks like one is not dropped.
        ("Anna//Wong, LAc", "ANNA//LAC"), ("Anna//Lac", "ANNA//MA"),
        // No name at all agrees with nobody.
        ("//", "//"), ("FNU//LNU", "FNU//LNU"), ("Jane//Doe", "//"), ("Jane//Doe", "FNU//DOE"),
        ("Jane//Doe", "JANE//LNU"), ("Jane//Doe", "//DOE"), ("Jane//", "JANE//DOE"),
        ("//Suharto", "//SUKARNO"), ("//Suharto", "SUHARTO//SUHARTO WIDODO"),
        // Letters that only look alike.
        ("Jane//Doe", "JANE//D\u{41E}E"),
    ])
    func `another name is a mismatch`(ours: String, theirs: String) {
        #expect(Self.name(ours).compared(with: Self.name(theirs)) == .mismatch)
        #expect(Self.name(theirs).compared(with: Self.name(ours)) == .mismatch)
    }

    // MARK: - Several names of one person

    @Test func `present names that agree are exact`() {
        #expect(
            NameComparison.best(
                of: [Self.name("Jane//Doe"), Self.name("Jane//Roe")],
                with: [Self.name("JANE//DOE"), Self.name("JANE//POE")]
            ) == .exact
        )
    }

    @Test(arguments: [
        // Our former name is the register's present one; theirs is ours; both only formerly.
        (["Jane//Doe", "Jane//Roe"], ["JANE//ROE"]),
        (["Jane//Doe"], ["JANE//ROE", "JANE//DOE"]),
        (["Jane//Doe", "Jane//Poe"], ["JANE//ROE", "JANE//POE"]),
    ])
    func `agreement by a former or other name is compatible at most`(
        ours: [String],
        theirs: [String]
    ) {
        let found = NameComparison.best(of: ours.map(Self.name), with: theirs.map(Self.name))

        #expect(found == .compatible)
    }

    @Test(
        arguments: [([], ["JANE//DOE"]), (["Jane//Doe"], []), ([], [])] as [([String], [String])]
    )
    func `where one side shows no name nothing agrees`(ours: [String], theirs: [String]) {
        let found = NameComparison.best(of: ours.map(Self.name), with: theirs.map(Self.name))

        #expect(found == .mismatch)
    }

    @Test func `names that agree in nothing are a mismatch however many there are`() {
        let ours = ["Jane//Doe", "Jane//Roe", "Mary//Poe"].map(Self.name)
        let theirs = ["JOHN//DOE", "MARY//ROE", "JANE//POE"].map(Self.name)

        #expect(NameComparison.best(of: ours, with: theirs) == .mismatch)
    }

    @Test func `comparing is the same from both sides, whatever the names`() {
        let pieces = [
            "", "Li", "Li Na", "Li-Na", "L", "Wang", "Wang Li", "Jr", "LAc", "de la", "O",
        ]
        let names = pieces.flatMap { given in
            pieces.map { PersonName(given: given, family: $0) }
        }
        for first in names {
            for second in names {
                #expect(first.compared(with: second) == second.compared(with: first))
            }
        }
    }
}
