import Dispatch
import Glibc

/// A connection read byte by byte, since how it ends is what matters.
enum RawConnection {
    struct Ending: Sendable {
        /// What arrived before the end.
        let text: String
        /// 0 when the stream ended in order, else the system's error number.
        let error: Int32
    }

    /// Asks for a target on this machine and reads until the connection ends.
    static func ending(of target: String, at port: Int) async -> Ending {
        await withCheckedContinuation { continuation in
            // Reading blocks, so it stays off the threads on which the server answers.
            DispatchQueue.global().async {
                continuation.resume(returning: read(target, at: port))
            }
        }
    }

    private static func read(_ target: String, at port: Int) -> Ending {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var limit = timeval(tv_sec: 20, tv_usec: 0)
        setsockopt(
            descriptor,
            SOL_SOCKET,
            SO_RCVTIMEO,
            &limit,
            socklen_t(MemoryLayout<timeval>.size)
        )
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let connected = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                connect(descriptor, address, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        guard connected == 0 else { return Ending(text: "", error: errno) }
        let request = Array("GET \(target) HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
        guard send(descriptor, request, request.count, 0) == request.count else {
            return Ending(text: "", error: errno)
        }
        var received: [UInt8] = []
        var buffer = [UInt8](repeating: 0, count: 4096)
        while true {
            let count = recv(descriptor, &buffer, buffer.count, 0)
            guard count > 0 else {
                return Ending(
                    text: String(decoding: received, as: UTF8.self),
                    error: count == 0 ? 0 : errno
                )
            }
            received += buffer.prefix(count)
        }
    }
}
