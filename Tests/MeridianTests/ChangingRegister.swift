import Directory
import Foundation
import Hummingbird
@testable import RegistrySimulator
import Synchronization

/// Washington's register as the simulator has it, with people whose licences run out and are renewed
/// between one round and the next, which knows whom it was asked about.
final class ChangingRegister: Sendable {
    static let canary = "ZX00000001"

    private struct State {
        var simulator: Simulator
        var asked: [(number: String, by: String)] = []
    }

    private let state: Mutex<State>
    private let folder: URL

    /// Makes the register.
    ///
    /// - Parameters:
    ///   - folder: Where its records are written.
    ///   - people: Who is on it beside the canary.
    /// - Throws: Why the simulator cannot be made.
    init(in folder: URL, people: [Licensee]) throws {
        self.folder = folder
        state = Mutex(State(simulator: try Self.simulator(in: folder, people: people)))
    }

    /// Makes its people these.
    func change(to people: [Licensee]) throws {
        let simulator = try Self.simulator(in: folder, people: people)
        state.withLock { $0.simulator = simulator }
    }

    /// Whom it was asked about since this was last called, in order.
    func takeAsked() -> [String] {
        state.withLock { state in
            defer { state.asked = [] }
            return state.asked.map(\.number)
        }
    }

    /// Whom it was asked about by those who gave this contact, in order.
    ///
    /// A question may still be on its way when whoever put it is dead.
    func asked(by contact: String) -> [String] {
        state.withLock { state in
            state.asked.filter { $0.by.contains("(\(contact))") }.map(\.number)
        }
    }

    private static func simulator(in folder: URL, people: [Licensee]) throws -> Simulator {
        let records = folder.appending(path: "registries")
        try FileManager.default.createDirectory(at: records, withIntermediateDirectories: true)
        try "id,kind,dataset,updated\nus-wa-doh,socrata,qxh8-f4bd,{-1:iso}\n".write(
            to: records.appending(path: "simulator.csv"),
            atomically: true,
            encoding: .utf8
        )
        let canary = Licensee(number: canary, family: "Example", given: "Canary")
        let rows = ([canary] + people).map { person in
            "\(person.number),\(person.family),\(person.given),,Acupuncture and Eastern Medicine "
                + "Practitioner License,\(person.hasExpired ? "Expired" : "Active"),{-4000:us},"
                + "{-20:us},{\(person.hasExpired ? -3 : 345):us},No"
        }
        try """
        credentialnumber,lastname,firstname,middlename,credentialtype,status,firstissuedate,\
        lastissuedate,expirationdate,actiontaken
        \(rows.joined(separator: "\n"))

        """.write(
            to: records.appending(path: "us-wa-doh.csv"),
            atomically: true,
            encoding: .utf8
        )
        let today = Instant(secondsSince1970: Int64(Date().timeIntervalSince1970)).date
        return try Simulator(seed: folder, asOf: today)
    }
}

/// Somebody with a licence.
struct Licensee: Sendable {
    let number: String
    let family: String
    let given: String
    var hasExpired = false
}

extension ChangingRegister: HTTPResponder {
    func respond(to request: Request, context: SimulatorContext) async throws -> Response {
        let question = Question(target: request.head.path ?? "/")
        let clause = question?.parameters.first { $0.name == "$where" }?.value ?? ""
        let number = clause.split(separator: "'").dropFirst().first.map(String.init)
        let simulator = state.withLock { state in
            if let number { state.asked.append((number, request.headers[.userAgent] ?? "")) }
            return state.simulator
        }
        // A register takes a while, so that a sweep is found with questions under way.
        try await Task.sleep(for: .milliseconds(5))
        return try await SimulatorResponder(simulator: simulator, latency: .zero)
            .respond(to: request, context: context)
    }
}
