import Foundation
import Synchronization

@testable import Curl

#if canImport(Glibc)
import Glibc
#endif

/// A server on loopback that answers each request with exactly the bytes it is told to.
final class ScriptedServer: Sendable {
    enum Step: Sendable {
        case send([UInt8])
        /// Sends the bytes again and again until nobody takes them.
        case repeatForever([UInt8])
        /// Does nothing until the connection or the server is closed.
        case hang
        case close
        /// Closes so that the other side sees a reset.
        case reset

        static func send(_ text: String) -> Self { .send(Array(text.utf8)) }
    }

    struct SocketError: Error {}

    /// The heads of the requests received, with their bodies, in order.
    var requests: [String] { state.withLock { $0.requests } }

    /// How many connections were accepted.
    var connections: Int { state.withLock { $0.accepted } }

    let port: UInt16

    private struct State {
        var requests: [String] = []
        var accepted = 0
        var open: Set<Int32> = []
        var isStopped = false
    }

    private let state = Mutex(State())
    private let listener: Int32
    private let script: @Sendable (String) -> [Step]

    /// Starts listening; the script is given each request's head and body.
    init(_ script: @escaping @Sendable (String) -> [Step]) throws {
        self.script = script
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 512) == 0
                    && getsockname(listener, $0, &length) == 0
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        guard isListening else { throw SocketError() }
        Thread.detachNewThread { self.acceptAll() }
    }

    /// Starts a server that answers everything with the same bytes.
    convenience init(answer: String) throws {
        try self.init { _ in [.send(answer)] }
    }

    /// Ends every connection and stops listening.
    func stop() {
        state.withLock { state in
            state.isStopped = true
            for connection in state.open { shutdown(connection, Int32(SHUT_RDWR)) }
        }
        shutdown(listener, Int32(SHUT_RDWR))
    }

    private func acceptAll() {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { break }
            let isWelcome = state.withLock { state in
                state.accepted += 1
                if !state.isStopped { state.open.insert(connection) }
                return !state.isStopped
            }
            guard isWelcome else {
                close(connection)
                break
            }
            Thread.detachNewThread { self.serve(connection) }
        }
        close(listener)
    }

    private func serve(_ connection: Int32) {
        while let request = receive(from: connection) {
            state.withLock { $0.requests.append(request) }
            guard script(request).allSatisfy({ perform($0, on: connection) }) else { break }
        }
        state.withLock { state in
            state.open.remove(connection)
            close(connection)
        }
    }

    private func perform(_ step: Step, on connection: Int32) -> Bool {
        switch step {
        case .send(let bytes):
            return write(bytes, to: connection)
        case .repeatForever(let bytes):
            while write(bytes, to: connection) {}
            return false
        case .hang:
            var byte: UInt8 = 0
            while recv(connection, &byte, 1, 0) > 0 {}
            return false
        case .close:
            return false
        case .reset:
            var option = linger(l_onoff: 1, l_linger: 0)
            setsockopt(
                connection,
                SOL_SOCKET,
                SO_LINGER,
                &option,
                socklen_t(MemoryLayout<linger>.size)
            )
            return false
        }
    }

    private func write(_ bytes: [UInt8], to connection: Int32) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }

    /// Reads one request: its head, and as much body as its Content-Length says.
    private func receive(from connection: Int32) -> String? {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while !bytes.suffix(4).elementsEqual("\r\n\r\n".utf8) {
            guard recv(connection, &byte, 1, 0) == 1 else { return nil }
            bytes.append(byte)
        }
        let head = String(decoding: bytes, as: UTF8.self)
        let length = head.split(separator: "\r\n").compactMap { line -> Int? in
            let parts = line.split(separator: ": ")
            return parts.first?.lowercased() == "content-length"
                ? parts.last.flatMap { Int($0) } : nil
        }
        for _ in 0..<(length.first ?? 0) {
            guard recv(connection, &byte, 1, 0) == 1 else { return nil }
            bytes.append(byte)
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension ScriptedServer {
    var hostAndPort: HostAndPort { HostAndPort(host: "127.0.0.1", port: port) }

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

    /// An ordinary answer with that body.
    static func answer(_ body: String, status: String = "200 OK", headers: String = "") -> String {
        "HTTP/1.1 \(status)\r\nContent-Length: \(body.utf8.count)\r\n\(headers)\r\n\(body)"
    }

    /// An answer that leads elsewhere.
    static func redirect(to location: String, status: String = "302 Found") -> String {
        answer("", status: status, headers: "Location: \(location)\r\n")
    }
}
