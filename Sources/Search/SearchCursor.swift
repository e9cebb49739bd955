import Directory

/// The place in an order of hits where a page ended, to continue from.
///
/// It carries the moment of the first page, at which experience and ranking are judged on every
/// page, and the sort key and practitioner of the last hit. Its seal covers the query and all of
/// that, so that it is of use to the same search only. It is no secret and gives no right.
package struct SearchCursor: Hashable, Sendable {
    package enum ParseError: Error, Equatable {
        case wrongLength, notBase64URL, unknownVersion, impossibleMoment
    }

    /// When the first page was asked for.
    let begunAt: Instant
    /// The last hit's place in the order; a smaller one comes first.
    let rank: UInt64
    /// The last hit's practitioner, disguised: row keys stay in the house.
    private let disguised: UInt64
    private let seal: UInt64

    /// Seconds for which a cursor is taken: trust is judged anew on each page, the rest is not.
    static let lifetime: Int64 = 86_400
    /// Seconds that a clock may have been set back between two pages.
    static let clockSlack: Int64 = 60

    init(begunAt: Instant, rank: UInt64, practitioner: Int64, query: PractitionerQuery) {
        let place = Self.mixed([
            query.fingerprint, UInt64(bitPattern: begunAt.secondsSince1970), rank,
        ])
        self.begunAt = begunAt
        self.rank = rank
        disguised = UInt64(bitPattern: practitioner) ^ place
        seal = Self.mixed([place, disguised])
    }

    /// The practitioner of the last hit.
    func practitioner(for query: PractitionerQuery, at now: Instant) throws(SearchError) -> Int64 {
        let place = Self.mixed([
            query.fingerprint, UInt64(bitPattern: begunAt.secondsSince1970), rank,
        ])
        guard seal == Self.mixed([place, disguised]) else { throw .cursorOfAnotherSearch }
        let latest = now.secondsSince1970.addingReportingOverflow(Self.clockSlack)
        guard !latest.overflow, begunAt.secondsSince1970 <= latest.partialValue else {
            throw .cursorOfAnotherSearch
        }
        guard now < begunAt + Self.lifetime else { throw .cursorTooOld }
        return Int64(bitPattern: disguised ^ place)
    }

    /// One after the other through a 64-bit finalizer (Stafford's variant 13).
    static func mixed(_ words: [UInt64]) -> UInt64 {
        words.reduce(0x6D65_7269_6469_616E) { state, word in
            var value = (state ^ word) &+ 0x9E37_79B9_7F4A_7C15
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
    }
}

// MARK: - Text

extension SearchCursor {
    private static let version: UInt8 = 1
    /// A version and four words.
    private static let byteCount = 33
    /// What 33 bytes make in base64url (RFC 4648 §5), where no padding is due.
    package static let textLength = 44

    /// The cursor written in base64url, as `text` gives it.
    package init(_ text: some StringProtocol) throws(ParseError) {
        let digits = Array(text.utf8.prefix(Self.textLength + 1))
        guard digits.count == Self.textLength else { throw .wrongLength }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(Self.byteCount)
        for start in stride(from: 0, to: digits.count, by: 4) {
            var group: UInt32 = 0
            for digit in digits[start..<start + 4] {
                guard let value = Self.value(ofDigit: digit) else { throw .notBase64URL }
                group = group << 6 | UInt32(value)
            }
            bytes += [UInt8(group >> 16 & 0xFF), UInt8(group >> 8 & 0xFF), UInt8(group & 0xFF)]
        }
        guard bytes[0] == Self.version else { throw .unknownVersion }
        func word(_ index: Int) -> UInt64 {
            bytes[1 + 8 * index..<9 + 8 * index].reduce(0) { $0 << 8 | UInt64($1) }
        }
        let seconds = Int64(bitPattern: word(0))
        // So that sums of moments cannot overflow; the calendar's last year ends far below.
        guard seconds.magnitude < 1 << 40 else { throw .impossibleMoment }
        begunAt = Instant(secondsSince1970: seconds)
        rank = word(1)
        disguised = word(2)
        seal = word(3)
    }

    /// The cursor for an address: letters, digits, `-` and `_`.
    package var text: String {
        let words: InlineArray<4, UInt64> = [
            UInt64(bitPattern: begunAt.secondsSince1970), rank, disguised, seal,
        ]
        func byte(_ index: Int) -> UInt32 {
            guard index > 0 else { return UInt32(Self.version) }
            let (word, place) = (index - 1).quotientAndRemainder(dividingBy: 8)
            return UInt32(truncatingIfNeeded: words[word] >> UInt64(56 - 8 * place)) & 0xFF
        }
        return String(unsafeUninitializedCapacity: Self.textLength) { digits in
            var count = 0
            for start in stride(from: 0, to: Self.byteCount, by: 3) {
                let group = byte(start) << 16 | byte(start + 1) << 8 | byte(start + 2)
                for shift: UInt32 in [18, 12, 6, 0] {
                    digits[count] = Self.alphabet[Int(group >> shift & 0x3F)]
                    count += 1
                }
            }
            return count
        }
    }

    private static let alphabet = Array(
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".utf8
    )

    private static func value(ofDigit digit: UInt8) -> UInt8? {
        switch digit {
        case 0x41...0x5A: digit - 0x41
        case 0x61...0x7A: digit - 0x61 + 26
        case 0x30...0x39: digit - 0x30 + 52
        case 0x2D: 62
        case 0x5F: 63
        default: nil
        }
    }
}

extension SearchCursor.ParseError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .wrongLength:
            "a cursor has \(SearchCursor.textLength) characters: take it as `next` gave it"
        case .notBase64URL:
            "a cursor has letters, digits, - and _ only: take it as `next` gave it"
        case .impossibleMoment:
            "the cursor was altered: take it as `next` gave it"
        case .unknownVersion:
            "the cursor was made by another version of this server: begin again without it"
        }
    }
}

extension TextQuery {
    fileprivate var fingerprint: UInt64 {
        var words: [UInt64] = [isHalfTyped ? 1 : 0, isNamesOnly ? 1 : 0]
        for term in terms {
            words += [UInt64(term.words.count), term.conditions.bits, term.likelyConditions.bits]
            for word in term.words { words += word.utf8.map { UInt64($0) } + [0] }
        }
        return SearchCursor.mixed(words)
    }
}

extension PractitionerQuery {
    /// The same for the same question in every process; the limit is no part of the question.
    var fingerprint: UInt64 {
        let classNumber = credentialClass.flatMap { Credential.Class.allCases.firstIndex(of: $0) }
        let sortNumber = Sort.allCases.firstIndex(of: sort) ?? 0
        var flags: UInt64 = 0
        for flag in [
            accepting, acceptsReferrals, telehealth, wheelchair, vettedOnly, circle != nil,
        ] {
            flags = flags << 1 | (flag ? 1 : 0)
        }
        return SearchCursor.mixed([
            flags,
            circle?.center.latitude.bitPattern ?? 0,
            circle?.center.longitude.bitPattern ?? 0,
            circle?.radiusKilometres.bitPattern ?? 0,
            UInt64(bitPattern: Int64(minYears)),
            UInt64(bitPattern: Int64(minRatingHundredths)),
            UInt64(bitPattern: Int64(minReviews)),
            conditions.bits, languages.bits, techniques.bits, payers.bits,
            UInt64((classNumber ?? -1) + 1),
            UInt64(bitPattern: Int64(verifiedWithinDays ?? -1)),
            UInt64(sortNumber),
            text?.fingerprint ?? 0,
            SearchCursor.mixed(region.map { $0.code.utf8.map { UInt64($0) } } ?? []),
        ])
    }
}
