import CCurl
import Synchronization

/// What other threads want of the transfer loop, until it comes to look.
final class TransferQueue: Sendable {
    struct Submission: Sendable {
        enum Content: Sendable {
            case request(Request)
            case mail(OutgoingMail)
        }

        let id: Transport.TransferID
        let content: Content
        /// Where the body of the answer goes; nil where it is held in memory.
        var file: BodyFile?
        let completion: Transport.Completion
    }

    /// What has been asked since the loop last looked.
    struct Wishes: Sendable {
        var submissions: [Submission] = []
        var cancellations: [Transport.TransferID] = []
        var isStopped = false

        var areNone: Bool { submissions.isEmpty && cancellations.isEmpty && !isStopped }
    }

    private struct State {
        var wishes = Wishes()
        var isLoopAsleep = false
    }

    private let state = Mutex(State())

    /// libcurl permits `curl_multi_wakeup` on it from any thread, and nothing else.
    private nonisolated(unsafe) let multi: UnsafeMutableRawPointer

    init(multi: UnsafeMutableRawPointer) {
        self.multi = multi
    }

    /// Hands submissions to the loop, and says whether they will still be taken.
    func add(_ submissions: some Collection<Submission>) -> Bool {
        state.withLock { state in
            guard !state.wishes.isStopped else { return false }
            state.wishes.submissions.append(contentsOf: submissions)
            wake(&state)
            return true
        }
    }

    func cancel(_ id: Transport.TransferID) {
        state.withLock { state in
            guard !state.wishes.isStopped else { return }
            state.wishes.cancellations.append(id)
            wake(&state)
        }
    }

    func stop() {
        state.withLock { state in
            state.wishes.isStopped = true
            wake(&state)
        }
    }

    /// Moves what has been asked into `wishes`, whose arrays are reused.
    func take(into wishes: inout Wishes) {
        wishes.submissions.removeAll(keepingCapacity: true)
        wishes.cancellations.removeAll(keepingCapacity: true)
        state.withLock { state in
            state.isLoopAsleep = false
            swap(&state.wishes.submissions, &wishes.submissions)
            swap(&state.wishes.cancellations, &wishes.cancellations)
            wishes.isStopped = state.wishes.isStopped
        }
    }

    /// Notes that the loop will sleep until woken, unless there is something to do.
    func fallAsleep() -> Bool {
        state.withLock { state in
            state.isLoopAsleep = state.wishes.areNone
            return state.isLoopAsleep
        }
    }

    /// Wakes the loop once a sleep, under the lock: it cannot end meanwhile and free `multi`.
    private func wake(_ state: inout State) {
        guard state.isLoopAsleep else { return }
        state.isLoopAsleep = false
        curl_multi_wakeup(multi)
    }
}
