import Curl
import Foundation
import Storage
import Web

/// Whether a running server finds what stands in the database.
struct ServerSoundness {
    let database: Database
    /// As `http://127.0.0.1:8080`, without a slash at the end.
    private let server: String

    init(database: Database, server: String) {
        self.database = database
        self.server = server.hasSuffix("/") ? String(server.dropLast()) : server
    }

    /// What is saved is found within a second; a server that is still behind gets a few.
    private static let attempts = 3

    func finding() async throws -> Doctor.Finding {
        let transport = try Transport()
        defer { transport.shutdown() }
        var comparison: ServerComparison?
        do {
            for attempt in 1...Self.attempts {
                let found = try await ServerComparison(of: database) { target in
                    try await told(target, over: transport)
                }
                comparison = found
                if found.differences.isEmpty { break }
                if attempt < Self.attempts { try await Task.sleep(for: .seconds(2)) }
            }
        } catch {
            let reason = (error as? Failure)?.sentence ?? "\(error)"
            return Doctor.Finding(
                what: "server",
                isSound: false,
                detail: "\(server) cannot be compared: \(reason)"
            )
        }
        let differences = comparison?.differences ?? []
        return Doctor.Finding(
            what: "server",
            isSound: differences.isEmpty,
            detail: differences.isEmpty
                ? "\(server) finds what stands in the database, in "
                    + "\(comparison?.questions ?? 0) questions"
                : "\(server) finds something else than the database: "
                    + differences.joined(separator: "; ") + "; start it again"
        )
    }

    private func told(
        _ target: String,
        over transport: Transport
    ) async throws -> ServerComparison.Told {
        var request = Request(url: server + target)
        request.allowsPlainText = true
        if let host = URL(string: server).flatMap(Self.hostAndPort) {
            // It may well listen on the loopback address: whoever runs the doctor names it.
            request.privateHosts = [host]
        }
        let response = try await transport.send(request)
        guard response.status == 200 else {
            throw Failure(sentence: "\(target) is answered with status \(response.status).")
        }
        let body = Data(response.body)
        guard let told = try? JSONDecoder().decode(ServerComparison.Told.self, from: body) else {
            throw Failure(sentence: "\(target) is not answered as Meridian answers.")
        }
        return told
    }

    private static func hostAndPort(of url: URL) -> HostAndPort? {
        guard let host = url.host(percentEncoded: true) else { return nil }
        let port = url.port ?? (url.scheme == "https" ? 443 : 80)
        return UInt16(exactly: port).map {
            HostAndPort(host: host.contains(":") ? "[\(host)]" : host, port: $0)
        }
    }
}
