import ArgumentParser
import Foundation

/// What wrk counted while it asked a server for some seconds.
struct Wrk {
    let requestsPerSecond: Double
    /// The time in milliseconds that 99 of 100 answers did not exceed.
    let p99: Double

    /// Runs wrk with a script; refuses a run in which any request failed.
    init(port: Int, script: String, seconds: Int, connections: Int) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "wrk-\(UUID()).lua")
        try script.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let report = try Subprocess(
            "wrk",
            [
                "-t1", "-c\(connections)", "-d\(seconds)s", "--latency", "-s", file.path,
                "http://127.0.0.1:\(port)",
            ]
        ).finish()
        let lines = report.split(separator: "\n").map { $0.split(separator: " ") }
        guard !report.contains("Non-2xx"), !report.contains("Socket errors"),
            let rate = lines.first(where: { $0.first == "Requests/sec:" })?.last
                .flatMap({ Double($0) }),
            let p99 = lines.first(where: { $0.first == "99%" })?.last
                .flatMap(Self.milliseconds)
        else { throw ValidationError("wrk did not get its answers:\n\(report)") }
        requestsPerSecond = rate
        self.p99 = p99
    }

    private static func milliseconds(_ text: Substring) -> Double? {
        for (unit, scale) in [("us", 0.001), ("ms", 1), ("s", 1000)] where text.hasSuffix(unit) {
            return Double(text.dropLast(unit.count)).map { $0 * scale }
        }
        return nil
    }
}

/// The scripts of wrk's requests.
enum WrkScript {
    /// Asks for one thing again and again.
    static func fixed(_ target: String) -> String {
        "request = function() return wrk.format('GET', '\(target)') end"
    }

    /// Asks for one after the other, and from the beginning again.
    static func each(of targets: [String]) -> String {
        """
        targets = {\(targets.map { "'\($0)'" }.joined(separator: ","))}
        count = 0
        request = function()
          count = count % #targets + 1
          return wrk.format('GET', targets[count])
        end
        """
    }

    /// Asks around a centre of its own each time, and from another start in every run.
    ///
    /// - Parameters:
    ///   - point: About what the centres lie.
    ///   - parameters: What else is asked.
    /// - Returns: The script.
    static func around(
        _ point: (latitude: Double, longitude: Double),
        _ parameters: String
    ) -> String {
        """
        local start, count = \(Double.random(in: 0..<1)), 0
        request = function()
          -- Steps of the golden ratio, which never come to the same place twice.
          count = count + 1
          local north = \(point.latitude) + ((start + count * 0.6180339887498949) % 1 - 0.5) * 0.02
          local east = \(point.longitude) + ((start + count * 0.7548776662466927) % 1 - 0.5) * 0.02
          return wrk.format('GET', string.format(
            '/v1/practitioners?near=%.9f,%.9f&\(parameters)', north, east))
        end
        """
    }
}
