import Directory
import Hummingbird
import Search
import Storage

/// What every controller needs to answer.
struct Site: Sendable {
    let database: Database
    let feed: IndexFeed
    let configuration: WebConfiguration
    let templates: PageTemplates
    let clock: @Sendable () -> Instant
    /// Nil where everybody may ask as often as they like.
    let limiter: RateLimiter?
    let meter = SearchMeter()

    init(
        database: Database,
        feed: IndexFeed,
        configuration: WebConfiguration,
        templates: PageTemplates,
        clock: @escaping @Sendable () -> Instant
    ) {
        self.database = database
        self.feed = feed
        self.configuration = configuration
        self.templates = templates
        self.clock = clock
        limiter = configuration.requestsPerMinute.map { RateLimiter(quota: $0) }
    }

    /// The index and what is known with it.
    func state() throws(Refusal) -> IndexFeed.State {
        guard let state = feed.state else { throw .notReady }
        return state
    }

    func link(to path: SitePath) -> String { configuration.link(to: path) }
}

extension JSONWriter {
    /// What everybody is told with every search and every profile.
    mutating func safety() {
        member("safety", json: Self.safetyMessage)
    }

    private static let safetyMessage: [UInt8] = {
        var json = JSONWriter()
        json.object { json in
            json.array("contraindications") { json in
                for sentence in SafetyMessage.contraindications { json.value(sentence) }
            }
            json.member("ask_first", SafetyMessage.askFirst)
            json.member("choose", SafetyMessage.choose)
            json.member("source", SafetyMessage.source)
        }
        return Array(json.bytes.readableBytesView)
    }()

    /// Says so where the people are invented; null where they are not.
    mutating func demonstration(_ installation: Installation) {
        switch installation {
        case .demonstration:
            member("demonstration", "A demonstration: every person shown here is invented.")
        case .empty, .real:
            name("demonstration")
            null()
        }
    }
}
