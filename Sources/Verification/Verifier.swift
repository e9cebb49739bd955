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

    /// Checks one credential now, due or not; nil where no registry can be asked about it.
    package func verify(_ key: Credential.Key) async throws -> CheckEffect? {
        guard let due = try await database.claim(key, now: clock()) else { return nil }
        let askedAt = clock()
        let reply = await registry.ask(due.claimant, over: transport, at: askedAt)
        return try await record([result(of: reply, about: due, askedAt: askedAt)]).first
    }

    /// Puts the question about one credential; what comes of it goes to the mailbox.
    ///
    /// - Parameters:
    ///   - due: The claimed credential.
    ///   - mailbox: Where the answer goes.
    /// - Returns: What to cancel the question by; nil where it could not be put.
    func ask(
        about due: DueCredential,
        answeringTo mailbox: SweepMailbox
    ) -> Transport.TransferID? {
        let askedAt = clock()
        do throws(QuestionError) {
            let question = try registry.question(about: due.claimant)
            return transport.start(question.request) { result in
                let finished: FinishedQuestion.Result =
                    switch result {
                    case .success(let response): .response(question, response)
                    case .failure(let error): .failure(question, error)
                    }
                mailbox.put(
                    .answered(FinishedQuestion(due: due, askedAt: askedAt, result: finished))
                )
            }
        } catch {
            mailbox.put(
                .answered(FinishedQuestion(due: due, askedAt: askedAt, result: .unasked(error)))
            )
            return nil
        }
    }

    /// Reads and judges what came back, and says how long the registry asks to be left alone.
    func judge(_ finished: FinishedQuestion) -> (result: CheckResult, pauseSeconds: Int?) {
        let reply =
            switch finished.result {
            case .response(let question, let response):
                registry.reply(to: question, response, at: finished.askedAt)
            case .failure(let question, let error): registry.reply(to: question, error)
            case .unasked(let error):
                RegistryReply(
                    answer: .silence(.refused, reason: error.description),
                    question: "GET \(registry.baseURL)"
                )
            }
        return (
            result(of: reply, about: finished.due, askedAt: finished.askedAt),
            reply.retryAfterSeconds
        )
    }

    private func result(
        of reply: RegistryReply,
        about due: DueCredential,
        askedAt: Instant
    ) -> CheckResult {
        let check = Check(
            askedAt: askedAt,
            question: reply.question,
            status: reply.status,
            verdict: reply.answer.verdict(on: due.claimant),
            sourceAsOf: reply.sourceAsOf,
            sha256: reply.sha256,
            milliseconds: reply.milliseconds,
            description: registry.descriptionHash
        )
        let evidence = reply.sha256.map {
            Evidence(sha256: $0, contentType: reply.contentType ?? "", body: reply.evidence)
        }
        return CheckResult(due: due, check: check, evidence: evidence)
    }

    func record(_ results: [CheckResult]) async throws -> [CheckEffect] {
        try await database.record(results, terms: [registry.id: registry.terms])
    }
}
