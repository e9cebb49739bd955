import Foundation
import Loopback
import Synchronization

/// `openssl s_server` on loopback, for as long as a test lasts.
final class SecureServer {
    let port: UInt16
    private let process: Process
    private let folder: URL

    var hostAndPort: String { "127.0.0.1:\(port)" }

    /// Starts a server that answers every licensee's question with the bytes given for it.
    ///
    /// - Parameters:
    ///   - certificate: The name of one of `Certificates`.
    ///   - options: Further ones of `s_server`.
    ///   - answer: The whole answer to each licensee's question.
    /// - Throws: Why there is no such server.
    convenience init(
        _ certificate: String,
        options: [String] = [],
        answer: (Licensee) -> String
    ) throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "meridian-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for licensee in Licensee.all {
            try Data(answer(licensee).utf8)
                .write(to: folder.appending(path: "licences?number=\(licensee.number)"))
        }
        // Serves files that are whole HTTP answers, and closes.
        try self.init(certificate, folder, ["-HTTP"] + options) { _ in }
    }

    /// Starts a server of HTTP/2 whose frames are written by hand.
    ///
    /// - Parameters:
    ///   - certificate: The name of one of `Certificates`.
    ///   - frames: What is sent when a request has come, given its stream; it may be sent without
    ///     end.
    /// - Throws: Why there is no such server.
    convenience init(
        _ certificate: String,
        frames: @escaping @Sendable (UInt32) -> (bytes: [UInt8], isRepeated: Bool)
    ) throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "meridian-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try self.init(certificate, folder, ["-quiet", "-alpn", "h2"]) { process in
            let (input, output) = (Pipe(), Pipe())
            process.standardInput = input
            process.standardOutput = output
            let reading = output.fileHandleForReading.fileDescriptor
            let writing = input.fileHandleForWriting.fileDescriptor
            Thread.detachNewThread {
                withExtendedLifetime((input, output)) {
                    var conversation = FrameConversation(reading, writing, answer: frames)
                    conversation.run()
                }
            }
        }
    }

    private init(
        _ certificate: String,
        _ folder: URL,
        _ options: [String],
        prepare: (Process) -> Void
    ) throws {
        self.folder = folder
        let certificates = try Certificates.shared.get()
        port = try Self.freePort()
        process = try OpenSSL.process(
            [
                "s_server", "-accept", "127.0.0.1:\(port)", "-cert_chain",
                certificates.folder.appending(path: "\(certificate).pem").path, "-cert",
                certificates.folder.appending(path: "\(certificate).pem").path, "-key",
                certificates.folder.appending(path: "\(certificate).pem").path,
            ] + options,
            in: folder
        )
        prepare(process)
        signal(SIGPIPE, SIG_IGN)
        try process.run()
        while process.isRunning, !Self.isListening(port) { usleep(5000) }
        guard process.isRunning else {
            throw OpenSSL.Failure(description: "openssl s_server did not start")
        }
    }

    func stop() {
        // It may have been started with the other signals blocked.
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        try? FileManager.default.removeItem(at: folder)
    }

    // MARK: - Ports

    private static func withAddress<Result>(
        _ port: UInt16,
        _ body: (UnsafeMutablePointer<sockaddr>, inout socklen_t) -> Result
    ) -> Result {
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = port.bigEndian
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        return withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { body($0, &length) }
        }
    }

    /// A port that was free a moment ago: `s_server` does not say which one it chose.
    private static func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        let port = withAddress(0) { address, length -> UInt16? in
            guard bind(descriptor, address, length) == 0,
                getsockname(descriptor, address, &length) == 0
            else { return nil }
            return address.withMemoryRebound(to: sockaddr_in.self, capacity: 1) {
                UInt16(bigEndian: $0.pointee.sin_port)
            }
        }
        guard let port else { throw RawServer.SocketError() }
        return port
    }

    private static func isListening(_ port: UInt16) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        return withAddress(port) { connect(descriptor, $0, $1) == 0 }
    }
}

/// A server's side of HTTP/2, as little of it as it takes to misbehave (RFC 9113).
private struct FrameConversation {
    private static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

    private let reading: Int32
    private let writing: Int32
    private let answer: (UInt32) -> (bytes: [UInt8], isRepeated: Bool)
    private var received: [UInt8] = []

    init(
        _ reading: Int32,
        _ writing: Int32,
        answer: @escaping (UInt32) -> (bytes: [UInt8], isRepeated: Bool)
    ) {
        self.reading = reading
        self.writing = writing
        self.answer = answer
    }

    mutating func run() {
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = read(reading, &buffer, buffer.count)
            guard count > 0 else { return }
            received += buffer[..<count]
            while takeNext() {}
        }
    }

    /// Takes the next frame, or the beginning of the next connection.
    private mutating func takeNext() -> Bool {
        if let start = received.firstRange(of: Self.preface) {
            received.removeSubrange(..<start.upperBound)
            return write(Frame.settings())
        }
        guard received.count >= 9, received.first != Self.preface.first else { return false }
        let length = Int(received[0]) << 16 | Int(received[1]) << 8 | Int(received[2])
        guard received.count >= 9 + length else { return false }
        let (type, flags) = (received[3], received[4])
        let stream = received[5..<9].reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        received.removeFirst(9 + length)
        switch type {
        case Frame.settingsType where flags & 1 == 0: return write(Frame.settings(isAnswer: true))
        case Frame.headersType:
            let (bytes, isRepeated) = answer(stream)
            guard write(bytes) else { return false }
            // Until the other side has closed, and openssl waits for the next connection.
            for _ in 0..<(isRepeated ? 2000 : 0) {
                guard write(bytes) else { return false }
            }
            return true
        default: return true
        }
    }

    private func write(_ bytes: [UInt8]) -> Bool {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes {
                Glibc.write(writing, $0.baseAddress, $0.count)
            }
            guard count > 0 else { return false }
            sent += count
        }
        return true
    }
}

/// The frames of HTTP/2 (RFC 9113 §6).
enum Frame {
    static let dataType: UInt8 = 0
    static let headersType: UInt8 = 1
    static let settingsType: UInt8 = 4

    static func frame(
        _ type: UInt8,
        flags: UInt8 = 0,
        stream: UInt32 = 0,
        _ payload: [UInt8] = []
    ) -> [UInt8] {
        let count = UInt32(payload.count)
        return [UInt8(count >> 16 & 0xFF), UInt8(count >> 8 & 0xFF), UInt8(count & 0xFF)]
            + [type, flags] + big(stream) + payload
    }

    static func settings(isAnswer: Bool = false) -> [UInt8] {
        frame(settingsType, flags: isAnswer ? 1 : 0)
    }

    /// The status 200 and JSON as the content type.
    static func headers(_ stream: UInt32, also more: [UInt8] = [], isWhole: Bool = true) -> [UInt8]
    {
        // Indexed `:status: 200`; `content-type` by its index, with a literal value (RFC 7541).
        let block: [UInt8] = [0x88, 0x0F, 0x10, 16] + Array("application/json".utf8)
        return frame(headersType, flags: isWhole ? 4 : 0, stream: stream, block + more)
    }

    static func data(_ stream: UInt32, _ text: String, isLast: Bool) -> [UInt8] {
        frame(dataType, flags: isLast ? 1 : 0, stream: stream, Array(text.utf8))
    }

    static func goAway(last stream: UInt32, code: UInt32 = 0) -> [UInt8] {
        frame(7, big(stream) + big(code))
    }

    static func reset(_ stream: UInt32, code: UInt32) -> [UInt8] {
        frame(3, stream: stream, big(code))
    }

    static func big(_ number: UInt32) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian, Array.init)
    }
}
