import Directory

extension SeedStatement {
    /// Draws what a person of a culture says of themselves in a town.
    static func drawn(
        for culture: Culture,
        named name: InventedName,
        in town: SeedTown,
        since firstIssued: Int,
        with dice: inout SplitMix64
    ) -> Self {
        var statement = Self()
        statement.languages = languages(of: culture, named: name, in: town, with: &dice)
        statement.conditions = conditions(with: &dice)
        statement.techniques = techniques(of: culture, with: &dice)
        statement.payers = payers(in: town, with: &dice)
        statement.accepting = dice.pick(weighted: [(true, 76), (false, 12), (nil, 12)])
        statement.acceptsReferrals = dice.pick(weighted: [(true, 58), (false, 8), (nil, 34)])
        if dice.chance(0.85) {
            statement.practisingSince = min(firstIssued + dice.pick([0, 0, 0, 12, 30, 75]), 0)
        }
        if dice.chance(0.55) {
            statement.about = SeedPhrases.about(in: town, with: &dice)
        }
        return statement
    }

    private static func languages(
        of culture: Culture,
        named name: InventedName,
        in town: SeedTown,
        with dice: inout SplitMix64
    ) -> [Language] {
        var spoken: Set<Language> = []
        let isNewcomer = name.given != "" && culture.women.contains(name.given)
        if town.region == "QC" {
            spoken.insert(.fr)
            if dice.chance(0.68) { spoken.insert(.en) }
        } else {
            let isWithoutEnglish =
                [.chinese, .korean, .vietnamese].contains(culture) && isNewcomer && !town.isRural
                && dice.chance(0.06)
            if !isWithoutEnglish { spoken.insert(.en) }
            if town.country == "CA", dice.chance(0.08) { spoken.insert(.fr) }
            if town.country == "US", dice.chance(0.09) { spoken.insert(.es) }
        }
        if let own = culture.language.flatMap(Language.init(rawValue:)),
            spoken.isEmpty || dice.chance(culture.languageChance)
        {
            spoken.insert(own)
        }
        if culture == .cantonese, dice.chance(0.5) { spoken.insert(.zh) }
        if culture == .southAsian {
            spoken.formUnion(
                dice.some(of: [
                    (.gu, 0.25), (.ta, 0.15), (.te, 0.12), (.bn, 0.15), (.ne, 0.08), (.ur, 0.1),
                ])
            )
        }
        if culture == .ukrainian, dice.chance(0.5) { spoken.insert(.ru) }
        if dice.chance(0.02) {
            spoken.insert(dice.pick([.de, .it, .ro, .so, .sw, .th, .km, .lo, .ht, .ja, .ru, .pt]))
        }
        return Language.allCases.filter(spoken.contains)
    }

    private static func conditions(with dice: inout SplitMix64) -> [Condition] {
        var treated: Set<Condition> = []
        if dice.chance(0.57) {
            treated.insert(.neuropathy)
            treated.formUnion(
                dice.some(of: [(.diabeticNeuropathy, 0.5), (.chemotherapyNeuropathy, 0.4)])
            )
        }
        treated.formUnion(
            dice.some(of: [
                (.chronicPain, 0.55), (.backPain, 0.5), (.neckPain, 0.35), (.kneePain, 0.25),
                (.shoulderPain, 0.27), (.headache, 0.3), (.migraine, 0.28), (.sciatica, 0.25),
                (.arthritis, 0.22), (.fibromyalgia, 0.16), (.insomnia, 0.32), (.anxiety, 0.33),
                (.stress, 0.36), (.digestive, 0.25), (.nausea, 0.1), (.allergies, 0.16),
                (.womensHealth, 0.28), (.fertility, 0.2), (.sportsInjury, 0.2),
                (.carpalTunnel, 0.12), (.neuralgia, 0.12), (.tinnitus, 0.07),
                (.facialParalysis, 0.06), (.strokeRecovery, 0.07), (.addiction, 0.08),
                (.fatigue, 0.18), (.hypertension, 0.08),
            ])
        )
        if treated.isEmpty {
            treated.insert(.chronicPain)
        }
        return Condition.allCases.filter(treated.contains)
    }

    private static func techniques(
        of culture: Culture,
        with dice: inout SplitMix64
    ) -> [Technique] {
        let isChinese = [.chinese, .cantonese, .taiwanese].contains(culture)
        return dice.some(of: [
            (.manualAcupuncture, 0.97), (.electroacupuncture, 0.48), (.auricular, 0.42),
            (.moxibustion, 0.4), (.cupping, 0.5), (.guaSha, 0.28),
            (.tuiNa, isChinese ? 0.55 : 0.18), (.scalp, 0.17),
            (.japanese, culture == .japanese ? 0.75 : 0.1),
            (.koreanHand, culture == .korean ? 0.5 : 0.03), (.fiveElement, 0.12),
            (.triggerPoint, 0.22), (.laser, 0.06), (.acupressure, 0.25),
            (.herbalMedicine, isChinese || culture == .korean ? 0.6 : 0.28),
        ])
    }

    private static func payers(in town: SeedTown, with dice: inout SplitMix64) -> [Payer] {
        guard dice.chance(0.8) else { return [] }
        guard town.country == "US" else {
            return dice.some(of: [
                (.icbc, town.region == "BC" ? 0.5 : 0), (.wsib, town.region == "ON" ? 0.35 : 0),
                (.sunLife, 0.7), (.manulife, 0.7), (.greenShield, 0.5),
                (.pacificBlueCross, town.region == "BC" ? 0.65 : 0),
            ])
        }
        let hasKaiser = ["WA", "OR", "CA", "CO", "HI", "VA", "MD", "DC", "GA"].contains(town.region)
        return dice.some(of: [
            (.medicare, 0.04), (.medicaid, 0.14), (.va, 0.3), (.workersCompensation, 0.2),
            (.bcbs, 0.45), (.aetna, 0.4), (.cigna, 0.38), (.united, 0.3),
            (.kaiser, hasKaiser ? 0.3 : 0), (.humana, 0.08),
        ])
    }
}
