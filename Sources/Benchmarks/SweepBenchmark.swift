import ArgumentParser
import Curl
import Directory
import Foundation
import Registries
import Storage
import Verification

/// A sweep against a web server, beside `curl --parallel` fetching the same pages.
struct SweepBenchmark: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: "Verify licences over TLS beside curl fetching the same pages.",
        discussion: "Needs nginx, curl and openssl."
    )

    @Flag(help: "One object a line.") var json = false
    @Option(help: "How many licences; at most 12,000.") var count = 10_000
    @Option(help: "How many questions at once.") var parallel = 32
    @Option(help: "How many interleaved pairs.") var pairs = 5

    func run() async throws {
        let ground = try SweepGround(count: count, parallel: parallel)
        defer { ground.remove() }
        try await ground.prepareDatabase()
        for version in SweepGround.Version.allCases {
            var ours: [Double] = []
            var theirs: [Double] = []
            for _ in 0..<pairs {
                theirs.append(try ground.fetchWithCurl(version))
                ours.append(try await ground.sweep(version))
            }
            let ratios = zip(theirs, ours).map { $0 / $1 }.sorted()
            let figure = Figure(
                name: "sweep.\(version.rawValue).checks_per_s",
                value: Double(count) / ours.sorted()[pairs / 2],
                reference: Double(count) / theirs.sorted()[pairs / 2],
                budget: "0.9 of curl; pairs \(ratios.map { String(format: "%.2f", $0) })"
            )
            print(figure.line(json: json))
        }
    }
}

/// The web server, the pages and the database that a sweep is measured with.
private final class SweepGround {
    enum Version: String, CaseIterable {
        case http1, http2
    }

    private static let port = 18_443
    /// Under the hard limit of common systems: a server that runs out of them takes no connection.
    private static let openFiles = 16_384
    /// The pages that the server keeps open, so that it is no slower in the first run.
    private static let openPages = 12_288
    private let folder: URL
    private let count: Int
    private let parallel: Int
    private let now = Instant.now
    private let nginx: Subprocess

    init(count: Int, parallel: Int) throws {
        self.count = count
        self.parallel = parallel
        folder = FileManager.default.temporaryDirectory.appending(
            path: "sweep-\(UUID().uuidString)"
        )
        for part in ["pages", "registries-http1", "registries-http2"] {
            try FileManager.default.createDirectory(
                at: folder.appending(path: part),
                withIntermediateDirectories: true
            )
        }
        for number in 0..<count {
            try Self.page(number).write(
                to: folder.appending(path: "pages/\(Self.licence(number)).json"),
                atomically: false,
                encoding: .utf8
            )
        }
        try Subprocess(
            "openssl",
            [
                "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
                "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1", "-addext",
                "subjectAltName=IP:127.0.0.1", "-keyout", folder.path + "/key.pem", "-out",
                folder.path + "/certificate.pem",
            ],
            quiet: true
        ).finish()
        try Self.nginxConfiguration(folder.path).write(
            to: folder.appending(path: "nginx.conf"),
            atomically: false,
            encoding: .utf8
        )
        nginx = try Subprocess(
            "nginx",
            ["-p", folder.path, "-c", folder.path + "/nginx.conf"],
            quiet: true
        )
        for version in Version.allCases { try describe(version) }
        usleep(500_000)
    }

    func remove() {
        nginx.stop()
        try? FileManager.default.removeItem(at: folder)
    }

    func prepareDatabase() async throws {
        let database = try Database.create(at: path("base.sqlite"), now: now)
        try await database.describeRegistries(
            try catalogue(.http1).registries.map { ($0.summary, $0.descriptionHash) },
            at: now
        )
        try await database.replacePolicies([
            JurisdictionPolicy(
                jurisdiction: try Jurisdiction("US-WA"),
                name: "Washington",
                licensing: .statutory,
                source: "benchmark"
            )
        ])
        for start in stride(from: 0, to: count, by: 1000) {
            let records = try (start..<min(start + 1000, count)).map { number in
                PractitionerRecord(
                    source: .file,
                    sourceID: "\(number)",
                    practitioner: Practitioner(
                        name: PersonName(given: "Ada", family: "Sample \(Self.letters(number))")
                    ),
                    locations: [
                        Location(city: "Seattle", region: "WA", country: "US")
                    ],
                    credentials: [
                        Credential(
                            kind: .licence,
                            credentialClass: .statutory,
                            jurisdiction: try Jurisdiction("US-WA"),
                            number: Self.licence(number),
                            source: .file
                        )
                    ]
                )
            }
            _ = try await database.apply(records, at: now)
        }
        try database.close()
    }

    /// Seconds that curl takes to fetch every page into a file of its own.
    func fetchWithCurl(_ version: Version) throws -> Double {
        // New files in a new folder: replacing or removing files first has file systems write them
        // out at once, or look long for places that were not free a moment ago.
        let fetched = folder.appending(path: "fetched-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: fetched, withIntermediateDirectories: false)
        try (0..<count).map { number in
            let licence = Self.licence(number)
            return """
                url = "https://127.0.0.1:\(Self.port)/\(licence).json"
                output = "\(fetched.path)/\(licence)"

                """
        }.joined().write(to: folder.appending(path: "urls"), atomically: false, encoding: .utf8)
        return try seconds {
            try Subprocess(
                "curl",
                [
                    "--silent", "--parallel", "--parallel-max", "\(parallel)",
                    version == .http1 ? "--http1.1" : "--http2", "--cacert",
                    path("certificate.pem"), "-K", path("urls"),
                ],
                quiet: true
            ).finish()
        }
    }

    /// Seconds that a sweep takes to ask about every licence and to commit the evidence.
    func sweep(_ version: Version) async throws -> Double {
        let copy = path("run-\(UUID().uuidString).sqlite")
        try FileManager.default.copyItem(atPath: path("base.sqlite"), toPath: copy)
        let database = try Database(path: copy, use: .working)
        let transport = try Transport()
        let sweep = Sweep(
            registries: try catalogue(version).registries,
            database: database,
            transport: transport,
            clock: { [now] in now }
        )
        let start = ContinuousClock.now
        let finished = try await sweep.run()
        let duration = ContinuousClock.now - start
        transport.shutdown()
        try database.close()
        let matched = finished.reduce(0) { $0 + ($1.tally.outcomes[.matched] ?? 0) }
        guard matched == count else {
            throw ValidationError(
                "Only \(matched) of \(count) were matched: \(finished.map(\.tally.outcomes))"
            )
        }
        return Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }

    private func path(_ name: String) -> String { folder.appending(path: name).path }

    private func catalogue(_ version: Version) throws -> RegistryCatalogue {
        try RegistryCatalogue(
            directories: [folder.appending(path: "registries-\(version.rawValue)")])
    }

    private func describe(_ version: Version) throws {
        try """
        id: us-wa-bench
        kind: query
        role: licence
        name: Benchmark
        jurisdiction: US-WA
        completeness: full_history
        time_zone: America/Los_Angeles
        public_page: https://example.org/
        base_url: https://127.0.0.1:\(Self.port)
        private_hosts: [127.0.0.1:\(Self.port)]
        authorities: \(path("certificate.pem"))
        http_version: \(version == .http1 ? "1.1" : "automatic")
        interval: 0
        concurrency: \(parallel)
        request:
          path: /{number}.json
        answer:
          format: json
          limit: 50
          rows: ""
          required: [number, family, status]
          dates:
            formats: [YYYY-MM-DDT00:00:00.000]
          outcomes:
            - outcome: found
              exists: /0
            - outcome: none
              empty: ""
          fields:
            number: /licensenumber
            family: /lastname
            given: /firstname
            type: /licensetype
            status: /status
            expires: /expirationdate
            first_issued: /firstissuedate
          types: ACU
        standings:
          Active: active

        """.write(
            to: folder.appending(path: "registries-\(version.rawValue)/us-wa-bench.yaml"),
            atomically: false,
            encoding: .utf8
        )
    }

    private static func licence(_ number: Int) -> String {
        "ZX" + String(repeating: "0", count: 8 - "\(number)".count) + "\(number)"
    }

    /// The number in letters, so that it can stand in a name.
    private static func letters(_ number: Int) -> String {
        String(decoding: "\(number)".utf8.map { $0 - 0x30 + 0x41 }, as: UTF8.self)
    }

    /// An answer of about 1.5 KB, unlike every other.
    private static func page(_ number: Int) -> String {
        let filling = (0..<20).map { field in
            "\"column_\(field)\":\"value \(number &* 31 &+ field) of an invented register row\""
        }.joined(separator: ",")
        return """
            [{"licensenumber":"\(licence(number))","lastname":"Sample \(letters(number))",\
            "firstname":"Ada","licensetype":"ACU","status":"Active",\
            "expirationdate":"2031-01-31T00:00:00.000","firstissuedate":"2009-04-01T00:00:00.000",\
            \(filling)}]
            """
    }

    private static func nginxConfiguration(_ folder: String) -> String {
        """
        daemon off;
        worker_processes 1;
        # The cache below keeps every page's file open.
        worker_rlimit_nofile \(openFiles);
        pid \(folder)/nginx.pid;
        error_log /dev/null;
        events { worker_connections 1024; }
        http {
            access_log off;
            sendfile on;
            keepalive_requests 1000000;
            open_file_cache max=\(openPages) inactive=600s;
            open_file_cache_valid 600s;
            client_body_temp_path \(folder)/body;
            proxy_temp_path \(folder)/proxy;
            fastcgi_temp_path \(folder)/fastcgi;
            uwsgi_temp_path \(folder)/uwsgi;
            scgi_temp_path \(folder)/scgi;
            server {
                listen 127.0.0.1:\(port) ssl http2;
                ssl_certificate \(folder)/certificate.pem;
                ssl_certificate_key \(folder)/key.pem;
                root \(folder)/pages;
                types { application/json json; }
            }
        }
        """
    }
}
