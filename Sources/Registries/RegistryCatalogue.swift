package import Directory
package import Foundation

/// All registries that are described, by their ids.
package struct RegistryCatalogue: Sendable {
    /// In the order of their ids.
    package let registries: [Registry]
    private let places: [RegistryID: Int]

    private static let templatesDirectory = "templates"
    private static let mostFiles = 1000

    package subscript(id: RegistryID) -> Registry? {
        places[id].map { registries[$0] }
    }

    /// Reads the descriptions, `*.yaml`, of some directories in order.
    ///
    /// Where two files describe the same `id`, the later one's fields replace the earlier's, key by
    /// key; so does a description with the fields of the template it names, a file of that name in
    /// the directory `templates` beside it or in one read before.
    ///
    /// - Parameter directories: Where the descriptions are; within each, files go by their names.
    /// - Throws: What is wrong first, with file, line and column.
    package init(directories: [URL]) throws(DescriptionError) {
        var templates: [String: DescriptionNode] = [:]
        var descriptions: [String: DescriptionNode] = [:]
        for directory in directories {
            let templateDirectory = directory.appending(path: Self.templatesDirectory)
            for (name, node) in try Self.nodes(in: templateDirectory, isOptional: true) {
                templates[name] = templates[name]?.overlaid(by: node) ?? node
            }
            for (_, node) in try Self.nodes(in: directory, isOptional: false) {
                let id = try Self.id(of: node)
                descriptions[id] = descriptions[id]?.overlaid(by: node) ?? node
            }
        }
        var registries: [Registry] = []
        for id in descriptions.keys.sorted() {
            guard let node = descriptions[id] else { continue }
            registries.append(try Registry(try Self.completed(node, templates)))
        }
        self.registries = registries
        places = Dictionary(uniqueKeysWithValues: registries.enumerated().map { ($1.id, $0) })
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
