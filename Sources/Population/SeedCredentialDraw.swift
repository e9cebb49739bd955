import Directory

extension SeedCredential {
    /// Draws the licence or registration that a place without a described registry asks for.
    ///
    /// Nil where no statute licenses acupuncture and no association is worth a line.
    static func drawn(
        permittingPracticeIn town: SeedTown,
        since firstIssued: Int,
        with dice: inout SplitMix64
    ) -> Self? {
        guard let form = form(in: town, with: &dice) else { return nil }
        return Self(
            kind: form.kind,
            credentialClass: form.credentialClass,
            jurisdiction: town.jurisdiction,
            number: "Z\(town.region)" + padded(dice.within(1_200...98_700), to: 6),
            type: form.type,
            title: form.title,
            firstIssued: firstIssued
        )
    }

    /// Draws what people hold beside their licence.
    static func drawnExtras(
        in town: SeedTown,
        since firstIssued: Int,
        mustCertify: Bool,
        with dice: inout SplitMix64
    ) -> [Self] {
        var extras: [Self] = []
        if town.country == "US", mustCertify || dice.chance(0.4) {
            let isHerbal = dice.chance(0.3)
            extras.append(
                Self(
                    kind: .nationalCertification,
                    credentialClass: .accredited,
                    jurisdiction: "US",
                    number: "ZNC" + padded(dice.within(1_000...99_000), to: 6),
                    type: isHerbal
                        ? "Diplomate of Oriental Medicine (NCCAOM)"
                        : "Diplomate of Acupuncture (NCCAOM)",
                    title: isHerbal ? "Dipl. O.M. (NCCAOM)" : "Dipl. Ac. (NCCAOM)",
                    firstIssued: firstIssued
                )
            )
        }
        if dice.chance(0.08) {
            extras.append(
                Self(
                    kind: .training,
                    credentialClass: .certificate,
                    jurisdiction: town.country,
                    number: "ZCN" + padded(dice.within(1_000...99_000), to: 6),
                    type: "Clean Needle Technique course",
                    title: "",
                    firstIssued: firstIssued
                )
            )
        }
        if dice.chance(0.05) {
            extras.append(
                Self(
                    kind: .insurance,
                    credentialClass: .certificate,
                    jurisdiction: town.country,
                    number: "ZIN" + padded(dice.within(1_000...99_000), to: 6),
                    type: "Professional liability insurance",
                    title: "",
                    firstIssued: firstIssued
                )
            )
        }
        return extras
    }

    private struct Form {
        var kind = Credential.Kind.licence
        var credentialClass = Credential.Class.statutory
        let type: String
        let title: String
    }

    private static func form(in town: SeedTown, with dice: inout SplitMix64) -> Form? {
        switch town.jurisdiction {
        case "US-AL", "US-OK", "US-SD": nil
        case "US-CA", "US-TX", "US-HI": Form(type: "Acupuncturist", title: "L.Ac.")
        case "US-NY": Form(type: "Acupuncture", title: "L.Ac.")
        case "US-OR": Form(type: "AC License", title: "L.Ac.")
        case "US-FL": Form(type: "Acupuncture Physician", title: "A.P.")
        case "US-NM", "US-NV": Form(type: "Doctor of Oriental Medicine", title: "D.O.M.")
        case "US-RI": Form(type: "Doctor of Acupuncture", title: "D.Ac.")
        case "CA-BC":
            Form(
                kind: .registration,
                type: "Full",
                title: dice.pick(["R.Ac.", "R.Ac.", "R.TCM.P.", "Dr.TCM"])
            )
        case "CA-ON":
            Form(kind: .registration, type: "General", title: dice.pick(["R. Ac", "R. TCMP"]))
        case "CA-AB": Form(kind: .registration, type: "General Register", title: "R.Ac.")
        case "CA-NL": Form(kind: .registration, type: "Registered Acupuncturist", title: "R.Ac.")
        case "CA-QC":
            Form(kind: .registration, type: "Acupuncteur inscrit au Tableau", title: "Ac.")
        case let code where code.hasPrefix("CA-"):
            Form(
                kind: .registration,
                credentialClass: .certificate,
                type: "Association member",
                title: "Ac."
            )
        default: Form(type: "Licensed Acupuncturist", title: "L.Ac.")
        }
    }
}
