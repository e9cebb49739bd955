import Curl
import Directory

/// The kind of registry that is asked once by a URL, and answers with rows.
struct Query: Sendable {
    enum Key: String, DescriptionKey {
        case path, query, headers
    }

    private struct Parameter: Sendable {
        /// Encoded as it stands in the URL.
        let name: String
        let value: QuestionTemplate
    }

    let answer: QueryAnswer
    private let path: QuestionTemplate
    private let parameters: [Parameter]
    private let headers: [Request.Header]

    private static let secretHeaders: Set<String> = [
        "authorization", "cookie", "proxy-authorization",
    ]

    init(
        request: DescriptionNode,
        answer: DescriptionNode,
        standings: StatusMap
    ) throws(DescriptionError) {
        self.answer = try QueryAnswer(answer, standings: standings)
        let section = try DescriptionSection<Key>(request)
        let pathNode = try section.required(.path)
        guard try pathNode.text().hasPrefix("/"),
            try !pathNode.text().contains(where: { "?# ".contains($0) })
        else {
            throw pathNode.failure(
                "a path begins with a slash and has no ? or #; parameters belong under query"
            )
        }
        path = try QuestionTemplate(pathNode, encodesText: false)
        var parameters: [Parameter] = []
        for member in try section.optional(.query)?.members() ?? [] {
            // `$` may stand in a query, and Socrata's parameters are legible with it only.
            let name = member.key.split(separator: "$", omittingEmptySubsequences: false)
                .map { PercentEncoding.encode($0) }.joined(separator: "$")
            let value = try QuestionTemplate(member.value, encodesText: true)
            parameters.append(Parameter(name: name, value: value))
        }
        self.parameters = parameters
        guard path.asksForNumber || parameters.contains(where: { $0.value.asksForNumber }) else {
            throw request.failure("no parameter asks for the {number}; one has to")
        }
        headers = try section.optional(.headers).map(Self.headers) ?? []
    }

    private static func headers(
        _ node: DescriptionNode
    ) throws(DescriptionError) -> [Request.Header] {
        var headers: [Request.Header] = []
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
                    "\(member.key) carries a secret, and a description is public"
                )
            }
            let value = try member.value.text()
            guard value.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
                throw member.value.failure("a header's value has printable ASCII characters only")
            }
            headers.append(Request.Header(name: member.key, value: value))
        }
        return headers
    }

    /// The path and query behind the base URL, and the headers; nil where a value is empty.
    func request(
        about claimant: Claimant,
        at base: String
    ) -> (url: String, headers: [Request.Header])? {
        guard let path = path.filled(for: claimant, limit: answer.limit) else {
            return nil
        }
        var url = base + path
        var separator = "?"
        for parameter in parameters {
            guard let value = parameter.value.filled(for: claimant, limit: answer.limit) else {
                return nil
            }
            url += separator + parameter.name + "=" + value
            separator = "&"
        }
        return (url, headers)
    }
}
