/// The columns of a file by their names, wherever they stand.
struct ColumnNames {
    /// As written, one a column.
    let names: [String]
    private let indices: [String: Int]
    private let repeated: Set<String>

    /// Reads the names from the row that the reader stands on.
    init(_ reader: CSVReader) {
        var indices: [String: Int] = [:]
        var repeated: Set<String> = []
        names = (0..<reader.count).map { index in
            let name = reader.text(index) ?? ""
            let folded = Self.folded(name)
            if indices[folded] == nil { indices[folded] = index } else { repeated.insert(folded) }
            return name
        }
        self.indices = indices
        self.repeated = repeated
    }

    var count: Int { names.count }

    /// Where the column of this name stands; nil where the file has none.
    func index(of name: String) throws(ImportError) -> Int? {
        let folded = Self.folded(name)
        guard !repeated.contains(folded) else { throw .repeatedColumn(name) }
        return indices[folded]
    }

    /// Where these columns stand.
    ///
    /// - Parameter required: Names that the file must have.
    /// - Returns: The places, in the order of the names.
    /// - Throws: Naming all that are missing.
    func indices(of required: [String]) throws(ImportError) -> [Int] {
        var found: [Int] = []
        var missing: [String] = []
        for name in required {
            if let index = try index(of: name) { found.append(index) } else { missing.append(name) }
        }
        guard missing.isEmpty else { throw .missingColumns(missing) }
        return found
    }

    /// Refuses columns that nobody reads, so that a misspelt one is not silently empty.
    func requireKnown(_ known: [String]) throws(ImportError) {
        for name in names where !known.contains(where: { Self.folded($0) == Self.folded(name) }) {
            throw .unknownColumn(name, nearest: name.nearest(in: known))
        }
    }

    /// Real headers have capitals, double spaces and newlines where they like.
    private static func folded(_ name: String) -> String {
        name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }
}

extension String {
    /// The word that this one is most likely a misspelling of; nil where none is near.
    func nearest(in words: [String]) -> String? {
        guard utf8.count <= 80 else { return nil }
        let own = Array(lowercased().utf8)
        let distances = words.map { (word: $0, distance: Self.distance(own, Array($0.utf8))) }
        guard let best = distances.min(by: { $0.distance < $1.distance }) else { return nil }
        return best.distance <= max(2, own.count / 3) ? best.word : nil
    }

    /// How many letters have to be put in, taken out or replaced to make one word the other.
    fileprivate static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (leftIndex, leftByte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = leftIndex + 1
            for (rightIndex, rightByte) in right.enumerated() {
                let above = row[rightIndex + 1]
                row[rightIndex + 1] = Swift.min(
                    above + 1,
                    row[rightIndex] + 1,
                    diagonal + (leftByte == rightByte ? 0 : 1)
                )
                diagonal = above
            }
        }
        return row[right.count]
    }
}
