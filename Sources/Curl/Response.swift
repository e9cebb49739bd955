/// A complete answer.
package struct Response: Sendable {
    package enum Version: Hashable, Sendable {
        case http1, http2, other
    }

    package let status: Int

    /// Those of the last answer where redirects were followed; no trailers.
    package let headers: ResponseHeaders

    /// Decompressed.
    package let body: [UInt8]

    /// The URL that answered, redirects followed.
    package let url: String

    package let version: Version

    /// The whole time it took, redirects included.
    package let milliseconds: Int

    /// Whether a connection had to be opened for it.
    package let openedConnection: Bool

    package var contentType: String? { headers["Content-Type"] }
}
