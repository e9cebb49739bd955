import Foundation
import Synchronization

/// A server on loopback that answers its first connection with given bytes, and closes it.
final class OneAnswerServer: Sendable {
    struct CannotListen: Error {}

    let port: UInt16
    private let request = Mutex<[UInt8]>([])

    init(_ answer: String) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isListening = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(listener, address, length) == 0 && listen(listener, 1) == 0
                    && getsockname(listener, address, &length) == 0
            }
        }
        guard isListening else { throw CannotListen() }
        port = UInt16(bigEndian: address.sin_port)
        let bytes = Array(answer.utf8)
        Thread.detachNewThread { [self] in
            let connection = accept(listener, nil, nil)
            var buffer = [UInt8](repeating: 0, count: 4096)
            let count = max(0, read(connection, &buffer, buffer.count))
            request.withLock { $0 = Array(buffer.prefix(count)) }
            _ = write(connection, bytes, bytes.count)
            close(connection)
            close(listener)
        }
    }

    /// What the client sent first.
    func received() -> [UInt8] { request.withLock { $0 } }
}
