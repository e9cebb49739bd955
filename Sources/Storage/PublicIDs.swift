import Directory
import Foundation
import Synchronization

extension PublicID {
    /// The text of a new identifier.
    static func made(at now: Instant) -> String {
        randomStock.withLock { PublicID(at: now, using: &$0).text }
    }

    private static let randomStock = Mutex(RandomStock())
}

/// The system's random numbers, fetched some at a time: a system call for each would cost more than
/// all else in making an identifier.
private struct RandomStock: RandomNumberGenerator {
    // As many bytes as getentropy(3) gives at once.
    private static let count = 256 / MemoryLayout<UInt64>.size

    private var numbers: [UInt64] = []

    mutating func next() -> UInt64 {
        if let number = numbers.popLast() { return number }
        numbers = [UInt64](unsafeUninitializedCapacity: Self.count) { buffer, count in
            let bytes = UnsafeMutableRawBufferPointer(buffer)
            if getentropy(bytes.baseAddress, bytes.count) == 0 {
                count = Self.count
                return
            }
            var system = SystemRandomNumberGenerator()
            buffer.initializeElement(at: 0, to: system.next())
            count = 1
        }
        return numbers.removeLast()
    }
}
