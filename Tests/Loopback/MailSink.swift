import Foundation
import Synchronization

/// An SMTP server on loopback that keeps what it is given, and misbehaves as it is told.
package final class MailSink: Sendable {
    package enum Reply: Sendable {
        case say(String)
        case sayAndClose(String)
        case close
        /// Does nothing until the connection or the server is closed.
        case hang
        /// Reads nothing on until the other side has closed.
        case sayAndWait(String)
    }

    /// One command, or what came between DATA and the dot.
    package struct Command: Sendable {
        /// In capitals; `.` for the end of a mail, `connect` for the greeting.
        package let verb: String
        package let line: String
        /// From 1.
        package let connection: Int
        package let isEncrypted: Bool
    }

    package struct Mail: Sendable {
        package let sender: String
        package let recipient: String
        /// As it was before dots were doubled.
        package let text: String
        package let isEncrypted: Bool
        /// Whether the sink said 250 to it.
        package let isTaken: Bool

        /// A header's value, unfolded.
        package func header(_ name: String) -> String? {
            let head = text.components(separatedBy: "\r\n\r\n").first ?? ""
            return head.replacingOccurrences(of: "\r\n ", with: " ").components(separatedBy: "\r\n")
                .first { $0.lowercased().hasPrefix(name.lowercased() + ": ") }
                .map { String($0.dropFirst(name.count + 2)) }
        }
    }

    package enum Encryption: Sendable {
        case none
        /// STARTTLS, with one of `Certificates`.
        case offered(String)
        case fromTheStart(String)
    }

    package let port: UInt16

    /// What was said to it, in order.
    package var commands: [Command] { state.withLock { $0.commands } }
    /// All mails whose end it saw, those it did not take too.
    package var mails: [Mail] { state.withLock { $0.mails } }

    private struct State {
        var commands: [Command] = []
        var mails: [Mail] = []
        var connections = 0
        var open: Set<Int32> = []
        var processes: [Process] = []
        var isStopped = false
    }

    private let state = Mutex(State())
    private let listener: Int32
    private let encryption: Encryption
    private let extensions: [String]
    private let script: @Sendable (Command) -> Reply?

    /// Starts listening.
    ///
    /// - Parameters:
    ///   - encryption: Whether it can be spoken to in secret.
    ///   - extensions: What it says it can beside that, as `AUTH PLAIN`.
    ///   - script: What it says to a command; nil for what is usual.
    /// - Throws: Why there is no such server.
    package init(
        _ encryption: Encryption = .none,
        extensions: [String] = ["SIZE 100000000"],
        script: @escaping @Sendable (Command) -> Reply? = { _ in nil }
    ) throws {
        self.encryption = encryption
        self.extensions = extensions
        self.script = script
        signal(SIGPIPE, SIG_IGN)
        listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let listener = listener
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(listener, $0, length) == 0 && listen(listener, 64) == 0
                    && getsockname(listener, $0, &length) == 0
            }
        }
        port = UInt16(bigEndian: address.sin_port)
        guard isListening else { throw RawServer.SocketError() }
        Thread.detachNewThread { self.acceptAll() }
    }

    /// Ends every connection and stops listening.
    package func stop() {
        let processes = state.withLock { state in
            state.isStopped = true
            for connection in state.open { shutdown(connection, Int32(SHUT_RDWR)) }
            return state.processes
        }
        shutdown(listener, Int32(SHUT_RDWR))
        for process in processes { kill(process.processIdentifier, SIGKILL) }
    }

    private func acceptAll() {
        while true {
            let connection = accept(listener, nil, nil)
            guard connection >= 0 else { break }
            let number = state.withLock { state -> Int? in
                guard !state.isStopped else { return nil }
                state.open.insert(connection)
                state.connections += 1
                return state.connections
            }
            guard let number else {
                close(connection)
                break
            }
            Thread.detachNewThread {
                var conversation = Conversation(number, on: connection)
                self.hold(&conversation)
                shutdown(connection, Int32(SHUT_RDWR))
                conversation.end()
                self.state.withLock { state in
                    state.open.remove(connection)
                    close(connection)
                }
            }
        }
        close(listener)
    }

    // MARK: - SMTP

    private func hold(_ conversation: inout Conversation) {
        if case .fromTheStart(let certificate) = encryption {
            guard encrypt(&conversation, certificate) else { return }
        }
        guard answer("connect", "", &conversation, usual: "220 sink.example.org ESMTP") else {
            return
        }
        var sender = ""
        var recipient = ""
        while let line = conversation.readLine() {
            let verb = line.prefix { $0 != " " && $0 != ":" }.uppercased()
            switch verb {
            case "EHLO", "HELO":
                guard answer(verb, line, &conversation, usual: offers(conversation)) else { return }
            case "STARTTLS":
                guard case .offered(let certificate) = encryption,
                    answer(verb, line, &conversation, usual: "220 go ahead"),
                    encrypt(&conversation, certificate)
                else { return }
            case "AUTH":
                guard answer(verb, line, &conversation, usual: "334 "),
                    let secret = conversation.readLine(),
                    answer("SECRET", secret, &conversation, usual: "235 welcome")
                else { return }
            case "MAIL", "RCPT":
                let address = line.drop { $0 != "<" }.dropFirst().prefix { $0 != ">" }
                if verb == "MAIL" { sender = String(address) } else { recipient = String(address) }
                guard answer(verb, line, &conversation, usual: "250 fine") else { return }
            case "DATA":
                guard answer(verb, line, &conversation, usual: "354 go ahead") else { return }
                guard conversation.lastWords.hasPrefix("354") else { continue }
                guard let text = conversation.readMail() else { return }
                let (isGoingOn, isTaken) = answerMail(&conversation)
                state.withLock { state in
                    state.mails.append(
                        Mail(
                            sender: sender,
                            recipient: recipient,
                            text: text,
                            isEncrypted: conversation.isEncrypted,
                            isTaken: isTaken
                        )
                    )
                }
                guard isGoingOn else { return }
            case "QUIT":
                _ = answer(verb, line, &conversation, usual: "221 bye")
                return
            default:
                guard answer(verb, line, &conversation, usual: "250 fine") else { return }
            }
        }
    }

    private func offers(_ conversation: Conversation) -> String {
        var offers = extensions
        if case .offered = encryption, !conversation.isEncrypted { offers.append("STARTTLS") }
        let lines = ["sink.example.org"] + offers
        return lines.enumerated().map { index, line in
            index == lines.count - 1 ? "250 \(line)" : "250-\(line)"
        }.joined(separator: "\r\n")
    }

    private func answerMail(_ conversation: inout Conversation) -> (isGoingOn: Bool, Bool) {
        let command = note(".", "", conversation)
        guard let reply = script(command) else {
            return (conversation.write("250 taken\r\n"), true)
        }
        let isGoingOn = perform(reply, &conversation)
        if case .say(let text) = reply { return (isGoingOn, text.hasPrefix("250")) }
        return (isGoingOn, false)
    }

    /// Says what is told or usual, and says whether the conversation goes on.
    private func answer(
        _ verb: String,
        _ line: String,
        _ conversation: inout Conversation,
        usual: String
    ) -> Bool {
        let command = note(verb, line, conversation)
        return perform(script(command) ?? .say(usual), &conversation)
    }

    private func note(_ verb: String, _ line: String, _ conversation: Conversation) -> Command {
        let command = Command(
            verb: verb,
            line: line,
            connection: conversation.number,
            isEncrypted: conversation.isEncrypted
        )
        state.withLock { $0.commands.append(command) }
        return command
    }

    private func perform(_ reply: Reply, _ conversation: inout Conversation) -> Bool {
        switch reply {
        case .say(let text): return conversation.write(text + "\r\n")
        case .sayAndClose(let text):
            _ = conversation.write(text + "\r\n")
            return false
        case .close: return false
        case .hang:
            while conversation.readLine() != nil {}
            return false
        case .sayAndWait(let text):
            return conversation.write(text + "\r\n") && conversation.waitForEnd()
        }
    }

    private func encrypt(_ conversation: inout Conversation, _ certificate: String) -> Bool {
        guard let process = try? conversation.encrypt(with: certificate) else { return false }
        state.withLock { $0.processes.append(process) }
        return true
    }
}

/// What is read from and written to one connection, `openssl s_server` in between once it is secret.
private struct Conversation {
    let number: Int
    private let connection: Int32
    private var reading: Int32
    private var writing: Int32
    private var pipes: [Pipe] = []
    private var process: Process?
    private var folder: URL?
    private var received: [UInt8] = []
    private(set) var lastWords = ""

    var isEncrypted: Bool { process != nil }

    init(_ number: Int, on connection: Int32) {
        self.number = number
        self.connection = connection
        reading = connection
        writing = connection
    }

    func end() {
        if let process {
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }
        if let folder { try? FileManager.default.removeItem(at: folder) }
    }

    mutating func readLine() -> String? {
        while true {
            if let end = received.firstIndex(of: 0x0A) {
                let line = received[..<end]
                received.removeSubrange(...end)
                return String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
            }
            guard received.count < 1 << 20, fill() else { return nil }
        }
    }

    /// What comes up to the line with a dot alone; nil where the connection ends before.
    mutating func readMail() -> String? {
        var lines: [String] = []
        while let line = readLine() {
            if line == "." { return lines.map { $0 + "\r\n" }.joined() }
            lines.append(line.hasPrefix(".") ? String(line.dropFirst()) : line)
        }
        return nil
    }

    mutating func write(_ text: String) -> Bool {
        lastWords = text
        let bytes = Array(text.utf8)
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

    /// Waits until the other side closes, whatever it has sent before.
    func waitForEnd() -> Bool {
        // POLLRDHUP of poll(2), which the module of the C library leaves out.
        var watched = pollfd(fd: reading, events: 0x2000, revents: 0)
        return poll(&watched, 1, -1) > 0
    }

    private mutating func fill() -> Bool {
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        let count = read(reading, &buffer, buffer.count)
        guard count > 0 else { return false }
        received += buffer[..<count]
        return true
    }

    /// Puts a TLS server between the connection and what is read and written from now on.
    mutating func encrypt(with certificate: String) throws -> Process {
        let certificates = try Certificates.shared.get()
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "meridian-\(UUID().uuidString.prefix(8))")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        self.folder = folder
        let file = certificates.folder.appending(path: "\(certificate).pem").path
        let process = try OpenSSL.process(
            [
                "s_server", "-unix", "tls", "-naccept", "1", "-quiet", "-cert", file, "-key", file,
                "-cert_chain", file,
            ],
            in: folder
        )
        let (input, output) = (Pipe(), Pipe())
        process.standardInput = input
        process.standardOutput = output
        try process.run()
        pipes = [input, output]
        self.process = process
        reading = output.fileHandleForReading.fileDescriptor
        writing = input.fileHandleForWriting.fileDescriptor
        let tunnel = try Self.connected(to: folder.appending(path: "tls").path, while: process)
        // What came before the handshake belongs to it.
        let early = received
        received = []
        _ = early.withUnsafeBytes { send(tunnel, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
        let connection = connection
        Thread.detachNewThread { Self.pump(from: connection, to: tunnel) }
        Thread.detachNewThread {
            Self.pump(from: tunnel, to: connection)
            close(tunnel)
        }
        return process
    }

    private static func connected(to path: String, while process: Process) throws -> Int32 {
        let descriptor = socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(107)) }
        while process.isRunning {
            let isConnected = withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size)) == 0
                }
            }
            if isConnected { return descriptor }
            usleep(2000)
        }
        close(descriptor)
        throw OpenSSL.Failure(description: "openssl s_server did not start")
    }

    private static func pump(from source: Int32, to target: Int32) {
        var buffer = [UInt8](repeating: 0, count: 16 << 10)
        while true {
            let count = read(source, &buffer, buffer.count)
            guard count > 0 else { break }
            var sent = 0
            while sent < count {
                let written = buffer[sent..<count].withUnsafeBytes {
                    send(target, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard written > 0 else { return }
                sent += written
            }
        }
        shutdown(target, Int32(SHUT_WR))
    }
}
