/// A way in which a real registry has been seen to fail.
enum Fault: Equatable, Sendable {
    /// Another HTTP status, with a web server's page.
    case status(Int)
    /// 429, with `Retry-After` in seconds.
    case throttle(seconds: Int)
    /// A page about maintenance, with status 200.
    case maintenance
    /// The right body under `text/html`.
    case wrongType
    /// Half the body that was declared, then the end of the connection.
    case truncate
    /// Half the body, then a reset of the connection.
    case reset
    /// The right answer, but late.
    case delay(milliseconds: Int)
    /// 403 to whoever asks again sooner than this after an answer.
    case burst(milliseconds: Int)
    /// A list that is not what it should be.
    case list(ListFault)
    /// The registry has no such record, though it had one yesterday and will tomorrow.
    case missing
    /// A record has another text in a column than yesterday.
    case revised(column: String, text: String)

    struct ParseError: Error, Equatable, CustomStringConvertible {
        let description: String
    }

    init(_ name: String, value: String) throws(ParseError) {
        func number(_ range: ClosedRange<Int>, _ what: String) throws(ParseError) -> Int {
            guard let number = Int(value), range.contains(number) else {
                throw ParseError(
                    description: "the fault \(name) needs \(what) from \(range.lowerBound) to "
                        + "\(range.upperBound) as its value, not \"\(value)\""
                )
            }
            return number
        }
        switch name {
        case "status": self = .status(try number(400...599, "an HTTP status"))
        case "throttle": self = .throttle(seconds: try number(0...86_400, "seconds"))
        case "delay": self = .delay(milliseconds: try number(0...600_000, "milliseconds"))
        case "burst": self = .burst(milliseconds: try number(1...600_000, "milliseconds"))
        case "missing": self = .missing
        case "revised":
            let parts = value.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard parts.count == 2, !parts[0].isEmpty else {
                throw ParseError(
                    description: "the fault revised needs a column and its text as its value, "
                        + "as status=Suspended, not \"\(value)\""
                )
            }
            self = .revised(column: String(parts[0]), text: String(parts[1]))
        case "maintenance": self = .maintenance
        case "wrong_type": self = .wrongType
        case "truncate": self = .truncate
        case "reset": self = .reset
        default:
            guard let fault = ListFault(rawValue: name) else {
                let lists = ListFault.allCases.map(\.rawValue).joined(separator: ", ")
                throw ParseError(
                    description: "the fault \"\(name)\" is unknown; known are status, throttle, "
                        + "maintenance, wrong_type, truncate, reset, delay, burst, missing, "
                        + "revised, \(lists)"
                )
            }
            self = .list(fault)
        }
    }

    /// The answer as this fault spoils it; some are the connection's affair, or the records'.
    func applied(to answer: Answer) -> Answer {
        switch self {
        case .status(let code):
            return .page(
                status: code,
                title: "\(code)",
                text: "The server cannot answer this request at present."
            )
        case .throttle(let seconds):
            var throttled = Answer(
                status: 429,
                type: "application/json;charset=utf-8",
                body: JSONValue.object([
                    ("error", .boolean(true)), ("message", .string("Too many requests")),
                ]).bytes
            )
            throttled.headers.append(Answer.header("Retry-After", String(seconds)))
            return throttled
        case .maintenance:
            return .page(
                title: "Scheduled maintenance",
                text: "This service is being maintained and will be back shortly."
            )
        case .wrongType:
            var mislabelled = answer
            mislabelled.headers.removeAll { $0.name == "Content-Type" }
            mislabelled.headers.append(Answer.header("Content-Type", "text/html; charset=utf-8"))
            return mislabelled
        case .truncate, .reset, .delay, .burst, .list, .missing, .revised:
            return answer
        }
    }

    /// What whoever asks too soon is told.
    static let tooSoon = Answer.page(
        status: 403,
        title: "403 Forbidden",
        text: "You do not have permission to view this directory or page."
    )
}

/// What may be wrong with a list that is downloaded whole.
enum ListFault: String, CaseIterable, Sendable {
    /// Every second row is not there.
    case half = "half_list"
    /// The first column is not there.
    case narrow = "narrow_list"
    /// No row is there, but the header.
    case empty = "empty_list"
    /// The list as it was before anybody in it was reinstated.
    case earlier = "earlier_list"
}

/// The faults of one registry: of look-ups of certain numbers, and of all it is asked.
struct Faults: Equatable, Sendable {
    private var byNumber: [String: [Fault]] = [:]
    private var always: [Fault] = []

    /// Adds a fault of the look-up of a number, or of every look-up when the match is `*`.
    mutating func add(_ fault: Fault, match: String) {
        if match == "*" {
            always.append(fault)
        } else {
            byNumber[match.uppercased(), default: []].append(fault)
        }
    }

    /// The faults that befall a look-up of these numbers, those of a number first.
    func befalling(_ numbers: [String]) -> [Fault] {
        if byNumber.isEmpty { return always }
        return numbers.flatMap { byNumber[$0.uppercased()] ?? [] } + always
    }
}
