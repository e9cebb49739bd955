import Curl
import Directory
import Foundation

/// How a registry wants to be shown who asks: by a secret in a header, in the query, or by Basic.
struct Authorization: Sendable {
    enum Key: String, DescriptionKey {
        case kind, header, parameter, user, secret, host, optional
        /// Further headers with secrets of their own, by header: California wants two.
        case also
    }

    private enum Kind: String, CaseIterable {
        case none, header, query, basic
    }

    private enum YesOrNo: String, CaseIterable {
        case yes, no
    }

    /// The headers that a request is sent with.
    private(set) var headers: [Request.Header] = []
    /// What is added to the query, encoded.
    private(set) var parameter: String?
    /// The variables that have to be set for the registry to be asked.
    private(set) var missing: [String] = []
    /// Why the secrets may not go where the registry is; nil where they may.
    private(set) var misdirected: String?
    /// The variables that are looked at.
    private(set) var variables: [String] = []
    private let concealed: [String]

    static let none = Authorization()

    private init() { concealed = [] }

    /// What a description says under `auth`, if it does.
    init(
        _ section: DescriptionSection<Registry.Key>,
        _ transfer: TransferSettings,
        _ registry: RegistryID,
        _ secrets: Secrets
    ) throws(DescriptionError) {
        guard let node = section.optional(.auth) else {
            self = .none
            return
        }
        try self.init(node, of: registry, at: transfer.base, secrets)
    }

    /// Why the registry cannot be asked; nil where it can.
    var offReason: String? {
        if let misdirected { return misdirected }
        guard !missing.isEmpty else { return nil }
        return "its key is not given; set \(missing.joined(separator: " and "))"
    }

    /// Reads the description of the secrets, and takes those that are there.
    ///
    /// - Parameters:
    ///   - node: The section `auth`.
    ///   - registry: Whose secrets they are.
    ///   - base: Where requests go; secrets go there only if the description names its host.
    ///   - secrets: What is known.
    /// - Throws: What is wrong in the description.
    init(
        _ node: DescriptionNode,
        of registry: RegistryID,
        at base: BaseAddress,
        _ secrets: Secrets
    ) throws(DescriptionError) {
        let section = try DescriptionSection<Key>(node)
        let kind: Kind = try section.required(.kind).word()
        guard kind != .none else {
            self = .none
            return
        }
        let hostNode = try section.required(.host)
        let host: HostAndPort
        do {
            host = try HostAndPort(try hostNode.text())
        } catch let error as DescriptionError {
            throw error
        } catch {
            throw hostNode.failure("a host would be right here, as api.example.gov")
        }
        let isOptional = try section.optional(.optional)?.word(YesOrNo.self) == .yes
        let isThere = base.scheme == "https" && host == base.hostAndPort
        var variables: [String] = []
        var missing: [String] = []
        var headers: [Request.Header] = []
        func value(_ node: DescriptionNode) throws(DescriptionError) -> String? {
            let name = try node.secretName()
            let variable = Secrets.variable(of: name, for: registry)
            variables.append(variable)
            // Pointed at another host, a registry is asked without, or not at all.
            guard isThere else { return nil }
            guard let value = secrets.value(of: name, for: registry) else {
                if !isOptional { missing.append(variable) }
                return nil
            }
            return value
        }
        var concealed: [String] = []
        let secret = try value(try section.required(.secret))
        switch kind {
        case .none: break
        case .header:
            let name = try section.required(.header).headerName()
            if let secret { headers.append(Request.Header(name: name, value: secret)) }
        case .query:
            let name = try section.required(.parameter).fullText()
            if let secret {
                parameter = PercentEncoding.encode(name) + "=" + PercentEncoding.encode(secret)
            }
        case .basic:
            let user = try section.required(.user).fullText()
            guard user.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x3A }) else {
                throw try section.required(.user).failure(
                    "a user has printable ASCII characters and no colon"
                )
            }
            if let secret {
                let pair = Data("\(user):\(secret)".utf8).base64EncodedString()
                concealed.append(pair)
                headers.append(Request.Header(name: "Authorization", value: "Basic " + pair))
            }
        }
        if let secret { concealed.append(secret) }
        for member in try section.optional(.also)?.members() ?? [] {
            let name = try DescriptionNode(.text(member.key), at: member.place).headerName()
            guard let secret = try value(member.value) else { continue }
            concealed.append(secret)
            headers.append(Request.Header(name: name, value: secret))
        }
        if !isThere, !isOptional {
            misdirected =
                "its key is for \(host.host), and base_url leads to \(base.hostAndPort.host)"
        }
        self.variables = variables
        self.missing = missing
        self.headers = headers
        let encoded = concealed.map { PercentEncoding.encode($0) }
        // As many JSON writers have it.
        let escaped = concealed.map { $0.replacing("/", with: "\\/") }
        // The longest first, so that no part of one is left.
        self.concealed = Set(concealed + encoded + escaped).sorted { $0.utf8.count > $1.utf8.count }
    }

    /// A text that a registry wrote or we did, without the secrets it may repeat.
    func concealed(in text: String) -> String {
        concealed.reduce(text) { text, secret in
            // Nearly all texts are shorter than any secret.
            text.utf8.count < secret.utf8.count ? text : text.replacing(secret, with: "[secret]")
        }
    }

    /// An entry of the register, without the secrets it may repeat.
    func concealed(in entry: RegisterEntry) -> RegisterEntry {
        guard !concealed.isEmpty else { return entry }
        var entry = entry
        entry.number = concealed(in: entry.number)
        for index in entry.names.indices {
            entry.names[index].given = concealed(in: entry.names[index].given)
            entry.names[index].middle = concealed(in: entry.names[index].middle)
            entry.names[index].family = concealed(in: entry.names[index].family)
            entry.names[index].suffix = concealed(in: entry.names[index].suffix)
        }
        entry.type = concealed(in: entry.type)
        entry.wording = concealed(in: entry.wording)
        entry.sourceKey = entry.sourceKey.map { concealed(in: $0) }
        entry.fields = entry.fields.map { .init(name: $0.name, value: concealed(in: $0.value)) }
        return entry
    }

    /// Bytes that are kept, without the secrets they may repeat.
    func concealed(in bytes: [UInt8]) -> [UInt8] {
        guard !concealed.isEmpty, let text = String(validating: bytes, as: UTF8.self) else {
            return concealed.isEmpty ? bytes : []
        }
        return Array(concealed(in: text).utf8)
    }
}

extension DescriptionNode {
    fileprivate func secretName() throws(DescriptionError) -> String {
        let name = try text()
        let isName = name.utf8.allSatisfy {
            $0 &- 0x61 < 26 || $0 &- 0x30 < 10 || $0 == UInt8(ascii: "_")
        }
        guard isName, (1...40).contains(name.utf8.count) else {
            throw failure(
                "a secret's name has small letters, digits and underscores; the secret itself stands in the environment"
            )
        }
        return name
    }

    fileprivate func headerName() throws(DescriptionError) -> String {
        let name = try text()
        let isName = name.utf8.allSatisfy { byte in
            byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == 0x2D || byte == 0x5F
        }
        guard isName, !name.isEmpty else {
            throw failure("a header's name has letters, digits, hyphens and underscores only")
        }
        return name
    }
}
