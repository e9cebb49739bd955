/// Florida's file of the licensees of all professions, in its own columns and words.
///
/// The directory's people of that state stand on it in good standing, among strangers.
enum SeedLicenceList {
    private static let columns = """
        License-Number,Last-Name,First-Name,Profession-Name,License-Status-Description,Expire-Date,\
        Board-Action-Indicator
        """

    /// The file, on which stand those of the directory's people who are licensed there.
    static func text(with practitioners: [SeedPractitioner]) -> String {
        var dice = SplitMix64("licensees of us-fl-mqa")
        var table = Table(columns: columns)
        table.append(row("ZAP0001", "EXAMPLE", "CANARY", "Acupuncturist", "Clear", 460, "N"))
        for practitioner in practitioners {
            for licence in practitioner.credentials where licence.jurisdiction == "US-FL" {
                table.append(
                    row(
                        licence.number,
                        capitals(practitioner.name.family),
                        capitals(practitioner.name.given),
                        "Acupuncturist",
                        "Clear",
                        460,
                        "N"
                    )
                )
            }
        }
        let towns = SeedTown.all(in: Board.texas.region, of: Board.texas.country)
        for number in 0..<120 {
            let town = dice.pick(weighted: towns.map { ($0, $0.count) })
            let name = InventedName.drawn(from: dice.pick(weighted: town.cultures), with: &dice)
            let isOfOurs = dice.chance(0.4)
            let type =
                isOfOurs ? "Acupuncturist" : dice.pick(["Massage Therapist", "Registered Nurse"])
            let status =
                dice.chance(0.85)
                ? "Clear" : dice.pick(["Null and Void", "Delinquent", "Probation", "Suspended"])
            // The same numbers stand under several professions.
            let digits = padded(100 + (isOfOurs ? number : number / 2), to: 4)
            table.append(
                row(
                    "ZAP" + digits,
                    capitals(name.family),
                    // Nicknames stand in quotation marks, which nothing escapes.
                    capitals(name.given) + (number == 7 ? " \"LUCKY\"" : ""),
                    type,
                    status,
                    status == "Clear" ? dice.within(12...700) : -dice.within(12...700),
                    status == "Probation" || status == "Suspended" ? "Y" : "N"
                )
            )
        }
        return table.text
    }

    private static func row(
        _ number: String,
        _ family: String,
        _ given: String,
        _ type: String,
        _ status: String,
        _ expires: Int,
        _ action: String
    ) -> [String] {
        [number, family, given, type, status, date(expires, "us"), action]
    }
}
