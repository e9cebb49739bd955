import Directory
import Foundation
import Synchronization

extension PublicID {
    /// The text of a new identifier.
    static func made(at now: Instant) -> String {
        maker.withLock { $0.sequence.next(at: now, using: &$0.random).text }
    }

    private struct Maker {
        var sequence = PublicIDSequence()
        var random = RandomStock()
    }

    private static let maker = Mutex(Maker())
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
