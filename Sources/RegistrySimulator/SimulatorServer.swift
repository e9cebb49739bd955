import Foundation
import HTTPTypes
import Hummingbird
import Logging
import NIOCore

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

    let simulator: Simulator
    let latency: Duration

    func respond(to request: Request, context: SimulatorContext) async throws -> Response {
        guard request.method == .get || request.method == .head else {
            return Self.response(
                Answer.text(status: 405, "Only GET and HEAD are answered.\n"),
                headers: [.allow: "GET, HEAD"]
            )
        }
        guard var question = Question(target: request.head.path ?? "/") else {
            return Self.response(.text(status: 400, "The address of this request is malformed.\n"))
        }
        question.ifNoneMatch = request.headers[.ifNoneMatch]
        let (answer, faults) = simulator.reply(to: question)
        return try await disturbed(answer, by: faults, request, on: context.channel)
    }

    private func disturbed(
        _ answer: Answer,
        by faults: [Fault],
        _ request: Request,
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
