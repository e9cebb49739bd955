import Curl
import Directory
import Storage
import Synchronization

/// Something that happened while a sweep was waiting.
enum SweepEvent: Sendable {
    case answered(AnsweredRequest)
    /// What the registry's list has about those that were to be looked up.
    case lookedUp([Credential.Key], Result<Verifier.Finding, any Error>)
    case claimed([DueCredential])
    /// What came of a batch that is recorded now; the next may be written.
    case written(Tally)
    /// The results kept since that batch have waited long enough.
    case overdue(batch: Int)
    /// The gate is shut: nothing more is to be asked.
    case stopped(SweepStop)
    case failed(any Error)
}

/// A request that came back, with or without an answer.
struct AnsweredRequest: Sendable {
    let key: Credential.Key
    let result: Result<Response, TransferError>

    /// Whether we gave it up ourselves, so that it says nothing of the registry either.
    var isCancelled: Bool {
        if case .failure(.cancelled) = result { true } else { false }
    }
}

/// Where the transport and the database leave what is done, and the sweep takes it up in batches.
///
/// A continuation for every answer would cost more than the answer.
final class SweepMailbox: Sendable {
    private struct State {
        var events: [SweepEvent] = []
        /// Whether a wait that has not begun has nothing to wait for.
        var isWoken = false
        var waiter: CheckedContinuation<Void, Never>?
    }

    private let state = Mutex(State())

    func put(_ event: SweepEvent) {
        let waiter = state.withLock { state in
            state.events.append(event)
            return state.waiter.take()
        }
        waiter?.resume()
    }

    func takeAll() -> [SweepEvent] {
        state.withLock { state in
            defer { state.events = [] }
            return state.events
        }
    }

    /// Waits until something was put, the time is over, or the task is cancelled.
    ///
    /// - Parameters:
    ///   - duration: How long at most; nil for as long as it takes.
    ///   - endsWhenCancelled: Whether a cancelled task waits no longer. One that is to see its last
    ///     answers come in has to wait all the same: it would take its thread from those who
    ///     bring them.
    func wait(atMost duration: Duration?, endsWhenCancelled: Bool) async {
        let timer = duration.map { duration in
            Task {
                try await Task.sleep(for: duration)
                wake()
            }
        }
        if endsWhenCancelled {
            await withTaskCancellationHandler {
                await waitForEvent()
            } onCancel: {
                wake()
            }
        } else {
            await waitForEvent()
        }
        timer?.cancel()
    }

    private func waitForEvent() async {
        await withCheckedContinuation { continuation in
            let isOver = state.withLock { state in
                guard state.events.isEmpty, !state.isWoken else { return true }
                state.waiter = continuation
                return false
            }
            if isOver { continuation.resume() }
        }
        state.withLock { $0.isWoken = false }
    }

    private func wake() {
        let waiter = state.withLock { state in
            state.isWoken = true
            return state.waiter.take()
        }
        waiter?.resume()
    }
}
