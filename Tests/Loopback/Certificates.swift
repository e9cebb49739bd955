package import Foundation

/// The `openssl` command, which makes the certificates of these tests and speaks TLS for them.
package enum OpenSSL {
    package struct Missing: Error, CustomStringConvertible {
        package var description: String {
            "The command openssl is not installed, and without it nobody sees whether TLS is verified; deploy/test installs it."
        }
    }

    package struct Failure: Error, CustomStringConvertible {
        package let description: String

        package init(description: String) { self.description = description }
    }

    private static let path = ProcessInfo.processInfo.environment["PATH"]?.split(separator: ":")
        .map { "\($0)/openssl" }
        .first { FileManager.default.isExecutableFile(atPath: $0) }

    package static func process(_ arguments: [String], in folder: URL) throws -> Process {
        guard let path else { throw Missing() }
        let process = Process()
        process.executableURL = URL(filePath: path)
        process.arguments = arguments
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        return process
    }

    package static func run(_ arguments: String, in folder: URL) throws {
        let process = try process(arguments.split(separator: " ").map(String.init), in: folder)
        let errors = Pipe()
        process.standardError = errors
        try process.run()
        let said = try errors.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            let text = String(decoding: said, as: UTF8.self)
            throw Failure(description: "openssl \(arguments): \(text)")
        }
    }
}

/// Certificates made for one run, each a PEM file with its key, as `good.pem`.
///
/// There is an authority that the boards' descriptions trust, and what it and others vouch for.
package struct Certificates {
    package let folder: URL

    /// The file of the authority to trust.
    package var authority: String { folder.appending(path: "authority.pem").path }

    package static let shared = Result { try Certificates() }

    private init() throws {
        let folder = FileManager.default.temporaryDirectory
            .appending(path: "meridian-\(UUID().uuidString)")
        self.folder = folder
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.path
        Self.removeAtExit(path)
        for name in ["authority", "stranger", "self-signed"] {
            let subject = name == "self-signed" ? "/CN=127.0.0.1" : "/CN=Invented-\(name)"
            let hosts = name == "self-signed" ? " -addext subjectAltName=IP:127.0.0.1" : ""
            try OpenSSL.run(
                "req -x509 \(Self.newKey) -keyout \(name).key -out \(name).crt -days 2 -subj \(subject)\(hosts)",
                in: folder
            )
            try join(name, [name])
        }
        try issue("good")
        try issue("expired", days: -1)
        try issue("other-host", hosts: "DNS:board.example.org,IP:127.0.0.9")
        try issue("unknown", by: "stranger")
        try issue("clients-only", use: "clientAuth")
        // Whoever holds a licence to be one board may not make others.
        try issue("by-a-board", by: "good", chain: ["good"])
    }

    private static let newKey = "-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"

    private func issue(
        _ name: String,
        by issuer: String = "authority",
        days: Int = 2,
        hosts: String = "IP:127.0.0.1",
        use: String = "serverAuth",
        chain: [String] = []
    ) throws {
        try OpenSSL.run(
            "req \(Self.newKey) -keyout \(name).key -out \(name).csr -subj /CN=127.0.0.1",
            in: folder
        )
        let extensions =
            "basicConstraints=CA:FALSE\nextendedKeyUsage=\(use)\nsubjectAltName=\(hosts)\n"
        try Data(extensions.utf8).write(to: folder.appending(path: "\(name).ext"))
        try OpenSSL.run(
            "x509 -req -in \(name).csr -CA \(issuer).crt -CAkey \(issuer).key -CAcreateserial -days \(days) -extfile \(name).ext -out \(name).crt",
            in: folder
        )
        try join(name, [name] + chain)
    }

    /// Puts a certificate, what stands behind it and its key into one file.
    private func join(_ name: String, _ chain: [String]) throws {
        var joined = try Data(contentsOf: folder.appending(path: "\(name).key"))
        for certificate in chain {
            joined += try Data(contentsOf: folder.appending(path: "\(certificate).crt"))
        }
        try joined.write(to: folder.appending(path: "\(name).pem"))
    }

    private static func removeAtExit(_ path: String) {
        setenv("MERIDIAN_TEST_CERTIFICATES", path, 1)
        atexit {
            guard let path = getenv("MERIDIAN_TEST_CERTIFICATES") else { return }
            try? FileManager.default.removeItem(atPath: String(cString: path))
        }
    }
}
