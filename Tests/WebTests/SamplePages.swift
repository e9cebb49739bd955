import HTTPTypes
import Hummingbird
import HummingbirdTesting
import NIOCore

/// A page as a browser gets it.
struct SamplePage {
    let response: TestResponse
    let text: String

    init(_ response: TestResponse) {
        self.response = response
        text = String(buffer: response.body)
    }

    var status: HTTPResponse.Status { response.status }

    /// What people read of it: no tags, one space for any.
    var words: String {
        var words = ""
        var isInTag = false
        for character in main {
            switch character {
            case "<": isInTag = true
            case ">":
                isInTag = false
                words += " "
            default: if !isInTag { words.append(character) }
            }
        }
        return words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private var main: Substring {
        guard let start = text.firstRange(of: "<main"), let end = text.firstRange(of: "</main>")
        else { return text[...] }
        return text[start.lowerBound..<end.lowerBound]
    }
}

extension SampleClient {
    /// A page, asked for as browsers do.
    func page(_ uri: String) async throws -> SamplePage {
        SamplePage(try await get(uri, headers: [.accept: "text/html,application/xhtml+xml;q=0.9"]))
    }

    /// A form, sent as browsers do.
    func send(_ form: String, to uri: String) async throws -> SamplePage {
        SamplePage(
            try await client.execute(
                uri: uri,
                method: .post,
                headers: [
                    .accept: "text/html", .contentType: "application/x-www-form-urlencoded",
                ],
                body: ByteBuffer(string: form)
            )
        )
    }
}
