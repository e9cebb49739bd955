import CCurl
import Loopback
import Testing

@testable import Curl

@Suite struct AddressGuardTests {
    private let transport: Transport

    init() throws {
        transport = try Transport()
    }

    @Test(arguments: [
        "127.0.0.1", "localhost", "LOCALHOST", "127.1", "2130706433", "0x7f000001",
        "0x7f.1", "017700000001", "0", "0.0.0.0", "[::1]", "[::]", "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]", "[::127.0.0.1]", "[0:0:0:0:0:0:0:1]", "[64:ff9b::7f00:1]",
    ])
    func `loopback is refused however it is spelled`(host: String) async throws {
        let server = try RawServer(.answer("secret"))
        defer { server.stop() }
        var request = server.request()
        request.url = server.url(host: host)
        request.privateHosts = []

        let error = await transport.failure(of: request)

        guard case .refusedAddress = error else {
            Issue.record("It ended with \(String(describing: error)).")
            return
        }
        #expect(server.connections == 0)
    }

    @Test(arguments: ["169.254.169.254", "10.0.0.1", "[fd00:ec2::254]", "[fe80::1]", "100.64.0.1"])
    func `a private address is refused before anything is sent`(host: String) async {
        var request = Request(url: "http://\(host)/latest/meta-data/")
        request.allowsPlainText = true
        request.limits.totalMilliseconds = 2_000

        let error = await transport.failure(of: request)

        #expect(error == .refusedAddress(host.trimmingBrackets))
    }

    @Test func `a permitted host may be private`() async throws {
        let server = try RawServer(.answer("a"))
        defer { server.stop() }
        var request = server.request()
        request.url = server.url(host: "LocalHost")
        request.privateHosts = [HostAndPort(host: "localhost", port: server.port)]

        #expect(try await transport.send(request).text == "a")
    }

    @Test func `what one transfer found out holds for the same host and port only`() {
        let loopback = NetworkAddress("127.0.0.1")
        let hosts: Set = [HostAndPort(host: "127.0.0.1", port: 8443)]
        var first = AddressGuard(url: "https://127.0.0.1:8443/a", privateHosts: hosts)
        let isPermitted = first.permits(loopback)
        #expect(isPermitted)

        func permits(_ url: String, _ hosts: Set<HostAndPort>) -> Bool {
            var next = AddressGuard(url: url, privateHosts: hosts, after: first)
            return next.permits(loopback)
        }
        #expect(permits("https://127.0.0.1:8443/b?c", hosts))
        #expect(!permits("https://127.0.0.1:8444/a", hosts))
        #expect(!permits("http://127.0.0.1/a", hosts))
        #expect(!permits("https://127.0.0.1:8443@other.example/", hosts))
        #expect(!permits("https://127.0.0.1:8443.other.example/", hosts))
        #expect(!permits("https://127.0.0.1:8443/a", []))
    }

    @Test func `the permission is for that host and port only`() async throws {
        let server = try RawServer(.answer("a"))
        defer { server.stop() }
        let others = [
            HostAndPort(host: "127.0.0.1", port: server.port ^ 1),
            HostAndPort(host: "127.0.0.2", port: server.port),
            HostAndPort(host: "localhost", port: server.port),
            HostAndPort(host: "", port: server.port),
        ]
        var request = server.request()
        request.privateHosts = Set(others)

        #expect(await transport.failure(of: request) == .refusedAddress("127.0.0.1"))
        #expect(server.connections == 0)
    }

    @Test func `a connection opened with permission carries nothing without`() async throws {
        let server = try RawServer(.answer("a"))
        defer { server.stop() }
        var stranger = server.request("/stranger")
        stranger.privateHosts = []

        #expect(try await transport.send(server.request("/permitted")).text == "a")
        #expect(await transport.failure(of: stranger) == .refusedAddress("127.0.0.1"))
        #expect(try await transport.send(server.request("/permitted")).text == "a")
        #expect(await transport.failure(of: stranger) == .refusedAddress("127.0.0.1"))

        #expect(!server.requests.contains { $0.contains("/stranger") })
    }

    @Test func `permitted and unpermitted requests at once are kept apart`() async throws {
        let server = try RawServer(.answer("a"))
        defer { server.stop() }

        await withTaskGroup { group in
            for number in 0..<60 {
                group.addTask {
                    var request = server.request(number % 2 == 0 ? "/permitted" : "/stranger")
                    if number % 2 == 1 { request.privateHosts = [] }
                    let error = await transport.failure(of: request)
                    #expect(error == (number % 2 == 0 ? nil : .refusedAddress("127.0.0.1")))
                }
            }
        }

        #expect(server.requests.count == 30)
        #expect(!server.requests.contains { $0.contains("/stranger") })
    }

    @Test(arguments: ["localhost", "127.2", "[::1]", "[::ffff:127.0.0.1]", "2130706434", "0"])
    func `a redirect to a private address is refused`(host: String) async throws {
        let server = try RawServer { question in
            let port =
                question.text.split(separator: "\r\n")
                .first { $0.hasPrefix("Host: ") }?.split(separator: ":").last ?? ""
            return .redirect(to: "http://\(host):\(port)/inside")
        }
        defer { server.stop() }
        var request = server.request()
        // As libcurl spells them: it is the address that is to be refused, not the host.
        request.redirectHosts = Set(
            ["localhost", "127.0.0.2", "[::1]", "[::ffff:127.0.0.1]", "0.0.0.0"].map {
                HostAndPort(host: $0, port: server.port)
            }
        )

        let error = await transport.failure(of: request)

        guard case .refusedAddress = error else {
            Issue.record("It ended with \(String(describing: error)).")
            return
        }
        #expect(server.requests.count == 1)
    }

    @Test func `a name that comes to mean another address is refused where it leads`() throws {
        let server = try RawServer(.answer("secret"))
        defer { server.stop() }
        var request = server.request()
        request.url = server.url(host: "board.example.test")
        request.privateHosts = []
        request.limits.connectMilliseconds = 500
        // libcurl's own table of names takes a name server's place. The first address is one that
        // may be reached and that nobody has; then the name means loopback, at last both.
        for addresses in ["[3000::1]", "127.0.0.1", "[3000::1],127.0.0.1"] {
            let transfer = try #require(Transfer())
            let names = curl_slist_append(nil, "board.example.test:\(server.port):\(addresses)")
            defer { curl_slist_free_all(names) }
            ccurl_easy_set_list(transfer.easy, CURLOPT_RESOLVE, names)
            let id = transport.start(request) { _ in }
            transport.cancel(id)
            try transfer.begin(.init(id: id, content: .request(request)) { _ in }, with: request)

            let code = curl_easy_perform(transfer.easy)

            let error = #expect(throws: TransferError.self) {
                try transfer.response(endedWith: code)
            }
            // Beside another address, what is said depends on which one failed last.
            if addresses == "127.0.0.1" { #expect(error == .refusedAddress("127.0.0.1")) }
        }
        #expect(server.connections == 0)
    }
}

extension String {
    fileprivate var trimmingBrackets: String { filter { $0 != "[" && $0 != "]" } }
}
