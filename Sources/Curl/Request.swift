/// One HTTP question with the limits it must keep to.
///
/// Whether the URL and the headers make sense is judged when it is sent: `TransferError.badRequest`.
package struct Request: Sendable {
    package enum Method: Hashable, Sendable {
        case get
        case post(body: [UInt8], contentType: String)
    }

    /// A header sent along, beside those that libcurl writes itself.
    package struct Header: Hashable, Sendable {
        package var name: String
        package var value: String

        package init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    package enum Version: Hashable, Sendable {
        /// HTTP/2 where the server offers it over TLS, else HTTP/1.1.
        case automatic
        case http1
    }

    package var url: String
    package var method: Method
    package var headers: [Header]
    package var userAgent = "Meridian"
    package var limits = Limits()
    package var version = Version.automatic

    /// Whether `http` is accepted beside `https`; a redirect from `https` to `http` never is.
    package var allowsPlainText = false

    /// Where redirects may lead.
    ///
    /// Empty means that none is followed: the answer that redirects is then the response.
    package var redirectHosts: Set<HostAndPort> = []

    /// The hosts and ports that may have a private, loopback or otherwise unreachable address.
    package var privateHosts: Set<HostAndPort> = []

    /// A PEM file of certificate authorities to trust in place of the system's.
    package var authoritiesFile: String?

    package init(url: String, method: Method = .get, headers: [Header] = []) {
        self.url = url
        self.method = method
        self.headers = headers
    }
}

extension Request {
    /// What a transfer may take, redirects included.
    package struct Limits: Hashable, Sendable {
        package var connectMilliseconds = 10_000
        package var totalMilliseconds = 30_000

        /// The transfer ends when fewer bytes a second than this arrive for `slowSeconds`.
        package var slowBytesPerSecond = 64
        package var slowSeconds = 15

        /// Counted after decompression.
        package var bodyBytes = 4 << 20

        /// Counted over all header lines of an answer, interim answers and trailers included.
        package var headerBytes = 64 << 10
        package var headerLines = 100

        package var redirects = 5

        package init() {}
    }
}
