import Directory
import Hummingbird
import NIOCore
import Testing
@testable import Web

@Suite struct PageCacheTests {
    private let now = Instant(secondsSince1970: 1000)

    private func page(_ text: String, seconds: Int64 = 60) -> PageCache.Page {
        PageCache.Page(
            body: ByteBuffer(string: text),
            headers: [:],
            tag: EntityTag(),
            validUntil: now + seconds
        )
    }

    private func text(_ cache: PageCache, _ target: String, after seconds: Int64 = 0) -> String? {
        cache.page(for: target, at: now + seconds).map { String(buffer: $0.body) }
    }

    @Test func `a page is found under its exact target until its time is over`() {
        let cache = PageCache()
        cache.keep(page("a", seconds: 10), for: "/a", since: cache.epoch)
        #expect(text(cache, "/a") == "a")
        #expect(text(cache, "/a", after: 9) == "a")
        #expect(text(cache, "/a", after: 10) == nil)
        #expect(text(cache, "/A") == nil)
        #expect(cache.counts == PageCacheCounts(hits: 2, misses: 1))
    }

    @Test func `everything is forgotten at once`() {
        let cache = PageCache()
        cache.keep(page("a"), for: "/a", since: cache.epoch)
        cache.clear()
        #expect(text(cache, "/a") == nil)
        cache.keep(page("b"), for: "/a", since: cache.epoch)
        #expect(text(cache, "/a") == "b")
    }

    @Test func `a page whose search began before a change is not kept`() {
        let cache = PageCache()
        let epoch = cache.epoch
        cache.clear()
        cache.keep(page("old"), for: "/a", since: epoch)
        #expect(text(cache, "/a") == nil)
    }

    @Test func `the oldest page makes room when there are too many`() {
        let cache = PageCache(pageLimit: 3)
        for name in ["a", "b", "c", "d"] { cache.keep(page(name), for: name, since: cache.epoch) }
        #expect(["a", "b", "c", "d"].map { text(cache, $0) } == [nil, "b", "c", "d"])
    }

    @Test func `a page rendered anew takes the place of the one before`() {
        let cache = PageCache(pageLimit: 2)
        cache.keep(page("a"), for: "a", since: cache.epoch)
        for version in 0..<10 { cache.keep(page("b\(version)"), for: "b", since: cache.epoch) }
        #expect(text(cache, "a") == "a")
        #expect(text(cache, "b") == "b9")
    }

    @Test func `pages make room when they take too much memory`() {
        let cache = PageCache(pageLimit: 100, byteLimit: 64 * 1024)
        let large = String(repeating: "x", count: 3000)
        for number in 0..<40 { cache.keep(page(large), for: "\(number)", since: cache.epoch) }
        let kept = (0..<40).filter { text(cache, "\($0)") != nil }
        #expect(kept.count == 64 * 1024 / 3514)
        #expect(kept.last == 39)
        cache.keep(
            page(String(repeating: "x", count: 64 * 1024)),
            for: "huge",
            since: cache.epoch
        )
        #expect(text(cache, "huge") == nil)
        #expect(text(cache, "39") == large)
    }
}
