import Foundation
import Glibc
import Testing

/// A file system of a few megabytes in memory, seen by the processes of one script alone, so that it
/// can be filled without being root.
struct SmallDisk {
    /// Whether this machine lets anybody make one.
    static let canBeMade: Bool = {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = own + ["mount", "-t", "tmpfs", "none", "/mnt"]
        process.standardError = FileHandle.nullDevice
        guard (try? process.run()) != nil else { return false }
        process.waitUntilExit()
        return process.terminationStatus == 0
    }()

    private static let own = ["unshare", "--user", "--map-root-user", "--mount"]

    private let directory: LiveDirectory
    private let megabytes: Int

    init(for directory: LiveDirectory, megabytes: Int) {
        self.directory = directory
        self.megabytes = megabytes
    }

    /// Fills it while the directory's commands work on it, and brings the database back.
    ///
    /// - Returns: What each command ended with, by the script's names for them.
    /// - Throws: What keeps the script from running.
    func run() async throws -> [String: String] {
        let results = directory.folder.appending(path: "results")
        try FileManager.default.createDirectory(at: results, withIntermediateDirectories: true)
        let disk = directory.folder.appending(path: "disk")
        try FileManager.default.createDirectory(at: disk, withIntermediateDirectories: true)
        let script = directory.folder.appending(path: "script")
        try Self.script.write(to: script, atomically: true, encoding: .utf8)
        let ending = try await MeridianProcess(
            Array(Self.own.dropFirst()) + ["bash", script.path],
            environment: directory.environment.merging([
                "MERIDIAN": MeridianProcess.executable.path, "RESULTS": results.path,
                "DISK": disk.path, "FROM": directory.path, "MEGABYTES": "\(megabytes)",
                "PORT": "\(try Self.freePort())",
            ]) { $1 },
            folder: directory.folder,
            executable: URL(filePath: "/usr/bin/unshare")
        ).finish()
        try #require(ending.code == 0, "\(ending.errors)")
        var found: [String: String] = [:]
        for file in try FileManager.default.contentsOfDirectory(atPath: results.path) {
            let text = try String(
                contentsOf: results.appending(path: file),
                encoding: .utf8
            )
            found[file] = text.trimmingCharacters(in: .newlines)
        }
        return found
    }

    /// A port at which nobody listens at this moment.
    private static func freePort() throws -> UInt16 {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let isBound = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, length) == 0 && getsockname(descriptor, $0, &length) == 0
            }
        }
        try #require(isBound)
        return UInt16(bigEndian: address.sin_port)
    }

    private static let script = #"""
        set -u
        mount -t tmpfs -o size="${MEGABYTES}m",mode=0700 none "$DISK" || exit 9
        for journal in '' -wal; do
            [ ! -e "$FROM$journal" ] || cp "$FROM$journal" "$DISK/meridian.sqlite$journal" || exit 9
        done
        export MERIDIAN_DATABASE=$DISK/meridian.sqlite

        get() {
            exec 3<>"/dev/tcp/127.0.0.1/$PORT" || return
            printf 'GET %s HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n' "$1" >&3
            cat <&3
            exec 3>&-
        }
        # The exit code and the last line of what was said.
        end_of() {
            local name=$1
            shift
            timeout 60 "$MERIDIAN" "$@" >"$RESULTS/$name.said" 2>&1
            echo "$? $(tail -n 1 "$RESULTS/$name.said")" >"$RESULTS/$name"
        }

        "$MERIDIAN" serve --port "$PORT" 2>"$RESULTS/serve.said" &
        server=$!
        for _ in $(seq 200); do
            get /readyz >"$RESULTS/nearly" 2>/dev/null && grep -q ' 200 OK' "$RESULTS/nearly" && break
            sleep 0.1
        done

        dd if=/dev/zero of="$DISK/filler" bs=4k 2>/dev/null
        end_of worker worker
        # Room for a beginning.
        truncate -s -200K "$DISK/filler"
        end_of sweep reverify
        dd if=/dev/zero of="$DISK/more" bs=1k 2>/dev/null
        "$MERIDIAN" doctor >"$RESULTS/doctor.said" 2>&1
        echo "$? $(grep -E '^(ok|WRONG) +disk' "$RESULTS/doctor.said")" >"$RESULTS/doctor"
        # A server looks every few seconds.
        for _ in $(seq 100); do
            get /readyz >"$RESULTS/readyz"
            grep -q disk_full "$RESULTS/readyz" && break
            sleep 0.1
        done
        get '/v1/practitioners?vetted=false' | head -n 1 >"$RESULTS/search"

        rm "$DISK/filler" "$DISK/more"
        kill "$server"
        wait "$server"
        rm -f "$FROM-wal" "$FROM-shm"
        cp "$DISK"/meridian.sqlite* "$(dirname "$FROM")"
        """#
}
