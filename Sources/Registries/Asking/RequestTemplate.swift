import Curl
import Directory

/// A request as a description has it: where it goes, and what of it is filled in.
struct RequestTemplate: Sendable {
    enum Key: String, DescriptionKey {
        case method, path, query, headers, form, json
    }

    private enum Method: String, CaseIterable {
        case get = "GET"
        case post = "POST"
    }

    private struct Parameter: Sendable {
        /// Encoded as it stands in the URL or body.
        let name: String
        let value: TextTemplate
    }

    private struct Header: Sendable {
        let name: String
        let value: TextTemplate
    }

    /// A request filled in, without what is secret.
    struct Filled {
        var url: String
        var method: Curl.Request.Method
        var headers: [Curl.Request.Header]
        /// As anybody can repeat it; headers are left out.
        var text: String
    }

    private let method: Method
    private let path: TextTemplate
    private let parameters: [Parameter]
    private let headers: [Header]
    private let form: [Parameter]
    private let json: TextTemplate?

    private static let secretHeaders: Set<String> = [
        "authorization", "cookie", "proxy-authorization",
    ]

    /// How much of a body stands in the text of a question.
    private static let longestBodyText = 500

    init(_ node: DescriptionNode) throws(DescriptionError) {
        let section = try DescriptionSection<Key>(node)
        method = try section.optional(.method)?.word() ?? .get
        let pathNode = try section.required(.path)
        guard try pathNode.text().hasPrefix("/"),
            try !pathNode.text().contains(where: { "?# ".contains($0) })
        else {
            throw pathNode.failure(
                "a path begins with a slash and has no ? or #; parameters belong under query"
            )
        }
        path = try TextTemplate(pathNode, for: .path)
        parameters = try section.optional(.query).map(Self.parameters) ?? []
        headers = try section.optional(.headers).map(Self.headers) ?? []
        form = try section.optional(.form).map(Self.parameters) ?? []
        json = try section.optional(.json).map { node throws(DescriptionError) in
            try Self.json(node)
        }
        if let body = section.optional(.form) ?? section.optional(.json) {
            guard method == .post else {
                throw body.failure("a body is sent by POST only; \"method: POST\" would be right")
            }
            guard section.optional(.form) == nil || json == nil else {
                throw body.failure("form and json are two bodies; one of them would be right")
            }
        } else if method == .post {
            throw node.failure("a POST has a body; form or json would be right")
        }
    }

    /// The request for a whole list, which has no places.
    init(listAt path: DescriptionNode) throws(DescriptionError) {
        method = .get
        self.path = try TextTemplate(path, for: .path)
        parameters = []
        headers = []
        form = []
        json = nil
    }

    private static func parameters(
        _ node: DescriptionNode
    ) throws(DescriptionError) -> [Parameter] {
        var parameters: [Parameter] = []
        for member in try node.members() {
            // `$` may stand in a query, and Socrata's parameters are legible with it only.
            let name = member.key.split(separator: "$", omittingEmptySubsequences: false)
                .map { PercentEncoding.encode($0) }.joined(separator: "$")
            let value = try TextTemplate(member.value, for: .parameter)
            parameters.append(Parameter(name: name, value: value))
        }
        return parameters
    }

    /// A JSON body, tried with harmless values.
    private static func json(_ node: DescriptionNode) throws(DescriptionError) -> TextTemplate {
        let template = try TextTemplate(node, for: .json)
        var values = QuestionValues(number: "1", name: PersonName(given: "A", family: "B"))
        values.limit = 1
        for placeholder in template.placeholders {
            switch placeholder {
            case .captured(let name): values.captured[name] = "1"
            case .row(let field): values.row[field] = "1"
            case .number, .given, .family, .limit: continue
            }
        }
        do throws(JSONError) {
            _ = try JSONDocument(Array((template.filled(with: values) ?? "").utf8))
        } catch {
            throw node.failure("filled in, this is not JSON: \(error)")
        }
        return template
    }

    private static func headers(
        _ node: DescriptionNode
    ) throws(DescriptionError) -> [Header] {
        var headers: [Header] = []
        for member in try node.members() {
            let isName = member.key.utf8.allSatisfy { byte in
                byte &- 0x30 < 10 || (byte | 0x20) &- 0x61 < 26 || byte == 0x2D
            }
            guard isName, !member.key.isEmpty else {
                throw DescriptionError(
                    at: member.place,
                    "a header's name has letters, digits and hyphens only"
                )
            }
            guard !secretHeaders.contains(member.key.lowercased()) else {
                throw DescriptionError(
                    at: member.place,
                    "\(member.key) carries a secret, and a description is public; auth would be right"
                )
            }
            let value = try member.value.text()
            guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
                throw member.value.failure("a header's value has printable ASCII characters only")
            }
            headers.append(
                Header(name: member.key, value: try TextTemplate(member.value, for: .header))
            )
        }
        return headers
    }

    /// What the request has places for.
    var placeholders: [TextTemplate.Placeholder] {
        let bodies = form.map(\.value) + (json.map { [$0] } ?? [])
        return ([path] + parameters.map(\.value) + headers.map(\.value) + bodies)
            .flatMap(\.placeholders)
    }

    /// The request with its places filled in; nil where a value is empty.
    func filled(with values: QuestionValues, at base: String) -> Filled? {
        guard let path = path.filled(with: values),
            let query = Self.joined(parameters, values),
            let form = Self.joined(form, values)
        else { return nil }
        let url = query.isEmpty ? base + path : base + path + "?" + query
        var headers: [Curl.Request.Header] = []
        for header in self.headers {
            guard let value = header.value.filled(with: values),
                value.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F })
            else { return nil }
            headers.append(Curl.Request.Header(name: header.name, value: value))
        }
        guard method == .post else {
            return Filled(url: url, method: .get, headers: headers, text: "GET " + url)
        }
        let body: String
        if let json {
            guard let filled = json.filled(with: values) else { return nil }
            body = filled
        } else {
            body = form
        }
        let type = json == nil ? "application/x-www-form-urlencoded" : "application/json"
        return Filled(
            url: url,
            method: .post(body: Array(body.utf8), contentType: type),
            headers: headers,
            text: "POST \(url) \(body.prefix(Self.longestBodyText))"
        )
    }

    private static func joined(_ parameters: [Parameter], _ values: QuestionValues) -> String? {
        var joined = ""
        for parameter in parameters {
            guard let value = parameter.value.filled(with: values) else { return nil }
            if !joined.isEmpty { joined += "&" }
            joined += parameter.name + "=" + value
        }
        return joined
    }
}
