import Crypto
package import Curl
package import Directory
import Foundation

/// One look-up of a person at a registry, as a machine that says what to send next.
///
/// It sends nothing itself: whoever drives it sends `next`'s request, gives it what came of it, and
/// goes on until there is a reply. So one machine serves sweeps, single checks, saved answers and
/// tests, and each of its requests can be paced like any other.
package struct Inquiry: Sendable {
    package enum Next: Sendable {
        case request(Request)
        case reply(RegistryReply)
    }

    /// How many requests one look-up makes at most.
    package static let mostRequests = 8
    /// How many bytes of answers one look-up reads at most.
    package static let mostBytes = 32 << 20
    /// How many entries under one number are compared at most, each with each.
    static let mostCandidates = 100
    /// How many entries are looked at in detail at most.
    static let mostDetails = 3

    private enum Stage: Sendable {
        case prepare(Int)
        /// Which of the number's variants is asked for.
        case search(Int)
        /// Which of the candidates is looked at.
        case detail(Int)
    }

    private struct Candidate: Sendable {
        let row: AnswerRow
        var extracted: ExtractedRow
    }

    /// Up to so many bytes an answer without rows is kept whole.
    private static let mostKeptOfNone = 1 << 10
    private static let longestNumber = 64
    private static let longestType = 200
    /// The year 2000: no registry has answered over HTTP for longer.
    private static let earliestDate = Instant(secondsSince1970: 946_684_800)

    package let claimant: Claimant
    package private(set) var next: Next
    /// How many requests have been answered or have failed.
    package private(set) var answered = 0

    private let plan: InquiryPlan
    private var stage = Stage.prepare(0)
    private var variants: [String] = []
    private var values: QuestionValues
    private var cookies = CookieJar()
    /// Numbers as they are compared, by how they are written.
    private var normalised: [String: String] = [:]
    private var candidates: [Candidate] = []
    private var others: [RegisterEntry] = []
    private var questions: [String] = []
    private var status: Int?
    private var contentType: String?
    private var sourceAsOf: Instant?
    private var retryAfterSeconds: Int?
    private var milliseconds = 0
    private var bytes = 0
    private var hash: SHA256?
    private var evidence: [UInt8] = []
    private var trace: InquiryTrace?

    init(_ plan: InquiryPlan, about claimant: Claimant, offReason: String?, isTraced: Bool) {
        self.plan = plan
        self.claimant = claimant
        values = QuestionValues(number: claimant.number, name: claimant.names.first)
        trace = isTraced ? InquiryTrace() : nil
        // Replaced at once; a value has to stand here until then.
        next = .request(plan.request)
        begin(offReason)
    }

    private mutating func begin(_ offReason: String?) {
        if let offReason {
            return finish(.silence(.refused, reason: "The registry is off: \(offReason)."))
        }
        guard claimant.number.utf8.count <= Self.longestNumber else {
            let reason = "The number is longer than \(Self.longestNumber) bytes."
            return finish(.silence(.refused, reason: reason))
        }
        variants = plan.variants(of: claimant)
        guard !variants.isEmpty else { return refuseQuestion() }
        ask(plan.prepare.isEmpty ? .search(0) : .prepare(0))
    }

    // MARK: - Asking

    private func step(at stage: Stage) -> InquiryPlan.Step {
        switch stage {
        case .prepare(let index): plan.prepare[index]
        case .search: plan.search
        case .detail: plan.detail ?? plan.search
        }
    }

    private func name(of stage: Stage) -> String {
        switch stage {
        case .prepare(let index): "prepare, \(index + 1) of \(plan.prepare.count)"
        case .search(let variant):
            variants.count > 1 ? "search, number \(variant + 1) of \(variants.count)" : "search"
        case .detail(let index): "detail, \(index + 1) of \(candidates.count)"
        }
    }

    private mutating func refuseQuestion() {
        finish(
            .silence(
                .refused,
                reason: "The number or name has nothing that this registry can be asked for."
            )
        )
    }

    private mutating func ask(_ stage: Stage) {
        self.stage = stage
        let asked = self.step(at: stage)
        guard answered < Self.mostRequests else {
            return finish(
                .silence(
                    .unparseable,
                    reason: "The look-up took more than \(Self.mostRequests) requests."
                )
            )
        }
        if case .search(let variant) = stage { values.number = variants[variant] }
        values.limit = asked.reader.limit ?? 0
        guard let filled = asked.request.filled(with: values, at: plan.baseURL) else {
            return refuseQuestion()
        }
        var request = plan.request
        request.url = filled.url
        request.method = filled.method
        if !filled.headers.contains(where: { $0.name.lowercased() == "accept" }) {
            request.headers.append(asked.reader.accept)
        }
        request.headers += filled.headers
        if let parameter = plan.authorization.parameter {
            request.url += (filled.url.utf8.contains(UInt8(ascii: "?")) ? "&" : "?") + parameter
        }
        request.headers += plan.authorization.headers
        if plan.keepsCookies, let cookie = cookies.header(for: plan.host) {
            request.headers.append(cookie)
        }
        request.limits.bodyBytes = min(request.limits.bodyBytes, max(1, Self.mostBytes - bytes))
        let number = plan.isOfList ? ", the rows under the number \(claimant.number)" : ""
        let text = plan.authorization.concealed(in: filled.text) + number
        questions.append(text)
        if trace != nil {
            let step = InquiryTrace.Step(name: name(of: stage), request: text)
            trace?.steps.append(step)
        }
        next = .request(request)
    }

    // MARK: - Taking answers

    /// Takes what came of the last request.
    ///
    /// - Parameters:
    ///   - result: The response, or why there is none.
    ///   - now: The moment at which it was asked.
    package mutating func take(_ result: Result<Response, TransferError>, at now: Instant) {
        switch result {
        case .success(let response): take(plan.received(response, in: step(at: stage)), at: now)
        case .failure(let error): take(error)
        }
    }

    /// Adds to what is said of the last question.
    mutating func say(_ more: String) {
        guard let last = questions.popLast() else { return }
        questions.append(last + more)
        decide { $0.request += more }
    }

    /// Ends the look-up without asking: nothing is known about the person.
    ///
    /// - Parameter reason: Why, in a sentence.
    package mutating func giveUp(because reason: String) {
        guard case .request = next else { return }
        finish(.silence(.unreachable, reason: reason))
    }

    /// Says of a transfer that failed what it means: nothing about the person.
    private mutating func take(_ error: TransferError) {
        guard case .request = next else { return }
        answered += 1
        let silence: RegistryAnswer.Silence =
            switch error {
            case .bodyTooLarge, .headersTooLarge, .malformedAnswer: .unparseable
            default: .unreachable
            }
        status = nil
        hash = nil
        finish(.silence(silence, reason: error.description))
    }

    /// Takes an answer that came or was saved; it costs no time but the processor's.
    ///
    /// - Parameters:
    ///   - received: The status, headers and body.
    ///   - now: The moment at which it was asked.
    package mutating func take(_ received: ReceivedAnswer, at now: Instant) {
        guard case .request = next else { return }
        let step = step(at: stage)
        answered += 1
        note(received, dateHeaders: step.reader.dateHeaders, at: now)
        guard bytes <= Self.mostBytes else {
            return finish(
                .silence(.unparseable, reason: "The answers are larger than may be read.")
            )
        }
        let asked = folded(claimant.number)
        let reading = step.reader.read(received) { [match = plan.match] in
            match.isNumber($0, folded: asked)
        }
        decide { $0.rule = reading.rule }
        do throws(Drift) {
            switch reading.result {
            case .silence(let silence, let reason):
                finish(.silence(silence, reason: reason))
            case .none:
                keepNone(received)
                decide { $0.decision = "The register has nobody under what was asked." }
                goOnWithoutCandidates()
            case .found(let rows, let isCut):
                try capture(step.captures, from: received, reading.body)
                try take(rows, isCut: isCut, by: step.reader)
            }
        } catch {
            finish(.silence(.unparseable, reason: error.sentence))
        }
    }

    private mutating func note(
        _ received: ReceivedAnswer,
        dateHeaders: [String],
        at now: Instant
    ) {
        status = received.status
        contentType = received.header("Content-Type").map { String($0.prefix(Self.longestType)) }
        milliseconds += received.milliseconds
        bytes += received.body.count
        var hash = hash ?? SHA256()
        hash.update(data: received.body)
        self.hash = hash
        retryAfterSeconds = received.header("Retry-After")
            .flatMap { HTTPDate.retryAfter($0, at: now) }
        let stated = dateHeaders.lazy.compactMap(received.header).compactMap(HTTPDate.instant)
            .first { Self.isDate($0, before: now) }
        // A cache answers with what the source said a while ago.
        let copied = received.header("Age").flatMap(HTTPDate.age).map { now - Int64($0) }
            .flatMap { Self.isDate($0, before: now) ? $0 : nil }
        // What is put together from several answers is as old as the oldest.
        let known = received.asOf.flatMap { Self.isDate($0, before: now) ? $0 : nil }
        sourceAsOf = [sourceAsOf, stated, copied, known].compactMap(\.self).min()
        if plan.keepsCookies {
            for cookie in received.headers("Set-Cookie") { cookies.take(cookie, from: plan.host) }
        }
        decide { step in
            step.status = received.status
            step.contentType = received.header("Content-Type")
            step.bytes = received.body.count
            step.milliseconds = received.milliseconds
        }
    }

    /// Whether a source may have said something at a moment; a clock that was never set says 1970.
    private static func isDate(_ moment: Instant, before now: Instant) -> Bool {
        moment >= earliestDate && moment < now
    }

    private mutating func capture(
        _ captures: [Capture],
        from received: ReceivedAnswer,
        _ body: AnswerBody?
    ) throws(Drift) {
        for capture in captures {
            guard let value = try capture.value(in: received, body: body, cookies: cookies) else {
                throw Drift("The answer does not hold \(capture.name), which the next step needs.")
            }
            values.captured[capture.name] = value
            let shown = plan.authorization.concealed(in: value)
            decide { $0.captured.append(RegisterEntry.Field(name: capture.name, value: shown)) }
        }
    }

    private mutating func take(
        _ rows: [(row: AnswerRow, extracted: ExtractedRow)],
        isCut: Bool,
        by reader: AnswerReader
    ) throws(Drift) {
        switch stage {
        case .prepare(let index):
            decide { $0.decision = "The look-up goes on." }
            ask(index + 1 < plan.prepare.count ? .prepare(index + 1) : .search(0))
        case .search: try takeSearch(rows, isCut: isCut, by: reader)
        case .detail(let index): try takeDetail(rows, of: index, by: reader)
        }
    }

    private mutating func takeSearch(
        _ rows: [(row: AnswerRow, extracted: ExtractedRow)],
        isCut: Bool,
        by reader: AnswerReader
    ) throws(Drift) {
        let asked = folded(claimant.number)
        var kept: [(row: AnswerRow, extracted: ExtractedRow)] = []
        var entries: [RegisterEntry] = []
        for (row, extracted) in rows {
            let isOfType = extracted.isExpectedType != false
            guard extracted.isAsked else {
                if trace != nil, let whole = reader.whole(row) {
                    note(whole, isCandidate: false, isSame: false)
                }
                continue
            }
            // So that the verdict need not apply the rules again.
            _ = folded(extracted.text(of: .number) ?? "")
            kept.append((row, extracted))
            if isOfType { candidates.append(Candidate(row: row, extracted: extracted)) }
            if plan.detail == nil || !isOfType {
                let entry = try extracted.entry(plan.standings)
                if isOfType { try entry.checkDates() }
                entries.append(entry)
            }
            note(extracted, isCandidate: isOfType, isSame: true)
        }
        guard candidates.count <= Self.mostCandidates else {
            throw Drift("The search found \(candidates.count) entries under one number.")
        }
        let isAnswer = !asked.isEmpty && !kept.isEmpty || rows.contains { isAsked($0.extracted) }
        guard rows.isEmpty || isAnswer else {
            throw Drift("The answer is about another number than was asked for.")
        }
        guard !isCut || !candidates.isEmpty && plan.match.scope == .unique else {
            throw Drift(
                "The list has \(rows.count) rows, and the source does not say whether it was cut there."
            )
        }
        others += entries
        keep(reader.keptRows.text(of: kept))
        guard !candidates.isEmpty else {
            decide { $0.decision = "No row is about the number and type asked for." }
            return goOnWithoutCandidates()
        }
        guard plan.detail != nil else { return finish(.entries(others)) }
        guard candidates.count <= Self.mostDetails else {
            throw Drift("The search found \(candidates.count) entries under one number.")
        }
        decide { [count = candidates.count] in $0.decision = "\(count) to be looked at in detail." }
        askDetail(0)
    }

    /// Whether a row has the number that was asked for, or one that it is a part of.
    ///
    /// A search by a part of a number finds longer ones too. What has nothing of it answers another
    /// question, as caches do, and must not make somebody absent.
    private func isAsked(_ extracted: ExtractedRow) -> Bool {
        let found = plan.match.folded(extracted.text(of: .number) ?? "")
        return [plan.match.folded(claimant.number), RegisterEntry.folded(number: values.number)]
            .contains { !$0.isEmpty && found.contains($0) }
    }

    /// Tries the number's next spelling; nobody is absent until all are tried.
    private mutating func goOnWithoutCandidates() {
        guard case .search(let variant) = stage, variant + 1 < variants.count else {
            return finish(.entries(others))
        }
        ask(.search(variant + 1))
    }

    private mutating func askDetail(_ index: Int) {
        values.row = [:]
        let extracted = candidates[index].extracted
        for (role, text) in extracted.texts { values.row[role.rawValue] = text }
        for field in extracted.shown { values.row[field.name] = field.value }
        ask(.detail(index))
    }

    private mutating func takeDetail(
        _ rows: [(row: AnswerRow, extracted: ExtractedRow)],
        of index: Int,
        by reader: AnswerReader
    ) throws(Drift) {
        guard let (row, detail) = rows.first, rows.count == 1 else {
            throw Drift("The detail is about \(rows.count) entries.")
        }
        let number = candidates[index].extracted.text(of: .number) ?? ""
        if let own = detail.text(of: .number), folded(own) != folded(number) {
            throw Drift("The detail is about another number than the search.")
        }
        candidates[index].extracted = candidates[index].extracted.completed(by: detail)
        let completed = candidates[index].extracted
        note(completed, isCandidate: true, isSame: true)
        keep(reader.keptRows.text(of: [(row, detail)]))
        guard completed.text(of: .status) != nil || completed.isExpectedType == false else {
            throw Drift("Neither the search nor the detail has a status.")
        }
        if index + 1 < candidates.count {
            decide { $0.decision = "The next entry is looked at." }
            return askDetail(index + 1)
        }
        var entries: [RegisterEntry] = []
        for candidate in candidates {
            let entry = try candidate.extracted.entry(plan.standings)
            try entry.checkDates()
            entries.append(entry)
        }
        finish(.entries(entries + others))
    }

    /// A number as it is compared; the rules are applied once to each.
    private mutating func folded(_ number: String) -> String {
        guard plan.match.hasRules else { return RegisterEntry.folded(number: number) }
        let known = normalised[number] ?? plan.match.normalised(number)
        normalised[number] = known
        return RegisterEntry.folded(number: known)
    }

    // MARK: - Keeping and ending

    private mutating func keepNone(_ received: ReceivedAnswer) {
        guard received.body.count <= Self.mostKeptOfNone else { return }
        evidence = evidence.isEmpty ? received.body : evidence
    }

    /// Adds to the kept rows, which are one JSON array.
    private mutating func keep(_ rows: [UInt8]) {
        guard evidence.first == UInt8(ascii: "["), evidence.count > 2, rows.count > 2,
            evidence.count + rows.count < KeptRows.mostBytes
        else {
            if evidence.count <= 2 || rows.count > 2 { evidence = rows }
            return
        }
        evidence.removeLast()
        evidence.append(UInt8(ascii: ","))
        evidence += rows.dropFirst()
    }

    private mutating func decide(_ change: (inout InquiryTrace.Step) -> Void) {
        guard trace != nil else { return }
        trace?.changeLast(change)
    }

    private mutating func note(_ extracted: ExtractedRow, isCandidate: Bool, isSame: Bool) {
        guard trace != nil, let entry = try? extracted.entry(plan.standings) else { return }
        let reason =
            !isSame
            ? "another number"
            : isCandidate
                ? "the number asked for" + (entry.type.isEmpty ? "" : ", of a type described")
                : "the number asked for, of another type"
        var fields = entry.fields
        fields.append(
            RegisterEntry.Field(name: "→ standing", value: entry.standing?.rawValue ?? "in no map")
        )
        if let date = entry.expiresOn {
            fields.append(RegisterEntry.Field(name: "→ expires", value: date.description))
        }
        fields = fields.map {
            RegisterEntry.Field(
                name: $0.name,
                value: plan.authorization.concealed(in: $0.value)
            )
        }
        decide {
            $0.rows.append(
                InquiryTrace.Row(fields: fields, isCandidate: isCandidate, reason: reason)
            )
        }
    }

    private mutating func finish(_ answer: RegistryAnswer) {
        var answer = answer
        if case .silence(let silence, let reason) = answer {
            answer = .silence(silence, reason: plan.authorization.concealed(in: reason))
            evidence = []
        }
        if case .entries(let entries) = answer {
            answer = .entries(entries.map { plan.authorization.concealed(in: $0) })
        }
        let verdict = plan.match.verdict(of: answer, on: claimant, knowing: normalised)
        let question =
            questions.isEmpty ? "GET " + plan.baseURL : questions.joined(separator: ", then ")
        var reply = RegistryReply(answer: answer, verdict: verdict, question: question)
        reply.status = status
        reply.sourceAsOf = status == nil ? nil : sourceAsOf
        reply.sha256 = hash.map { Registry.hexadecimal($0.finalize()) }
        reply.evidence = plan.authorization.concealed(in: evidence)
        reply.contentType = contentType.map { plan.authorization.concealed(in: $0) }
        reply.milliseconds = milliseconds
        reply.retryAfterSeconds = retryAfterSeconds
        decide { $0.decision = "\(verdict.outcome.rawValue): \(verdict.reason)" }
        reply.trace = trace
        next = .reply(reply)
    }
}

extension RegisterEntry {
    /// Refuses dates that cannot both be right where they would carry trust or end it, as those of
    /// columns that changed places.
    func checkDates() throws(Drift) {
        guard standing == .active, let expiresOn, let firstIssuedOn, firstIssuedOn > expiresOn
        else { return }
        throw Drift(
            "The entry was first issued on \(firstIssuedOn), after it expires, \(expiresOn)."
        )
    }
}
