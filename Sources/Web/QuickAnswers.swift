import Directory
import Glibc
import HTTPTypes
import NIOCore
import NIOHTTP1
import NIOHTTPTypes

/// Answers searches on a connection where nothing has to be waited for, on the thread that read them.
///
/// What routes, tasks and streams between threads cost is more than most pages do. Everything else
/// goes on to the routes; so does what comes behind a request that they still answer, which keeps
/// answers in order, and what comes while the client does not read, which keeps them from piling up.
final class QuickAnswers: ChannelDuplexHandler {
    typealias InboundIn = HTTPRequestPart
    typealias InboundOut = HTTPRequestPart
    typealias OutboundIn = HTTPResponsePart
    typealias OutboundOut = HTTPResponsePart

    private let search: SearchController
    /// Requests handed on whose answers have not ended.
    private var awaited = 0
    /// Whether a request was handed on after which the connection may be closed.
    private var isEnding = false
    /// The answer to the request whose end is still to be read.
    private var answer: Answer?
    private var hasWritten = false
    private var date = (second: 0, text: "")
    /// The other end of the connection.
    private var peer: InternetAddress?

    init(_ search: SearchController) {
        self.search = search
    }

    func handlerAdded(context: ChannelHandlerContext) {
        peer = InternetAddress(context.remoteAddress)
    }

    func channelActive(context: ChannelHandlerContext) {
        peer = InternetAddress(context.remoteAddress)
        context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch Self.unwrapInboundIn(data) {
        case .head(let request):
            let isPlain = request.headerFields.arePlain
            if isPlain, awaited == 0, !isEnding, context.channel.isWritable {
                answer = answerAtOnce(to: request)
            }
            guard answer == nil else { return }
            isEnding = isEnding || !isPlain
            awaited += 1
            context.fireChannelRead(data)
        case .body:
            context.fireChannelRead(data)
        case .end:
            guard let answer else { return context.fireChannelRead(data) }
            self.answer = nil
            send(answer, context)
        }
    }

    func channelReadComplete(context: ChannelHandlerContext) {
        if hasWritten {
            hasWritten = false
            context.flush()
        }
        context.fireChannelReadComplete()
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        // A request that could not be read is answered too, without having been handed on.
        if case .end = Self.unwrapOutboundIn(data) { awaited = max(0, awaited - 1) }
        context.write(data, promise: promise)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        guard let error = error as? HTTPParserError, awaited == 0 else {
            return context.fireErrorCaught(error)
        }
        let refusal = error == .headerOverflow ? Refusal.headTooLarge : .unreadable
        if let problem = Problem(refusal) {
            var answer = problem.answer(about: "/")
            answer.head.headerFields[.connection] = "close"
            send(answer, context)
            context.flush()
        }
        // What is still being sent must not take the answer with it, so only our end is closed, and
        // theirs when they had time to read.
        context.close(mode: .output, promise: nil)
        let channel = context.channel
        context.eventLoop.scheduleTask(in: .seconds(2)) { channel.close(promise: nil) }
    }

    /// The answer to a search that waits for nothing, or that the caller asks too often.
    private func answerAtOnce(to request: HTTPRequest) -> Answer? {
        guard SearchController.isAnsweredAtOnce(request) else { return nil }
        guard let limiter = search.site.limiter else { return search.answerAtOnce(to: request) }
        let caller = Caller(
            of: request.headerFields,
            from: peer,
            through: search.site.configuration.trustedProxies
        )
        let turn = limiter.turn(of: caller, at: search.site.clock())
        let refusal = Refusal.tooManyRequests(waitSeconds: turn.waitSeconds)
        let answer =
            turn.isGranted
            ? search.answerAtOnce(to: request)
            : Problem(refusal)?.answer(about: SitePath.practitioners.text)
        guard var answer else {
            // The routes answer, and count.
            limiter.takeBack(from: caller)
            return nil
        }
        limiter.mark(&answer.head.headerFields, turn)
        return answer
    }

    private func send(_ answer: Answer, _ context: ChannelHandlerContext) {
        var head = answer.head
        head.headerFields.append(HTTPField(name: .date, value: present()))
        context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
        if let body = answer.body { context.write(Self.wrapOutboundOut(.body(body)), promise: nil) }
        context.write(Self.wrapOutboundOut(.end(nil)), promise: nil)
        hasWritten = true
    }

    /// The present second as the Date field has it.
    private func present() -> String {
        let second = time(nil)
        if second != date.second {
            date = (second, Instant(secondsSince1970: Int64(second)).httpDate)
        }
        return date.text
    }
}

extension HTTPFields {
    /// Whether nothing follows the head and nothing is said about the connection but that it stays.
    fileprivate var arePlain: Bool {
        allSatisfy { field in
            switch field.name.canonicalName {
            case "content-length", "transfer-encoding", "expect", "upgrade": false
            case "connection": field.value.lowercased() == "keep-alive"
            default: true
            }
        }
    }
}

extension Instant {
    /// As HTTP writes it (RFC 9110 §5.6.7): `Mon, 23 Nov 2026 19:36:07 GMT`.
    var httpDate: String {
        let day = date
        let (year, month, dayOfMonth) = day.yearMonthDay
        let second = seconds(since: day.startInUTC)
        func two(_ value: some BinaryInteger) -> String { value < 10 ? "0\(value)" : "\(value)" }
        // 1 January 1970 was a Thursday.
        let weekday = (Int(day.daysSince1970) % 7 + 7) % 7
        return "\(Self.weekdays[weekday]), \(two(dayOfMonth)) \(Self.months[month - 1]) \(year) "
            + "\(two(second / 3600)):\(two(second / 60 % 60)):\(two(second % 60)) GMT"
    }

    private static let weekdays = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
    private static let months = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
}
