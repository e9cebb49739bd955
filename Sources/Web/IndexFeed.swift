import Directory
import Dispatch
package import Logging
import Search
import ServiceLifecycle
package import Storage
import Synchronization

/// Keeps the listing index as the database is, whichever process writes it.
package actor IndexFeed: Service {
    /// What is known by now, for whoever answers a request.
    struct State: Sendable {
        let index: ListingIndex
        let places: PlaceIndex
        let installation: Installation
        let policies: PolicyTexts
        /// Whether the last look at the database succeeded.
        var isFollowing: Bool
    }

    nonisolated let pages = PageCache()
    private nonisolated let current = Mutex<State?>(nil)
    private let database: Database
    private let watch: ChangeWatch
    private let logger: Logger
    private var position: ChangePosition?
    private var placesEdition: Int64 = 0
    private var isBehind = true

    /// Between two looks; what is saved has to be found within a second.
    private static let interval = Duration.milliseconds(200)

    package init(_ database: Database, logger: Logger) throws {
        self.database = database
        self.logger = logger
        watch = try ChangeWatch(database)
    }

    /// Nil until the index has been read.
    nonisolated var state: State? { current.withLock { $0 } }

    /// How many listings are indexed; nil until they have been read.
    package nonisolated var listingCount: Int? { state?.index.listingCount }

    /// Follows the database until the server stops.
    package func run() async throws {
        await cancelWhenGracefulShutdown {
            while !Task.isCancelled {
                await self.look()
                try? await Task.sleep(for: Self.interval)
            }
        }
    }

    private func look() async {
        do {
            if position == nil { try await load() } else { try await follow() }
            setFollowing(true)
        } catch is CancellationError {
            return
        } catch {
            if state?.isFollowing ?? true {
                logger.error(
                    "Listing index cannot follow the database",
                    metadata: ["error": "\(String(reflecting: error))"]
                )
            }
            setFollowing(false)
        }
    }

    private func setFollowing(_ isFollowing: Bool) {
        current.withLock { $0?.isFollowing = isFollowing }
    }

    /// Reads every listing into a new index and puts it in the place of the present one.
    package func load() async throws {
        // Asked first: what is committed while the listings are read is noticed afterwards.
        _ = try await watch.hasChanged()
        let collected = CollectedListings()
        let position = try await database.loadListings(
            reserving: collected.reserve,
            collected.append
        )
        let installation = try await database.installation()
        let policies = PolicyTexts(try await database.policies())
        let index = await Self.offThePool { collected.index() }
        let (places, edition) = try await database.placeIndex()
        self.position = position
        placesEdition = edition
        isBehind = false
        current.withLock {
            $0 = State(
                index: index,
                places: places,
                installation: installation,
                policies: policies,
                isFollowing: true
            )
        }
        pages.clear()
    }

    /// Takes over what was committed since the last look.
    private func follow() async throws {
        guard let position, let state else { return }
        let index = state.index
        if try await watch.hasChanged() { isBehind = true }
        guard isBehind else { return }
        guard let changes = try await database.changedListings(after: position) else {
            return try await load()
        }
        let installation = try await database.installation()
        let policies = PolicyTexts(try await database.policies())
        var places = state.places
        if try await database.placesEdition() != placesEdition {
            (places, placesEdition) = try await database.placeIndex()
        }
        if !changes.practitioners.isEmpty {
            index.replace(changes.practitioners, with: changes.listings)
        }
        self.position = changes.upTo
        isBehind = false
        current.withLock {
            $0 = State(
                index: index,
                places: places,
                installation: installation,
                policies: policies,
                isFollowing: true
            )
        }
        pages.clear()
        if index.isMergeDue {
            Task { await Self.offThePool { index.merge() } }
        }
    }

    /// Runs what takes a processor for long where it keeps no request waiting.
    static func offThePool<Result: Sendable>(
        _ work: @escaping @Sendable () -> Result
    ) async -> Result {
        await withCheckedContinuation { continuation in
            DispatchQueue.global(qos: .utility).async { continuation.resume(returning: work()) }
        }
    }
}

/// Listings on their way from the database into an index.
private final class CollectedListings: Sendable {
    private let builder = Mutex<ListingIndex.Builder?>(ListingIndex.Builder())
    /// Those that were read and not handed on.
    private let read = Mutex<[Listing]>([])
    /// Takes up what was handed on while more is read, which takes longer.
    private let queue = DispatchQueue(label: "meridian.listings")
    private let room = DispatchSemaphore(value: 4)

    private static let handedAtOnce = 1024

    func reserve(_ count: Int) {
        builder.withLock { $0?.reserve(count) }
    }

    func append(_ listing: Listing) {
        let isFull = read.withLock { read in
            read.append(listing)
            return read.count == Self.handedAtOnce
        }
        if isFull { handOn() }
    }

    private func handOn() {
        let listings = read.withLock { read in
            defer { read = [] }
            return read
        }
        room.wait()
        queue.async { [self] in
            builder.withLock { builder in
                for listing in listings { builder?.append(listing) }
            }
            room.signal()
        }
    }

    /// The index of all of them; of none when asked again.
    func index() -> ListingIndex {
        handOn()
        queue.sync {}
        let collected = builder.withLock { $0.take() }
        return if let collected { ListingIndex(collected) } else { ListingIndex([]) }
    }
}
