import Loopback

@testable import Curl

extension Transport {
    /// Sends a request and says what came of it.
    func result(of request: Request) async -> Result<Response, TransferError> {
        do throws(TransferError) {
            return .success(try await send(request))
        } catch {
            return .failure(error)
        }
    }

    /// Sends a request that should fail, and says how it did.
    func failure(of request: Request) async -> TransferError? {
        switch await result(of: request) {
        case .success: nil
        case .failure(let error): error
        }
    }
}

/// Waits until something holds, for as long as a test may last.
func eventually(_ holds: @Sendable () -> Bool) async throws {
    while !holds() { try await Task.sleep(for: .milliseconds(2)) }
}

extension Response {
    var text: String { String(decoding: body, as: UTF8.self) }
}

extension RawServer {
    var hostAndPort: HostAndPort { HostAndPort(host: "127.0.0.1", port: port) }

    /// The requests received with their bodies, in order.
    var requests: [String] { questions.map(\.text) }

    func url(_ path: String = "/", host: String = "127.0.0.1") -> String {
        "http://\(host):\(port)\(path)"
    }

    /// A request that may reach this server, and gives up soon.
    func request(_ path: String = "/") -> Request {
        var request = Request(url: url(path))
        request.allowsPlainText = true
        request.privateHosts = [hostAndPort]
        request.limits.totalMilliseconds = 5_000
        return request
    }
}
