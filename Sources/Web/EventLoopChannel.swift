import HummingbirdCore
import Logging
import NIOCore

/// A connection whose requests are answered on the thread that reads them from it.
///
/// Hummingbird answers on Swift's cooperative threads. Two changes of thread a request cost more
/// than most answers here, and where two threads read and two answer, they take turns on two cores.
/// What waits for the disk does so elsewhere (`Database`), so no other connection waits for it.
struct EventLoopChannel: ServerChildChannel {
    let base: HTTP1Channel
    let search: SearchController

    func setup(channel: any Channel, logger: Logger) -> EventLoopFuture<HTTP1Channel.Value> {
        base.setup(channel: channel, logger: logger).flatMapThrowing { [search] value in
            let pipeline = channel.pipeline.syncOperations
            // Behind what closes idle connections, which has to see every request and answer.
            let idle = try pipeline.handler(type: HTTPConnectionStateHandler.self)
            try pipeline.addHandler(QuickAnswers(search), position: .after(idle))
            return value
        }
    }

    func handle(value: HTTP1Channel.Value, logger: Logger) async {
        let executor = EventLoopExecutor(loop: value.channel.eventLoop)
        await withTaskExecutorPreference(executor) {
            await base.handle(value: value, logger: logger)
        }
    }
}

/// Runs tasks on an event loop.
private final class EventLoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    init(loop: any EventLoop) {
        self.loop = loop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
}
