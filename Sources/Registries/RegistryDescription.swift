package import Directory

/// One described registry, of whichever kind.
package enum RegistryDescription: Sendable {
    /// It is asked about one person at a time, of its server or of its list that is kept here.
    case registry(Registry)
    /// A list of exclusions: it is downloaded whole, and everybody is compared with it here.
    case list(RegistryList)
    /// A person looks there and enters what was seen.
    case manual(ManualRegistry)

    package var profile: RegistryProfile {
        switch self {
        case .registry(let registry): registry.profile
        case .list(let list): list.profile
        case .manual(let manual): manual.profile
        }
    }

    package var id: RegistryID { profile.id }

    /// Why it may not be asked; nil where it may.
    package var offReason: String? {
        switch self {
        case .registry(let registry): registry.offReason
        case .list(let list): list.offReason
        case .manual(let manual): manual.profile.offReason
        }
    }

    /// The variables in which its secrets are looked for.
    package var secretVariables: [String] {
        switch self {
        case .registry(let registry): registry.secretVariables
        case .list(let list): list.secretVariables
        case .manual: []
        }
    }

    init(_ node: DescriptionNode, _ context: DescriptionContext) throws(DescriptionError) {
        let section = try DescriptionSection<Registry.Key>(node)
        let kind: Registry.KindName = try section.required(.kind).word()
        for (key, kinds) in Registry.KindName.keys where !kinds.contains(kind) {
            guard let node = section.optional(key) else { continue }
            throw node.failure("\(key.rawValue) has no meaning for the kind \(kind.rawValue)")
        }
        let profile = try RegistryProfile(section, of: node, kind: kind)
        switch kind {
        case .query, .steps:
            self = .registry(
                try Registry(section, kind: kind, profile: profile, context: context)
            )
        case .list where profile.role == .exclusion:
            let meaningless = [Registry.Key.answer, .standings, .match, .canary]
            for node in meaningless.compactMap({ section.optional($0) }) {
                throw node.failure("a list of exclusions has none of these")
            }
            self = .list(try RegistryList(section, profile: profile, context: context))
        case .list:
            guard profile.role == .licence else {
                throw try section.required(.role).failure(
                    "a list is one of licences or of exclusions; licence or exclusion would be right"
                )
            }
            self = .registry(
                try Registry(section, kind: kind, profile: profile, context: context)
            )
        case .manual: self = .manual(try ManualRegistry(section, profile: profile))
        }
    }
}

/// What descriptions are read with, beside their own text.
struct DescriptionContext: Sendable {
    var secrets = Secrets()
    /// Where the operator can be reached, shown to registries in the User-Agent.
    var contact: String?
}
