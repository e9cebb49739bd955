import ArgumentParser
import Crypto
import Curl
import Directory
import Foundation
import Registries

/// How fast answers and lists are read and judged, beside hashing the same bytes.
struct ReadBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "read",
        abstract: "Read answers of each format beside hashing the same bytes.",
        discussion: """
            An answer is taken from its bytes to the verdict, the hash that is kept of it included.
            """
    )

    @Flag(help: "One object a line.") var json = false
    @Option(help: "Rows of an answer; at most 990.") var rows: [Int] = [50, 900]
    @Option(help: "Rows of the list of exclusions.") var listRows = 80_000
    @Option(help: "Seconds that each is read for.") var seconds = 1.0

    func run() async throws {
        for format in ReadAnswer.allCases {
            let registry = try format.registry()
            for rows in rows {
                let body = format.answer(rows: rows)
                try show("\(format.rawValue)_\(rows)", body) {
                    try format.read(body, by: registry, rows: rows)
                }
            }
        }
        let list = try ReadAnswer.list()
        let bytes = ReadAnswer.exclusions(rows: listRows)
        try show("list_\(listRows)", bytes) {
            var reader = ListReader(list)
            var names = 0
            let count: ListReader.RowReceiver = { row in
                if case .success(let entry) = row, entry.name != nil { names += 1 }
            }
            for start in stride(from: 0, to: bytes.count, by: 1 << 16) {
                let piece = Array(bytes[start..<min(start + 1 << 16, bytes.count)])
                reader.take(piece, count)
            }
            let summary = reader.finish(count)
            guard summary.failure == nil, names == listRows else {
                throw ValidationError("Of the list \(names) rows were read.")
            }
        }
    }

    private func show(_ name: String, _ bytes: [UInt8], _ read: () throws -> Void) throws {
        let value = try speed(bytes.count, read)
        let reference = try speed(bytes.count) { _ = SHA256.hash(data: bytes) }
        let figure = Figure(
            name: "registries.read.\(name).mb_s",
            value: value,
            reference: reference,
            budget: "at least 200; \(bytes.count) bytes; reference: hashed"
        )
        print(figure.line(json: json))
    }

    /// Megabytes a second.
    private func speed(_ size: Int, _ work: () throws -> Void) throws -> Double {
        let clock = ContinuousClock()
        var best = 0.0
        // The best of some stretches: what disturbs a machine only ever takes time.
        for _ in 0..<4 {
            var bytes = 0
            let start = clock.now
            var elapsed = 0.0
            repeat {
                try work()
                bytes += size
                let time = (clock.now - start).components
                elapsed = Double(time.seconds) + Double(time.attoseconds) / 1e18
            } while elapsed < seconds / 4
            best = max(best, Double(bytes) / elapsed / 1e6)
        }
        return best
    }
}
