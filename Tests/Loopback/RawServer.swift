import Foundation
import Synchronization

/// A server on loopback that answers each request with exactly the bytes it is told to.
package final class RawServer: Sendable {
    package enum Step: Sendable {
        case send([UInt8])
        /// Sends the bytes again and again until nobody takes them.
        case repeatForever([UInt8])
        /// Sends one byte after the other, so many milliseconds apart, until nobody takes them.
        case drip(UInt8, milliseconds: UInt32)
        /// Does nothing until the connection or the server is closed.
        case hang
        case close
        /// Closes so that the other side sees a reset.
        case reset

        package static func send(_ text: String) -> Self { .send(Array(text.utf8)) }
    }

    /// What was asked.
    package struct Question: Sendable {
        /// The head and the body as they came.
        package let text: String

        package var path: String { String(text.split(separator: " ").dropFirst().first ?? "") }

        /// A parameter of the query as it was sent; empty where there is none.
        package func parameter(_ name: String) -> String {
            let query = path.split(separator: "?", maxSplits: 1).last ?? ""
            let pair = query.split(separator: "&").first { $0.hasPrefix("\(name)=") }
            return pair.map { String($0.dropFirst(name.count + 1)) } ?? ""
        }
    }

    package struct SocketError: Error {
        package init() {}
    }

    package let port: UInt16

    /// The requests received, in order.
    package var questions: [Question] { state.withLock { $0.questions } }

    /// How many connections were accepted.
    package var connections: Int { state.withLock { $0.accepted } }

    private struct State {
        var questions: [Question] = []
        var accepted = 0
        var open: Set<Int32> = []
        var isStopped = false
    }

    private let state = Mutex(State())
    private let listener: Int32
    private let script: @Sendable (Question) -> [Step]

    /// Starts listening; the script is given each request.
    package init(_ script: @escaping @Sendable (Question) -> [Step]) throws {
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

    /// Starts a server that answers every request alike.
    package convenience init(_ steps: [Step]) throws {
        try self.init { _ in steps }
    }

    /// Ends every connection and stops listening.
    package func stop() {
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
        while let question = receive(from: connection) {
            state.withLock { $0.questions.append(question) }
            guard script(question).allSatisfy({ perform($0, on: connection) }) else { break }
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
        case .drip(let byte, let milliseconds):
            while write([byte], to: connection) { usleep(milliseconds * 1000) }
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
    private func receive(from connection: Int32) -> Question? {
        var bytes: [UInt8] = []
        var byte: UInt8 = 0
        while !bytes.suffix(4).elementsEqual("\r\n\r\n".utf8) {
            guard recv(connection, &byte, 1, 0) == 1 else { return nil }
            bytes.append(byte)
        }
        let head = String(decoding: bytes, as: UTF8.self)
        let length = head.split(separator: "\r\n").lazy.compactMap { line -> Int? in
            let parts = line.split(separator: ": ")
            return parts.first?.lowercased() == "content-length"
                ? parts.last.flatMap { Int($0) } : nil
        }
        for _ in 0..<(length.first ?? 0) {
            guard recv(connection, &byte, 1, 0) == 1 else { return nil }
            bytes.append(byte)
        }
        return Question(text: String(decoding: bytes, as: UTF8.self))
    }
}

// MARK: - Answers

extension [RawServer.Step] {
    /// An answer as it should be, but for what is told.
    package static func answer(
        _ body: some Sequence<UInt8>,
        status: String = "200 OK",
        type: String? = "application/json",
        headers: String = ""
    ) -> Self {
        let body = Array<UInt8>(body)
        let type = type.map { "Content-Type: \($0)\r\n" } ?? ""
        let head = "HTTP/1.1 \(status)\r\n\(type)Content-Length: \(body.count)\r\n\(headers)\r\n"
        return [.send(Array<UInt8>(head.utf8) + body)]
    }

    package static func answer(
        _ body: String,
        status: String = "200 OK",
        type: String? = "application/json",
        headers: String = ""
    ) -> Self {
        answer(body.utf8, status: status, type: type, headers: headers)
    }

    /// An answer that leads elsewhere.
    package static func redirect(
        to location: String,
        status: String = "302 Found",
        headers: String = ""
    ) -> Self {
        answer("", status: status, headers: "Location: \(location)\r\n\(headers)")
    }

    /// The bytes as they are, and the end of the connection.
    package static func raw(_ text: String) -> Self { [.send(text), .close] }
}
