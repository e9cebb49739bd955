import HTTPTypes
import Hummingbird
import Search
import Storage

/// What went wrong with a request, as RFC 9457 writes it.
struct Problem {
    let status: HTTPResponse.Status
    let detail: String
    private(set) var faults: [ParameterFault] = []
    private(set) var retryAfterSeconds: Int?
    private(set) var allowed: [HTTPRequest.Method] = []
    /// The kind of problem and its name, where it is one that programs know.
    private var kind: (type: String, title: String)?

    static let contentType = "application/problem+json"

    /// The one place that knows which error is which status.
    ///
    /// - Returns: Nil for an error that is nobody's but ours.
    init?(_ error: any Error) {
        switch error {
        case let bad as BadParameters:
            status = .badRequest
            faults = bad.faults
            detail =
                faults.count == 1
                ? "A parameter cannot be used; see errors for what is permitted."
                : "\(faults.count) parameters cannot be used; see errors for what is permitted."
        case let error as SearchError:
            status = .badRequest
            detail = "The search cannot be continued; see errors for why."
            let parameter: SearchParameter = error == .distanceWithoutPlace ? .sort : .cursor
            faults = [
                ParameterFault(
                    parameter: parameter.rawValue,
                    value: "",
                    detail: "\(parameter.rawValue) cannot be used: \(error)."
                )
            ]
        case let refusal as Refusal:
            status = refusal.status
            detail = refusal.sentence
            switch refusal {
            case .methodNotAllowed(let allowed): self.allowed = allowed
            case .notReady: retryAfterSeconds = 2
            case .tooManyRequests(let seconds):
                retryAfterSeconds = seconds
                kind = Self.quotaExceeded
            case .unknownPlace(let name, let nearest):
                faults = [
                    ParameterFault(
                        parameter: SearchParameter.place.rawValue,
                        value: name,
                        detail: "place takes the name of a town, with or without its region and "
                            + "country, as Portland, ME, a state or province, a US ZIP code or a "
                            + "Canadian postal code"
                            + (nearest.isEmpty
                                ? "."
                                : "; the nearest is \(nearest.joined(separator: "; ")).")
                    )
                ]
            case .noSuchPath, .noSuchPractitioner, .noSuchCheck, .targetTooLong, .headTooLarge,
                .unreadable:
                break
            }
        case StorageError.busy, StorageError.diskFull:
            status = .serviceUnavailable
            detail = "The directory is busy. Try again in a little while."
            retryAfterSeconds = 10
        case let error as HTTPError where error.status.kind == .clientError:
            status = error.status
            detail = error.body ?? error.status.reasonPhrase
        default:
            return nil
        }
    }

    private init(status: HTTPResponse.Status, detail: String) {
        self.status = status
        self.detail = detail
    }

    /// What is shown of an error that we do not know.
    static let somethingWentWrong = Problem(
        status: .internalServerError,
        detail: "Something went wrong."
    )

    /// Of draft-ietf-httpapi-ratelimit-headers-10 §5.1.
    private static let quotaExceeded = (
        type: "https://iana.org/assignments/http-problem-types#quota-exceeded",
        title: "Request cannot be satisfied as assigned quota has been exceeded"
    )

    /// What is answered, with the path that was asked for, without its query.
    func response(about path: String) -> Response {
        answer(about: path).response
    }

    func answer(about path: String) -> Answer {
        var json = JSONWriter(capacity: 1024)
        json.object { json in
            json.member("type", kind?.type ?? "about:blank")
            json.member("title", kind?.title ?? status.reasonPhrase)
            json.member("status", status.code)
            json.member("detail", detail)
            json.member("instance", String(path.unicodeScalars.prefix(200)))
            if kind != nil {
                json.array("violated-policies") { $0.value(RateLimiter.policyName) }
            }
            if !faults.isEmpty {
                json.array("errors") { json in
                    for fault in faults {
                        json.object { json in
                            json.member("parameter", fault.parameter)
                            json.member("value", fault.value)
                            json.member("detail", fault.detail)
                        }
                    }
                }
            }
        }
        var headers = HTTPFields.forJSON(Self.contentType)
        headers[.cacheControl] = "no-store"
        for field in fields { headers[field.name] = field.value }
        let body = json.bytes
        headers[.contentLength] = String(body.readableBytes)
        return Answer(head: HTTPResponse(status: status, headerFields: headers), body: body)
    }

    /// What its status asks for beside the body.
    var fields: HTTPFields {
        var fields: HTTPFields = [:]
        if let retryAfterSeconds { fields[.retryAfter] = String(retryAfterSeconds) }
        if !allowed.isEmpty {
            fields[.allow] = allowed.map(\.rawValue).joined(separator: ", ")
        }
        return fields
    }
}

extension HTTPFields {
    /// What every answer has: all that is JSON is public, and may be read by any site's scripts.
    static func forJSON(_ contentType: String = "application/json") -> HTTPFields {
        [
            .contentType: contentType,
            .xContentTypeOptions: "nosniff",
            .contentSecurityPolicy: "default-src 'none'; frame-ancestors 'none'",
            .accessControlAllowOrigin: "*",
            .accessControlExposeHeaders: exposed,
        ]
    }

    /// Beside those that any script may read (Fetch §3.3.1, CORS-safelisted response-header names).
    private static let exposed = "Link, ETag, RateLimit, RateLimit-Policy, Retry-After, Allow"

    /// The answer to whoever asks which methods an address has, a browser before a request above
    /// all.
    static func forOptions(_ methods: [HTTPRequest.Method]) -> HTTPFields {
        let list = methods.map(\.rawValue).joined(separator: ", ")
        return [
            .allow: list,
            .accessControlAllowOrigin: "*",
            .accessControlAllowMethods: list,
            .accessControlAllowHeaders: "*",
            .accessControlMaxAge: "86400",
        ]
    }

    /// What may be kept for a minute, by which trust is judged.
    static func forPublicJSON() -> HTTPFields { publicJSON }

    private static let publicJSON: HTTPFields = {
        var headers = forJSON()
        headers[.cacheControl] = "public, max-age=60"
        return headers
    }()
}
