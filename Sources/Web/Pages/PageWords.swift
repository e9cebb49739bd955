import Directory

// What pages call the words that programs and the database use.

extension Vocabulary {
    var label: String { pageLabels[rawValue] ?? rawValue.asWords }
}

extension String {
    /// A word with underscores as the beginning of a sentence: "Back pain".
    fileprivate var asWords: String {
        let words = String(map { $0 == "_" ? " " : $0 })
        return words.prefix(1).uppercased() + words.dropFirst()
    }
}

/// Those that are not just their words; no two vocabularies have such a word in common.
private let pageLabels = [
    "womens_health": "Women's health", "digestive": "Digestive complaints",
    "chemotherapy_neuropathy": "Neuropathy after chemotherapy", "sports_injury": "Sports injuries",
    "carpal_tunnel": "Carpal tunnel syndrome", "auricular": "Ear acupuncture",
    "scalp": "Scalp acupuncture", "japanese": "Japanese acupuncture",
    "korean_hand": "Korean hand acupuncture", "five_element": "Five Element acupuncture",
    "laser": "Laser acupuncture", "va": "VA", "bcbs": "Blue Cross Blue Shield", "icbc": "ICBC",
    "wsib": "WSIB", "workers_compensation": "Workers' compensation", "sun_life": "Sun Life",
    "green_shield": "Green Shield", "pacific_blue_cross": "Pacific Blue Cross",
    "united": "UnitedHealthcare", "kaiser": "Kaiser Permanente",
    "en": "English", "es": "Spanish", "fr": "French", "zh": "Chinese", "yue": "Cantonese",
    "ko":
        "Korean", "vi": "Vietnamese", "ja": "Japanese", "ru": "Russian", "de": "German",
    "pt":
        "Portuguese", "ar": "Arabic", "hi": "Hindi", "pa": "Punjabi", "tl": "Tagalog",
    "fa":
        "Persian", "pl": "Polish", "uk": "Ukrainian", "it": "Italian", "he": "Hebrew", "ur": "Urdu",
    "bn": "Bengali", "ta": "Tamil", "te": "Telugu", "gu": "Gujarati", "el": "Greek",
    "ro":
        "Romanian", "so": "Somali", "am": "Amharic", "ht": "Haitian Creole", "hmn": "Hmong",
    "km":
        "Khmer", "lo": "Lao", "th": "Thai", "ne": "Nepali", "my": "Burmese", "sw": "Swahili",
]

extension Credential.Class {
    var label: String {
        switch self {
        case .statutory: "Licence by law"
        case .accredited: "Accredited voluntary register"
        case .certificate: "Certificate only"
        }
    }

    /// What it is worth, in a sentence.
    var sentence: String {
        switch self {
        case .statutory: "A licence or registration by law."
        case .accredited:
            "An entry in a voluntary register that is itself accredited; no law stands behind it."
        case .certificate: "A certificate; by itself it permits nobody to practise."
        }
    }
}

extension Credential.Kind {
    var label: String { rawValue.asWords }
}

extension Standing {
    /// How a register's wording was read, in a sentence.
    var sentence: String {
        switch self {
        case .active: "In good standing."
        case .activeRestricted: "Active, under terms set by the register."
        case .provisional: "Provisional: not yet a full licence."
        case .lapsedGrace: "Past its date, while the register lets it run on for renewal."
        case .expired: "Expired."
        case .inactive: "Inactive: the holder may not practise under it."
        case .suspended: "Suspended."
        case .revoked: "Revoked."
        case .surrendered: "Surrendered by the holder."
        case .deceased: "The register reports that the holder has died."
        case .superseded: "Replaced by another number or class."
        case .pending: "Pending: not granted yet."
        case .unknown: "Not known: a person is looking at the wording."
        }
    }

    var label: String { rawValue.asWords }
}

extension Outcome {
    /// What came of a check, in a sentence.
    var sentence: String {
        switch self {
        case .matched: "The person was found."
        case .mismatched: "Another name stands under this number; a person is looking at it."
        case .ambiguous: "Several people could be meant; a person is looking at it."
        case .unrecognised:
            "The person was found; what the status means is being looked at by a person."
        case .absent: "The register did not show this number."
        case .unreachable, .throttled, .refused, .blocked, .unparseable:
            "The register gave no answer about the person; that says nothing for or against anybody."
        }
    }
}

extension Decision {
    var sentence: String {
        switch self {
        case .pending: "Nobody has decided about it yet, so it vets nobody."
        case .approved: "Approved by a person, on the evidence."
        case .rejected: "Not approved by the person who looked at it."
        case .withdrawn: "Approved once, and the approval was withdrawn."
        }
    }
}

extension String {
    /// Nil for nothing, which a page leaves out.
    var unlessEmpty: String? { isEmpty ? nil : self }
}

// MARK: - Days and lengths

extension CalendarDate {
    /// `23 November 2026`.
    var longText: String {
        let (year, month, day) = yearMonthDay
        return "\(day) \(Self.months[month - 1]) \(year)"
    }

    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September",
        "October", "November", "December",
    ]
}

extension Instant {
    /// `23 November 2026, 09:05 UTC`.
    var longText: String { "\(date.longText), \(description.dropFirst(11).prefix(5)) UTC" }

    /// The day, with how long ago that is where it is lately: "21 November 2026 (2 days ago)".
    func dayText(at now: Instant) -> String {
        let days = Int(now.date.daysSince1970) - Int(date.daysSince1970)
        let ago =
            switch days {
            case 0: " (today)"
            case 1: " (yesterday)"
            case 2...60: " (\(days) days ago)"
            default: ""
            }
        return date.longText + ago
    }
}

/// A distance in kilometres and miles: "3.2 km (2.0 mi)".
func distanceText(metres: Double) -> String {
    func tenths(_ value: Double) -> String {
        let whole = Int((value * 10).rounded())
        return "\(whole / 10).\(whole % 10)"
    }
    guard metres >= 100 else { return "under 0.1 km (0.1 mi)" }
    return "\(tenths(metres / 1000)) km (\(tenths(metres / 1609.344)) mi)"
}

extension Int {
    /// With the word for one or several: "1 year", "12 years".
    func counted(_ one: String, _ several: String) -> String {
        "\(grouped) \(self == 1 ? one : several)"
    }

    /// With commas between the thousands.
    var grouped: String {
        guard self >= 1000 else { return String(self) }
        let rest = self % 1000
        return (self / 1000).grouped + (rest < 10 ? ",00" : rest < 100 ? ",0" : ",") + "\(rest)"
    }
}

extension Score {
    /// The plain mean, rounded down as the filter compares; nil where there are too few.
    var meanText: String? {
        guard let hundredths = meanHundredths else { return nil }
        let rest = hundredths % 100
        return "\(hundredths / 100)." + (rest < 10 ? "0\(rest)" : "\(rest)")
    }

    /// How many halves of five stars are drawn full, rounded down; nil where there are too few.
    var halfStars: String? { meanHundredths.map { "\($0 / 50)" } }
}

/// Stars for the eye; beside it stands or is spoken what they mean.
func starsText(_ rating: Int) -> String {
    String(repeating: "★", count: rating) + String(repeating: "☆", count: Swift.max(0, 5 - rating))
}
