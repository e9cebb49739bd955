import CCurl

#if canImport(Glibc)
import Glibc
#elseif canImport(Darwin)
import Darwin
#endif

/// The one thread's work: takes submissions, lets libcurl carry them, hands out what came.
///
/// Nothing here but the queue is touched by another thread.
final class TransferLoop {
    private let multi: UnsafeMutableRawPointer
    private let queue: TransferQueue
    private let concurrency: Int

    private var wishes = TransferQueue.Wishes()
    private var waiting: [TransferQueue.Submission] = []
    private var waitingStart = 0
    private var active: [any CarriedTransfer] = []
    private var idle: [Transfer] = []

    /// How many handles are kept for the next burst, some 30 KB each.
    private static let idleLimit = 64

    /// How long it sleeps when libcurl expects nothing sooner.
    private static let longestSleepMilliseconds: Int32 = 60_000

    init(multi: UnsafeMutableRawPointer, queue: TransferQueue, concurrency: Int) {
        self.multi = multi
        self.queue = queue
        self.concurrency = concurrency
    }

    /// Runs until the queue is stopped, then ends everything as cancelled and frees what is held.
    func run() {
        while true {
            queue.take(into: &wishes)
            waiting.append(contentsOf: wishes.submissions)
            guard !wishes.isStopped else { break }
            if !wishes.cancellations.isEmpty { cancel(Set(wishes.cancellations)) }
            beginWaiting()
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            finishDone()
            guard queue.fallAsleep(), active.count == concurrency || waiting.isEmpty else {
                continue
            }
            if curl_multi_poll(multi, nil, 0, Self.longestSleepMilliseconds, nil) != CURLM_OK {
                // Out of memory or descriptors: not to be asked again at once.
                usleep(10_000)
            }
        }
        end()
    }

    private func beginWaiting() {
        while active.count < concurrency, waitingStart < waiting.count {
            begin(waiting[waitingStart])
            waitingStart += 1
        }
        if waitingStart == waiting.count {
            waiting.removeAll(keepingCapacity: true)
            waitingStart = 0
        } else if waitingStart > 1024, waitingStart > waiting.count / 2 {
            waiting.removeFirst(waitingStart)
            waitingStart = 0
        }
    }

    private func begin(_ submission: TransferQueue.Submission) {
        var taken: (any CarriedTransfer)?
        do throws(TransferError) {
            switch submission.content {
            case .request(let request):
                guard let transfer = idle.popLast() ?? Transfer() else { throw Self.noHandle }
                taken = transfer
                try transfer.begin(submission, with: request)
                try join(transfer)
            case .mail(let mail):
                guard let transfer = MailTransfer(mail, for: submission) else {
                    throw Self.noHandle
                }
                taken = transfer
                try transfer.begin()
                try join(transfer)
            }
        } catch {
            if let taken { retire(taken) }
            submission.completion(.failure(error))
            return
        }
        guard let taken else { return }
        taken.place = active.count
        active.append(taken)
    }

    private static let noHandle = TransferError.failed(code: Int(CURLE_FAILED_INIT.rawValue))

    private func join(_ transfer: any CarriedTransfer) throws(TransferError) {
        guard curl_multi_add_handle(multi, transfer.easy) == CURLM_OK else {
            throw .failed(code: Int(CURLE_OUT_OF_MEMORY.rawValue))
        }
    }

    private func finishDone() {
        var left: Int32 = 0
        while let message = curl_multi_info_read(multi, &left) {
            guard
                message.pointee.msg == CURLMSG_DONE, let easy = message.pointee.easy_handle,
                let transfer = carriedTransfer(by: easy)
            else { continue }
            let code = message.pointee.data.result
            curl_multi_remove_handle(multi, easy)
            finish(transfer, code)
        }
    }

    private func finish(_ transfer: any CarriedTransfer, _ code: CURLcode) {
        let result: Result<Response, TransferError>
        do throws(TransferError) {
            guard let response = try transfer.response(endedWith: code) else {
                return try join(transfer)
            }
            result = .success(response)
        } catch {
            result = .failure(error)
        }
        let completion = transfer.completion
        leave(transfer)
        completion?(result)
    }

    /// Takes a transfer, already out of libcurl's hands, off the active ones.
    private func leave(_ transfer: any CarriedTransfer) {
        let last = active.removeLast()
        if last !== transfer {
            active[transfer.place] = last
            last.place = transfer.place
        }
        retire(transfer)
    }

    private func retire(_ transfer: any CarriedTransfer) {
        // A mail's handle knows a password, and there are few mails: it goes.
        guard let transfer = transfer as? Transfer else { return }
        transfer.clear()
        if idle.count < Self.idleLimit { idle.append(transfer) }
    }

    private func cancel(_ ids: Set<Transport.TransferID>) {
        let cancelled = active.filter { $0.id.map(ids.contains) ?? false }
        for transfer in cancelled {
            if let mail = transfer as? MailTransfer {
                mail.breakOff()
                continue
            }
            curl_multi_remove_handle(multi, transfer.easy)
            let completion = transfer.completion
            leave(transfer)
            completion?(.failure(.cancelled))
        }
        let withdrawn = waiting[waitingStart...].filter { ids.contains($0.id) }
        guard !withdrawn.isEmpty else { return }
        waiting = waiting[waitingStart...].filter { !ids.contains($0.id) }
        waitingStart = 0
        for submission in withdrawn { submission.completion(.failure(.cancelled)) }
    }

    private func end() {
        let mails = active.compactMap { $0 as? MailTransfer }
        if !mails.isEmpty {
            for mail in mails { mail.breakOff() }
            var running: Int32 = 0
            curl_multi_perform(multi, &running)
            finishDone()
        }
        for transfer in active {
            curl_multi_remove_handle(multi, transfer.easy)
            transfer.completion?(.failure(.cancelled))
        }
        for submission in waiting[waitingStart...] { submission.completion(.failure(.cancelled)) }
        active = []
        idle = []
        waiting = []
        curl_multi_cleanup(multi)
    }
}
