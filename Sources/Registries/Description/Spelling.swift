/// What somebody who misspelt a word most likely meant.
enum Spelling {
    /// The nearest of the right words, if one is near enough to be meant.
    static func nearest(to word: String, among right: [String]) -> String? {
        let written = Array(word.lowercased().unicodeScalars.prefix(64))
        let nearest =
            right
            .map { (word: $0, distance: distance(written, Array($0.lowercased().unicodeScalars))) }
            .min { $0.distance < $1.distance }
        guard let nearest, nearest.distance <= max(1, nearest.word.count / 3) else { return nil }
        return nearest.word
    }

    /// How many letters have to be put in, left out, replaced or swapped with their neighbour.
    static func distance(_ left: [Unicode.Scalar], _ right: [Unicode.Scalar]) -> Int {
        var beforeLast: [Int] = []
        var last = Array(0...right.count)
        for (row, letter) in left.enumerated() {
            var current = [row + 1]
            for (column, other) in right.enumerated() {
                var best = min(
                    last[column + 1] + 1,
                    current[column] + 1,
                    last[column] + (letter == other ? 0 : 1)
                )
                if row > 0, column > 0, letter == right[column - 1], left[row - 1] == other {
                    best = min(best, beforeLast[column - 1] + 1)
                }
                current.append(best)
            }
            (beforeLast, last) = (last, current)
        }
        return last[right.count]
    }
}
