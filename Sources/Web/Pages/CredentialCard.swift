import Directory
import Storage

/// A credential with its four facts, each a sentence.
struct CredentialCard {
    let isIdentity: Bool
    let heading: String
    let subheading: String
    let number: String
    let registryName: String
    /// What the register says, verbatim.
    let registerWords: String?
    let reading: String
    let lastCheck: String
    let lastCheckReason: String?
    let decision: String
    let isGood: Bool
    let isBad: Bool
    let dates: [ProfilePage.Fact]
    let hasDates: Bool
    let holdNote: String?
    let evidence: EvidenceCard?
    let secondary: [SecondaryLine]
    let hasSecondary: Bool

    /// What a register that repeats others said.
    struct SecondaryLine {
        let registry: String
        let text: String
        let secondaryAddress: String
    }

    init(_ shown: Profile.ProfileCredential, in answer: ProfileAnswer) {
        let (state, now) = (shown.state, answer.moment)
        let credential = state.credential
        isIdentity = shown.isIdentity
        heading =
            isIdentity
            ? "Identifier" : credential.title.isEmpty ? credential.kind.label : credential.title
        let what = credential.credentialClass?.sentence ?? "It says who somebody is."
        subheading = "\(credential.kind.label), \(credential.jurisdiction.code). \(what)"
        number = credential.number
        registryName = shown.registry?.summary.name ?? "No registry is described"
        registerWords = state.wording
        reading =
            isIdentity && state.standing == .active
            ? "The identifier is in use."
            : state.standing?.sentence ?? "Nothing has been read yet."
        lastCheck =
            shown.latestCheck.map { check in
                let how = check.sighting == nil ? "Asked" : "Looked up by a person"
                return "\(how) on \(check.askedAt.dayText(at: now)). \(check.outcome.sentence)"
            } ?? "It has not been checked yet."
        lastCheckReason = shown.latestCheck?.reason
        decision = isIdentity ? "An identifier permits nothing." : state.decision.sentence
        isGood =
            state.standing == .active && state.decision == .approved
            && (state.trust.goodUntil.map { $0 > now } ?? false)
        isBad = !isIdentity && Self.isBad(state)
        dates = Self.dates(shown, at: now)
        hasDates = !dates.isEmpty
        holdNote = state.hold == nil ? nil : NotVettedReason.registerLookedAt.sentence
        evidence = shown.latestCheck.map { check in
            EvidenceCard(
                check,
                at: shown.registry?.summary,
                number: credential.number,
                in: answer
            )
        }
        secondary = shown.secondary.map { word in
            SecondaryLine(
                registry: word.registry.summary.name,
                text: word.check.wording.map { "“\($0)”" } ?? word.check.outcome.sentence,
                secondaryAddress: answer.site.href(
                    to: .check(word.check.publicID, of: answer.profile.publicID)
                )
            )
        }
        hasSecondary = !secondary.isEmpty
    }

    /// Whether the register or an admin says that it does not count, as against not having said.
    private static func isBad(_ state: CredentialState) -> Bool {
        switch (state.standing, state.decision) {
        case (_, .rejected), (_, .withdrawn): true
        case (nil, _), (.active, _), (.unknown, _), (.pending, _): false
        default: true
        }
    }

    private static func dates(
        _ shown: Profile.ProfileCredential,
        at now: Instant
    ) -> [ProfilePage.Fact] {
        let state = shown.state
        var dates: [ProfilePage.Fact] = []
        func add(_ term: String, _ text: String?) {
            if let text { dates.append(ProfilePage.Fact(term: term, text: text)) }
        }
        add("First issued", state.firstIssuedOn?.longText)
        add("Expires", state.expiresOn?.longText)
        if !shown.isIdentity, let until = state.trust.goodUntil {
            add(until > now ? "Counts until" : "Counted until", until.date.longText)
        }
        add("Asked next", shown.dueAt.map { max($0, now).date.longText })
        return dates
    }
}

/// The last check of a credential, and how to repeat it.
struct EvidenceCard {
    let question: String
    let askedMoment: String
    let sourceMoment: String?
    let status: String?
    let fields: [ProfilePage.Fact]
    let hasFields: Bool
    let hash: String?
    let seenByPerson: String?
    let publicPage: String?
    let lookUp: String
    let evidenceAddress: String

    init(
        _ check: CheckRow,
        at registry: RegistrySummary?,
        number: String,
        in answer: ProfileAnswer
    ) {
        question = check.question
        askedMoment = check.askedAt.longText
        sourceMoment = check.sourceAsOf?.longText
        status = check.status.map(String.init)
        fields = check.fields.map { ProfilePage.Fact(term: $0.name, text: $0.value) }
        hasFields = !fields.isEmpty
        hash = check.sha256
        seenByPerson = check.sighting.map { sighting in
            "Seen by a person on \(sighting.on.longText), who kept a document of it; the hash is of "
                + "that document."
        }
        // Nobody is sent to anything but a web page.
        publicPage = registry?.publicPage.webAddress
        lookUp =
            registry.map { "Look up the number \(number) at the \($0.name)." }
            ?? "Look up the number \(number) at the register."
        evidenceAddress = answer.site.href(
            to: .check(check.publicID, of: answer.profile.publicID)
        )
    }
}

extension String {
    /// Itself where it is the address of a web page.
    fileprivate var webAddress: String? {
        hasPrefix("https://") || hasPrefix("http://") ? self : nil
    }
}
