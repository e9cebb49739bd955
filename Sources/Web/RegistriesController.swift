import Directory
import HTTPTypes
import Hummingbird
import Storage

/// Says whom this directory asks, and how each of them is doing.
struct RegistriesController {
    let site: Site

    func list(_ request: Request, _: some RequestContext) async throws -> Response {
        try requireNoParameters(in: request.head.path ?? "")
        let now = site.clock()
        let reports = try await site.database.registryReports(at: now)
        let installation = try site.state().installation
        var json = JSONWriter(capacity: 1024 + reports.count * 1024)
        json.object { json in
            json.array("results") { json in
                for report in reports { json.object { $0.registry(report, at: now) } }
            }
            json.member("total", reports.count)
            json.member("next", String?.none)
            json.safety()
            json.demonstration(installation)
        }
        let body = json.bytes
        let tag = EntityTag(of: body)
        var headers = HTTPFields.forPublicJSON()
        headers[.eTag] = tag.text
        return tag.response(headers: headers, body: body, to: request)
    }
}

extension JSONWriter {
    fileprivate mutating func registry(_ report: RegistryReport, at now: Instant) {
        let description = report.description
        member("id", description.id.text)
        member("name", description.name)
        member("jurisdiction", description.jurisdiction.code)
        member("role", description.role)
        member("kind", description.kind)
        member("completeness", description.completeness.rawValue)
        member("public_page", description.publicPage)
        member("asked", description.isAsked)
        member("not_asked_because", description.notAskedReason)
        if let list = report.list {
            object("list") { json in
                json.member("seen_at", list.seenAt)
                json.member("read_at", list.readAt)
            }
        } else {
            member("list", String?.none)
        }
        guard let health = report.health else {
            name("health")
            return null()
        }
        object("health") { $0.health(health, at: now) }
    }

    private mutating func health(_ health: RegistryHealth, at now: Instant) {
        member("reached_at", health.reachedAt)
        member("source_as_of", health.sourceAsOf)
        member(
            "data_age_days",
            health.sourceAsOf.map { Int(max(0, now.seconds(since: $0)) / secondsPerDay) }
        )
        object("last_24_hours") { $0.period(health.day) }
        object("last_7_days") { $0.period(health.week) }
        object("canary") { json in
            json.member("state", health.canaryState.rawValue)
            json.member("asked_at", health.canary?.askedAt)
        }
        object("circuit") { json in
            json.member("state", health.closedUntil == nil ? "closed" : "open")
            json.member("until", health.closedUntil)
            json.member("reason", health.closedBecause)
        }
        object("brake") { json in
            json.member("set", health.brakedAt != nil)
            json.member("since", health.brakedAt)
            json.member("waiting", health.held)
        }
    }

    private mutating func period(_ period: RegistryHealth.Period) {
        member("checks", period.checks)
        member("answered", period.answered)
        share("success_rate", period.answered, of: period.checks)
        object("milliseconds") { json in
            json.member("p50", period.median)
            json.member("p95", period.slowest)
        }
        member("worsened", period.worsened)
        share("worsened_share", period.worsened, of: period.answered)
    }

    /// Null where there is nothing to have a share of.
    private mutating func share(_ name: StaticString, _ part: Int, of whole: Int) {
        guard whole > 0 else { return member(name, Int?.none) }
        member(name, scaled: part * 1000 / whole, decimals: 3)
    }
}
