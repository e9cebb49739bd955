import Curl
import Directory
import Loopback
import Testing

/// Boards that send us elsewhere.
///
/// At most five redirects are followed, within the one time limit, and only where the description's
/// `redirect_hosts` lead; the addresses here are permitted as hosts, so that it is the guard of the
/// open-socket callback that has to refuse them.
@Suite struct RedirectionTests {
    /// Goes through a misbehaviour beside a server that nobody may reach.
    ///
    /// - Parameters:
    ///   - location: Where the board redirects to, given that server's port.
    ///   - hosts: Where its description lets redirects lead.
    ///   - reason: What the recorded reason says.
    /// - Throws: What kept the ordeal from being gone through.
    private func judge(
        _ location: @escaping @Sendable (UInt16) -> String,
        permitting hosts: [String],
        _ reason: String
    ) async throws {
        let secret = try RawServer { _ in .answer(Licensee.ann.body()) }
        defer { secret.stop() }
        let port = secret.port
        let list = hosts.map { "\"\($0):\(port)\"" }.joined(separator: ", ")
        try await Ordeal.judge(
            Misbehaviour(
                "redirect",
                .unreachable,
                reason,
                settings: "redirect_hosts: [\(list)]"
            ) { _ in .redirect(to: location(port)) }
        )
        #expect(secret.connections == 0)
    }

    // MARK: - Addresses

    @Test(arguments: [
        // By name, in IPv6, mapped and translated.
        "localhost", "LocalHost", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]",
        "[::127.0.0.1]", "[64:ff9b::7f00:1]", "[0:0:0:0:0:0:0:1]",
        // As one number in decimal, octal and hexadecimal, and in fewer parts than four.
        "2130706434", "017700000002", "0x7f000002", "0177.0.0.2", "0x7f.2", "127.2", "0",
        // Others that are nobody's on the internet.
        "127.0.0.2", "10.0.0.1", "192.168.0.1", "172.16.0.1", "100.64.0.1", "0.0.0.0", "[::]",
        "[fd00:ec2::254]", "[fe80::1]",
    ])
    func `a private address is refused however it is spelled`(host: String) async throws {
        try await judge(
            { "http://\(host):\($0)/licences" },
            // As libcurl spells them.
            permitting: [
                host, "localhost", "127.0.0.2", "0.0.0.0", "[::1]",
            ],
            "is not public"
        )
    }

    @Test func `a cloud's metadata is not reached`() async throws {
        try await Ordeal.judge(
            Misbehaviour(
                "metadata",
                .unreachable,
                "The address 169.254.169.254 is not public",
                settings: #"redirect_hosts: ["169.254.169.254:80"]"#
            ) { _ in .redirect(to: "http://169.254.169.254/latest/meta-data/") }
        )
    }

    @Test func `without a word in the description no redirect is followed`() async throws {
        try await Ordeal.judge(
            Misbehaviour(
                "elsewhere",
                .blocked,
                "sends us elsewhere",
                settings: "pause: 1"
            ) { _ in
                .redirect(to: "http://169.254.169.254/latest/meta-data/", headers: noPause)
            }
        )
    }

    @Test func `a host that is not named is not asked`() async throws {
        try await judge(
            { "http://localhost:\($0)/" },
            permitting: ["board.example.org"],
            "redirected to localhost"
        )
    }

    // MARK: - Other protocols

    @Test(arguments: [
        "file:///etc/passwd", "file://127.0.0.1/etc/passwd", "gopher://127.0.0.1:1/_GET%20/",
        "ftp://127.0.0.1/", "dict://127.0.0.1:1/d", "ldap://127.0.0.1/", "smb://127.0.0.1/a",
        "javascript:alert(1)", "data:application/json,{}", "http:", "http://", "//", "https://",
        "http://user:password@127.0.0.1:1/", "http://127.0.0.1:99999/", "http://[::1", "\u{1}",
        "http://127.0.0.1\\@board.example.org/",
    ])
    func `another protocol, or no address at all, leads nowhere`(location: String) async throws {
        try await Ordeal.judge(
            Misbehaviour(
                "protocol",
                location == "\u{1}" ? .unparseable : .unreachable,
                location == "\u{1}" ? "not valid HTTP" : "redirected",
                settings: #"redirect_hosts: ["127.0.0.1:1", "127.0.0.1:443", "127.0.0.1:80"]"#
            ) { _ in .redirect(to: location) }
        )
    }

    // MARK: - Without end

    @Test(arguments: ["/licences?again", "?number=again", ""])
    func `a circle is left`(location: String) async throws {
        let server = try RawServer { question in
            question.person?.number == Licensee.bea.number
                ? .answer(Licensee.bea.body()) : .redirect(to: location + "&from=\(question.path)")
        }
        defer { server.stop() }
        let board = "127.0.0.1:\(server.port)"
        try await Ordeal.judge(
            Misbehaviour(
                "circle",
                .unreachable,
                "redirected",
                settings: "redirect_hosts: [\"\(board)\"]"
            ) { _ in [] },
            at: board
        )
        // Ann and Cas, each with five redirects at most, and Bea.
        #expect(server.questions.count <= 13)
    }

    @Test func `an address that grows is given up`() async throws {
        let server = try RawServer { question in
            question.person?.number == Licensee.bea.number
                ? .answer(Licensee.bea.body())
                : .redirect(to: "/\(String(repeating: "a", count: 20_000))")
        }
        defer { server.stop() }
        let board = "127.0.0.1:\(server.port)"
        try await Ordeal.judge(
            Misbehaviour(
                "growth",
                .unreachable,
                "The URL is too long",
                settings: "redirect_hosts: [\"\(board)\"]"
            ) { _ in [] },
            at: board
        )
    }
}

/// Spares the pause that follows a refusal.
private let noPause = "Retry-After: 0\r\n"
