/// What a practitioner and a row of a list of exclusions have in common, and how much it weighs.
///
/// NPI and surname together confirm. Anything less is a candidate, a licence number with the surname
/// too: its score only says which ones a person should look at first, and its sentences say why.
package struct ExclusionMatch: Hashable, Sendable {
    /// What made it.
    package enum Rule: String, Sendable, CaseIterable {
        case npiAndSurname = "npi_and_surname"
        case npi
        /// A licence of the same state and number, and the surname.
        case licence
        case name
    }

    /// The score in a word.
    package enum Likelihood: String, Sendable, Comparable {
        case unlikely, possible, likely

        package init(score: Int) {
            self = score >= 70 ? .likely : score >= 40 ? .possible : .unlikely
        }

        package static func < (left: Likelihood, right: Likelihood) -> Bool {
            left.rank < right.rank
        }

        private var rank: Int {
            switch self {
            case .unlikely: 0
            case .possible: 1
            case .likely: 2
            }
        }
    }

    package let rule: Rule
    /// From 0 to 100: the sum of what agrees less what differs.
    package let score: Int
    /// What agrees, a sentence each, for an admin and never for the public.
    package let agreements: [String]
    package let differences: [String]
    /// What cannot be compared.
    package let unknowns: [String]

    package var isConfirming: Bool { rule == .npiAndSurname }
    package var likelihood: Likelihood { Likelihood(score: score) }

    /// Compares; nil where neither the NPI nor the name agrees, nor a licence with the surname.
    package init?(of person: ComparedPerson, with exclusion: Exclusion) {
        guard let rule = Self.rule(of: person, with: exclusion) else { return nil }
        self.rule = rule
        var weighing = Weighing()
        weighing.compareNumbers(person.npi, exclusion.npi)
        weighing.compareLicences(person.licences, exclusion.licence)
        weighing.compareNames(person.names, exclusion)
        weighing.compareRegions(person.regions, exclusion.region)
        weighing.compareOccupations(exclusion.occupations)
        weighing.unknowns.append(
            "Dates of birth cannot be compared: none is known here; the list's source may give one."
        )
        score = min(max(weighing.score, 0), 100)
        agreements = weighing.agreements
        differences = weighing.differences
        unknowns = weighing.unknowns
    }

    private static func hasLicence(_ person: ComparedPerson, of exclusion: Exclusion) -> Bool {
        person.licences.contains { $0.agreement(with: exclusion.licence) != .none }
    }

    /// Which rule applies, without weighing; nil where none does.
    package static func rule(of person: ComparedPerson, with exclusion: Exclusion) -> Rule? {
        let isSameNPI = exclusion.npi != nil && exclusion.npi == person.npi
        guard exclusion.name != nil else { return isSameNPI ? .npi : nil }
        if isSameNPI {
            let agrees = person.names.contains { exclusion.hasSurname(of: $0) }
            return agrees ? .npiAndSurname : .npi
        }
        if hasLicence(person, of: exclusion),
            person.names.contains(where: { exclusion.hasSurname(of: $0) })
        {
            return .licence
        }
        return person.names.contains { exclusion.agreement(with: $0) != .none } ? .name : nil
    }
}

/// How well a name of a list agrees with one of ours.
enum ListedNameAgreement: Int, Comparable {
    case none
    /// As far as both show it.
    case compatible
    /// As far as the width of the list's column goes.
    case cut
    case exact

    static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}

extension Exclusion {
    /// What was cut is recognised by what is left of it, if that is so much.
    static let leastCutLength = 10

    /// Compares the whole name with one of ours.
    func agreement(with our: PersonName) -> ListedNameAgreement {
        guard let name else { return .none }
        switch our.compared(with: name) {
        case .exact: return .exact
        case .compatible:
            // What was cut off may be all that lacks.
            return isFamilyCut || isGivenCut
                ? max(cutAgreement(with: our), .compatible) : .compatible
        case .mismatch: return isFamilyCut || isGivenCut ? cutAgreement(with: our) : .none
        }
    }

    /// Whether one of our names has this row's surname, whatever the given name is.
    func hasSurname(of our: PersonName) -> Bool {
        guard let name else { return false }
        let ours = PersonName.surname(of: our)
        let theirs = PersonName.surname(of: name)
        guard !ours.isEmpty, !theirs.isEmpty else { return false }
        return PersonName.compareFamily(ours, theirs) != .mismatch
            || (isFamilyCut && Self.begins(ours, with: theirs))
            // In the wrong order, or a single name in either field.
            || agreement(with: our) != .none
    }

    private func cutAgreement(with our: PersonName) -> ListedNameAgreement {
        guard let name else { return .none }
        let family = Self.agreement(
            PersonName.tokens(our.family),
            PersonName.tokens(name.family),
            isCut: isFamilyCut,
            PersonName.compareFamily
        )
        let given = Self.agreement(
            PersonName.tokens(our.given),
            PersonName.tokens(name.given),
            isCut: isGivenCut,
            PersonName.compareGiven
        )
        return min(family, given)
    }

    private static func agreement(
        _ ours: [String],
        _ theirs: [String],
        isCut: Bool,
        _ compare: ([String], [String]) -> NameComparison
    ) -> ListedNameAgreement {
        guard !ours.isEmpty, !theirs.isEmpty else { return .none }
        switch compare(ours, theirs) {
        case .exact: return .exact
        case .compatible: return isCut && begins(ours, with: theirs) ? .cut : .compatible
        case .mismatch: return isCut && begins(ours, with: theirs) ? .cut : .none
        }
    }

    private static func begins(_ ours: [String], with theirs: [String]) -> Bool {
        let stump = theirs.joined()
        return stump.utf8.count >= leastCutLength && ours.joined().hasPrefix(stump)
    }
}

extension PersonName {
    /// The words of the surname, or of the only name.
    fileprivate static func surname(of name: PersonName) -> [String] {
        let family = tokens(name.family)
        return family.isEmpty ? tokens(name.given) : family
    }
}

// MARK: - Weighing

/// Adds up what agrees and what differs.
private struct Weighing {
    var score = 0
    var agreements: [String] = []
    var differences: [String] = []
    var unknowns: [String] = []

    private mutating func agrees(_ weight: Int, _ sentence: String) {
        score += weight
        agreements.append(sentence)
    }

    private mutating func differs(_ weight: Int, _ sentence: String) {
        score -= weight
        differences.append(sentence)
    }

    mutating func compareNumbers(_ ours: NPI?, _ theirs: NPI?) {
        switch (ours, theirs) {
        case (let ours?, let theirs?) where ours == theirs:
            agrees(60, "The NPI \(ours) is the same.")
        case (let ours?, let theirs?):
            // A person has one NPI for life; the list may be wrong about it.
            differs(30, "The NPI is another: \(ours) here, \(theirs) on the list.")
        case (_, nil): unknowns.append("The list gives no NPI.")
        case (nil, _): unknowns.append("No NPI of this practitioner is known.")
        }
    }

    mutating func compareLicences(_ ours: Set<ListedLicence>, _ theirs: ListedLicence?) {
        guard let theirs else { return }
        let listed = "\(theirs.number) of \(theirs.region)"
        let ofThatRegion = ours.filter { $0.region == theirs.region }
            .sorted { $0.number < $1.number }
        if ofThatRegion.contains(where: { $0.agreement(with: theirs) == .exact }) {
            agrees(45, "The licence number \(listed) is the same.")
        } else if let near = ofThatRegion.first(where: { $0.agreement(with: theirs) == .digits }) {
            agrees(
                25,
                "The digits of a licence number agree: \(near.number) here, \(listed) on the list."
            )
        } else if ofThatRegion.isEmpty {
            unknowns.append(
                "The list names licence \(listed), and none of \(theirs.region) is known here."
            )
        } else {
            // Somebody may hold a licence of another profession beside this one.
            let numbers = ofThatRegion.map(\.number).joined(separator: ", ")
            differs(15, "The licence number is another: \(numbers) here, \(listed) on the list.")
        }
    }

    mutating func compareNames(_ ours: [PersonName], _ exclusion: Exclusion) {
        guard let theirs = exclusion.name else {
            unknowns.append("The list names a business, \(exclusion.organisation), and no person.")
            return
        }
        let compared = ours.enumerated().map { index, name in
            (name: name, isPresent: index == 0, agreement: exclusion.agreement(with: name))
        }
        // Of equals the first, which is the present name.
        guard let best = compared.max(by: { $0.agreement < $1.agreement }) else { return }
        let whose = best.isPresent ? "The name" : "Another name, \(best.name.full),"
        let lost = best.isPresent ? 0 : 5
        switch best.agreement {
        case .exact: agrees(40 - lost, "\(whose) is the same.")
        case .cut:
            agrees(35 - lost, "\(whose) is the same as far as the width of the list's column goes.")
        case .compatible:
            agrees(25 - lost, "\(whose) agrees as far as both show it: \(theirs.full) on the list.")
        case .none:
            if let same = ours.first(where: exclusion.hasSurname) {
                agrees(30, "The surname agrees: \(theirs.family) on the list.")
                differs(
                    10,
                    "The given name is another: \(same.given) here, \(theirs.given) on the list."
                )
            } else {
                differs(20, "The name is another: \(theirs.full) on the list.")
            }
            return
        }
        compareMiddle(best.name, theirs)
        compareSuffix(best.name, theirs)
    }

    private mutating func compareMiddle(_ ours: PersonName, _ theirs: PersonName) {
        let our = PersonName.tokens(ours.middle).joined()
        let their = PersonName.tokens(theirs.middle).joined()
        if our.isEmpty || their.isEmpty {
            if our != their { unknowns.append("Only one side has a middle name.") }
        } else if our == their, our.count > 1 {
            agrees(15, "The middle name is the same.")
        } else if our.hasPrefix(their) || their.hasPrefix(our) {
            agrees(8, "The middle name agrees as far as both show it.")
        } else {
            differs(
                20,
                "The middle name is another: \(ours.middle) here, \(theirs.middle) on the list."
            )
        }
    }

    private mutating func compareSuffix(_ ours: PersonName, _ theirs: PersonName) {
        let our = Self.generation(of: ours)
        let their = Self.generation(of: theirs)
        guard our != their else {
            if !our.isEmpty { agrees(5, "Both are called \(our).") }
            return
        }
        if our.isEmpty || their.isEmpty {
            unknowns.append("Only one side has a suffix, \(our)\(their).")
        } else {
            differs(20, "The suffix is another: \(our) here, \(their) on the list.")
        }
    }

    /// `JR` and the like, which lists put behind the surname.
    private static func generation(of name: PersonName) -> String {
        let own = PersonName.folded(name.suffix).filter { $0 != " " }
        if generations.contains(own) { return own }
        let words = PersonName.folded(name.family).split(separator: " ").dropFirst()
        return words.last.map(String.init).flatMap { generations.contains($0) ? $0 : nil } ?? ""
    }

    private static let generations: Set<String> = ["JR", "SR", "II", "III", "IV", "V"]

    mutating func compareRegions(_ ours: Set<String>, _ theirs: String) {
        guard !theirs.isEmpty else {
            unknowns.append("The list gives no state.")
            return
        }
        guard !ours.isEmpty else {
            unknowns.append("No place of this practitioner is known.")
            return
        }
        if ours.contains(theirs) {
            agrees(15, "The list's address is in \(theirs), where they practise or are licensed.")
        } else {
            let places = ours.sorted().joined(separator: ", ")
            differs(
                5,
                "The list's address is in \(theirs); they practise or are licensed in \(places)."
            )
        }
    }

    mutating func compareOccupations(_ occupations: [String]) {
        let said = occupations.filter { !$0.isEmpty }
        guard !said.isEmpty else {
            unknowns.append("The list gives no occupation.")
            return
        }
        let words = said.joined(separator: ", ")
        let folded = said.map(PersonName.folded)
        if folded.contains(where: Self.isAcupuncture) {
            agrees(20, "The list calls the person \(words).")
        } else if folded.allSatisfy({ Self.general.contains($0) }) {
            unknowns.append("What the list says of the occupation is general: \(words).")
        } else {
            differs(5, "The list calls the person \(words).")
        }
    }

    private static func isAcupuncture(_ folded: String) -> Bool {
        folded.hasPrefix("ORIENTAL MED")
            || folded.split(separator: " ").contains { $0.hasPrefix("ACUPUNCT") }
    }

    /// What OIG says of people of any profession, folded.
    private static let general: Set<String> = [
        "OTHER BUSINESS", "EMPLOYEE PRIVATE SECTOR", "EMPLOYEE GOVERNMENT",
        "IND LIC HC SERV PRO", "INDIVIDUAL (UNAFFILIATED)", "OWNER/OPERATOR", "UNKNOWN",
        "HEALTH CARE AIDE",
    ]
}
