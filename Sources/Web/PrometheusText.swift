import NIOCore

/// Numbers as Prometheus reads them (text format 0.0.4).
struct PrometheusText {
    enum Kind: String {
        case counter, gauge, histogram
    }

    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    private(set) var text = ""

    /// Writes a name down with what it means, and its samples behind it.
    ///
    /// - Parameters:
    ///   - name: Letters, digits and underscores; its unit last.
    ///   - kind: What may be computed from it.
    ///   - help: One sentence.
    ///   - samples: Adds them.
    mutating func metric(
        _ name: String,
        _ kind: Kind,
        _ help: String,
        _ samples: (inout Samples) -> Void
    ) {
        text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n# TYPE \(name) \(kind)\n"
        var written = Samples(name: name)
        samples(&written)
        text += written.text
    }

    /// Writes a name with one sample; with none where there is no value.
    mutating func metric(_ name: String, _ kind: Kind, _ help: String, _ value: Double?) {
        metric(name, kind, help) { samples in
            if let value { samples.add(value) }
        }
    }

    /// The samples of one name.
    struct Samples {
        typealias Label = (name: String, value: String)

        fileprivate let name: String
        fileprivate private(set) var text = ""

        fileprivate init(name: String) {
            self.name = name
        }

        mutating func add(_ value: Double, _ labels: Label..., suffix: String = "") {
            text += name + suffix
            if !labels.isEmpty {
                let written = labels.map { label in
                    "\(label.name)=\"\(PrometheusText.escaped(label.value, quotes: true))\""
                }
                text += "{\(written.joined(separator: ","))}"
            }
            text += " \(PrometheusText.number(value))\n"
        }
    }

    private static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }

    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        return value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
    }
}
