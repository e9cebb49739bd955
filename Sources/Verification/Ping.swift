package import Curl

/// A request that tells a dead man's switch that the nightly job has done its work.
package struct Ping: Sendable {
    package enum Failure: Error, Equatable, CustomStringConvertible {
        case noAnswer(String)
        case refused(status: Int)

        package var description: String {
            switch self {
            case .noAnswer(let reason): "The ping got no answer: \(reason)"
            case .refused(let status): "The ping was answered with status \(status)."
            }
        }
    }

    private let request: Request

    /// Prepares a ping.
    ///
    /// - Parameters:
    ///   - url: Where to; plain `http` only to one of the private hosts.
    ///   - privateHosts: The hosts and ports that may have a private address.
    package init(url: String, privateHosts: Set<HostAndPort> = []) {
        var request = Request(url: url)
        request.privateHosts = privateHosts
        request.allowsPlainText = privateHosts.contains { host in
            let start = "http://\(host)"
            return url == start || ["/", "?"].contains { url.hasPrefix(start + $0) }
        }
        request.limits.connectMilliseconds = 5000
        request.limits.totalMilliseconds = 10_000
        request.limits.bodyBytes = 64 << 10
        self.request = request
    }

    /// Sends it, once.
    package func send(over transport: Transport) async throws(Failure) {
        let response: Response
        do throws(TransferError) {
            response = try await transport.send(request)
        } catch {
            throw .noAnswer(error.description)
        }
        guard (200...299).contains(response.status) else {
            throw .refused(status: response.status)
        }
    }
}
