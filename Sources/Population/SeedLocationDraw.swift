extension SeedLocation {
    /// Draws an invented address in a real town.
    static func drawn(
        in town: SeedTown,
        of gazetteer: Gazetteer,
        isClaimed: Bool,
        with dice: inout SplitMix64
    ) throws(Gazetteer.LookUpError) -> Self {
        let found = try gazetteer.town(town.name, region: town.region, country: town.country)
        // Of two draws the nearer: people practise towards the middle of a town.
        let index = min(dice.below(found.codes.count), dice.below(found.codes.count))
        var code = found.codes[index]
        let isWide = town.country == "CA" && found.codes.count < 4
        let point = (isWide ? found.centre : code.point)
            .moved(north: dice.bell() * 0.4, east: dice.bell() * 0.4)
        if isWide {
            code = found.codes[0]
        }
        var location = Self(
            city: town.name,
            region: town.region,
            country: town.country,
            postalCode: town.country == "CA" ? code.code + " " + localPart(with: &dice) : code.code,
            point: dice.chance(0.93) ? point : nil
        )
        location.street = street(in: town, with: &dice)
        location.telephone = "\(dice.pick(town.areaCodes))-555-01\(padded(dice.below(100), to: 2))"
        guard isClaimed else { return location }
        location.clinic = clinic(in: town, with: &dice)
        location.hours = hours(with: &dice)
        location.wheelchair = dice.pick(weighted: [(true, 58), (false, 17), (nil, 25)])
        location.telehealth = dice.pick(weighted: [(true, 24), (false, 44), (nil, 32)])
        return location
    }

    private static func localPart(with dice: inout SplitMix64) -> String {
        let letters = Array("ABCEGHJKLMNPRSTVWXYZ")
        return "\(dice.below(10))\(dice.pick(letters))\(dice.below(10))"
    }

    private static func street(in town: SeedTown, with dice: inout SplitMix64) -> String {
        let number = dice.within(2...980)
        if town.region == "QC" {
            let street = dice.pick([
                "rue de l'Exemple", "avenue Fictive", "boulevard Imaginaire",
                "chemin de l'Invention",
                "rue du Modèle",
            ])
            return dice.chance(0.25)
                ? "\(number), \(street), bureau \(dice.within(2...40))" : "\(number), \(street)"
        }
        let name = dice.pick([
            "Example", "Sample", "Specimen", "Invented", "Placeholder", "Fictional",
        ])
        let kind = dice.pick([
            "Street", "Street", "Avenue", "Avenue", "Road", "Lane", "Boulevard", "Way", "Place",
            "Drive",
        ])
        let street = "\(number) \(name) \(kind)"
        switch dice.below(10) {
        case 0, 1: return "Suite \(dice.within(2...48)), \(street)"
        case 2: return "\(street), Unit \(dice.pick(["A", "B", "C", "D"]))"
        case 3: return "\(street) #\(dice.within(2...30))"
        default: return street
        }
    }

    private static func clinic(in town: SeedTown, with dice: inout SplitMix64) -> String {
        guard dice.chance(0.68) else { return "" }
        if town.region == "QC" {
            return dice.pick(["Clinique Exemple ", "Acupuncture Exemple ", "Centre Modèle "])
                + dice.pick([
                    "des Érables", "du Fleuve", "des Bouleaux", "du Parc", "de la Rive", "du Matin",
                    "des Quatre Saisons",
                ])
        }
        let word = dice.pick([
            "Heron", "Cedar", "Willow", "Juniper", "Lantern", "Quiet River", "Magnolia", "Larch",
            "Maple", "Tidewater", "Red Gate", "Plum Blossom", "Sparrow", "Hawthorn", "Stone Bridge",
            "Harbor", "Meadow", "Lotus", "Foxglove", "North Window", "Bluebell", "Orchard", "Crane",
            "Bamboo", "Peony", "Summit", "Prairie", "Alder", "Moonrise", "Kingfisher",
        ])
        return dice.pick([
            "Example \(word) Acupuncture", "\(word) Sample Clinic", "\(word) Example Acupuncture",
            "\(town.name) Sample Acupuncture", "Specimen \(word) Wellness",
            "\(word) Specimen Community Acupuncture", "Sample \(word) Integrative Clinic",
        ])
    }

    private static func hours(with dice: inout SplitMix64) -> String {
        guard dice.chance(0.78) else { return "" }
        return dice.pick([
            "mo-fr 09:00-17:00", "mo-fr 09:00-17:00;sa 10:00-14:00", "mo-th 10:00-18:00",
            "tu-fr 09:30-18:30", "tu-sa 10:00-18:00",
            "mo-fr 09:00-12:30;mo-fr 13:30-18:00", "mo 09:00-13:00;we 09:00-13:00;fr 09:00-13:00",
            "mo 12:00-19:00;tu 09:00-16:00;th 12:00-19:00;fr 09:00-16:00",
            "tu 09:00-12:00;tu 14:00-19:00;th 09:00-12:00;th 14:00-19:00;sa 09:00-13:00",
            "mo-we 08:00-16:00;th 11:00-20:00", "mo-sa 09:00-18:00", "mo-su 10:00-19:00",
            "we-su 11:00-19:00", "mo 08:30-17:30;tu-th 08:30-19:00;fr 08:30-15:00",
            "sa 09:00-16:00;su 10:00-15:00", "mo-fr 07:30-15:30", "tu 10:00-18:00;th 10:00-18:00",
            "mo-th 09:00-13:00;mo-th 14:30-19:30;fr 09:00-13:00",
        ])
    }
}
