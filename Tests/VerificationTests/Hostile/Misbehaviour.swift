import Curl
import Directory
import Loopback
import Registries
import Storage
import Testing
import Verification

/// One way in which a registry misbehaves, and what has to come of it.
struct Misbehaviour: Sendable, CustomTestStringConvertible {
    /// What it may do to the trust in somebody.
    enum Effect: Sendable {
        /// Nothing: who was good stays so for as long as before, and nobody becomes good.
        case none
        /// The answer says in so many words that the licence is good.
        case renews
        /// The answer says that it is not, or what nobody has read yet.
        case ends
        /// The answer says that it is good until then.
        case limits(to: Instant)
    }

    let name: String
    let outcome: Outcome
    /// What the recorded reason says: which limit or rule it was that held.
    let reason: String
    let effect: Effect
    /// What the board is asked for and answers where it behaves.
    let form: BoardForm
    /// What the board's description says otherwise.
    let settings: String
    let answer: @Sendable (RawServer.Question) -> [RawServer.Step]

    var testDescription: String { name }

    init(
        _ name: String,
        _ outcome: Outcome,
        _ reason: String,
        effect: Effect = .none,
        form: BoardForm = .json,
        settings: String = "",
        answer: @escaping @Sendable (RawServer.Question) -> [RawServer.Step]
    ) {
        self.name = name
        self.outcome = outcome
        self.reason = reason
        self.effect = effect
        self.form = form
        self.settings = settings
        self.answer = answer
    }
}

extension Ordeal {
    /// Goes through a misbehaviour over plain HTTP and judges what came of it.
    ///
    /// - Parameters:
    ///   - misbehaviour: What the board does, and what is expected.
    ///   - sparesBea: Whether it answers about Bea as it should.
    /// - Throws: What kept the ordeal from being gone through.
    static func judge(_ misbehaviour: Misbehaviour, sparesBea: Bool = true) async throws {
        let server = try RawServer { question in
            guard let person = question.person else { return misbehaviour.answer(question) }
            return sparesBea && person.number == Licensee.bea.number
                ? misbehaviour.form.answer(about: person) : misbehaviour.answer(question)
        }
        defer { server.stop() }
        try await judge(misbehaviour, at: "127.0.0.1:\(server.port)", sparesBea: sparesBea)
    }

    /// Goes through a misbehaviour of a board that stands somewhere already.
    ///
    /// - Parameters:
    ///   - misbehaviour: What is expected.
    ///   - board: Its host and port.
    ///   - scheme: How it is asked.
    ///   - sparesBea: Whether the board answers about Bea as it should.
    /// - Throws: What kept the ordeal from being gone through.
    static func judge(
        _ misbehaviour: Misbehaviour,
        at board: String,
        scheme: String = "http",
        sparesBea: Bool = true
    ) async throws {
        let steady = try RawServer.wellBehaved()
        defer { steady.stop() }
        let ordeal = try await Ordeal()
        defer { ordeal.remove() }
        let registries = try ordeal.registries(
            at: board,
            scheme: scheme,
            form: misbehaviour.form,
            settings: misbehaviour.settings,
            steadyPort: steady.port
        )
        try await ordeal.vetAnn(at: registries)
        let before = try await ordeal.finding(about: .ann)
        try #require(before.isVetted && before.goodUntil == kept)

        let sweeps = try await ordeal.sweep(registries)

        let ann = try await ordeal.finding(about: .ann)
        let cas = try await ordeal.finding(about: .cas)
        let bea = try await ordeal.finding(about: .bea)
        for found in sparesBea ? [ann, cas] : [ann, bea, cas] {
            #expect(found.outcome == misbehaviour.outcome, "\(found.reason)")
            #expect(found.reason.contains(misbehaviour.reason), "\(found.reason)")
        }
        // Nobody is approved but Ann, so Cas cannot be vetted; his credential must not be good.
        switch misbehaviour.effect {
        case .none:
            #expect(ann.goodUntil == kept)
            #expect(ann.isVetted)
            #expect(cas.goodUntil == nil)
        case .renews:
            #expect(ann.goodUntil == renewed)
            #expect(cas.goodUntil == renewed)
        case .ends:
            #expect(ann.goodUntil == now)
            #expect(!ann.isVetted)
            #expect(cas.goodUntil == nil)
        case .limits(let end):
            #expect(ann.goodUntil == end)
            #expect(cas.goodUntil == end)
        }
        // The sweep goes on: with the same board's other licences, and with other boards.
        if sparesBea {
            #expect(bea.outcome == .matched, "\(bea.reason)")
            #expect(bea.goodUntil == renewed)
        }
        let dan = try await ordeal.finding(about: .dan)
        #expect(dan.outcome == .matched, "\(dan.reason)")
        #expect(dan.goodUntil == renewed)
        #expect(sweeps.count == 2)
        #expect(sweeps.allSatisfy { $0.stopReason == nil && $0.tally.lost == 0 })
        #expect(![ann, bea, cas, dan].contains { $0.isDue })
    }
}
