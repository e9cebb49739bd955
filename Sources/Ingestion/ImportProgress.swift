/// How far an import has come.
package struct ImportProgress: Hashable, Sendable {
    package let bytesRead: Int64
    /// Nil where the input is a pipe.
    package let bytesInAll: Int64?
    package let rowsRead: Int
    package let rowsKept: Int
    /// Whether the file has been read and its rows are being applied.
    package let isApplying: Bool
}

/// Who is told how far an import has come; called some times a second at most.
package typealias ProgressReceiver = @Sendable (ImportProgress) -> Void
