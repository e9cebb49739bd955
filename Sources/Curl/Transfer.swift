import CCurl

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// A libcurl easy handle and the request it carries at the moment.
///
/// Handles are used again and again: what every request has in common is set once, and the rest
/// only where it differs from the request before.
final class Transfer: CarriedTransfer {
    let easy: UnsafeMutableRawPointer

    /// Where it stands among the loop's active transfers.
    var place = 0

    private var submission: TransferQueue.Submission?
    private var request: Request?
    private var url = ""
    private var method = Request.Method.get
    private var headers: [Request.Header] = []
    private var redirects = 0
    private var repetitions = 0
    private var spentMicroseconds = 0
    private var wasSent = false
    private var answer = PartialAnswer(limits: Request.Limits())
    private var addressGuard = AddressGuard(url: "", privateHosts: [])

    private var settings = Settings()
    private var headerList: UnsafeMutablePointer<curl_slist>?

    /// What the handle was last told.
    private struct Settings {
        var userAgent: String?
        var headers: [Request.Header] = []
        var contentType: String?
        var isPost = false
        var version: Request.Version?
        var sharesConnection: Bool?
        var allowsPlainText: Bool?
        var authoritiesFile: String?
        var limits: Request.Limits?
        var milliseconds: Int?
    }

    /// A longer URL makes no sense to send.
    private static let longestURL = 16 << 10

    /// How often a request is sent again that a closing connection swallowed.
    private static let mostRepetitions = 3

    /// The headers that say where a message ends or whom it is for: libcurl writes them.
    private static let reservedHeaders: Set<String> = [
        "accept-encoding", "connection", "content-length", "content-type", "expect", "host",
        "keep-alive", "te", "trailer", "transfer-encoding", "upgrade", "user-agent",
    ]

    /// The system's certificate authorities, as libcurl was built to find them.
    static let systemAuthorities: String? = {
        guard let easy = curl_easy_init() else { return nil }
        defer { curl_easy_cleanup(easy) }
        var path: UnsafePointer<CChar>?
        ccurl_easy_get_text(easy, CURLINFO_CAINFO, &path)
        return path.map { String(cString: $0) }
    }()

    /// It is nil where memory is short, or libcurl lacks what the limits stand on.
    init?() {
        guard let easy = curl_easy_init() else { return nil }
        self.easy = easy
        guard setCommonOptions() else { return nil }
    }

    deinit {
        curl_easy_cleanup(easy)
        curl_slist_free_all(headerList)
    }

    var id: Transport.TransferID? { submission?.id }
    var completion: Transport.Completion? { submission?.completion }

    // MARK: - Beginning

    /// Makes the handle ready to carry the submission's request.
    func begin(
        _ submission: TransferQueue.Submission,
        with request: Request
    ) throws(TransferError) {
        self.submission = submission
        self.request = request
        method = request.method
        headers = request.headers
        redirects = 0
        repetitions = 0
        spentMicroseconds = 0
        try apply(request)
        try ask(request.url)
    }

    /// Lets go of the request and the answer, so that an idle handle holds no large buffer.
    func clear() {
        submission = nil
        request = nil
        url = ""
        method = .get
        headers = []
        answer = PartialAnswer(limits: Request.Limits())
        if settings.isPost { setMethod() }
    }

    /// Makes the handle ready for one URL: the request's own, or where a redirect leads.
    private func ask(_ url: String) throws(TransferError) {
        guard let request else { return }
        let bytes = url.utf8
        guard bytes.count <= Self.longestURL, bytes.allSatisfy({ $0 > 0x20 && $0 != 0x7F }) else {
            throw .badRequest("The URL is too long, or has a space or control character in it.")
        }
        let isSecure = bytes.starts(with: "https://".utf8, by: { $0.asciiLowercased == $1 })
        let isPlain = bytes.starts(with: "http://".utf8, by: { $0.asciiLowercased == $1 })
        guard isSecure || isPlain && request.allowsPlainText else { throw .badProtocol }
        let milliseconds = request.limits.totalMilliseconds - spentMicroseconds / 1000
        guard milliseconds > 0 else { throw .timedOut }

        self.url = url
        answer = PartialAnswer(limits: request.limits, file: submission?.file)
        addressGuard = AddressGuard(
            url: url,
            privateHosts: request.privateHosts,
            after: addressGuard
        )
        wasSent = false
        setMethod()
        try setHeaders()
        if settings.milliseconds != milliseconds {
            set(CURLOPT_TIMEOUT_MS, milliseconds)
            settings.milliseconds = milliseconds
        }
        // Wait to learn whether a new connection takes several requests at once: TLS tells when it
        // opens, plain text only with its first answer.
        let sharesConnection = isSecure && request.version == .automatic
        if settings.sharesConnection != sharesConnection {
            set(CURLOPT_PIPEWAIT, sharesConnection ? 1 : 0)
            settings.sharesConnection = sharesConnection
        }
        guard set(CURLOPT_URL, url) else {
            throw .failed(code: Int(CURLE_OUT_OF_MEMORY.rawValue))
        }
    }

    // MARK: - Ending

    /// The response, or nil where the handle is ready to ask again or follow a redirect.
    func response(endedWith code: CURLcode) throws(TransferError) -> Response? {
        guard let request else { throw .cancelled }
        if let failure = answer.failure { throw failure }
        spentMicroseconds += offset(CURLINFO_TOTAL_TIME_T)
        if wasLeftUnread(code) {
            repetitions += 1
            try ask(url)
            return nil
        }
        if let error = TransferError(code, limits: request.limits, wasSent: wasSent) {
            let wasRefused = code == CURLE_COULDNT_CONNECT || code == CURLE_ABORTED_BY_CALLBACK
            throw wasRefused ? addressGuard.refused ?? error : error
        }
        let fields = ResponseHeaders(lines: answer.fields)
        if !request.redirectHosts.isEmpty, Redirect.statuses.contains(answer.status),
            let location = fields["Location"]
        {
            try follow(location, of: request)
            return nil
        }
        return Response(
            status: answer.status,
            headers: fields,
            body: answer.body,
            url: url,
            version: version,
            milliseconds: spentMicroseconds / 1000,
            openedConnection: long(CURLINFO_NUM_CONNECTS) > 0
        )
    }

    /// Whether a kept connection closed under a request that may be repeated.
    ///
    /// A server that has answered enough on an HTTP/2 connection closes it (RFC 9113 §6.8), and
    /// libcurl 7.88 asks again for all but the request it was just sending.
    private func wasLeftUnread(_ code: CURLcode) -> Bool {
        switch code {
        case CURLE_SEND_ERROR, CURLE_RECV_ERROR, CURLE_GOT_NOTHING, CURLE_HTTP2, CURLE_HTTP2_STREAM:
            method == .get && answer.status == 0 && repetitions < Self.mostRepetitions
                && long(CURLINFO_NUM_CONNECTS) == 0
        default:
            false
        }
    }

    private var version: Response.Version {
        switch long(CURLINFO_HTTP_VERSION) {
        case CURL_HTTP_VERSION_1_0, CURL_HTTP_VERSION_1_1: .http1
        case CURL_HTTP_VERSION_2_0: .http2
        default: .other
        }
    }

    private func follow(_ location: String, of request: Request) throws(TransferError) {
        guard redirects < request.limits.redirects else {
            throw .tooManyRedirects(limit: request.limits.redirects)
        }
        let redirect = try Redirect(
            from: url,
            status: answer.status,
            location: location,
            method: method,
            permitted: request.redirectHosts
        )
        redirects += 1
        method = redirect.method
        if redirect.leavesOrigin { headers.removeAll { !$0.isHarmless } }
        try ask(redirect.target.url)
    }

    // MARK: - Options

    /// Sets what holds for every request.
    private func setCommonOptions() -> Bool {
        let context = Unmanaged.passUnretained(self).toOpaque()
        let codes: [CURLcode] = [
            ccurl_easy_set_pointer(easy, CURLOPT_PRIVATE, context),
            ccurl_easy_set_write(easy, CURLOPT_HEADERFUNCTION, takeHeaderLine),
            ccurl_easy_set_pointer(easy, CURLOPT_HEADERDATA, context),
            ccurl_easy_set_write(easy, CURLOPT_WRITEFUNCTION, takeBody),
            ccurl_easy_set_pointer(easy, CURLOPT_WRITEDATA, context),
            ccurl_easy_set_open_socket(easy, openSocket),
            ccurl_easy_set_pointer(easy, CURLOPT_OPENSOCKETDATA, context),
            ccurl_easy_set_before_request(easy, beforeRequest),
            ccurl_easy_set_pointer(easy, CURLOPT_PREREQDATA, context),
            // The environment's proxies would see every question, and undo the address guard.
            ccurl_easy_set_text(easy, CURLOPT_PROXY, ""),
            ccurl_easy_set_text(easy, CURLOPT_NOPROXY, "*"),
            ccurl_easy_set_long(easy, CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue)),
            ccurl_easy_set_long(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1),
            ccurl_easy_set_text(easy, CURLOPT_REDIR_PROTOCOLS_STR, "https"),
            // libcurl cannot tell one host from another: redirects are followed by hand.
            ccurl_easy_set_long(easy, CURLOPT_FOLLOWLOCATION, 0),
            ccurl_easy_set_long(easy, CURLOPT_HTTP09_ALLOWED, 0),
            ccurl_easy_set_long(easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2),
            ccurl_easy_set_long(easy, CURLOPT_SSL_VERIFYPEER, 1),
            ccurl_easy_set_long(easy, CURLOPT_SSL_VERIFYHOST, 2),
            ccurl_easy_set_long(easy, CURLOPT_NOSIGNAL, 1),
            // A name server that does not answer would hold up the thread when its asker gives up.
            ccurl_easy_set_long(easy, CURLOPT_QUICK_EXIT, 1),
            ccurl_easy_set_long(easy, CURLOPT_TCP_KEEPALIVE, 1),
            ccurl_easy_set_text(easy, CURLOPT_ACCEPT_ENCODING, "gzip, deflate, br"),
            ccurl_easy_set_long(easy, CURLOPT_UPLOAD_BUFFERSIZE, 16 << 10),
        ]
        // A directory beside the file would be trusted too, and libcurl keeps the parsed
        // authorities for the next connection only where there is none.
        if Self.systemAuthorities != nil {
            ccurl_easy_set_text(easy, CURLOPT_CAPATH, nil)
        }
        return codes.allSatisfy { $0 == CURLE_OK }
    }

    /// Sets what differs from the request before.
    private func apply(_ request: Request) throws(TransferError) {
        if settings.userAgent != request.userAgent {
            guard request.userAgent.isHeaderValue else {
                throw .badRequest("The user agent has a control character in it.")
            }
            set(CURLOPT_USERAGENT, request.userAgent)
            settings.userAgent = request.userAgent
        }
        if settings.version != request.version {
            let isHTTP1 = request.version == .http1
            let version = isHTTP1 ? CURL_HTTP_VERSION_1_1 : CURL_HTTP_VERSION_2TLS
            set(CURLOPT_HTTP_VERSION, version)
            settings.version = request.version
        }
        if settings.allowsPlainText != request.allowsPlainText {
            set(CURLOPT_PROTOCOLS_STR, request.allowsPlainText ? "https,http" : "https")
            settings.allowsPlainText = request.allowsPlainText
        }
        if settings.authoritiesFile != request.authoritiesFile {
            set(CURLOPT_CAINFO, request.authoritiesFile ?? Self.systemAuthorities)
            settings.authoritiesFile = request.authoritiesFile
        }
        if settings.limits != request.limits {
            let limits = request.limits
            set(CURLOPT_CONNECTTIMEOUT_MS, limits.connectMilliseconds)
            set(CURLOPT_LOW_SPEED_LIMIT, limits.slowBytesPerSecond)
            set(CURLOPT_LOW_SPEED_TIME, limits.slowSeconds)
            ccurl_easy_set_offset(
                easy,
                CURLOPT_MAXFILESIZE_LARGE,
                curl_off_t(limits.bodyBytes)
            )
            settings.limits = limits
        }
    }

    private func setMethod() {
        switch method {
        case .get:
            guard settings.isPost else { return }
            ccurl_easy_set_text(easy, CURLOPT_POSTFIELDS, nil)
            ccurl_easy_set_offset(easy, CURLOPT_POSTFIELDSIZE_LARGE, -1)
            set(CURLOPT_HTTPGET, 1)
            settings.isPost = false
        case .post(let body, _):
            set(CURLOPT_POST, 1)
            ccurl_easy_set_offset(
                easy,
                CURLOPT_POSTFIELDSIZE_LARGE,
                curl_off_t(body.count)
            )
            body.withUnsafeBytes { bytes in
                let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
                _ = ccurl_easy_set_text(easy, CURLOPT_COPYPOSTFIELDS, start)
            }
            settings.isPost = true
        }
    }

    private func setHeaders() throws(TransferError) {
        var contentType: String?
        if case .post(_, let type) = method { contentType = type }
        guard settings.headers != headers || settings.contentType != contentType else { return }
        var list: UnsafeMutablePointer<curl_slist>?
        var lines: [String] = []
        for header in headers {
            guard
                header.name.isHeaderName, header.value.isHeaderValue,
                !Self.reservedHeaders.contains(header.name.lowercased())
            else { throw .badRequest("The header \(header.name.prefix(40)) may not be sent.") }
            // With a colon and no value, libcurl would leave the header out.
            lines.append(
                header.value.isEmpty ? "\(header.name);" : "\(header.name): \(header.value)"
            )
        }
        if let contentType {
            guard contentType.isHeaderValue else {
                throw .badRequest("The body's content type may not be sent.")
            }
            lines.append("Content-Type: \(contentType)")
        }
        for line in lines {
            guard let longer = curl_slist_append(list, line) else {
                curl_slist_free_all(list)
                throw .failed(code: Int(CURLE_OUT_OF_MEMORY.rawValue))
            }
            list = longer
        }
        ccurl_easy_set_list(easy, CURLOPT_HTTPHEADER, list)
        curl_slist_free_all(headerList)
        headerList = list
        settings.headers = headers
        settings.contentType = contentType
    }

    @discardableResult
    private func set(_ option: CURLoption, _ value: Int) -> Bool {
        ccurl_easy_set_long(easy, option, value) == CURLE_OK
    }

    @discardableResult
    private func set(_ option: CURLoption, _ value: String?) -> Bool {
        ccurl_easy_set_text(easy, option, value) == CURLE_OK
    }

    private func long(_ info: CURLINFO) -> Int {
        var value = 0
        ccurl_easy_get_long(easy, info, &value)
        return value
    }

    private func offset(_ info: CURLINFO) -> Int {
        var value: curl_off_t = 0
        ccurl_easy_get_offset(easy, info, &value)
        return Int(value)
    }
}

// MARK: - What libcurl calls

extension Transfer {
    private static func at(_ context: UnsafeMutableRawPointer) -> Transfer {
        Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
    }

    fileprivate static func take(
        _ bytes: UnsafeMutablePointer<CChar>?,
        _ size: Int,
        _ context: UnsafeMutableRawPointer?,
        as take: (inout PartialAnswer, UnsafeRawBufferPointer) -> Bool
    ) -> Int {
        guard let bytes, let context else { return 0 }
        return take(&at(context).answer, UnsafeRawBufferPointer(start: bytes, count: size))
            ? size : 0
    }

    fileprivate static func guardedSocket(
        at address: UnsafeMutablePointer<curl_sockaddr>?,
        _ context: UnsafeMutableRawPointer?
    ) -> curl_socket_t {
        guard let address, let context else { return CURL_SOCKET_BAD }
        return at(context).addressGuard.socket(at: address)
    }

    fileprivate static func mayBeSent(
        to address: UnsafeMutablePointer<CChar>?,
        _ context: UnsafeMutableRawPointer?
    ) -> Bool {
        guard let address, let context else { return false }
        let transfer = at(context)
        transfer.wasSent = transfer.addressGuard.permits(NetworkAddress(cText: address))
        return transfer.wasSent
    }
}

private let takeHeaderLine: curl_write_callback = { bytes, size, count, context in
    Transfer.take(bytes, size * count, context) { $0.take(headerLine: $1) }
}

private let takeBody: curl_write_callback = { bytes, size, count, context in
    Transfer.take(bytes, size * count, context) { $0.take(body: $1) }
}

private let openSocket: curl_opensocket_callback = { context, purpose, address in
    purpose == CURLSOCKTYPE_IPCXN ? Transfer.guardedSocket(at: address, context) : CURL_SOCKET_BAD
}

private let beforeRequest: curl_prereq_callback = { context, address, _, _, _ in
    Transfer.mayBeSent(to: address, context) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
}

extension Request.Header {
    /// Whether it cannot be a secret, so that a redirect may take it to another host.
    fileprivate var isHarmless: Bool {
        ["accept", "accept-language"].contains(name.lowercased())
    }
}

extension String {
    /// Whether it is a token of RFC 9110 §5.6.2.
    fileprivate var isHeaderName: Bool {
        !utf8.isEmpty
            && utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"):
                    true
                default:
                    "!#$%&'*+-.^_`|~".utf8.contains(byte)
                }
            }
    }

    /// Whether it cannot end the header line it stands in.
    fileprivate var isHeaderValue: Bool {
        utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 }
    }
}
