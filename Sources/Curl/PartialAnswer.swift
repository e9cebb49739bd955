/// What has arrived of an answer so far, held to its limits.
struct PartialAnswer {
    private enum Stage {
        case status, fields, body
    }

    private let limits: Request.Limits
    /// Where the body goes; nil where it is held in memory.
    private let file: BodyFile?
    private var bodyBytes = 0
    private var stage = Stage.status
    private var headerBytes = 0
    private var headerLines = 0
    private var contentLength: Int?
    private var hasTransferEncoding = false

    private(set) var status = 0
    private(set) var fields: [UInt8] = []
    private(set) var body: [UInt8] = []

    /// Why no more was taken.
    private(set) var failure: TransferError?

    /// What is reserved at most on the word of a Content-Length alone.
    private static let reservation = 1 << 20

    init(limits: Request.Limits, file: BodyFile? = nil) {
        self.limits = limits
        self.file = file
        // What was answered before, by a redirect or a connection that broke, is not part of it.
        if let file, !file.clear() { failure = .cannotKeepBody }
    }

    /// Takes one line of a header, its end included, and says whether to go on.
    mutating func take(headerLine line: UnsafeRawBufferPointer) -> Bool {
        headerBytes += line.count
        headerLines += 1
        guard headerBytes <= limits.headerBytes, headerLines <= limits.headerLines else {
            return fail(.headersTooLarge)
        }
        switch stage {
        case .status: return takeStatus(line)
        case .fields: return takeField(line)
        // Trailers count, and are left.
        case .body: return true
        }
    }

    /// Takes the next bytes of the body, decompressed, and says whether to go on.
    mutating func take(body bytes: UnsafeRawBufferPointer) -> Bool {
        guard bytes.count <= limits.bodyBytes - bodyBytes else {
            return fail(.bodyTooLarge(limit: limits.bodyBytes))
        }
        bodyBytes += bytes.count
        if let file { return file.append(bytes) || fail(.cannotKeepBody) }
        if body.isEmpty {
            let expected = max(contentLength ?? 0, bytes.count)
            body.reserveCapacity(
                min(expected, limits.bodyBytes, max(bytes.count, Self.reservation))
            )
        }
        body.append(contentsOf: bytes)
        return true
    }

    private mutating func takeStatus(_ line: UnsafeRawBufferPointer) -> Bool {
        guard
            line.starts(with: "HTTP/".utf8), let space = line.firstIndex(of: 0x20),
            let status = Int(digits: line[(space + 1)...].prefix { $0 > 0x20 }),
            100...999 ~= status
        else { return fail(.malformedAnswer) }
        self.status = status
        fields.removeAll(keepingCapacity: true)
        contentLength = nil
        hasTransferEncoding = false
        stage = .fields
        return true
    }

    private mutating func takeField(_ line: UnsafeRawBufferPointer) -> Bool {
        var end = line.endIndex
        while end > 0, line[end - 1] == 0x0A || line[end - 1] == 0x0D { end -= 1 }
        guard end > 0 else {
            // Which of the two says where the body ends is what senders disagree about.
            guard contentLength == nil || !hasTransferEncoding else {
                return fail(.malformedAnswer)
            }
            // The interim answers (1xx) come before the one that is meant.
            stage = status < 200 ? .status : .body
            return true
        }
        let field = line[..<end]
        guard
            let colon = field.firstIndex(of: UInt8(ascii: ":")), colon > 0,
            // A folded line; no sender may make them any more (RFC 9112 §5.2).
            field[0] > 0x20,
            field.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x09 })
        else { return fail(.malformedAnswer) }
        let value = field[(colon + 1)...]
        switch field[0].asciiLowercased {
        case UInt8(ascii: "c") where field[..<colon].isEqual("content-length"):
            guard
                let length = Int(digits: value.blanksTrimmed),
                contentLength ?? length == length
            else { return fail(.malformedAnswer) }
            contentLength = length
        case UInt8(ascii: "c") where field[..<colon].isEqual("content-encoding"),
            UInt8(ascii: "t") where field[..<colon].isEqual("transfer-encoding"):
            // libcurl would unpack zstd unasked, and reserve what its header demands.
            guard !value.contains("zstd") else { return fail(.malformedAnswer) }
            if field[0].asciiLowercased == UInt8(ascii: "t") { hasTransferEncoding = true }
        default:
            break
        }
        fields.append(contentsOf: line)
        return true
    }

    private mutating func fail(_ error: TransferError) -> Bool {
        failure = error
        return false
    }
}

extension Int {
    /// Reads one to eighteen decimal digits.
    fileprivate init?(digits: Slice<UnsafeRawBufferPointer>) {
        guard 1...18 ~= digits.count else { return nil }
        var number = 0
        for digit in digits {
            guard UInt8(ascii: "0")...UInt8(ascii: "9") ~= digit else { return nil }
            number = number * 10 + Int(digit - UInt8(ascii: "0"))
        }
        self = number
    }
}

extension Slice<UnsafeRawBufferPointer> {
    fileprivate var blanksTrimmed: Self {
        var trimmed = self
        while let first = trimmed.first, first == 0x20 || first == 0x09 { trimmed.removeFirst() }
        while let last = trimmed.last, last == 0x20 || last == 0x09 { trimmed.removeLast() }
        return trimmed
    }

    /// Whether this is that text, which is in lower case, in any case.
    fileprivate func isEqual(_ text: StaticString) -> Bool {
        guard count == text.utf8CodeUnitCount else { return false }
        for offset in 0..<count
        where self[startIndex + offset].asciiLowercased != text.utf8Start[offset] {
            return false
        }
        return true
    }

    /// Whether that text, which is in lower case, stands somewhere in it, in any case.
    fileprivate func contains(_ text: StaticString) -> Bool {
        let length = text.utf8CodeUnitCount
        guard count >= length else { return false }
        return (startIndex...(endIndex - length)).contains { start in
            self[start..<(start + length)].isEqual(text)
        }
    }
}
