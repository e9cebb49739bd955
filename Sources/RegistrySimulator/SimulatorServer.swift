import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import Synchronization

/// The HTTP server that puts a simulator on an address.
enum SimulatorServer {
    /// Assembles the server without starting it.
    ///
    /// - Parameters:
    ///   - simulator: What answers.
    ///   - host: The name or address to listen at.
    ///   - port: The port, 0 for any that is free.
    ///   - latency: How long every answer is held back.
    ///   - onReady: Called once with the port, as soon as connections are accepted.
    /// - Returns: An application that stops gracefully on SIGTERM and SIGINT when run as a service.
    static func application(
        _ simulator: Simulator,
        host: String = "127.0.0.1",
        port: Int,
        latency: Duration = .zero,
        onReady: @escaping @Sendable (Int) async -> Void = { _ in }
    ) -> some ApplicationProtocol {
        var logger = Logger(
            label: "registry-simulator",
            factory: { label in
                StreamLogHandler.standardError(label: label)
            }
        )
        logger.logLevel = .warning
        return Application(
            responder: SimulatorResponder(simulator: simulator, latency: latency),
            configuration: ApplicationConfiguration(
                address: .hostname(host, port: port),
                backlog: 1024
            ),
            onServerRunning: { channel in await onReady(channel.localAddress?.port ?? port) },
            logger: logger
        )
    }
}

/// When each registry last answered, for those that refuse whoever asks too fast.
final class BurstGuard: Sendable {
    private let answered = Mutex<[String: ContinuousClock.Instant]>([:])

    /// Whether a registry's last answer is younger than this; if not, now is its last answer.
    func isTooSoon(after interval: Duration, for registry: String) -> Bool {
        answered.withLock { answered in
            let now = ContinuousClock.now
            if let last = answered[registry], now - last < interval { return true }
            answered[registry] = now
            return false
        }
    }
}

/// What a responder must know of a request's connection.
struct SimulatorContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }
}

/// Turns requests into questions, and answers with their faults into responses.
struct SimulatorResponder: HTTPResponder {
    /// Thrown in the middle of a body, which makes the server drop the connection.
    private struct BodyCutOff: Error {}

    /// In bytes; a longer form is refused before it is read.
    static let greatestFormSize = 64 << 10

    let simulator: Simulator
    let latency: Duration
    private let bursts = BurstGuard()

    init(simulator: Simulator, latency: Duration) {
        self.simulator = simulator
        self.latency = latency
    }

    func respond(to request: Request, context: SimulatorContext) async throws -> Response {
        guard var question = Question(target: request.head.path ?? "/") else {
            return Self.response(.text(status: 400, "The address of this request is malformed.\n"))
        }
        let takesForm = simulator.takesForm(question)
        switch request.method {
        case .get, .head: break
        case .post where takesForm:
            question.method = .post
            guard let body = try? await request.body.collect(upTo: Self.greatestFormSize) else {
                return Self.response(
                    .text(status: 413, "A form has at most \(Self.greatestFormSize) bytes.\n")
                )
            }
            guard let form = Self.form(in: body, of: request) else {
                return Self.response(.text(status: 400, "This form is malformed.\n"))
            }
            question.form = form
        default:
            return Self.response(
                Answer.text(
                    status: 405,
                    "Only GET\(takesForm ? ", HEAD and POST" : " and HEAD") are answered.\n"
                ),
                headers: [.allow: takesForm ? "GET, HEAD, POST" : "GET, HEAD"]
            )
        }
        question.ifNoneMatch = request.headers[.ifNoneMatch]
        question.ifModifiedSince = request.headers[.ifModifiedSince]
        question.userAgent = request.headers[.userAgent]
        question.host = request.head.authority ?? question.host
        let (answer, faults) = simulator.reply(to: question)
        return try await disturbed(
            answer,
            by: faults,
            request,
            to: question.path.first ?? "",
            on: context.channel
        )
    }

    /// The fields of a posted form, none when the body is called otherwise; nil when it is no text.
    private static func form(in body: ByteBuffer, of request: Request) -> [Question.Parameter]? {
        let type = request.headers[.contentType]?.lowercased() ?? ""
        guard type.hasPrefix("application/x-www-form-urlencoded") else { return [] }
        return Question.parameters(in: Array(body.readableBytesView)[...])
    }

    private func disturbed(
        _ answer: Answer,
        by faults: [Fault],
        _ request: Request,
        to registry: String,
        on channel: any Channel
    ) async throws -> Response {
        var answer = answer
        var cut: Fault?
        var delay = latency
        // The first fault is the most particular one, and has the last word.
        for fault in faults.reversed() {
            switch fault {
            case .delay(let milliseconds): delay += .milliseconds(milliseconds)
            case .truncate, .reset: cut = fault
            case .burst(let milliseconds):
                if bursts.isTooSoon(after: .milliseconds(milliseconds), for: registry) {
                    answer = Fault.tooSoon
                }
            default: answer = fault.applied(to: answer)
            }
        }
        if delay > .zero { try await Task.sleep(for: delay) }
        if request.method == .head {
            return Self.response(answer).createHeadResponse()
        }
        guard let cut, !answer.body.isEmpty else { return Self.response(answer) }
        return Self.response(answer, cut: cut, on: channel)
    }

    private static func response(_ answer: Answer, headers: HTTPFields = [:]) -> Response {
        Response(
            status: .init(code: answer.status),
            headers: fields(of: answer, and: headers),
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer.body))
        )
    }

    /// A response that declares its whole body, sends half of it, and ends the connection.
    private static func response(
        _ answer: Answer,
        cut: Fault,
        on channel: any Channel
    ) -> Response {
        let body = answer.body
        return Response(
            status: .init(code: answer.status),
            headers: fields(of: answer, and: [:]),
            body: ResponseBody(contentLength: body.count) { writer in
                try await writer.write(ByteBuffer(bytes: body.prefix(body.count / 2)))
                if cut == .reset, let socket = channel as? any SocketOptionProvider {
                    // A socket that may not linger is closed with RST instead of FIN.
                    try await socket.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
                    try await channel.close()
                }
                throw BodyCutOff()
            }
        )
    }

    private static func fields(of answer: Answer, and others: HTTPFields) -> HTTPFields {
        var fields = others
        for header in answer.headers {
            guard let name = HTTPField.Name(header.name) else { continue }
            fields.append(HTTPField(name: name, value: header.value))
        }
        return fields
    }
}
