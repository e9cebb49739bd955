import Curl
import Foundation
import Testing

/// A headless Chromium, spoken to by the WebDriver protocol.
final class Browser: Sendable {
    /// Something that the browser, or a page, did not do.
    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    /// How a page is looked at.
    struct View: Sendable, CustomTestStringConvertible {
        let width: Int
        let isDark: Bool

        static let all = [375, 1440].flatMap { width in
            [View(width: width, isDark: false), View(width: width, isDark: true)]
        }

        var testDescription: String { "\(width) pixels, \(isDark ? "dark" : "light")" }
    }

    /// How long something may take to be shown.
    private static let patience = Duration.seconds(30)

    private let driver: Driver
    private let transport: Transport
    private let session: String
    private let site: String

    /// Opens a window on a site that listens at this port.
    init(onPort port: Int, _ view: View = View(width: 1440, isDark: false)) async throws {
        driver = try Driver()
        transport = try Transport()
        site = "http://127.0.0.1:\(port)"
        let options: [String: Any] = [
            "binary": try Self.program("chromium", of: "chromium"),
            "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                "--hide-scrollbars", "--window-size=\(view.width),900",
                "--user-data-dir=\(driver.folder.path())",
            ],
        ]
        let answer = try await Self.ask(
            transport,
            "\(driver.address)/session",
            ["capabilities": ["alwaysMatch": ["goog:chromeOptions": options]]]
        )
        guard let id = answer["sessionId"].string else {
            throw Failure(description: "Chromium did not start: \(answer)")
        }
        session = "\(driver.address)/session/\(id)"
        // A click may be answered before the page it leads to, where the next thing is looked for.
        let milliseconds = Int(Self.patience.components.seconds) * 1000
        _ = try await command("timeouts", ["implicit": milliseconds])
        try await look(view)
    }

    private func look(_ view: View) async throws {
        try await devTools(
            "Emulation.setDeviceMetricsOverride",
            ["width": view.width, "height": 900, "deviceScaleFactor": 1, "mobile": false]
        )
        let scheme = ["name": "prefers-color-scheme", "value": view.isDark ? "dark" : "light"]
        try await devTools("Emulation.setEmulatedMedia", ["features": [scheme]])
    }

    /// Ends Chromium; what it answers to that is nobody's affair.
    func close() async {
        try? await devTools("Browser.close", [:])
    }

    // MARK: What a person does

    func go(to path: String) async throws {
        _ = try await command("url", ["url": site + path])
    }

    /// Clicks what a selector finds first.
    func click(_ selector: String) async throws {
        _ = try await command("element/\(try await element("css selector", selector))/click", [:])
    }

    func click(link text: String) async throws {
        _ = try await command("element/\(try await element("link text", text))/click", [:])
    }

    func type(_ text: String, into selector: String) async throws {
        let field = try await element("css selector", selector)
        _ = try await command("element/\(field)/clear", [:])
        _ = try await command("element/\(field)/value", ["text": text])
    }

    // MARK: What a person sees

    /// The words of what a selector finds, as they are shown: what is hidden is not among them.
    func words(_ selector: String = "body") async throws -> String {
        // What is not shown at all has its words in innerText nevertheless.
        let text = try await run(
            """
            const it = document.querySelector(arguments[0]);
            return it?.checkVisibility() ? it.innerText : '';
            """,
            selector
        )
        return (text.string ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// The same once they are there, at the latest after half a minute.
    func words(_ selector: String, containing text: String) async throws -> String {
        let deadline = ContinuousClock.now + Self.patience
        while true {
            let shown = try await words(selector)
            if shown.contains(text) || ContinuousClock.now > deadline { return shown }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    /// Waits until a page is shown; a click may be answered before the page it leads to.
    ///
    /// - Parameter path: The path that is expected, with its query.
    /// - Returns: The path that is there, at the latest after half a minute.
    /// - Throws: `Failure` where Chromium does not answer.
    func arrive(at path: String) async throws -> String {
        let deadline = ContinuousClock.now + Self.patience
        while true {
            let shown = try await run(
                "return document.readyState == 'complete' ? location.pathname + location.search : ''"
            )
            if shown.string == path || ContinuousClock.now > deadline { return shown.string ?? "" }
            try await Task.sleep(for: .milliseconds(20))
        }
    }

    // MARK: What a program sees

    /// Runs a script in the page.
    func run(_ script: String, _ arguments: String...) async throws -> JSON {
        try await command("execute/sync", ["script": script, "args": arguments])
    }

    /// Runs a script in the page that hands its result to its last argument.
    func runAndWait(_ script: String) async throws -> JSON {
        try await command("execute/async", ["script": script, "args": [String]()])
    }

    // MARK: The protocol

    private func element(_ strategy: String, _ value: String) async throws -> String {
        let found = try await command("element", ["using": strategy, "value": value])
        guard let name = found.names.first, let id = found[name].string else {
            throw Failure(description: "There is no \(value).")
        }
        return id
    }

    private func devTools(_ name: String, _ parameters: [String: Any]) async throws {
        _ = try await command("goog/cdp/execute", ["cmd": name, "params": parameters])
    }

    private func command(_ path: String, _ body: [String: Any]) async throws -> JSON {
        try await Self.ask(transport, "\(session)/\(path)", body)
    }

    private static func ask(
        _ transport: Transport,
        _ address: String,
        _ body: [String: Any]
    ) async throws -> JSON {
        let bytes = [UInt8](try JSONSerialization.data(withJSONObject: body))
        var request = Request(
            url: address,
            method: .post(body: bytes, contentType: "application/json")
        )
        request.allowsPlainText = true
        request.privateHosts = [try HostAndPort(address.split(separator: "/")[1])]
        request.limits.totalMilliseconds = 120_000
        request.limits.slowSeconds = 120
        let response = try await transport.send(request)
        let answer = try JSON(bytes: response.body)["value"]
        guard response.status == 200 else {
            let message = answer["message"].string ?? "status \(response.status)"
            throw Failure(description: "Chromium says: \(message)")
        }
        return answer
    }

    /// Where a program is installed.
    fileprivate static func program(_ name: String, of package: String) throws -> String {
        let folders = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":") ?? []
        let path = folders.map { "\($0)/\(name)" }
            .first { FileManager.default.isExecutableFile(atPath: $0) }
        guard let path else {
            throw Failure(
                description: "\(name) is not installed, and without it nobody sees the pages as "
                    + "people do: it is in Debian's package \(package), and deploy/test installs it."
            )
        }
        return path
    }

    /// The `chromedriver` process, which ends with the last that speaks to it.
    private final class Driver: Sendable {
        let address: String
        /// Where the browser keeps its profile.
        let folder: URL
        private let process: Process

        init() throws {
            folder = FileManager.default.temporaryDirectory
                .appending(path: "browser-\(UUID().uuidString)")
            let output = Pipe()
            let process = Process()
            process.executableURL = URL(
                filePath: try Browser.program("chromedriver", of: "chromium-driver")
            )
            process.arguments = ["--port=0"]
            process.standardOutput = output
            process.standardError = FileHandle.nullDevice
            process.standardInput = FileHandle.nullDevice
            try process.run()
            self.process = process
            var said = ""
            var port: Substring?
            while port == nil {
                let data = output.fileHandleForReading.availableData
                guard !data.isEmpty else { throw Failure(description: "chromedriver: \(said)") }
                said += String(decoding: data, as: UTF8.self)
                port = said.firstMatch(of: /successfully on port (\d+)\./)?.1
            }
            address = "http://127.0.0.1:\(port ?? "")"
        }

        deinit {
            // Nothing gentler: a child of a thread that takes no signals takes no SIGTERM either.
            kill(process.processIdentifier, SIGKILL)
            try? FileManager.default.removeItem(at: folder)
        }
    }
}

extension JSON {
    init(bytes: [UInt8]) throws {
        value = try JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
    }
}
