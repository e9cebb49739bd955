import CCurl

/// Why no answer came, or none that may be used.
///
/// The sentences are for people; none of them shows a URL's query, a header or a body.
package enum TransferError: Error, Hashable, Sendable {
    /// The request makes no sense; the reason is a sentence.
    case badRequest(String)
    /// The scheme is not one that the request accepts.
    case badProtocol
    case couldNotResolve
    case couldNotConnect
    /// The address is private, loopback or otherwise not one of the public internet.
    case refusedAddress(String)
    case tlsFailed
    /// The server's certificate is not one that the trusted authorities vouch for.
    case certificateRefused
    case timedOut
    case cutShort
    case bodyTooLarge(limit: Int)
    case headersTooLarge
    case malformedAnswer
    case tooManyRedirects(limit: Int)
    /// The server redirected to a place that the request does not allow.
    case redirectRefused(String)
    /// The mail relay offers no encryption, and it is required.
    case notEncrypted
    /// The mail relay does not take the user and the password.
    case logInRefused
    /// The mail relay ended the conversation before it was offered the mail; its status.
    case turnedAway(status: Int)
    /// There is no room on the disk for a body that is not held in memory.
    case cannotKeepBody
    case cancelled
    /// libcurl failed in a way that none of the others describes.
    case failed(code: Int)

    /// Whether asking again later may help.
    package var isTransient: Bool {
        switch self {
        case .couldNotResolve, .couldNotConnect, .tlsFailed, .timedOut, .cutShort, .cancelled,
            .turnedAway, .cannotKeepBody, .failed:
            true
        case .badRequest, .badProtocol, .refusedAddress, .certificateRefused, .bodyTooLarge,
            .headersTooLarge, .malformedAnswer, .tooManyRedirects, .redirectRefused, .notEncrypted,
            .logInRefused:
            false
        }
    }
}

extension TransferError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .badRequest(let reason): reason
        case .badProtocol: "The URL must begin with https://, or http:// where that is permitted."
        case .couldNotResolve: "The host's name could not be resolved."
        case .couldNotConnect: "The server could not be reached."
        case .refusedAddress(let address):
            "The address \(address) is not public, and this host and port are not permitted to be private."
        case .tlsFailed: "No secure connection could be agreed with the server."
        case .certificateRefused: "The server's certificate could not be verified."
        case .timedOut: "The server took too long to answer."
        case .cutShort: "The connection broke before the answer was complete."
        case .bodyTooLarge(let limit): "The answer is larger than the \(limit) bytes permitted."
        case .headersTooLarge: "The answer's headers are larger than permitted."
        case .malformedAnswer: "The answer is not valid HTTP."
        case .tooManyRedirects(let limit):
            "The server redirected more than the \(limit) times permitted."
        case .redirectRefused(let target):
            "The server redirected to \(target), which is not permitted."
        case .notEncrypted:
            "The mail relay offers no encryption (STARTTLS), without which nothing is sent."
        case .logInRefused: "The mail relay did not take the user and the password."
        case .turnedAway(let status):
            "The mail relay ended the conversation with the status \(status) before the mail was offered."
        case .cannotKeepBody: "The answer could not be written to the disk."
        case .cancelled: "The request was cancelled."
        case .failed(let code): "The request failed (libcurl's code \(code))."
        }
    }
}

extension TransferError {
    /// Names the failure that a libcurl code stands for, if it stands for one.
    ///
    /// - Parameters:
    ///   - code: What libcurl ended the transfer with.
    ///   - limits: The limits it ran under.
    ///   - wasSent: Whether the request had gone out.
    init?(_ code: CURLcode, limits: Request.Limits, wasSent: Bool) {
        switch code {
        case CURLE_OK: return nil
        case CURLE_URL_MALFORMAT: self = .badRequest("The URL cannot be read.")
        case CURLE_LOGIN_DENIED: self = .badRequest("The URL must not hold a user or password.")
        case CURLE_SSL_CACERT_BADFILE:
            self = .badRequest("The file of certificate authorities cannot be read.")
        // Also what libcurl says of an answer without a status line.
        case CURLE_UNSUPPORTED_PROTOCOL: self = wasSent ? .malformedAnswer : .badProtocol
        case CURLE_COULDNT_RESOLVE_HOST: self = .couldNotResolve
        case CURLE_COULDNT_CONNECT: self = .couldNotConnect
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_CIPHER, CURLE_SSL_SHUTDOWN_FAILED: self = .tlsFailed
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_INVALIDCERTSTATUS,
            CURLE_SSL_CRL_BADFILE:
            self = .certificateRefused
        case CURLE_OPERATION_TIMEDOUT: self = .timedOut
        case CURLE_PARTIAL_FILE, CURLE_GOT_NOTHING, CURLE_RECV_ERROR, CURLE_SEND_ERROR, CURLE_HTTP2,
            CURLE_HTTP2_STREAM:
            self = .cutShort
        // What libcurl says of a header line longer than 100 KB.
        case CURLE_OUT_OF_MEMORY where wasSent: self = .headersTooLarge
        case CURLE_FILESIZE_EXCEEDED: self = .bodyTooLarge(limit: limits.bodyBytes)
        case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING, CURLE_WRITE_ERROR:
            self = .malformedAnswer
        default: self = .failed(code: Int(code.rawValue))
        }
    }
}
