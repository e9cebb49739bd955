package import Curl
package import Directory
package import Registries
package import Storage

/// Verifies credentials at one registry: claims what is due, asks, judges and records.
package struct Verifier: Sendable {
    package let registry: Registry
    let database: Database
    let transport: Transport
    let clock: @Sendable () -> Instant

    package init(
        registry: Registry,
        database: Database,
        transport: Transport,
        clock: @escaping @Sendable () -> Instant
    ) {
        self.registry = registry
        self.database = database
        self.transport = transport
        self.clock = clock
    }

    /// Checks one credential now, due or not; nil where no registry can be asked about it, or the
    /// registry has answered as often as it permits in a day.
    package func verify(_ key: Credential.Key) async throws -> CheckEffect? {
        let askedAt = clock()
        guard try await take(lookUps: 1, at: askedAt) == 1 else { return nil }
        guard let due = try await database.claim(key, at: registry.id, now: askedAt) else {
            try await giveBack(lookUps: 1)
            return nil
        }
        let reply = try await ask(due.claimant, at: askedAt)
        return try await record([result(of: reply, about: due, askedAt: askedAt)]).first
    }

    /// Sends the next requests of some look-ups; what comes of them goes to the mailbox.
    ///
    /// - Parameters:
    ///   - requests: What to send, each with the claimed credential that it is about.
    ///   - mailbox: Where the answers go.
    /// - Returns: What to cancel the requests by, in their order.
    func send(
        _ requests: [(request: Request, key: Credential.Key)],
        answeringTo mailbox: SweepMailbox
    ) -> [Transport.TransferID] {
        transport.start(
            requests.map { request, key in
                (
                    request,
                    { mailbox.put(.answered(AnsweredRequest(key: key, result: $0))) }
                )
            }
        )
    }

    /// What a finished look-up comes to.
    func result(
        of reply: RegistryReply,
        about due: DueCredential,
        askedAt: Instant
    ) -> CheckResult {
        CheckResult(
            due: due,
            check: check(from: reply, askedAt: askedAt),
            evidence: evidence(from: reply)
        )
    }

    func check(from reply: RegistryReply, askedAt: Instant) -> Check {
        Check(
            askedAt: askedAt,
            question: reply.question,
            status: reply.status,
            verdict: reply.verdict,
            sourceAsOf: reply.sourceAsOf,
            sha256: reply.sha256,
            milliseconds: reply.milliseconds,
            description: registry.descriptionHash
        )
    }

    func evidence(from reply: RegistryReply) -> Evidence? {
        reply.sha256.map {
            Evidence(sha256: $0, contentType: reply.contentType ?? "", body: reply.evidence)
        }
    }

    func record(_ results: [CheckResult]) async throws -> [CheckEffect] {
        try await Patience.whileBusy {
            try await database.record(results, terms: [registry.id: registry.terms], now: clock())
        }
    }
}
