import Curl
import Directory
import Foundation

/// The requests of a look-up as a description has them, shared by all inquiries at a registry.
final class InquiryPlan: Sendable {
    enum StepKey: String, DescriptionKey {
        case request, answer, capture
    }

    /// Shared as the plan is: every look-up hands it on many times.
    final class Step: Sendable {
        let request: RequestTemplate
        let reader: AnswerReader
        let captures: [Capture]
        /// The headers that are looked at.
        let headerNames: [String]

        init(_ request: RequestTemplate, _ reader: AnswerReader, _ captures: [Capture]) {
            self.request = request
            self.reader = reader
            self.captures = captures
            headerNames =
                ["Content-Type", "Retry-After", "Age", "Link"] + reader.headerNames
                + captures.compactMap(\.header)
        }
    }

    let request: Request
    let baseURL: String
    let host: String
    let authorization: Authorization
    let prepare: [Step]
    let search: Step
    let detail: Step?
    let match: MatchPolicy
    let standings: StatusMap
    let keepsCookies: Bool
    /// Whether it is looked up in a list that is here.
    let isOfList: Bool
    private let numbers: [TextTemplate]

    private static let mostPreparations = 3
    private static let mostVariants = 4

    init(
        _ section: DescriptionSection<Registry.Key>,
        kind: Registry.KindName,
        transfer: TransferSettings,
        authorization: Authorization,
        standings: StatusMap,
        zone: TimeZone
    ) throws(DescriptionError) {
        request = transfer.request
        baseURL = transfer.baseURL
        host = transfer.host
        self.authorization = authorization
        self.standings = standings
        match = try MatchPolicy(section.optional(.match))
        var prepare: [Step] = []
        var known: Set<String> = []
        func reader(
            _ node: DescriptionNode,
            _ part: RowFields.Part?
        ) throws(DescriptionError) -> AnswerReader {
            try AnswerReader(node, part: part, standings: standings, zone: zone)
        }
        func step(
            _ node: DescriptionNode,
            _ part: RowFields.Part?
        ) throws(DescriptionError) -> Step {
            let section = try DescriptionSection<StepKey>(node)
            let request = try RequestTemplate(try section.required(.request))
            try Self.check(request, at: try section.required(.request), captured: known, part)
            var captures: [Capture] = []
            for member in try section.optional(.capture)?.members() ?? [] {
                captures.append(try Capture(member))
                known.insert(member.key)
            }
            return Step(request, try reader(try section.required(.answer), part), captures)
        }
        switch kind {
        case .query:
            let node = try section.required(.request)
            let request = try RequestTemplate(node)
            try Self.check(request, at: node, captured: [], .whole)
            search = Step(request, try reader(try section.required(.answer), .whole), [])
            detail = nil
        case .steps:
            let preparations = try section.optional(.prepare)?.mappings() ?? []
            guard preparations.count <= Self.mostPreparations else {
                throw preparations[Self.mostPreparations].failure(
                    "at most \(Self.mostPreparations) steps prepare a search"
                )
            }
            for node in preparations { prepare.append(try step(node, nil)) }
            let detailNode = section.optional(.detail)
            search = try step(
                try section.required(.search),
                detailNode == nil ? .whole : .search
            )
            detail = try detailNode.map { node throws(DescriptionError) in
                try step(node, .detail)
            }
        case .list:
            let list = try DescriptionSection<RegistryList.Key>(try section.required(.list))
            search = Step(
                try RequestTemplate(listAt: try list.required(.path)),
                try AnswerReader(
                    rowsOfList: try section.required(.answer),
                    standings: standings,
                    zone: zone
                ),
                []
            )
            detail = nil
        case .manual:
            throw try section.required(.kind).failure("a \(kind.rawValue) is not asked")
        }
        self.prepare = prepare
        keepsCookies = kind == .steps
        isOfList = kind == .list
        var numbers: [TextTemplate] = []
        for element in try section.optional(.numbers)?.elements() ?? [] {
            let template = try TextTemplate(element, for: .variant)
            guard template.placeholders.allSatisfy({ $0 == .number }),
                !template.placeholders.isEmpty
            else { throw element.failure("a spelling is made of the {number} alone") }
            numbers.append(template)
            guard numbers.count <= Self.mostVariants else {
                throw element.failure("at most \(Self.mostVariants) spellings are tried")
            }
        }
        self.numbers = numbers
        let judgesTypes = search.reader.judgesTypes || detail?.reader.judgesTypes ?? false
        guard match.scope == .unique || judgesTypes else {
            throw DescriptionError(
                at: section.optional(.match)?.place ?? section.place,
                "a number that several licence types share names nobody; types would be right"
            )
        }
        for step in prepare + [search] + (detail.map { [$0] } ?? [])
        where step.request.placeholders.contains(.limit) && step.reader.limit == nil {
            throw DescriptionError(
                at: section.place,
                "{limit} is asked for, and the answer has no limit"
            )
        }
        guard kind == .list || search.request.placeholders.contains(.number) else {
            throw DescriptionError(
                at: (section.optional(.search) ?? section.optional(.request))?.place
                    ?? section.place,
                "no parameter asks for the {number}; one has to"
            )
        }
    }

    /// How many requests a look-up makes that has to try every spelling and finds somebody.
    var usualRequests: Int {
        prepare.count + max(1, numbers.count) + (detail == nil ? 0 : 1)
    }

    /// Refuses places that nothing fills.
    private static func check(
        _ request: RequestTemplate,
        at node: DescriptionNode,
        captured: Set<String>,
        _ part: RowFields.Part?
    ) throws(DescriptionError) {
        for placeholder in request.placeholders {
            switch placeholder {
            case .captured(let name):
                guard captured.contains(name) else {
                    let nearest = Spelling.nearest(to: name, among: Array(captured))
                    throw node.failure(
                        "no step before captures \"\(name.shortened)\""
                            + (nearest.map { "; did you mean \"\($0)\"?" } ?? "")
                    )
                }
            case .row:
                guard part == .detail else {
                    throw node.failure("{row.…} has a meaning in the detail's request only")
                }
            case .number, .given, .family, .limit: continue
            }
        }
    }

    /// The spellings of a number to ask for, in order; none where there is nothing to ask for.
    func variants(of claimant: Claimant) -> [String] {
        guard !numbers.isEmpty else { return [claimant.number] }
        var variants: [String] = []
        let values = QuestionValues(number: claimant.number, name: nil)
        for template in numbers {
            guard let variant = template.filled(with: values), !variants.contains(variant) else {
                continue
            }
            variants.append(variant)
        }
        return variants
    }

    /// What of a response is looked at.
    func received(_ response: Response, in step: Step) -> ReceivedAnswer {
        var headers: [Request.Header] = []
        for name in step.headerNames {
            guard let value = response.headers[name] else { continue }
            headers.append(Request.Header(name: name, value: value))
        }
        if keepsCookies, URLComponents(string: response.url)?.host?.lowercased() == host {
            for value in response.headers.values(of: "Set-Cookie") {
                headers.append(Request.Header(name: "Set-Cookie", value: value))
            }
        }
        return ReceivedAnswer(
            status: response.status,
            headers: headers,
            body: response.body,
            milliseconds: response.milliseconds
        )
    }
}
