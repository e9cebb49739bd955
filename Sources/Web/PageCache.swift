import Directory
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

/// Rendered pages of searches, to be sent again while they are still exact.
///
/// A page is exact until the moment its search named, and until anything is committed to the
/// database: then all are forgotten.
final class PageCache: Sendable {
    struct Page {
        let body: ByteBuffer
        let headers: HTTPFields
        let tag: EntityTag
        let validUntil: Instant

        func answer(to request: HTTPRequest) -> Answer {
            tag.answer(headers: headers, body: body, to: request)
        }
    }

    fileprivate struct Shelf {
        /// Grows whenever pages are forgotten.
        var epoch: UInt64 = 0
        var slots: [Slot?] = []
        var positions: [String: Int] = [:]
        /// The slot that is filled next, and so the oldest.
        var oldest = 0
        var bytes = 0
        var counts = PageCacheCounts()
    }

    fileprivate struct Slot {
        let target: String
        let page: Page

        /// With what the entry itself takes, roughly.
        var bytes: Int { page.body.readableBytes + target.utf8.count + 512 }
    }

    private let shelf: Mutex<Shelf>
    private let pageLimit: Int
    private let byteLimit: Int

    init(pageLimit: Int = 4096, byteLimit: Int = 64 << 20) {
        self.pageLimit = pageLimit
        self.byteLimit = byteLimit
        shelf = Mutex(Shelf(slots: Array(repeating: nil, count: pageLimit)))
    }

    /// The page for exactly this path and query, if it is exact now.
    func page(for target: String, at now: Instant) -> Page? {
        shelf.withLock { shelf in
            guard let position = shelf.positions[target], let slot = shelf.slots[position],
                now < slot.page.validUntil
            else { return nil }
            shelf.counts.hits += 1
            return slot.page
        }
    }

    /// To be asked before a page is searched for, and given back with it.
    var epoch: UInt64 { shelf.withLock { $0.epoch } }

    /// Keeps a page, unless something was committed since its search began.
    func keep(_ page: Page, for target: String, since epoch: UInt64) {
        let slot = Slot(target: target, page: page)
        shelf.withLock { shelf in
            shelf.counts.misses += 1
            guard shelf.epoch == epoch, slot.bytes <= byteLimit / 16 else { return }
            let position: Int
            if let present = shelf.positions[target] {
                position = present
                shelf.empty(present)
            } else {
                position = shelf.oldest
                shelf.empty(position)
                shelf.oldest = (position + 1) % pageLimit
            }
            while shelf.bytes + slot.bytes > byteLimit {
                shelf.empty(shelf.oldest)
                shelf.oldest = (shelf.oldest + 1) % pageLimit
            }
            shelf.slots[position] = slot
            shelf.positions[target] = position
            shelf.bytes += slot.bytes
        }
    }

    /// Forgets every page.
    func clear() {
        // Freed after the lock is given back: thousands of buffers take a while.
        let old = shelf.withLock { shelf in
            let old = shelf
            shelf.epoch += 1
            if !old.positions.isEmpty {
                shelf.slots = Array(repeating: nil, count: pageLimit)
                shelf.positions = [:]
                shelf.oldest = 0
                shelf.bytes = 0
            }
            return old
        }
        withExtendedLifetime(old) {}
    }

    var counts: PageCacheCounts { shelf.withLock { $0.counts } }
}

/// How often a page was found rendered, and how often one was rendered anew.
package struct PageCacheCounts: Hashable, Sendable {
    package internal(set) var hits = 0
    package internal(set) var misses = 0
}

extension PageCache.Shelf {
    mutating func empty(_ position: Int) {
        guard let slot = slots[position] else { return }
        slots[position] = nil
        positions[slot.target] = nil
        bytes -= slot.bytes
    }
}
