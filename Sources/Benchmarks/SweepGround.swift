import ArgumentParser
import Curl
import Directory
import Foundation
import Registries
import Storage
import Verification

/// The web server, the pages and the database that a sweep is measured with.
final class SweepGround {
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
        let parts =
            SweepKind.folders.map { "pages/" + $0 }
            + SweepKind.allCases.map { "registries-" + $0.rawValue }
        for part in parts {
            try FileManager.default.createDirectory(
                at: folder.appending(path: part),
                withIntermediateDirectories: true
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
        for kind in SweepKind.allCases {
            for number in 0..<checks(of: kind) {
                for page in kind.pages(number) {
                    try Self.write(page.text, to: path("pages/" + page.file))
                }
            }
            try kind.description(
                port: Self.port,
                authorities: path("certificate.pem"),
                concurrency: parallel
            ).write(
                to: folder.appending(path: "registries-\(kind.rawValue)/us-wa-bench.yaml"),
                atomically: false,
                encoding: .utf8
            )
        }
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
                        name: PersonName(given: "Ada", family: SweepKind.family(number))
                    ),
                    locations: [
                        Location(city: "Seattle", region: "WA", country: "US")
                    ],
                    credentials: [
                        Credential(
                            kind: .licence,
                            credentialClass: .statutory,
                            jurisdiction: try Jurisdiction("US-WA"),
                            number: SweepKind.licence(number),
                            source: .file
                        )
                    ]
                )
            }
            _ = try await database.apply(records, at: now)
        }
        try database.close()
    }

    /// Writes a file without waiting for the disk, as Foundation's own writing does.
    private static func write(_ text: String, to path: String) throws {
        guard let file = fopen(path, "w") else { throw CocoaError(.fileWriteUnknown) }
        defer { fclose(file) }
        var text = text
        let written = text.withUTF8 { fwrite($0.baseAddress, 1, $0.count, file) }
        guard written == text.utf8.count else { throw CocoaError(.fileWriteOutOfSpace) }
    }

    /// How many licences are checked, so that no kind makes more requests than another.
    func checks(of kind: SweepKind) -> Int { count / kind.requestsPerCheck }

    /// Seconds that curl takes to fetch every page into a file of its own.
    func fetchWithCurl(_ kind: SweepKind) throws -> Double {
        // New files in a new folder: replacing or removing files first has file systems write them
        // out at once, or look long for places that were not free a moment ago.
        let fetched = folder.appending(path: "fetched-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: fetched, withIntermediateDirectories: false)
        try (0..<checks(of: kind)).flatMap(kind.paths).enumerated().map { index, path in
            """
            url = "https://127.0.0.1:\(Self.port)\(path)"
            output = "\(fetched.path)/\(index)"

            """
        }.joined().write(to: folder.appending(path: "urls"), atomically: false, encoding: .utf8)
        return try seconds {
            try Subprocess(
                "curl",
                [
                    "--silent", "--parallel", "--parallel-max", "\(parallel)",
                    kind.isHTTP2 ? "--http2" : "--http1.1", "--cacert",
                    path("certificate.pem"), "-K", path("urls"),
                ],
                quiet: true
            ).finish()
        }
    }

    /// Seconds that a sweep takes to ask about every licence and to commit the evidence.
    func sweep(_ kind: SweepKind) async throws -> Double {
        let copy = path("run-\(UUID().uuidString).sqlite")
        try FileManager.default.copyItem(atPath: path("base.sqlite"), toPath: copy)
        let database = try Database(path: copy, use: .working)
        let transport = try Transport()
        let sweep = Sweep(
            registries: try catalogue(kind).registries,
            database: database,
            transport: transport,
            clock: { [now] in now }
        )
        let start = ContinuousClock.now
        let finished = try await sweep.run(limit: checks(of: kind))
        let duration = ContinuousClock.now - start
        transport.shutdown()
        try database.close()
        let matched = finished.reduce(0) { $0 + ($1.tally.outcomes[.matched] ?? 0) }
        guard matched == checks(of: kind) else {
            throw ValidationError(
                "Only \(matched) of \(checks(of: kind)) were matched: \(finished.map(\.tally.outcomes))"
            )
        }
        return Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
    }

    private func path(_ name: String) -> String { folder.appending(path: name).path }

    private func catalogue(_ kind: SweepKind) throws -> RegistryCatalogue {
        try RegistryCatalogue(
            directories: [folder.appending(path: "registries-\(kind.rawValue)")])
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
                types { application/json json; application/fhir+json fhir; text/html html; text/csv csv; }
            }
        }
        """
    }
}
