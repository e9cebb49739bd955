import CCurl
import Testing

@testable import Curl

@Suite struct TransferErrorTests {
    @Test(arguments: [
        // Code, whether the request had gone out, what it means.
        (CURLE_URL_MALFORMAT, false, TransferError.badRequest("The URL cannot be read.")),
        (CURLE_LOGIN_DENIED, false, .badRequest("The URL must not hold a user or password.")),
        (CURLE_UNSUPPORTED_PROTOCOL, false, .badProtocol),
        (CURLE_UNSUPPORTED_PROTOCOL, true, .malformedAnswer),
        (CURLE_COULDNT_RESOLVE_HOST, false, .couldNotResolve),
        (CURLE_COULDNT_CONNECT, false, .couldNotConnect),
        (CURLE_SSL_CONNECT_ERROR, false, .tlsFailed),
        (CURLE_PEER_FAILED_VERIFICATION, false, .certificateRefused),
        (CURLE_OPERATION_TIMEDOUT, true, .timedOut),
        (CURLE_RECV_ERROR, true, .cutShort),
        (CURLE_HTTP2_STREAM, true, .cutShort),
        (CURLE_FILESIZE_EXCEEDED, true, .bodyTooLarge(limit: 4 << 20)),
        (CURLE_BAD_CONTENT_ENCODING, true, .malformedAnswer),
        (CURLE_OUT_OF_MEMORY, true, .headersTooLarge),
        (CURLE_OUT_OF_MEMORY, false, .failed(code: 27)),
    ])
    func `a code is named`(code: CURLcode, wasSent: Bool, meaning: TransferError) {
        #expect(TransferError(code, limits: Request.Limits(), wasSent: wasSent) == meaning)
    }

    @Test func `success is no error`() {
        #expect(TransferError(CURLE_OK, limits: Request.Limits(), wasSent: true) == nil)
    }

    @Test func `only what may pass by itself is asked again`() {
        #expect(TransferError.timedOut.isTransient)
        #expect(TransferError.cutShort.isTransient)
        #expect(!TransferError.bodyTooLarge(limit: 1).isTransient)
        #expect(!TransferError.refusedAddress("10.0.0.1").isTransient)
    }
}
