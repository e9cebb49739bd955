import CCurl

/// A URL taken apart by libcurl, so that what is judged is what will be asked.
struct WebAddress {
    let url: String
    let scheme: String
    let hostAndPort: HostAndPort
    let hasNoPath: Bool

    var isPlainText: Bool { scheme == "http" }

    /// Reads an absolute URL, or what a redirect says relative to one.
    ///
    /// It is nil where libcurl cannot read it, where there is no host, or a user or password.
    init?(_ text: String, relativeTo base: Self? = nil) {
        // A C string would end at the zero byte and hide what follows.
        guard !text.utf8.contains(0), let handle = curl_url() else { return nil }
        defer { curl_url_cleanup(handle) }
        var options = UInt32(CURLU_DISALLOW_USER)
        if let base {
            guard curl_url_set(handle, CURLUPART_URL, base.url, options) == CURLUE_OK else {
                return nil
            }
            // Servers redirect to addresses with spaces in them.
            options |= UInt32(CURLU_URLENCODE)
        }
        guard
            curl_url_set(handle, CURLUPART_URL, text, options) == CURLUE_OK,
            let url = Self.part(CURLUPART_URL, of: handle),
            let scheme = Self.part(CURLUPART_SCHEME, of: handle),
            let host = Self.part(CURLUPART_HOST, of: handle), !host.isEmpty,
            let port = Self.part(CURLUPART_PORT, of: handle).flatMap({ UInt16($0) })
        else { return nil }
        self.url = url
        self.scheme = scheme
        self.hostAndPort = HostAndPort(host: host, port: port)
        let path = Self.part(CURLUPART_PATH, of: handle) ?? ""
        hasNoPath = path.isEmpty || path == "/"
    }

    func hasSameOrigin(as other: Self) -> Bool {
        scheme == other.scheme && hostAndPort == other.hostAndPort
    }

    private static func part(_ part: CURLUPart, of handle: OpaquePointer) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        let options = part == CURLUPART_PORT ? UInt32(CURLU_DEFAULT_PORT) : 0
        guard curl_url_get(handle, part, &text, options) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
