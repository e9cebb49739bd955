import Curl
package import Directory
import Registries
import Storage

/// A run over everything that is due at one registry.
package struct RegistrySweep: Sendable {
    package let registry: RegistryID
    package private(set) var tally = Tally()
    /// Why the sweep ended before everything due was asked; nil where it did not.
    package private(set) var stop: SweepStop?

    private let verifier: Verifier
    private let limit: Int?
    private let mailbox = SweepMailbox()
    private let claimSize: Int
    private var pace: Pace
    private var gate: Gate
    private var waiting: [DueCredential] = []
    /// What was given up after a request had been made about it.
    private var brokenOff: [DueCredential] = []
    /// The look-ups whose next request waits for its turn, before any that has not begun.
    private var begun: [LookUp] = []
    private var inFlight: [Credential.Key: (lookUp: LookUp, transfer: Transport.TransferID?)] = [:]
    private var results: [CheckResult] = []
    /// Which batch the results will be.
    private var batch = 0
    private var isOverdue = false
    private var claimedCount = 0
    private var isWriting = false
    private var isExhausted = false
    /// Whether the last request was about the canary, from which the next keeps its distance.
    private var isAfterCanary = false

    // A transaction has its price, whatever it records: a journal page for every page touched, and
    // the wait for the disk.
    private static let wholeBatch = 512
    private static let longestKeeping = Duration.milliseconds(100)

    /// A credential that is being asked about.
    private struct LookUp: Sendable {
        let due: DueCredential
        let askedAt: Instant
        var inquiry: Inquiry
    }

    /// Prepares a sweep of at most so many credentials; of all that are due without a limit.
    package init(_ verifier: Verifier, limit: Int? = nil) {
        self.verifier = verifier
        self.limit = limit
        registry = verifier.registry.id
        pace = Pace(verifier.registry.pacing, now: .now)
        gate = Gate(verifier.registry)
        // A look-up of several requests takes as many turns.
        claimSize = pace.claimLimit(
            leaseSeconds: Database.leaseSeconds / Int64(verifier.registry.requestsPerInquiry)
        )
    }

    /// Asks until nothing is due, the registry stops answering or the task is cancelled.
    ///
    /// The network, the judging and the disk work at the same time: while one batch is being
    /// recorded and the next claimed, answers go on coming in. What was claimed and has no answer is
    /// given back, after a failure too; what was answered and could not be recorded stays claimed
    /// until its lease runs out.
    ///
    /// - Parameter progress: Called with what came of every recorded batch.
    /// - Throws: `StorageError` where nothing could be claimed or recorded.
    package mutating func run(
        progress: @escaping @Sendable (RegistryID, Tally) -> Void = { _, _ in }
    ) async throws {
        var failure: (any Error)?
        while true {
            // A day that is used up ends the claiming; what was claimed is paid for and goes on.
            let isStopping =
                failure != nil || Task.isCancelled || stop?.isFailure == true
                || pace.stopReason != nil
            if isStopping {
                for case (_, let transfer?) in inFlight.values {
                    verifier.transport.cancel(transfer)
                }
                brokenOff += begun.map(\.due)
                begun = []
            } else {
                startAsking()
            }
            if failure == nil { write(isStopping: isStopping) }
            let isIdle = inFlight.isEmpty && !isWriting
            if isIdle, isStopping || waiting.isEmpty && begun.isEmpty { break }
            await mailbox.wait(
                atMost: isStopping ? nil : timeUntilNextStart,
                endsWhenCancelled: !isStopping
            )
            for event in mailbox.takeAll() {
                switch event {
                case .answered(let answered): takeIn(answered)
                case .lookedUp(let keys, .success(let finding)): takeIn(finding, about: keys)
                case .lookedUp(let keys, .failure(let error)):
                    waiting += keys.compactMap { inFlight.removeValue(forKey: $0)?.lookUp.due }
                    failure = error
                case .claimed(let claimed): takeIn(claimed)
                case .written(let recorded):
                    isWriting = false
                    tally.add(recorded)
                    if recorded.checked > 0 { progress(registry, recorded) }
                case .overdue(let batch): isOverdue = isOverdue || batch == self.batch
                case .stopped(let reason):
                    stop = stop ?? reason
                case .failed(let error):
                    isWriting = false
                    failure = error
                }
            }
        }
        if let reason = pace.stopReason { stop = .silence(reason) }
        do {
            try await giveBack()
        } catch {
            // What came first says more.
            throw failure ?? error
        }
        if let failure { throw failure }
    }

    private func giveBack() async throws {
        // In a task of its own: the database does nothing for one that is cancelled.
        try await Task { [verifier, waiting, brokenOff, pace] in
            try await verifier.database.release(waiting + brokenOff, now: verifier.clock())
            try await verifier.giveBack(lookUps: waiting.count)
            if let reason = pace.stopReason {
                try await verifier.leaveAlone(
                    because: reason,
                    forSeconds: pace.pauseAskedForSeconds
                )
            }
        }.value
    }

    /// Why the sweep ended early, in a sentence; nil where it did not.
    package var stopReason: String? { stop?.reason }

    private mutating func startAsking() {
        var asked: [(request: Request, lookUp: LookUp)] = []
        while inFlight.count + asked.count < pace.concurrency, pace.mayStart(at: .now),
            let lookUp = nextLookUp()
        {
            switch lookUp.inquiry.next {
            case .request(let request):
                pace.started(at: .now)
                asked.append((request, lookUp))
            case .reply(let reply): takeIn(reply, of: lookUp)
            }
        }
        guard !asked.isEmpty else { return }
        guard verifier.registry.list == nil else { return lookUp(asked.map(\.lookUp)) }
        let transfers = verifier.send(
            asked.map { ($0.request, $0.lookUp.due.key) },
            answeringTo: mailbox
        )
        for (asked, transfer) in zip(asked, transfers) {
            inFlight[asked.lookUp.due.key] = (asked.lookUp, transfer)
        }
    }

    /// Looks some up in the registry's list, all in one question to the database.
    private mutating func lookUp(_ lookUps: [LookUp]) {
        for lookUp in lookUps { inFlight[lookUp.due.key] = (lookUp, nil) }
        let keys = lookUps.map(\.due.key)
        let numbers = lookUps.map(\.due.claimant.number)
        Task { [verifier, mailbox] in
            let result: Result<Verifier.Finding, any Error>
            do {
                result = .success(try await verifier.lookUp(numbers))
            } catch {
                result = .failure(error)
            }
            mailbox.put(.lookedUp(keys, result))
        }
    }

    private mutating func nextLookUp() -> LookUp? {
        if let lookUp = begun.popLast() { return lookUp }
        guard let due = waiting.popLast() else { return nil }
        let inquiry = verifier.registry.inquiry(about: due.claimant)
        return LookUp(due: due, askedAt: verifier.clock(), inquiry: inquiry)
    }

    /// How long nothing can start though something waits; nil where an answer comes first.
    private var timeUntilNextStart: Duration? {
        (waiting.isEmpty && begun.isEmpty) || inFlight.count >= pace.concurrency
            ? nil : pace.wait(at: .now)
    }

    /// Has what is judged recorded, once it is enough or has waited, and more claimed, unless that
    /// is under way already.
    private mutating func write(isStopping: Bool) {
        guard !isWriting else { return }
        let room = min(claimSize, limit.map { $0 - claimedCount } ?? claimSize)
        let asksCanary = gate.wantsQuiet(at: .now)
        let mayClaim = !asksCanary || inFlight.isEmpty && waiting.isEmpty && begun.isEmpty
        let wantsMore =
            !isStopping && stop == nil && !isExhausted && mayClaim && room > 0
            && waiting.count <= claimSize / 2
        let isRipe =
            isOverdue || isStopping || inFlight.isEmpty || results.count >= Self.wholeBatch
        guard wantsMore || isRipe && !results.isEmpty else { return }
        let batch = results
        results = []
        self.batch += 1
        isOverdue = false
        isWriting = true
        if wantsMore, asksCanary {
            gate.canaryWasAsked(at: .now)
            isAfterCanary = true
        }
        Task { [verifier, mailbox] in
            // First, so that there is something to ask while the batch is being recorded; which it
            // is where nothing can be claimed, too.
            var failure: (any Error)?
            do {
                if wantsMore {
                    mailbox.put(try await verifier.claim(upTo: room, asksCanary: asksCanary))
                }
            } catch {
                failure = error
            }
            do {
                var recorded = Tally()
                if !batch.isEmpty {
                    for effect in try await verifier.record(batch) { recorded.add(effect) }
                }
                mailbox.put(.written(recorded))
            } catch {
                failure = failure ?? error
            }
            if let failure { mailbox.put(.failed(failure)) }
        }
    }

    private mutating func takeIn(_ answered: AnsweredRequest) {
        guard var lookUp = inFlight.removeValue(forKey: answered.key)?.lookUp else { return }
        if answered.isCancelled {
            brokenOff.append(lookUp.due)
            return
        }
        lookUp.inquiry.take(answered.result, at: lookUp.askedAt)
        switch lookUp.inquiry.next {
        case .request: begun.append(lookUp)
        case .reply(let reply): takeIn(reply, of: lookUp)
        }
    }

    private mutating func takeIn(_ finding: Verifier.Finding, about keys: [Credential.Key]) {
        for key in keys {
            guard var lookUp = inFlight.removeValue(forKey: key)?.lookUp else { continue }
            lookUp.inquiry.take(finding, at: lookUp.askedAt)
            switch lookUp.inquiry.next {
            case .request: begun.append(lookUp)
            case .reply(let reply): takeIn(reply, of: lookUp)
            }
        }
    }

    private mutating func takeIn(_ reply: RegistryReply, of lookUp: LookUp) {
        pace.finished(
            reply.verdict.outcome,
            retryAfterSeconds: reply.retryAfterSeconds,
            at: .now
        )
        results.append(verifier.result(of: reply, about: lookUp.due, askedAt: lookUp.askedAt))
        guard results.count == 1 else { return }
        Task { [mailbox, batch] in
            try? await Task.sleep(for: Self.longestKeeping)
            mailbox.put(.overdue(batch: batch))
        }
    }

    private mutating func takeIn(_ claimed: [DueCredential]) {
        if isAfterCanary { pace.started(at: .now) }
        isAfterCanary = false
        claimedCount += claimed.count
        isExhausted = claimed.isEmpty
        // The longest due were claimed first, and the last of the list is asked first.
        waiting = claimed.reversed() + waiting
    }
}
