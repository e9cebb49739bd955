import CCurl

/// A libcurl easy handle that hands in one mail.
///
/// While the relay considers a mail, and while it says good-bye, libcurl 7.88 waits for it and does
/// nothing else: who cannot wait so long needs a transport of their own.
final class MailTransfer: CarriedTransfer {
    let easy: UnsafeMutableRawPointer
    var place = 0

    private let submission: TransferQueue.Submission
    private let mail: OutgoingMail
    private let url: String
    private var recipients: UnsafeMutablePointer<curl_slist>?
    private var addressGuard: AddressGuard
    private var sentBytes = 0
    private var replyBytes = 0
    /// The last lines it said; good-bye is said after the word that counts.
    private var lastReplies: [[UInt8]] = []
    private var isReplyTooLong = false
    private var isBrokenOff = false
    /// Whether the relay is being offered the mail: greeting, encryption and log-in are over.
    private var isOffered = false

    /// It is nil where memory is short, or libcurl lacks what the limits stand on.
    init?(_ mail: OutgoingMail, for submission: TransferQueue.Submission) {
        guard let easy = curl_easy_init() else { return nil }
        self.easy = easy
        self.mail = mail
        self.submission = submission
        // The path is what we call ourselves; else it would be this machine's name.
        let relay = mail.relay
        url = "\(relay.scheme)://\(relay.hostAndPort)/\(mail.sender.domain)"
        addressGuard = AddressGuard(url: url, privateHosts: mail.privateHosts)
    }

    deinit {
        curl_easy_cleanup(easy)
        curl_slist_free_all(recipients)
    }

    var id: Transport.TransferID? { submission.id }
    var completion: Transport.Completion? { submission.completion }

    /// Makes the handle ready to carry the mail.
    func begin() throws(TransferError) {
        guard mail.message.count <= mail.limits.messageBytes else {
            throw .badRequest(
                "The mail is larger than the \(mail.limits.messageBytes) bytes permitted."
            )
        }
        recipients = curl_slist_append(nil, "<\(mail.recipient)>")
        let limits = mail.limits
        let relay = mail.relay
        let isEncrypted = relay.encryption == .required
        let context = Unmanaged.passUnretained(self).toOpaque()
        let codes: [CURLcode] = [
            ccurl_easy_set_pointer(easy, CURLOPT_PRIVATE, context),
            ccurl_easy_set_write(easy, CURLOPT_HEADERFUNCTION, takeReplyLine),
            ccurl_easy_set_pointer(easy, CURLOPT_HEADERDATA, context),
            ccurl_easy_set_write(easy, CURLOPT_WRITEFUNCTION, dropBody),
            ccurl_easy_set_read(easy, giveMessage),
            ccurl_easy_set_pointer(easy, CURLOPT_READDATA, context),
            ccurl_easy_set_open_socket(easy, openSocket),
            ccurl_easy_set_pointer(easy, CURLOPT_OPENSOCKETDATA, context),
            ccurl_easy_set_before_request(easy, beforeMail),
            ccurl_easy_set_pointer(easy, CURLOPT_PREREQDATA, context),
            ccurl_easy_set_text(easy, CURLOPT_PROTOCOLS_STR, "smtp,smtps"),
            ccurl_easy_set_text(easy, CURLOPT_PROXY, ""),
            ccurl_easy_set_text(easy, CURLOPT_NOPROXY, "*"),
            ccurl_easy_set_long(easy, CURLOPT_NETRC, Int(CURL_NETRC_IGNORED.rawValue)),
            ccurl_easy_set_long(easy, CURLOPT_DISALLOW_USERNAME_IN_URL, 1),
            ccurl_easy_set_long(
                easy,
                CURLOPT_USE_SSL,
                Int((isEncrypted ? CURLUSESSL_ALL : CURLUSESSL_NONE).rawValue)
            ),
            ccurl_easy_set_long(easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2),
            ccurl_easy_set_long(easy, CURLOPT_SSL_VERIFYPEER, 1),
            ccurl_easy_set_long(easy, CURLOPT_SSL_VERIFYHOST, 2),
            ccurl_easy_set_long(easy, CURLOPT_NOSIGNAL, 1),
            ccurl_easy_set_long(easy, CURLOPT_QUICK_EXIT, 1),
            // A conversation of its own for each mail, which ends with it.
            ccurl_easy_set_long(easy, CURLOPT_FRESH_CONNECT, 1),
            ccurl_easy_set_long(easy, CURLOPT_FORBID_REUSE, 1),
            ccurl_easy_set_long(easy, CURLOPT_CONNECTTIMEOUT_MS, limits.connectMilliseconds),
            ccurl_easy_set_long(easy, CURLOPT_TIMEOUT_MS, limits.totalMilliseconds),
            ccurl_easy_set_long(easy, CURLOPT_SERVER_RESPONSE_TIMEOUT, limits.replySeconds),
            ccurl_easy_set_long(easy, CURLOPT_UPLOAD, 1),
            ccurl_easy_set_offset(
                easy,
                CURLOPT_INFILESIZE_LARGE,
                curl_off_t(mail.message.count)
            ),
            ccurl_easy_set_text(easy, CURLOPT_MAIL_FROM, "<\(mail.sender)>"),
            ccurl_easy_set_list(easy, CURLOPT_MAIL_RCPT, recipients),
            ccurl_easy_set_text(easy, CURLOPT_URL, url),
        ]
        if Transfer.systemAuthorities != nil {
            ccurl_easy_set_text(easy, CURLOPT_CAPATH, nil)
        }
        if let file = mail.authoritiesFile { ccurl_easy_set_text(easy, CURLOPT_CAINFO, file) }
        if let logIn = relay.logIn {
            ccurl_easy_set_text(easy, CURLOPT_USERNAME, logIn.user)
            ccurl_easy_set_text(easy, CURLOPT_PASSWORD, logIn.password)
        }
        guard recipients != nil, codes.allSatisfy({ $0 == CURLE_OK }) else {
            throw .failed(code: Int(CURLE_FAILED_INIT.rawValue))
        }
    }

    /// Has libcurl find the time over when it looks next.
    ///
    /// Taken out of libcurl's hands in the midst of a mail, 7.88 would end the mail where it is, and
    /// the relay would take the half for the whole.
    func breakOff() {
        isBrokenOff = true
        ccurl_easy_set_long(easy, CURLOPT_TIMEOUT_MS, 1)
    }

    func response(endedWith code: CURLcode) throws(TransferError) -> Response? {
        guard !isReplyTooLong else { throw .headersTooLarge }
        var status = 0
        ccurl_easy_get_long(easy, CURLINFO_RESPONSE_CODE, &status)
        switch code {
        case CURLE_OK: break
        case CURLE_OPERATION_TIMEDOUT where isBrokenOff: throw .cancelled
        case CURLE_USE_SSL_FAILED: throw .notEncrypted
        case CURLE_LOGIN_DENIED: throw .logInRefused
        case CURLE_SEND_ERROR, CURLE_WEIRD_SERVER_REPLY:
            // Its last word was no; whether to the mail or before it, is not the same.
            guard status >= 400 else { throw .cutShort }
            guard isOffered else { throw .turnedAway(status: status) }
        default:
            let error = TransferError(code, limits: Request.Limits(), wasSent: isOffered)
            let wasRefused = code == CURLE_COULDNT_CONNECT || code == CURLE_ABORTED_BY_CALLBACK
            let refusal = wasRefused ? addressGuard.refused : nil
            throw refusal ?? error ?? .failed(code: Int(code.rawValue))
        }
        var time: curl_off_t = 0
        ccurl_easy_get_offset(easy, CURLINFO_TOTAL_TIME_T, &time)
        return Response(
            status: status,
            headers: ResponseHeaders(lines: []),
            body: (lastReplies.last { $0.starts(with: "\(status)".utf8) } ?? [])
                .prefix { $0 != 0x0A && $0 != 0x0D }
                .map { 0x20..<0x7F ~= $0 ? $0 : UInt8(ascii: "?") },
            url: url,
            version: .other,
            milliseconds: Int(time) / 1000,
            openedConnection: true
        )
    }
}

// MARK: - What libcurl calls

extension MailTransfer {
    private static let longestLine = 512

    private static func at(_ context: UnsafeMutableRawPointer) -> MailTransfer {
        Unmanaged<MailTransfer>.fromOpaque(context).takeUnretainedValue()
    }

    fileprivate static func takeReply(
        _ bytes: UnsafeMutablePointer<CChar>?,
        _ size: Int,
        _ context: UnsafeMutableRawPointer?
    ) -> Int {
        guard let bytes, let context else { return 0 }
        let transfer = at(context)
        transfer.replyBytes += size
        guard transfer.replyBytes <= transfer.mail.limits.replyBytes else {
            transfer.isReplyTooLong = true
            return 0
        }
        let line = UnsafeRawBufferPointer(start: bytes, count: min(size, longestLine))
        transfer.lastReplies = transfer.lastReplies.suffix(1) + [Array(line)]
        return size
    }

    fileprivate static func give(
        _ buffer: UnsafeMutablePointer<CChar>?,
        _ size: Int,
        _ context: UnsafeMutableRawPointer?
    ) -> Int {
        guard let buffer, let context else { return Int(CURL_READFUNC_ABORT) }
        let transfer = at(context)
        let rest = transfer.mail.message[transfer.sentBytes...].prefix(size)
        rest.withUnsafeBytes { bytes in
            UnsafeMutableRawBufferPointer(start: buffer, count: size).copyMemory(from: bytes)
        }
        transfer.sentBytes += rest.count
        return rest.count
    }

    fileprivate static func guardedSocket(
        at address: UnsafeMutablePointer<curl_sockaddr>?,
        _ context: UnsafeMutableRawPointer?
    ) -> curl_socket_t {
        guard let address, let context else { return CURL_SOCKET_BAD }
        return at(context).addressGuard.socket(at: address)
    }

    fileprivate static func mayBeOffered(
        at address: UnsafeMutablePointer<CChar>?,
        _ context: UnsafeMutableRawPointer?
    ) -> Bool {
        guard let address, let context else { return false }
        let transfer = at(context)
        transfer.isOffered = transfer.addressGuard.permits(NetworkAddress(cText: address))
        return transfer.isOffered
    }
}

private let takeReplyLine: curl_write_callback = { bytes, size, count, context in
    MailTransfer.takeReply(bytes, size * count, context)
}

private let dropBody: curl_write_callback = { _, size, count, _ in size * count }

private let giveMessage: curl_read_callback = { buffer, size, count, context in
    MailTransfer.give(buffer, size * count, context)
}

private let openSocket: curl_opensocket_callback = { context, purpose, address in
    purpose == CURLSOCKTYPE_IPCXN
        ? MailTransfer.guardedSocket(at: address, context) : CURL_SOCKET_BAD
}

private let beforeMail: curl_prereq_callback = { context, address, _, _, _ in
    MailTransfer.mayBeOffered(at: address, context) ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
}
