import Foundation
import Synchronization

/// A server on loopback that answers its connections in order with given bytes, and closes each.
final class AnswerServer: Sendable {
    struct CannotListen: Error {}

    let port: UInt16
    private let requests = Mutex<[[UInt8]]>([])

    init(_ answers: String...) throws {
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
        Thread.detachNewThread { [self] in
            for answer in answers {
                let connection = accept(listener, nil, nil)
                var buffer = [UInt8](repeating: 0, count: 4096)
                let count = max(0, read(connection, &buffer, buffer.count))
                requests.withLock { $0.append(Array(buffer.prefix(count))) }
                let bytes = Array(answer.utf8)
                _ = write(connection, bytes, bytes.count)
                close(connection)
            }
            close(listener)
        }
    }

    /// What the clients sent first, in order.
    func received() -> [String] {
        requests.withLock { $0.map { String(decoding: $0, as: UTF8.self) } }
    }
}
