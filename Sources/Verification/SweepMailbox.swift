import Curl
import Directory
import Storage
import Synchronization

/// Something that happened while a sweep was waiting.
enum SweepEvent: Sendable {
    case answered(AnsweredRequest)
    case claimed([DueCredential])
    /// What came of a batch that is recorded now; the next may be written.
    case written(Tally)
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
    private let events = Mutex<[SweepEvent]>([])
    private let signals: AsyncStream<Void>
    private let signal: AsyncStream<Void>.Continuation

    init() {
        (signals, signal) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    func put(_ event: SweepEvent) {
        events.withLock { $0.append(event) }
        signal.yield()
    }

    func takeAll() -> [SweepEvent] {
        events.withLock { events in
            defer { events = [] }
            return events
        }
    }

    /// Waits until something was put, the time is over or the task is cancelled.
    func wait(atMost duration: Duration?) async {
        let timer = duration.map { duration in
            Task { [signal] in
                try await Task.sleep(for: duration)
                signal.yield()
            }
        }
        await withTaskCancellationHandler {
            var iterator = signals.makeAsyncIterator()
            await iterator.next(isolation: nil)
        } onCancel: {
            signal.yield()
        }
        timer?.cancel()
    }
}
