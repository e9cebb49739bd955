import Directory
import NIOCore

/// Writes JSON byte by byte into one stretch of memory, which becomes a response's body.
///
/// Commas are its own business; that every name gets one value, and every object its end, is the
/// caller's, which `object` and `array` make hard to get wrong.
struct JSONWriter: ~Copyable {
    private var memory: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var count = 0
    private var isAfterValue = false

    /// - Parameter capacity: How many bytes the text will probably have; more are found as needed.
    init(capacity: Int = 4096) {
        self.capacity = max(capacity, 64)
        memory = .allocate(capacity: self.capacity)
    }

    deinit {
        memory.deallocate()
    }

    /// What was written.
    var bytes: ByteBuffer {
        ByteBuffer(bytes: UnsafeRawBufferPointer(start: memory, count: count))
    }

    // MARK: - Structure

    mutating func object(_ members: (inout JSONWriter) throws -> Void) rethrows {
        separate()
        append(0x7B)
        isAfterValue = false
        try members(&self)
        append(0x7D)
        isAfterValue = true
    }

    mutating func array(_ elements: (inout JSONWriter) throws -> Void) rethrows {
        separate()
        append(0x5B)
        isAfterValue = false
        try elements(&self)
        append(0x5D)
        isAfterValue = true
    }

    /// The name of a member, whose value comes next; it must need no escapes.
    ///
    /// Made part of its caller, where its length is known and it is written in a few instructions.
    @inline(__always)
    mutating func name(_ name: StaticString) {
        let length = name.utf8CodeUnitCount
        reserve(length + 4)
        if isAfterValue { put(0x2C) }
        put(0x22)
        (memory + count).update(from: name.utf8Start, count: length)
        count += length
        put(0x22)
        put(0x3A)
        isAfterValue = false
    }

    /// A name that is known at run time only.
    mutating func name(text: String) {
        value(text)
        append(0x3A)
        isAfterValue = false
    }

    mutating func object(
        _ name: StaticString,
        _ members: (inout JSONWriter) throws -> Void
    ) rethrows {
        self.name(name)
        try object(members)
    }

    mutating func array(
        _ name: StaticString,
        _ elements: (inout JSONWriter) throws -> Void
    ) rethrows {
        self.name(name)
        try array(elements)
    }

    /// JSON that was made before.
    mutating func member(_ name: StaticString, json: [UInt8]) {
        self.name(name)
        value(json: json)
    }

    mutating func value(json: [UInt8]) {
        separate()
        reserve(json.count)
        json.withUnsafeBufferPointer { source in
            guard let start = source.baseAddress else { return }
            (memory + count).update(from: start, count: source.count)
        }
        count += json.count
        isAfterValue = true
    }

    /// An array of those elements whose bits are set, in their order.
    mutating func array(_ name: StaticString, of elements: MadeElements, bits: UInt64) {
        self.name(name)
        // All of them, with their commas.
        reserve(elements.json.count + 2)
        put(0x5B)
        let start = count
        elements.json.withUnsafeBufferPointer { source in
            guard let source = source.baseAddress else { return }
            var rest = bits
            while rest != 0 {
                let place = elements.places[rest.trailingZeroBitCount]
                rest &= rest - 1
                (memory + count).update(from: source + place.start, count: place.count)
                count += place.count
            }
        }
        // Each has a comma behind it.
        if count > start { count -= 1 }
        put(0x5D)
        isAfterValue = true
    }

    /// Elements of an array that were made before.
    struct MadeElements: Sendable {
        /// Each with a comma behind it.
        fileprivate private(set) var json: [UInt8] = []
        fileprivate private(set) var places: [(start: Int, count: Int)] = []

        init(strings: [String]) {
            for string in strings {
                var writer = JSONWriter()
                writer.value(string)
                let start = json.count
                json += Array(writer.bytes.readableBytesView) + [0x2C]
                places.append((start, json.count - start))
            }
        }
    }

    // MARK: - Members

    @inline(__always)
    mutating func member(_ name: StaticString, _ value: String) {
        self.name(name)
        self.value(value)
    }

    @inline(__always)
    mutating func member(_ name: StaticString, _ value: String?) {
        self.name(name)
        if let value { self.value(value) } else { null() }
    }

    @inline(__always)
    mutating func member(_ name: StaticString, _ value: Int?) {
        self.name(name)
        if let value { self.value(value) } else { null() }
    }

    @inline(__always)
    mutating func member(_ name: StaticString, _ value: Bool?) {
        self.name(name)
        if let value { self.value(value) } else { null() }
    }

    @inline(__always)
    mutating func member(_ name: StaticString, _ value: Instant?) {
        self.name(name)
        if let value { self.value(value) } else { null() }
    }

    @inline(__always)
    mutating func member(_ name: StaticString, _ value: CalendarDate?) {
        self.name(name)
        if let value { self.value(value) } else { null() }
    }

    /// A text in UTF-8.
    @inline(__always)
    mutating func member(_ name: StaticString, _ text: UnsafeBufferPointer<UInt8>) {
        self.name(name)
        self.value(text)
    }

    @inline(__always)
    mutating func member(_ name: StaticString, _ text: UnsafeBufferPointer<UInt8>?) {
        self.name(name)
        if let text { self.value(text) } else { null() }
    }

    /// A number with so many decimals at most, zeros at the end left out.
    @inline(__always)
    mutating func member(_ name: StaticString, _ value: Double?, decimals: Int) {
        self.name(name)
        if let value { self.value(value, decimals: decimals) } else { null() }
    }

    /// A number given in units of its last decimal: 466 with two decimals is 4.66.
    @inline(__always)
    mutating func member(_ name: StaticString, scaled value: Int, decimals: Int) {
        self.name(name)
        self.value(scaled: value, decimals: decimals)
    }

    /// A string made of two texts in UTF-8.
    mutating func member(
        _ name: StaticString,
        _ start: UnsafeBufferPointer<UInt8>,
        _ end: UnsafeBufferPointer<UInt8>
    ) {
        self.name(name)
        appendString(start, end)
        isAfterValue = true
    }

    // MARK: - Values

    mutating func value(_ text: String) {
        separate()
        var text = text
        text.withUTF8 { appendString($0) }
        isAfterValue = true
    }

    mutating func value(_ text: UnsafeBufferPointer<UInt8>) {
        separate()
        appendString(text)
        isAfterValue = true
    }

    mutating func value(_ number: Int) {
        separate()
        reserve(20)
        if number < 0 { put(0x2D) }
        putDigits(number.magnitude)
        isAfterValue = true
    }

    mutating func value(_ flag: Bool) {
        literal(flag ? "true" : "false")
    }

    mutating func null() {
        literal("null")
    }

    /// As RFC 3339 writes it in UTC.
    mutating func value(_ instant: Instant) {
        separate()
        reserve(40)
        let day = instant.date
        let second = Int(instant.seconds(since: day.startInUTC))
        put(0x22)
        putDate(day)
        put(0x54)
        putTwoDigits(second / 3600)
        put(0x3A)
        putTwoDigits(second / 60 % 60)
        put(0x3A)
        putTwoDigits(second % 60)
        put(0x5A)
        put(0x22)
        isAfterValue = true
    }

    /// As ISO 8601 writes it.
    mutating func value(_ date: CalendarDate) {
        separate()
        reserve(32)
        put(0x22)
        putDate(date)
        put(0x22)
        isAfterValue = true
    }

    mutating func value(_ number: Double, decimals: Int) {
        let scaled = (number * Double(Self.powersOfTen[decimals])).rounded()
        // JSON has no word for what is no number; beyond 2⁵³ units it would be invented.
        guard scaled.magnitude < 9_007_199_254_740_992 else { return null() }
        value(scaled: Int(scaled), decimals: decimals)
    }

    mutating func value(scaled number: Int, decimals: Int) {
        separate()
        reserve(48)
        if number < 0 { put(0x2D) }
        var (wholes, fraction) = number.magnitude
            .quotientAndRemainder(dividingBy: Self.powersOfTen[decimals])
        putDigits(wholes)
        if fraction > 0 {
            var count = decimals
            while fraction % 10 == 0 {
                fraction /= 10
                count -= 1
            }
            put(0x2E)
            putDigits(fraction, count: count)
        }
        isAfterValue = true
    }

    private static let powersOfTen: InlineArray<10, UInt> = [
        1, 10, 100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000, 100_000_000, 1_000_000_000,
    ]

    @inline(__always)
    private mutating func literal(_ text: StaticString) {
        separate()
        reserve(text.utf8CodeUnitCount)
        (memory + count).update(from: text.utf8Start, count: text.utf8CodeUnitCount)
        count += text.utf8CodeUnitCount
        isAfterValue = true
    }

    // MARK: - Bytes

    @inline(__always)
    private mutating func separate() {
        if isAfterValue { append(0x2C) }
    }

    @inline(__always)
    private mutating func reserve(_ more: Int) {
        if count + more > capacity { grow(by: more) }
    }

    private mutating func grow(by more: Int) {
        let larger = max(capacity * 2, count + more)
        let moved = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
        moved.update(from: memory, count: count)
        memory.deallocate()
        memory = moved
        capacity = larger
    }

    @inline(__always)
    private mutating func append(_ byte: UInt8) {
        reserve(1)
        put(byte)
    }

    /// Only after `reserve`.
    @inline(__always)
    private mutating func put(_ byte: UInt8) {
        memory[count] = byte
        count += 1
    }

    private mutating func putTwoDigits(_ number: Int) {
        put(0x30 + UInt8(truncatingIfNeeded: number / 10))
        put(0x30 + UInt8(truncatingIfNeeded: number % 10))
    }

    private mutating func putDate(_ date: CalendarDate) {
        let (year, month, day) = date.yearMonthDay
        if (0...9999).contains(year) {
            putTwoDigits(year / 100)
            putTwoDigits(year % 100)
        } else {
            if year < 0 { put(0x2D) }
            putDigits(year.magnitude)
        }
        put(0x2D)
        putTwoDigits(month)
        put(0x2D)
        putTwoDigits(day)
    }

    private mutating func putDigits(_ number: UInt) {
        var length = 1
        var rest = number / 10
        while rest > 0 {
            length += 1
            rest /= 10
        }
        putDigits(number, count: length)
    }

    private mutating func putDigits(_ number: UInt, count length: Int) {
        var rest = number
        var position = count + length
        while position > count {
            position -= 1
            memory[position] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        count += length
    }

    /// A string with the escapes of RFC 8259 §7 and no others.
    private mutating func appendString(_ text: UnsafeBufferPointer<UInt8>) {
        // At most six bytes for one, and the two quotation marks.
        reserve(text.count * 6 + 2)
        put(0x22)
        putEscaped(text)
        put(0x22)
    }

    private mutating func appendString(
        _ start: UnsafeBufferPointer<UInt8>,
        _ end: UnsafeBufferPointer<UInt8>
    ) {
        reserve((start.count + end.count) * 6 + 2)
        put(0x22)
        putEscaped(start)
        putEscaped(end)
        put(0x22)
    }

    private mutating func putEscaped(_ text: UnsafeBufferPointer<UInt8>) {
        guard let start = text.baseAddress else { return }
        let end = start + text.count
        var next = start
        while next < end {
            let plain = Self.plainPrefix(from: next, to: end)
            (memory + count).update(from: next, count: plain)
            count += plain
            next += plain
            guard next < end else { break }
            putEscaped(next.pointee)
            next += 1
        }
    }

    /// How many bytes from here on stand for themselves.
    private static func plainPrefix(
        from start: UnsafePointer<UInt8>,
        to end: UnsafePointer<UInt8>
    ) -> Int {
        var next = start
        // Eight at a time: a byte's highest bit is set in the sum where it is below a space, a
        // quotation mark or a backslash (Mycroft's test, exact for the lowest such byte).
        let ones: UInt64 = 0x0101_0101_0101_0101
        let highs: UInt64 = 0x8080_8080_8080_8080
        while end - next >= 8 {
            let word = UnsafeRawPointer(next).loadUnaligned(as: UInt64.self)
            let quotes = word ^ (ones &* 0x22)
            let backslashes = word ^ (ones &* 0x5C)
            let special =
                ((word &- ones &* 0x20) & ~word)
                | ((quotes &- ones) & ~quotes)
                | ((backslashes &- ones) & ~backslashes)
            if special & highs != 0 { break }
            next += 8
        }
        while next < end, next.pointee >= 0x20, next.pointee != 0x22, next.pointee != 0x5C {
            next += 1
        }
        return next - start
    }

    private mutating func putEscaped(_ byte: UInt8) {
        put(0x5C)
        switch byte {
        case 0x22, 0x5C: put(byte)
        case 0x08: put(0x62)
        case 0x09: put(0x74)
        case 0x0A: put(0x6E)
        case 0x0C: put(0x66)
        case 0x0D: put(0x72)
        default:
            put(0x75)
            put(0x30)
            put(0x30)
            put(0x30 + byte >> 4)
            let digit = byte & 0xF
            put(digit < 10 ? 0x30 + digit : 0x57 + digit)
        }
    }
}
