import Directory
import HTTPTypes
import Hummingbird
import Storage

/// Tells monitoring how everything is, in numbers: whoever knows the token may ask.
struct MetricsController {
    let site: Site
    let writing: WritingWatch

    func show(_ request: Request, _: some RequestContext) async throws -> Response {
        guard let token = site.configuration.metricsToken,
            token.isShown(by: request.headers[.authorization])
        else { throw Refusal.noSuchPath }
        let now = site.clock()
        let figures = try await site.database.operatingFigures(at: now)
        let reports = try await site.database.registryReports(at: now)
        var text = PrometheusText()
        text.checking(figures)
        text.registries(reports)
        text.telling(figures)
        text.serving(site, await writing.report())
        return Response(
            status: .ok,
            headers: [
                .contentType: PrometheusText.contentType, .cacheControl: "no-store",
                .xContentTypeOptions: "nosniff",
            ],
            body: .init(byteBuffer: ByteBuffer(string: text.text))
        )
    }
}

extension PrometheusText {
    /// The sweep: what is due, and what came of what was asked.
    fileprivate mutating func checking(_ figures: OperatingFigures) {
        let queues = figures.queues.sorted { $0.key < $1.key }
        metric("meridian_checks_due", .gauge, "Credentials whose check is due.") { samples in
            for (id, queue) in queues { samples.add(Double(queue.due), ("registry", id.text)) }
        }
        metric(
            "meridian_checks_due_oldest_age_seconds",
            .gauge,
            "How long the credential that is due longest has waited; 0 where nothing is due."
        ) { samples in
            for (id, queue) in queues {
                samples.add(Double(queue.oldestSeconds ?? 0), ("registry", id.text))
            }
        }
        metric(
            "meridian_checks_claimed",
            .gauge,
            "Credentials that some process is asking about."
        ) { samples in
            for (id, queue) in queues { samples.add(Double(queue.claimed), ("registry", id.text)) }
        }
        metric(
            "meridian_checks_last_24_hours",
            .gauge,
            "Checks of the last 24 hours by what came of them."
        ) { samples in
            for (id, outcomes) in figures.checks.sorted(by: { $0.key < $1.key }) {
                for outcome in Outcome.allCases {
                    guard let count = outcomes[outcome] else { continue }
                    samples.add(
                        Double(count),
                        ("registry", id.text),
                        ("outcome", outcome.rawValue)
                    )
                }
            }
        }
        metric(
            "meridian_newest_check_timestamp_seconds",
            .gauge,
            "When the newest check was made.",
            figures.newestCheckAt.map { Double($0.secondsSince1970) }
        )
    }

    fileprivate mutating func registries(_ reports: [RegistryReport]) {
        let known = reports.compactMap { report in
            report.health.map { (id: report.description.id.text, health: $0) }
        }
        func gauge(_ name: String, _ help: String, _ value: (RegistryHealth) -> Double?) {
            metric("meridian_registry_\(name)", .gauge, help) { samples in
                for (id, health) in known {
                    if let value = value(health) { samples.add(value, ("registry", id)) }
                }
            }
        }
        gauge("success_ratio", "Share of the last 24 hours' checks that were answered.") {
            $0.day.checks > 0 ? Double($0.day.answered) / Double($0.day.checks) : nil
        }
        gauge("worsened_ratio", "Share of the last 24 hours' answers that were for the worse.") {
            $0.day.answered > 0 ? Double($0.day.worsened) / Double($0.day.answered) : nil
        }
        gauge("answer_median_seconds", "Half of the last 24 hours' answers took at most this.") {
            $0.day.median.map { Double($0) / 1000 }
        }
        gauge("answer_p95_seconds", "95 of 100 answers of the last 24 hours took at most this.") {
            $0.day.slowest.map { Double($0) / 1000 }
        }
        gauge("reached_timestamp_seconds", "When it last answered anything at all.") {
            $0.reachedAt.map { Double($0.secondsSince1970) }
        }
        gauge("source_timestamp_seconds", "The source's own date of what it said last.") {
            $0.sourceAsOf.map { Double($0.secondsSince1970) }
        }
        gauge("canary_failing", "1 where somebody whom it has to know is not found.") {
            $0.isCanaryFailing ? 1 : 0
        }
        gauge("brake_set", "1 while changes for the worse are held.") { $0.brakedAt == nil ? 0 : 1 }
        gauge("held_changes", "Changes for the worse that wait for an admin.") { Double($0.held) }
        gauge("circuit_open", "1 while it is left alone after silences.") {
            $0.closedUntil == nil ? 0 : 1
        }
        metric(
            "meridian_list_seen_timestamp_seconds",
            .gauge,
            "When a list's source last gave it, or said that it has not changed."
        ) { samples in
            for report in reports {
                guard let seenAt = report.list?.seenAt else { continue }
                samples.add(
                    Double(seenAt.secondsSince1970),
                    ("list", report.description.id.text)
                )
            }
        }
    }

    fileprivate mutating func telling(_ figures: OperatingFigures) {
        let outboxes = figures.outboxes.sorted { $0.key.rawValue < $1.key.rawValue }
        func gauge(
            _ name: String,
            _ help: String,
            _ value: (OperatingFigures.Outbox) -> Double
        ) {
            metric("meridian_outbox_\(name)", .gauge, help) { samples in
                for (kind, outbox) in outboxes {
                    samples.add(value(outbox), ("kind", kind.rawValue))
                }
            }
        }
        gauge("recipients", "Who is or was told of changes.") { Double($0.recipients) }
        gauge("waiting", "Messages that have not been taken yet.") { Double($0.waiting) }
        gauge("oldest_age_seconds", "How long the message that waits longest has waited.") {
            Double($0.oldestSeconds)
        }
        gauge("given_up", "Messages given up in the last seven days.") { Double($0.givenUp) }
    }

    /// This process: what it serves, how quickly, and whether anything can be saved.
    fileprivate mutating func serving(_ site: Site, _ writing: WritingReport) {
        let reading = site.meter.reading
        metric(
            "meridian_search_duration_seconds",
            .histogram,
            "How long searches under /v1 took, from the request's head to the page."
        ) { samples in
            for (end, count) in reading.buckets {
                samples.add(Double(count), ("le", Self.number(end)), suffix: "_bucket")
            }
            samples.add(reading.seconds, suffix: "_sum")
            samples.add(Double(reading.count), suffix: "_count")
        }
        let pages = site.feed.pages.counts
        metric(
            "meridian_search_pages_total",
            .counter,
            "Pages of searches, by whether they were at hand from before."
        ) { samples in
            samples.add(Double(pages.hits), ("at_hand", "yes"))
            samples.add(Double(pages.misses), ("at_hand", "no"))
        }
        metric(
            "meridian_index_listings",
            .gauge,
            "Listings that searches look through.",
            site.feed.listingCount.map(Double.init)
        )
        metric(
            "meridian_index_following",
            .gauge,
            "1 while searches find what was saved last.",
            site.feed.state?.isFollowing ?? false ? 1 : 0
        )
        metric(
            "meridian_writing",
            .gauge,
            "How saving stands: 1 for the word that /readyz says of it."
        ) { samples in
            for state in WritingState.allCases {
                samples.add(state == writing.state ? 1 : 0, ("state", state.rawValue))
            }
        }
        metric(
            "meridian_disk_free_bytes",
            .gauge,
            "Room left on the disk of the database.",
            writing.freeBytes.map(Double.init)
        )
    }
}
