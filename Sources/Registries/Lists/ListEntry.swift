package import Directory

/// One row of a list of exclusions.
package struct ListEntry: Hashable, Sendable {
    package var npi: NPI?
    /// The licence that it names.
    package var licence: ListedLicence?
    /// Nil where the row is an organisation's.
    package var name: PersonName?
    /// Whether the family name fills its column and may go on behind it.
    package var isFamilyCut = false
    package var isGivenCut = false
    package var organisation = ""
    /// What the person does, in the list's words.
    package var occupations: [String] = []
    /// The ground of the exclusion, in the list's words.
    package var wording = ""
    /// The day the exclusion began.
    package var from: CalendarDate?
    /// The day it ended: a reinstatement.
    package var until: CalendarDate?
    package var city = ""
    /// The state or province of the address.
    package var state = ""
    /// Where the row begins in the list, from 1.
    package var line = 0

    package init() {}

    /// The entry as far as it can be compared with a practitioner.
    package var exclusion: Exclusion {
        Exclusion(
            npi: npi,
            licence: licence,
            name: name,
            isFamilyCut: isFamilyCut,
            isGivenCut: isGivenCut,
            organisation: organisation,
            occupations: occupations,
            city: city,
            region: state,
            ground: wording,
            excludedOn: from,
            reinstatedOn: until
        )
    }
}

/// A row that could not be read.
package struct ListProblem: Error, Hashable, CustomStringConvertible {
    /// From 1.
    package let line: Int
    package let sentence: String

    package var description: String { "line \(line): \(sentence)" }
}

/// Why a list could not be read to its end.
package enum ListFailure: Hashable, Sendable, CustomStringConvertible {
    case columnsMissing([String])
    case doubledColumn(String)
    case empty
    case cutShort
    case rowTooLong(line: Int)
    case anotherEncoding

    package var description: String {
        switch self {
        case .columnsMissing(let names):
            "The list no longer has the columns \(names.joined(separator: ", ")), which the description names."
        case .doubledColumn(let name): "The list has two columns \(name)."
        case .empty: "The list is empty."
        case .cutShort: "The list ends inside a row."
        case .rowTooLong(let line): "The row on line \(line) is longer than any row may be."
        case .anotherEncoding: "The list is UTF-16, which is not as described."
        }
    }
}

/// Why a list is not taken in place of the last.
package struct ListRefusal: Error, Hashable, CustomStringConvertible {
    package let sentence: String
    /// Whether an admin who knows better may take it all the same.
    package let mayBeAccepted: Bool

    package var description: String { sentence }
}

/// What was found in a list.
package struct ListSummary: Hashable, Sendable {
    package var entries = 0
    package var bytes = 0
    /// SHA-256 of the bytes, in hexadecimal.
    package var sha256 = ""
    package var problemCount = 0
    package var firstProblem: ListProblem?
    /// Entries whose NPI is none; they stand in the list without one.
    package var wrongNPIs = 0
    /// Why it was not read to its end; nil where it was.
    package var failure: ListFailure?
}
