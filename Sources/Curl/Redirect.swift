/// Where an answer leads that says to ask elsewhere, and what may be taken there.
struct Redirect {
    static let statuses: Set<Int> = [301, 302, 303, 307, 308]

    /// As long as a host's name may be (RFC 1035 §2.3.4).
    private static let longestHost = 255

    let target: WebAddress
    let method: Request.Method

    /// Whether scheme, host or port differ, so that nothing secret may go along.
    let leavesOrigin: Bool

    /// Judges a redirect.
    ///
    /// - Parameters:
    ///   - url: What was asked.
    ///   - status: One of `statuses`.
    ///   - location: What the answer says.
    ///   - method: How it was asked.
    ///   - permitted: Where redirects may lead.
    /// - Throws: `TransferError.redirectRefused` where it may not be followed.
    init(
        from url: String,
        status: Int,
        location: String,
        method: Request.Method,
        permitted: Set<HostAndPort>
    ) throws(TransferError) {
        guard let from = WebAddress(url), let to = WebAddress(location, relativeTo: from) else {
            throw .redirectRefused("an address that cannot be read")
        }
        guard permitted.contains(to.hostAndPort) else {
            // The server's own word, which is recorded.
            throw .redirectRefused(String(to.hostAndPort.description.prefix(Self.longestHost)))
        }
        guard to.scheme == "https" || to.isPlainText && from.isPlainText else {
            throw .redirectRefused("\(to.scheme)://\(to.hostAndPort)")
        }
        // Only 307 and 308 repeat a POST, as browsers have it and RFC 9110 §15.4 permits.
        let repeated = status == 307 || status == 308 ? method : .get
        let leavesOrigin = !to.hasSameOrigin(as: from)
        guard repeated == .get || !leavesOrigin else {
            throw .redirectRefused(to.hostAndPort.description)
        }
        target = to
        self.method = repeated
        self.leavesOrigin = leavesOrigin
    }
}
