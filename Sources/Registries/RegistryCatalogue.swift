package import Directory
package import Foundation

/// All registries that are described, by their ids.
package struct RegistryCatalogue: Sendable {
    /// Everything described, in the order of the ids.
    package let descriptions: [RegistryDescription]
    private let places: [RegistryID: Int]

    private static let templatesDirectory = "templates"
    private static let mostFiles = 1000

    /// The registries that may be asked and whose word can vet or identify somebody, in the order
    /// of their ids.
    package var registries: [Registry] {
        askable.filter { $0.role == .licence || $0.role == .identity }
    }

    /// The registries that may be asked and are never enough to vet anybody.
    package var secondaryRegistries: [Registry] { askable.filter { $0.role == .secondary } }

    /// The registries of excluded people that are asked about one person at a time.
    package var exclusionRegistries: [Registry] { askable.filter { $0.role == .exclusion } }

    /// The lists that say who is excluded and may be downloaded.
    package var exclusionLists: [RegistryList] {
        descriptions.compactMap { description in
            if case .list(let list) = description, list.offReason == nil { list } else { nil }
        }
    }

    /// The registries that may be asked and whose list is downloaded for it.
    package var listedRegistries: [Registry] { askable.filter { $0.list != nil } }

    /// The registers at which a person looks.
    package var manualRegistries: [ManualRegistry] {
        descriptions.compactMap { description in
            if case .manual(let manual) = description, manual.profile.offReason == nil {
                manual
            } else {
                nil
            }
        }
    }

    /// Everything whose word about a licence or an identity is kept, with the SHA-256 of its
    /// description: what the database is told of.
    package var summaries: [(summary: RegistrySummary, sha256: String)] {
        (registries + secondaryRegistries).map { ($0.summary, $0.descriptionHash) }
            + manualRegistries.filter { $0.profile.role == .licence }
            .map { ($0.summary, $0.profile.descriptionHash) }
    }

    /// What is described and off, with the reason: a key that is not given, or a doubt.
    package var off: [(description: RegistryDescription, reason: String)] {
        descriptions.compactMap { description in description.offReason.map { (description, $0) } }
    }

    private var askable: [Registry] {
        descriptions.compactMap { description in
            if case .registry(let registry) = description, registry.offReason == nil {
                registry
            } else {
                nil
            }
        }
    }

    /// The registry of that id that is asked about one person at a time, whether on or off.
    package subscript(id: RegistryID) -> Registry? {
        guard case .registry(let registry)? = description(of: id) else { return nil }
        return registry
    }

    /// The description of that id, of whichever kind.
    package func description(of id: RegistryID) -> RegistryDescription? {
        places[id].map { descriptions[$0] }
    }

    /// Reads the descriptions, `*.yaml`, of some directories in order.
    ///
    /// Where two files describe the same `id`, the later one's fields replace the earlier's, key by
    /// key; so does a description with the fields of the template it names, a file of that name in
    /// the directory `templates` beside it or in one read before.
    ///
    /// - Parameters:
    ///   - directories: Where the descriptions are; within each, files go by their names.
    ///   - secrets: The keys that registries ask for.
    ///   - contact: Where the operator can be reached, shown to registries in the User-Agent.
    /// - Throws: What is wrong first, with file, line and column.
    package init(
        directories: [URL],
        secrets: Secrets = Secrets(),
        contact: String? = nil
    ) throws(DescriptionError) {
        try self.init(
            directories: directories,
            file: nil,
            DescriptionContext(secrets: secrets, contact: contact)
        )
    }

    /// Reads one file, with the templates and the description of its `id` that some directories
    /// have: what `lint` and `try` look at.
    ///
    /// - Parameters:
    ///   - file: The description.
    ///   - directories: Where templates are, and what the file may be laid over.
    ///   - secrets: The keys that registries ask for.
    ///   - contact: Where the operator can be reached.
    /// - Returns: The description that would take effect.
    /// - Throws: What is wrong, with file, line and column.
    package static func description(
        in file: URL,
        beside directories: [URL] = [],
        secrets: Secrets = Secrets(),
        contact: String? = nil
    ) throws(DescriptionError) -> RegistryDescription {
        let catalogue = try RegistryCatalogue(
            directories: directories,
            file: file,
            DescriptionContext(secrets: secrets, contact: contact)
        )
        guard let description = catalogue.descriptions.first else {
            throw DescriptionError(file: file.lastPathComponent, message: "the file is empty")
        }
        return description
    }

    private init(
        directories: [URL],
        file: URL?,
        _ context: DescriptionContext
    ) throws(DescriptionError) {
        var templates: [String: DescriptionNode] = [:]
        var descriptions: [String: DescriptionNode] = [:]
        func readTemplates(beside directory: URL) throws(DescriptionError) {
            let folder = directory.appending(path: Self.templatesDirectory)
            for (name, node) in try Self.nodes(in: folder, isOptional: true) {
                templates[name] = templates[name]?.overlaid(by: node) ?? node
            }
        }
        for directory in directories {
            try readTemplates(beside: directory)
            for (_, node) in try Self.nodes(in: directory, isOptional: false) {
                let id = try Self.id(of: node)
                descriptions[id] = descriptions[id]?.overlaid(by: node) ?? node
            }
        }
        if let file {
            try readTemplates(beside: file.deletingLastPathComponent())
            let node = try DescriptionNode(
                yaml: try Self.bytes(of: file),
                file: file.lastPathComponent
            )
            let id = try Self.id(of: node)
            descriptions = [id: descriptions[id]?.overlaid(by: node) ?? node]
        }
        var read: [RegistryDescription] = []
        var variables: [String: String] = [:]
        for id in descriptions.keys.sorted() {
            guard let node = descriptions[id] else { continue }
            let description = try RegistryDescription(
                try Self.completed(node, templates),
                context
            )
            for variable in description.secretVariables {
                if let other = variables.updateValue(id, forKey: variable), other != id {
                    throw node.failure(
                        "the secret \(variable) would be \(other)'s too; another name would be right"
                    )
                }
            }
            read.append(description)
        }
        self.descriptions = read
        places = Dictionary(uniqueKeysWithValues: read.enumerated().map { ($1.id, $0) })
    }

    /// The directory's descriptions by their files' names without the ending.
    private static func nodes(
        in directory: URL,
        isOptional: Bool
    ) throws(DescriptionError) -> [(name: String, node: DescriptionNode)] {
        let files: [URL]
        do {
            files = try FileManager.default.contentsOfDirectory(
                at: directory,
                includingPropertiesForKeys: nil
            )
        } catch {
            if isOptional { return [] }
            throw DescriptionError(
                file: directory.lastPathComponent,
                message: "the directory cannot be read"
            )
        }
        guard files.count <= mostFiles else {
            throw DescriptionError(
                file: directory.lastPathComponent,
                message: "a directory of descriptions has at most \(mostFiles) files"
            )
        }
        var nodes: [(String, DescriptionNode)] = []
        for file in files.sorted(by: { $0.lastPathComponent < $1.lastPathComponent }) {
            let name = file.lastPathComponent
            guard file.pathExtension != "yml" else {
                throw DescriptionError(file: name, message: "a description's name ends in .yaml")
            }
            guard file.pathExtension == "yaml" else { continue }
            let node = try DescriptionNode(yaml: try bytes(of: file), file: name)
            nodes.append((file.deletingPathExtension().lastPathComponent, node))
        }
        return nodes
    }

    private static func bytes(of file: URL) throws(DescriptionError) -> [UInt8] {
        do {
            let handle = try FileHandle(forReadingFrom: file)
            defer { try? handle.close() }
            // One more than permitted, so that the reader sees that it is too long.
            return Array(try handle.read(upToCount: DescriptionNode.mostBytes + 1) ?? Data())
        } catch {
            throw DescriptionError(
                file: file.lastPathComponent,
                message: "the file cannot be read"
            )
        }
    }

    private static func id(of node: DescriptionNode) throws(DescriptionError) -> String {
        _ = try node.members()
        guard let id = node.text(of: Registry.Key.id.rawValue) else {
            throw node.failure("the key \"id\" is missing")
        }
        return id
    }

    /// A description with all that its template says and it does not.
    private static func completed(
        _ node: DescriptionNode,
        _ templates: [String: DescriptionNode]
    ) throws(DescriptionError) -> DescriptionNode {
        let key = Registry.Key.template.rawValue
        guard let member = try node.members().first(where: { $0.key == key }) else { return node }
        let name = try member.value.text()
        guard let template = templates[name] else {
            let hint = Spelling.nearest(to: name, among: Array(templates.keys))
                .map { "; did you mean \"\($0)\"?" }
            throw member.value.failure(
                "there is no template \"\(name.shortened)\"\(hint ?? "")"
            )
        }
        return template.overlaid(by: node)
    }
}
