import CCurl

/// What the loop has libcurl carry: a request or a mail, each on a handle of its own.
protocol CarriedTransfer: AnyObject {
    var easy: UnsafeMutableRawPointer { get }

    /// Where it stands among the loop's active transfers.
    var place: Int { get set }

    var id: Transport.TransferID? { get }
    var completion: Transport.Completion? { get }

    /// The response, or nil where the handle is ready to be carried again.
    func response(endedWith code: CURLcode) throws(TransferError) -> Response?
}

/// The transfer that a handle belongs to; each has itself as its handle's CURLOPT_PRIVATE.
func carriedTransfer(by easy: UnsafeMutableRawPointer) -> (any CarriedTransfer)? {
    var pointer: UnsafeMutableRawPointer?
    ccurl_easy_get_pointer(easy, CURLINFO_PRIVATE, &pointer)
    return pointer.flatMap {
        Unmanaged<AnyObject>.fromOpaque($0).takeUnretainedValue() as? any CarriedTransfer
    }
}
