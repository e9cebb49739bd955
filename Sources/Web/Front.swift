import HTTPTypes
import Hummingbird
import Logging

/// What stands before every route: it refuses what no route answers and whoever asks too often, and
/// turns errors into problems, or into pages for those who came with a browser.
struct Front<Context: RemoteAddressRequestContext>: RouterMiddleware {
    let site: Site
    /// Which methods each path of the site has.
    let methods: [(path: RouterPath, methods: [HTTPRequest.Method])]

    /// Bytes of path and query.
    static var targetLimit: Int { 8192 }

    func handle(
        _ request: Request,
        context: Context,
        next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        guard let limiter = site.limiter, !SitePath.isUnlimited(request.uri.path) else {
            return try await answer(to: request, context, next)
        }
        let caller = Caller(
            of: request.headers,
            from: InternetAddress(context.remoteAddress),
            through: site.configuration.trustedProxies
        )
        let turn = limiter.turn(of: caller, at: site.clock())
        var response =
            turn.isGranted
            ? try await answer(to: request, context, next)
            : problem(for: Refusal.tooManyRequests(waitSeconds: turn.waitSeconds), request, context)
        limiter.mark(&response.headers, turn)
        return response
    }

    private func answer(
        to request: Request,
        _ context: Context,
        _ next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        do {
            if let target = request.head.path, target.utf8.count > Self.targetLimit {
                throw Refusal.targetTooLong
            }
            if let response = try responseOfItsOwn(to: request) { return response }
            return try await next(request, context)
        } catch let error as HTTPError where error.status == .notFound && error.body == nil {
            // The router says so for an unknown path and for an unknown method alike.
            return problem(for: refusal(of: request), request, context)
        } catch let error as CancellationError {
            // Whoever asked has gone.
            throw error
        } catch {
            return problem(for: error, request, context)
        }
    }

    /// What is answered without a route: which methods there are, and where else a thing stands.
    private func responseOfItsOwn(to request: Request) throws(Refusal) -> Response? {
        let path = request.uri.path
        // The router sees no slashes but those that part two names, and every page has one address.
        if path.utf8.count > 1, path.utf8.last == 0x2F || path.contains("//") {
            guard !path.contains("//"), methods(of: path) != nil else { throw .noSuchPath }
            return Response(
                status: .permanentRedirect,
                headers: [
                    .location: path.dropLast() + (request.uri.query.map { "?\($0)" } ?? ""),
                    .accessControlAllowOrigin: "*",
                ]
            )
        }
        guard request.method == .options, SitePath.isPublicData(path),
            let methods = methods(of: path)
        else { return nil }
        return Response(status: .noContent, headers: .forOptions(methods))
    }

    /// The methods of a path; nil where there is none such.
    private func methods(of path: String) -> [HTTPRequest.Method]? {
        let components = path.split(separator: "/")
        let known = methods.first { path, _ in
            path.count == components.count
                && zip(path, components).allSatisfy { element, component in element ~= component }
        }
        guard let known else { return nil }
        return known.methods + (SitePath.isPublicData(path) ? [.options] : [])
    }

    private func refusal(of request: Request) -> Refusal {
        methods(of: request.uri.path).map { .methodNotAllowed(allowed: $0) } ?? .noSuchPath
    }

    private func problem(for error: any Error, _ request: Request, _ context: Context) -> Response {
        if let problem = Problem(error) { return response(problem, request) }
        context.logger.error(
            "Request failed",
            metadata: [
                "method": "\(request.method)", "route": "\(context.endpointPath ?? "")",
                "error": "\(String(reflecting: error))",
            ]
        )
        return response(.somethingWentWrong, request)
    }

    private func response(_ problem: Problem, _ request: Request) -> Response {
        guard NoticePage.isWanted(by: request) else {
            return problem.response(about: request.uri.path)
        }
        return site.passingPage(
            NoticePage(site, about: problem),
            status: problem.status,
            adding: problem.fields
        )
    }
}
