import CCurl
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// Carries requests and mails over one thread that alone speaks to libcurl.
///
/// Connections are kept and shared between requests; over HTTP/2 many requests share one.
package final class Transport: Sendable {
    /// Names one transfer, to cancel it by.
    package struct TransferID: Hashable, Sendable {
        fileprivate let number: UInt64
    }

    /// Called once a transfer, on the transport's own thread, which it must not hold up.
    package typealias Completion = @Sendable (Result<Response, TransferError>) -> Void

    /// How many transfers are under way at most; more wait, and their time does not run yet.
    package static let concurrency = 256

    /// How many streams of one HTTP/2 connection are used at once.
    private static let streams = 100

    private let queue: TransferQueue
    private let thread: pthread_t
    private let isJoined = Mutex(false)
    private let lastID = Atomic<UInt64>(0)

    private static let isLibcurlReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

    /// Starts the thread.
    ///
    /// - Parameter concurrency: How many transfers are under way at most.
    /// - Throws: `TransferError.failed` where memory or threads are short.
    package init(concurrency: Int = Transport.concurrency) throws(TransferError) {
        guard Self.isLibcurlReady, let multi = curl_multi_init() else {
            throw .failed(code: Int(CURLE_FAILED_INIT.rawValue))
        }
        ccurl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, concurrency)
        ccurl_multi_set_long(multi, CURLMOPT_MAX_CONCURRENT_STREAMS, Self.streams)
        queue = TransferQueue(multi: multi)
        let loop = TransferLoop(multi: multi, queue: queue, concurrency: max(1, concurrency))
        let context = Unmanaged.passRetained(loop)
        var thread = pthread_t()
        guard pthread_create(&thread, nil, runLoop, context.toOpaque()) == 0 else {
            context.release()
            curl_multi_cleanup(multi)
            throw .failed(code: Int(CURLE_FAILED_INIT.rawValue))
        }
        self.thread = thread
    }

    deinit {
        if isOwnThread {
            queue.stop()
            pthread_detach(thread)
        } else {
            shutdown()
        }
    }

    /// Sends a request and waits for its answer; the task's cancellation ends it.
    ///
    /// - Parameters:
    ///   - request: What to ask.
    ///   - file: Where the answer's body goes; nil to have it in the response.
    /// - Returns: The complete answer, whatever its status.
    /// - Throws: Why there is none.
    package func send(
        _ request: Request,
        into file: BodyFile? = nil
    ) async throws(TransferError) -> Response {
        try await send(.request(request), into: file)
    }

    /// Hands a mail to its relay and waits for what that says; the task's cancellation ends it.
    ///
    /// - Parameter mail: What to hand over.
    /// - Returns: The relay's word about this mail: that it took it, or why it does not.
    /// - Throws: Why nothing is known of the mail; the relay may have taken it all the same, where
    ///   the connection broke after it had read the whole.
    package func send(_ mail: OutgoingMail) async throws(TransferError) -> MailReply {
        let response = try await send(.mail(mail))
        return MailReply(
            status: response.status,
            text: String(decoding: response.body, as: UTF8.self)
        )
    }

    private func send(
        _ content: TransferQueue.Submission.Content,
        into file: BodyFile? = nil
    ) async throws(TransferError) -> Response {
        let id = nextID()
        let result = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                start(content, as: id, into: file) { continuation.resume(returning: $0) }
                // A cancellation that came before the start found nothing to cancel.
                if Task.isCancelled { queue.cancel(id) }
            }
        } onCancel: {
            queue.cancel(id)
        }
        return try result.get()
    }

    /// Sends a request and hands its answer to `completion`, for less than `send` costs.
    ///
    /// - Parameters:
    ///   - request: What to ask.
    ///   - completion: Takes the complete answer, or why there is none.
    /// - Returns: What to cancel it by.
    @discardableResult
    package func start(_ request: Request, completion: @escaping Completion) -> TransferID {
        let id = nextID()
        start(.request(request), as: id, completion: completion)
        return id
    }

    /// Sends several requests, for less than one after the other: the thread wakes once for all.
    ///
    /// - Parameter requests: What to ask, each with what takes its answer.
    /// - Returns: What to cancel them by, in their order.
    package func start(
        _ requests: [(request: Request, completion: Completion)]
    ) -> [TransferID] {
        let submissions = requests.map { request, completion in
            TransferQueue.Submission(
                id: nextID(),
                content: .request(request),
                completion: completion
            )
        }
        if !queue.add(submissions) {
            for submission in submissions { submission.completion(.failure(.cancelled)) }
        }
        return submissions.map(\.id)
    }

    /// Ends a transfer, unless it is done already, with `TransferError.cancelled`.
    package func cancel(_ id: TransferID) {
        queue.cancel(id)
    }

    /// Ends everything under way with `TransferError.cancelled`, and the thread.
    ///
    /// It returns once every completion has been called. What is sent later is cancelled at once.
    package func shutdown() {
        queue.stop()
        // A completion that calls this is part of what would be waited for.
        guard !isOwnThread else { return }
        isJoined.withLock { isJoined in
            guard !isJoined else { return }
            pthread_join(thread, nil)
            isJoined = true
        }
    }

    private var isOwnThread: Bool { pthread_equal(pthread_self(), thread) != 0 }

    private func nextID() -> TransferID {
        TransferID(number: lastID.wrappingAdd(1, ordering: .relaxed).newValue)
    }

    private func start(
        _ content: TransferQueue.Submission.Content,
        as id: TransferID,
        into file: BodyFile? = nil,
        completion: @escaping Completion
    ) {
        let submission = TransferQueue.Submission(
            id: id,
            content: content,
            file: file,
            completion: completion
        )
        guard queue.add(CollectionOfOne(submission)) else {
            return completion(.failure(.cancelled))
        }
    }
}

/// The thread's body; its argument is the loop, which it owns.
private func runLoop(_ context: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    // Signals are for the other threads, and a connection that broke must not end the process.
    var signals = sigset_t()
    sigfillset(&signals)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
    guard let context else { return nil }
    Unmanaged<TransferLoop>.fromOpaque(context).takeRetainedValue().run()
    return nil
}
