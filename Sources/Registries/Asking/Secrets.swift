package import Directory

/// The keys and passwords that registries ask for, kept apart from their descriptions.
///
/// None of them is ever shown: not in a question's text, not in a trace, an error or a log.
package struct Secrets: Sendable {
    package struct ParseError: Error, Hashable, Sendable, CustomStringConvertible {
        /// From 1; nil where the whole is meant.
        package let line: Int?
        package let message: String

        package var description: String { line.map { "line \($0): \(message)" } ?? message }
    }

    /// What every variable's name begins with; registry and secret follow.
    package static let prefix = "MERIDIAN_SECRET_"

    private static let longestValue = 4096
    private static let mostBytes = 64 << 10

    private var values: [String: String] = [:]

    /// Nothing secret is known.
    package init() {}

    /// Takes what an environment holds as `MERIDIAN_SECRET_US_WA_DOH_APP_TOKEN`.
    ///
    /// - Parameter environment: All variables; those with other names are left.
    /// - Throws: Which variable holds nothing that can be sent.
    package init(environment: [String: String]) throws(ParseError) {
        for (name, value) in environment where name.hasPrefix(Self.prefix) {
            values[name] = try Self.checked(value, called: name, line: nil)
        }
    }

    /// Reads lines as `MERIDIAN_SECRET_US_WA_DOH_APP_TOKEN=…`; empty ones and `#` are skipped.
    ///
    /// Whoever reads the file sees to it that only its owner may (0600).
    ///
    /// - Parameter text: The file's bytes.
    /// - Throws: Which line is wrong; its value is not shown.
    package init(file text: [UInt8]) throws(ParseError) {
        guard text.count <= Self.mostBytes, let text = String(validating: text, as: UTF8.self)
        else {
            throw ParseError(line: nil, message: "at most \(Self.mostBytes) bytes of UTF-8 text")
        }
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false)
            .enumerated()
        {
            let line = String(line).trimmed
            if line.isEmpty || line.hasPrefix("#") { continue }
            let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, parts[0].hasPrefix(Self.prefix) else {
                throw ParseError(
                    line: index + 1,
                    message: "\(Self.prefix)NAME=VALUE would be right"
                )
            }
            let name = String(parts[0])
            values[name] = try Self.checked(String(parts[1]), called: name, line: index + 1)
        }
    }

    private static func checked(
        _ value: String,
        called name: String,
        line: Int?
    ) throws(ParseError) -> String {
        guard (1...longestValue).contains(value.utf8.count),
            value.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else {
            throw ParseError(
                line: line,
                message:
                    "\(name) has to have 1 to \(longestValue) printable ASCII characters without spaces"
            )
        }
        return value
    }

    /// These and another's, which count where both have one.
    package func merged(with other: Secrets) -> Secrets {
        var merged = self
        merged.values.merge(other.values) { $1 }
        return merged
    }

    /// The variable in which a registry's secret is looked for.
    package static func variable(of name: String, for registry: RegistryID) -> String {
        prefix + (registry.text + "_" + name).uppercased().replacing("-", with: "_")
    }

    func value(of name: String, for registry: RegistryID) -> String? {
        values[Self.variable(of: name, for: registry)]
    }
}

extension Secrets: CustomStringConvertible, CustomReflectable {
    package var description: String { "\(values.count) secrets" }
    package var customMirror: Mirror { Mirror(self, children: []) }
}
