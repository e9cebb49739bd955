import HTTPTypes

/// Why a request gets no answer of its own; each case has a sentence for whoever asked.
enum Refusal: Error {
    case noSuchPath
    case methodNotAllowed(allowed: [HTTPRequest.Method])
    case noSuchPractitioner
    case noSuchCheck
    case unknownPlace(String, nearest: [String])
    case targetTooLong
    case headTooLarge
    case unreadable
    /// The quota is used up; when to ask again.
    case tooManyRequests(waitSeconds: Int)
    /// The index has not been read yet.
    case notReady
}

extension Refusal {
    var status: HTTPResponse.Status {
        switch self {
        case .noSuchPath, .noSuchPractitioner, .noSuchCheck: .notFound
        case .methodNotAllowed: .methodNotAllowed
        case .unknownPlace: .unprocessableContent
        case .targetTooLong: .uriTooLong
        case .headTooLarge: .requestHeaderFieldsTooLarge
        case .unreadable: .badRequest
        case .tooManyRequests: .tooManyRequests
        case .notReady: .serviceUnavailable
        }
    }

    var sentence: String {
        switch self {
        case .noSuchPath: "There is nothing at this address."
        case .methodNotAllowed(let allowed):
            "This address answers \(allowed.map(\.rawValue).joined(separator: ", ")) only."
        case .noSuchPractitioner:
            "There is no practitioner of this identifier: it is a UUID that a search showed, or an "
                + "NPI of ten digits."
        case .noSuchCheck:
            "There is no check of this identifier about this practitioner's credentials."
        case .unknownPlace(_, let nearest):
            nearest.isEmpty
                ? "The place is not known."
                : "The place is not known. Did you mean \(nearest.joined(separator: "; "))?"
        case .targetTooLong: "The address is too long: at most 8192 bytes are read."
        case .headTooLarge:
            "What stands before the body is too long: 100 fields are read, 16384 bytes each and "
                + "32768 together."
        case .unreadable: "This is no request of HTTP/1.1 that can be read."
        case .tooManyRequests(let seconds):
            "Too many requests came from this address. The next is answered in \(seconds) seconds."
        case .notReady: "The directory is still being read. Try again in a few seconds."
        }
    }
}
