import Loopback
import Synchronization
import Testing

@testable import Curl

@Suite struct TransportTests {
    private let transport: Transport

    init() throws {
        transport = try Transport()
    }

    // MARK: - Answers

    @Test func `an answer comes with its status, headers and body`() async throws {
        let server = try RawServer(
            .answer("[1]", status: "404 Not Found", headers: "X-A: 1\r\nx-a: 2\r\n")
        )
        defer { server.stop() }

        let response = try await transport.send(server.request("/path?q=1"))

        #expect(response.status == 404)
        #expect(response.text == "[1]")
        #expect(response.contentType == "application/json")
        #expect(response.headers.values(of: "X-A") == ["1", "2"])
        #expect(response.url == server.url("/path?q=1"))
        #expect(response.version == .http1)
        #expect(server.requests.first?.hasPrefix("GET /path?q=1 HTTP/1.1\r\n") == true)
    }

    @Test func `a connection is used again`() async throws {
        let server = try RawServer(.answer("a"))
        defer { server.stop() }

        #expect(try await transport.send(server.request("/1")).openedConnection)
        #expect(try await transport.send(server.request("/2")).openedConnection == false)
        #expect(server.connections == 1)
    }

    @Test func `an empty answer has an empty body`() async throws {
        let server = try RawServer([.send("HTTP/1.1 204 No Content\r\n\r\n")])
        defer { server.stop() }

        #expect(try await transport.send(server.request()).body.isEmpty)
    }

    @Test func `an interim answer is not the answer`() async throws {
        let server = try RawServer(
            [.send("HTTP/1.1 103 Early Hints\r\nX-A: early\r\n\r\n")]
                + .answer("late", headers: "X-B: 1\r\n")
        )
        defer { server.stop() }

        let response = try await transport.send(server.request())

        #expect(response.status == 200)
        #expect(response.text == "late")
        #expect(response.headers["X-A"] == nil)
        #expect(response.headers["X-B"] == "1")
    }

    @Test func `chunks are joined, and trailers are no headers`() async throws {
        let server = try RawServer(
            [
                .send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"),
                .send("3\r\nabc\r\n2\r\nde\r\n0\r\nX-Late: 1\r\n\r\n"),
            ]
        )
        defer { server.stop() }

        let response = try await transport.send(server.request())

        #expect(response.text == "abcde")
        #expect(response.headers["X-Late"] == nil)
    }

    @Test func `a compressed body is unpacked`() async throws {
        let packed = Gzip.stored(Array("plain words".utf8))
        let server = try RawServer { _ in
            [
                .send(
                    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
                        + "Content-Length: \(packed.count)\r\n\r\n"
                ),
                .send(packed),
            ]
        }
        defer { server.stop() }

        #expect(try await transport.send(server.request()).text == "plain words")
        #expect(server.requests.first?.contains("Accept-Encoding: gzip, deflate, br\r\n") == true)
    }

    // MARK: - What is sent

    @Test func `headers and user agent are sent, and belong to one request only`() async throws {
        let server = try RawServer(.answer(""))
        defer { server.stop() }
        var first = server.request("/1")
        first.headers = [.init(name: "X-App-Token", value: "t0k"), .init(name: "X-E", value: "")]
        first.userAgent = "Meridian (admin@example.org)"

        _ = try await transport.send(first)
        _ = try await transport.send(server.request("/2"))

        let heads = server.requests
        #expect(heads[0].contains("X-App-Token: t0k\r\n"))
        #expect(heads[0].contains("X-E:\r\n"))
        #expect(heads[0].contains("User-Agent: Meridian (admin@example.org)\r\n"))
        #expect(!heads[1].contains("X-App-Token"))
        #expect(heads[1].contains("User-Agent: Meridian\r\n"))
    }

    @Test func `a body is sent, and belongs to one request only`() async throws {
        let server = try RawServer(.answer(""))
        defer { server.stop() }
        var first = server.request("/1")
        first.method = .post(
            body: Array("a=1\0&b=2".utf8),
            contentType: "application/x-www-form-urlencoded"
        )
        var second = server.request("/2")
        second.method = .post(body: [], contentType: "text/plain")

        _ = try await transport.send(first)
        _ = try await transport.send(second)
        _ = try await transport.send(server.request("/3"))

        let requests = server.requests
        #expect(requests[0].hasPrefix("POST /1 "))
        #expect(requests[0].contains("Content-Type: application/x-www-form-urlencoded\r\n"))
        #expect(requests[0].hasSuffix("\r\n\r\na=1\0&b=2"))
        #expect(requests[1].contains("Content-Type: text/plain\r\n"))
        #expect(requests[1].contains("Content-Length: 0\r\n"))
        #expect(requests[2].hasPrefix("GET /3 "))
        #expect(!requests[2].contains("Content-"))
    }

    @Test(arguments: [
        // What would end the line, or say where the message ends or whom it is for.
        ("X-A", "1\r\nX-B: 2"), ("X-A", "1\0"), ("X-A:", "1"), ("", "1"), ("X A", "1"),
        ("Host", "elsewhere.example"), ("content-length", "5"), ("Transfer-Encoding", "chunked"),
    ])
    func `a header that could change the request is not sent`(
        name: String,
        value: String
    ) async throws {
        let server = try RawServer(.answer(""))
        defer { server.stop() }
        var request = server.request()
        request.headers = [.init(name: name, value: value)]

        let error = await transport.failure(of: request)

        #expect(error == .badRequest("The header \(name) may not be sent."))
        #expect(server.connections == 0)
    }

    // MARK: - URLs

    @Test(arguments: [
        "ftp://registry.example/", "file:///etc/passwd", "gopher://registry.example/", "/path",
        "registry.example", "", "http://registry.example/", "httpss://registry.example/",
    ])
    func `another protocol is refused`(url: String) async {
        #expect(await transport.failure(of: Request(url: url)) == .badProtocol)
    }

    @Test(arguments: [
        ("https://user:pass@registry.example/", "The URL must not hold a user or password."),
        ("https://user@registry.example/", "The URL must not hold a user or password."),
        ("https://", "The URL cannot be read."),
        ("https://registry.example:99999/", "The URL cannot be read."),
        (
            "https://registry.example/\0",
            "The URL is too long, or has a space or control character in it."
        ),
        (
            "https://registry.example/a b",
            "The URL is too long, or has a space or control character in it."
        ),
    ])
    func `a URL that cannot be asked is refused`(url: String, reason: String) async {
        #expect(await transport.failure(of: Request(url: url)) == .badRequest(reason))
    }

    @Test func `a name that does not exist cannot be resolved`() async {
        let request = Request(url: "https://does-not-exist.invalid/?token=secret")

        #expect(await transport.failure(of: request) == .couldNotResolve)
    }

    @Test func `nobody listening is a connection that could not be made`() async throws {
        let server = try RawServer([.send("")])
        server.stop()

        #expect(await transport.failure(of: server.request()) == .couldNotConnect)
    }

    @Test func `a server without TLS cannot be asked over it`() async throws {
        let server = try RawServer([.send("HTTP/1.1 400 Bad Request\r\n\r\n")])
        defer { server.stop() }
        var request = server.request()
        request.url = "https://127.0.0.1:\(server.port)/"
        request.limits.totalMilliseconds = 300

        let error = await transport.failure(of: request)

        #expect(error == .tlsFailed || error == .timedOut)
    }

    // MARK: - Limits

    @Test(arguments: [
        // Nothing; half a header; half a body.
        "", "HTTP/1.1 200 OK\r\nContent-Le", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
    ])
    func `a server that stops halfway is not waited for`(beginning: String) async throws {
        let server = try RawServer { _ in [.send(beginning), .hang] }
        defer { server.stop() }
        var request = server.request()
        request.limits.totalMilliseconds = 200

        #expect(await transport.failure(of: request) == .timedOut)
    }

    @Test func `a server that hardly sends anything is not waited for`() async throws {
        let server = try RawServer { _ in
            [.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"), .hang]
        }
        defer { server.stop() }
        var request = server.request()
        request.limits.totalMilliseconds = 3_600_000
        request.limits.slowSeconds = 1

        #expect(await transport.failure(of: request) == .timedOut)
    }

    @Test(arguments: [
        "HTTP/1.1 200 OK\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 999999999999\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 200001\r\n\r\n",
    ])
    func `a body without end is cut off`(head: String) async throws {
        let server = try RawServer { _ in
            [.send(head), .repeatForever(.init(repeating: 0x61, count: 10_000))]
        }
        defer { server.stop() }
        var request = server.request()
        request.limits.bodyBytes = 200_000

        #expect(await transport.failure(of: request) == .bodyTooLarge(limit: 200_000))
    }

    @Test func `a body of just the permitted size is taken`() async throws {
        let server = try RawServer(.answer("12345"))
        defer { server.stop() }
        var request = server.request()
        request.limits.bodyBytes = 5

        #expect(try await transport.send(request).text == "12345")
        request.limits.bodyBytes = 4
        #expect(await transport.failure(of: request) == .bodyTooLarge(limit: 4))
    }

    @Test func `a small body that unpacks to a large one is cut off`() async throws {
        let packed = Gzip.zeros(atLeast: 20 << 20)
        let server = try RawServer { _ in
            [
                .send(
                    "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\n"
                        + "Content-Length: \(packed.count)\r\n\r\n"
                ),
                .send(packed),
            ]
        }
        defer { server.stop() }
        var request = server.request()
        request.limits.bodyBytes = 1 << 20

        #expect(packed.count < 1 << 20)
        #expect(await transport.failure(of: request) == .bodyTooLarge(limit: 1 << 20))
    }

    @Test(arguments: [
        // One long line, many short ones, interim answers, trailers.
        ("HTTP/1.1 200 OK\r\nX-A: ", "aaaaaaaaaa"),
        ("HTTP/1.1 200 OK\r\n", "X-A: 1\r\n"),
        ("", "HTTP/1.1 100 Continue\r\n\r\n"),
        ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "X-A: 1\r\n"),
    ])
    func `headers without end are cut off`(beginning: String, repeated: String) async throws {
        let server = try RawServer { _ in
            [.send(beginning), .repeatForever(Array(repeated.utf8))]
        }
        defer { server.stop() }

        #expect(await transport.failure(of: server.request()) == .headersTooLarge)
    }

    // MARK: - Broken answers

    @Test(arguments: [
        // No status line, half of one, one without sense.
        "hello\r\n\r\n", "HTTP/1.1 OK\r\n\r\n", "HTTP/1.1 99 Too Low\r\n\r\n",
        "HTTP/3.7 200 OK\r\n\r\n",
        // Two lengths, none that is a number, a zero byte, a folded line, a line without a colon.
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nContent-Length: 1, 2\r\n\r\nab",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-A: \0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-A: 1\r\n folded\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-A\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nX-A: 1\u{1B}[0m\r\n\r\n",
        // A coding nobody asked for, and what is not packed as it says.
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Encoding: gzip, ZSTD\r\n\r\na",
        "HTTP/1.1 200 OK\r\nContent-Length: 4\r\nContent-Encoding: gzip\r\n\r\nabcd",
    ])
    func `what is not valid HTTP is no answer`(answer: String) async throws {
        let server = try RawServer { _ in [.send(answer), .close] }
        defer { server.stop() }

        let error = await transport.failure(of: server.request())

        #expect(error == .malformedAnswer)
    }

    @Test(arguments: [
        // Before anything, within the body, within a chunk.
        "", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nabc",
        // Where the next chunk's length should be: libcurl makes no difference.
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n",
    ])
    func `an answer that breaks off is no answer`(beginning: String) async throws {
        for end in [RawServer.Step.close, .reset] {
            let server = try RawServer { _ in [.send(beginning), end] }
            defer { server.stop() }

            #expect(await transport.failure(of: server.request()) == .cutShort)
        }
    }

    @Test func `a broken answer does not spoil the next`() async throws {
        let server = try RawServer { question in
            question.text.hasPrefix("GET /bad")
                ? [.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nabc"), .close]
                : .answer("good")
        }
        defer { server.stop() }

        for _ in 0..<3 {
            #expect(await transport.failure(of: server.request("/bad")) == .cutShort)
            #expect(try await transport.send(server.request("/good")).text == "good")
        }
    }

    // MARK: - Many, and ending

    @Test func `two hundred requests at once each get their own answer`() async throws {
        let server = try RawServer { question in
            .answer("answer to \(question.path)")
        }
        defer { server.stop() }

        let answers = await withTaskGroup(of: (Int, String?).self) { group in
            for number in 0..<200 {
                group.addTask {
                    let response = try? await transport.send(server.request("/\(number)"))
                    return (number, response?.text)
                }
            }
            return await group.reduce(into: [:]) { $0[$1.0] = $1.1 }
        }

        for number in 0..<200 { #expect(answers[number] == "answer to /\(number)") }
    }

    @Test func `more than may be under way wait for their turn`() async throws {
        let server = try RawServer(.answer("a"))
        defer { server.stop() }
        let narrow = try Transport(concurrency: 2)

        await withTaskGroup { group in
            for number in 0..<20 {
                group.addTask {
                    #expect(await narrow.failure(of: server.request("/\(number)")) == nil)
                }
            }
        }

        #expect(server.requests.count == 20)
        #expect(server.connections <= 2)
    }

    @Test func `a cancelled task's request ends`() async throws {
        let server = try RawServer { _ in [.hang] }
        defer { server.stop() }
        let task = Task { await transport.failure(of: server.request()) }
        try await eventually { server.requests.count == 1 }

        task.cancel()

        #expect(await task.value == .cancelled)
    }

    @Test func `a task cancelled beforehand sends nothing that is waited for`() async throws {
        let server = try RawServer { _ in [.hang] }
        defer { server.stop() }
        let task = Task {
            try? await Task.sleep(for: .seconds(60))
            return await transport.failure(of: server.request())
        }

        task.cancel()

        #expect(await task.value == .cancelled)
    }

    @Test func `a waiting request can be cancelled`() async throws {
        let server = try RawServer { _ in [.hang] }
        defer { server.stop() }
        let narrow = try Transport(concurrency: 1)
        let first = Task { await narrow.failure(of: server.request("/1")) }
        try await eventually { server.requests.count == 1 }
        let second = Task { await narrow.failure(of: server.request("/2")) }

        second.cancel()

        #expect(await second.value == .cancelled)
        first.cancel()
        #expect(await first.value == .cancelled)
        #expect(server.requests.count == 1)
    }

    @Test func `a started transfer is cancelled by its name`() async throws {
        let server = try RawServer { _ in [.hang] }
        defer { server.stop() }

        let result = await withCheckedContinuation { continuation in
            let id = transport.start(server.request()) { continuation.resume(returning: $0) }
            transport.cancel(id)
        }

        #expect(throws: TransferError.cancelled) { try result.get() }
    }

    @Test func `requests that are started together are answered each`() async throws {
        let server = try RawServer { .answer("to \($0.path)") }
        defer { server.stop() }
        let answers = Mutex<[String: Int]>([:])
        let ids = transport.start(
            (0..<40).map { number in
                (
                    server.request("/\(number)"),
                    { result in
                        guard let response = try? result.get() else { return }
                        answers.withLock { $0[response.text, default: 0] += 1 }
                    }
                )
            }
        )

        try await eventually { answers.withLock { $0.count } == 40 }
        #expect(Set(ids).count == 40)
        #expect(answers.withLock { $0.values.allSatisfy { $0 == 1 } })

        transport.shutdown()
        let late = Mutex<[TransferError]>([])
        _ = transport.start(
            (0..<3).map { _ in
                (
                    server.request("/late"),
                    { result in
                        if case .failure(let error) = result { late.withLock { $0.append(error) } }
                    }
                )
            }
        )
        #expect(late.withLock { $0 } == [.cancelled, .cancelled, .cancelled])
    }

    @Test func `shutting down ends everything under way and waiting`() async throws {
        let server = try RawServer { _ in [.hang] }
        defer { server.stop() }
        let narrow = try Transport(concurrency: 20)
        let outcomes = Mutex<[TransferError?]>([])
        for number in 0..<50 {
            narrow.start(server.request("/\(number)")) { result in
                outcomes.withLock { outcomes in
                    if case .failure(let error) = result {
                        outcomes.append(error)
                    } else {
                        outcomes.append(nil)
                    }
                }
            }
        }
        try await eventually { server.requests.count == 20 }

        narrow.shutdown()

        #expect(outcomes.withLock { $0 } == .init(repeating: .cancelled, count: 50))
        #expect(await narrow.failure(of: server.request()) == .cancelled)
        narrow.shutdown()
    }

    @Test func `a completion may send more, and shut down`() async throws {
        let server = try RawServer(.answer("a"))
        defer { server.stop() }
        let other = try Transport()

        let result = await withCheckedContinuation { continuation in
            other.start(server.request("/1")) { _ in
                other.start(server.request("/2")) { result in
                    other.shutdown()
                    continuation.resume(returning: result)
                }
            }
        }

        #expect(try result.get().text == "a")
        #expect(await other.failure(of: server.request("/3")) == .cancelled)
    }

    @Test func `a transport may be let go of by its last completion`() async throws {
        let server = try RawServer(.answer("a"))
        defer { server.stop() }

        let response = try await withCheckedThrowingContinuation { continuation in
            do throws(TransferError) {
                let last = try Transport()
                last.start(server.request()) { result in
                    withExtendedLifetime(last) { continuation.resume(with: result) }
                }
            } catch {
                continuation.resume(throwing: error)
            }
        }

        #expect(response.text == "a")
    }
}
