/// What a registry answers, before faults are laid over it.
struct Answer: Equatable, Sendable {
    struct Header: Equatable, Sendable {
        let name: String
        var value: String
    }

    var status: Int
    var headers: [Header]
    var body: [UInt8]

    init(status: Int = 200, type: String, headers: [Header] = [], body: [UInt8]) {
        self.status = status
        self.headers = [Header(name: "Content-Type", value: type)] + headers
        self.body = body
    }

    static func text(status: Int = 200, _ text: String) -> Answer {
        Answer(status: status, type: "text/plain; charset=utf-8", body: Array(text.utf8))
    }

    /// A page as a web server or a load balancer in front of a registry makes one.
    static func page(status: Int = 200, title: String, text: String) -> Answer {
        let html = """
            <!DOCTYPE html>
            <html><head><title>\(title)</title></head>
            <body><h1>\(title)</h1><p>\(text)</p></body></html>

            """
        return Answer(status: status, type: "text/html; charset=utf-8", body: Array(html.utf8))
    }

    static func header(_ name: String, _ value: String) -> Header {
        Header(name: name, value: value)
    }

    func value(ofHeader name: String) -> String? {
        headers.first { $0.name == name }?.value
    }
}

/// An answer, and the numbers that were looked up for it, by which faults are chosen.
struct Reply: Sendable {
    let answer: Answer
    var numbers: [String] = []
}
