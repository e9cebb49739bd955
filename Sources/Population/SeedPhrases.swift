/// The sentences that former patients' testimonials and practitioners' own words are made of.
///
/// Words in braces are filled in anew each time: `{visits}` becomes "four visits". A testimonial
/// says what somebody felt, never that anything was healed, and never a name.
enum SeedPhrases {
    static func sentences(_ text: String) -> [String] {
        text.split(separator: "\n").map(String.init)
    }

    /// Fills the words in braces; one that begins with a capital letter begins a sentence.
    static func filled(
        _ sentence: String,
        about complaint: SeedComplaint?,
        with dice: inout SplitMix64
    ) -> String {
        var filled = ""
        var rest = Substring(sentence)
        while let start = rest.firstIndex(of: "{") {
            filled += rest[..<start]
            rest = rest[rest.index(after: start)...]
            let name = rest.prefix { $0 != "}" }
            rest = rest.dropFirst(name.count + 1)
            let lowercased = name.prefix(1).lowercased() + name.dropFirst()
            let word = word(for: lowercased, about: complaint, with: &dice)
            filled += lowercased == name ? word : word.prefix(1).uppercased() + word.dropFirst()
        }
        return filled + rest
    }

    private static func word(
        for slot: String,
        about complaint: SeedComplaint?,
        with dice: inout SplitMix64
    ) -> String {
        switch slot {
        case "it": dice.pick(complaint?.names ?? ["my trouble", "what I came for", "the problem"])
        case "few": dice.pick(["two", "three", "four", "five", "six"])
        case "visits":
            dice.pick(["two", "three", "four", "five", "six", "seven", "eight", "ten", "a dozen"])
                + dice.pick([" visits", " sessions", " treatments", " appointments"])
        case "many":
            dice.pick(["eight", "nine", "ten", "a dozen", "fifteen", "some twenty"])
                + dice.pick([" visits", " sessions", " treatments"])
        case "weeks":
            dice.pick(["two", "three", "four", "five", "six", "seven", "eight", "ten"]) + " weeks"
        case "months":
            dice.pick(["two", "three", "four", "five", "six", "eight", "nine", "ten"]) + " months"
        case "years":
            dice.pick(["two", "three", "four", "five", "six", "seven", "ten", "twelve"]) + " years"
        case "ordinal":
            dice.pick(["second", "third", "fourth", "fifth", "sixth", "seventh", "eighth"])
        case "who":
            dice.pick([
                "my sister", "my husband", "my wife", "a neighbour", "a friend from church",
                "my daughter", "my son", "a co-worker", "my physical therapist", "an old friend",
                "my brother-in-law", "the nurse at my doctor's", "my mother", "my hairdresser",
                "a woman in my support group", "my running partner", "my boss",
            ])
        case "day":
            dice.pick(["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"])
        case "side": dice.pick(["left", "right"])
        case "season": dice.pick(["winter", "spring", "summer", "fall"])
        case "minutes":
            dice.pick(["ten", "fifteen", "twenty", "twenty-five", "thirty", "forty"]) + " minutes"
        case "age": dice.pick(["fifties", "sixties", "seventies", "eighties", "forties"])
        case "work":
            dice.pick([
                "nurse", "carpenter", "cook", "violinist", "truck driver", "teacher", "gardener",
                "dental hygienist", "warehouse worker", "programmer", "hairdresser", "farmer",
                "bookkeeper", "bus driver", "potter", "letter carrier",
            ])
        case "visites":
            dice.pick(["deux", "trois", "quatre", "cinq", "six", "sept", "huit"])
                + dice.pick([" séances", " visites", " traitements"])
        case "semaines": dice.pick(["deux", "trois", "quatre", "cinq", "six"]) + " semaines"
        case "ans": dice.pick(["deux", "trois", "quatre", "cinq", "dix"]) + " ans"
        case "sesiones":
            dice.pick(["dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho"]) + " sesiones"
        case "semanas": dice.pick(["dos", "tres", "cuatro", "cinco", "seis"]) + " semanas"
        case "años": dice.pick(["dos", "tres", "cuatro", "cinco", "diez"]) + " años"
        default: slot
        }
    }
}
