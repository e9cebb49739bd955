import Foundation
import GRDB
import GRDBSQLite

// Importing tens of thousands of people in one short transaction runs some twenty statements a
// person, and recording a check runs nearly as many. GRDB's binding and fetching cost several times
// what SQLite itself takes for them, so statements on these paths are driven by SQLite's own
// functions; GRDB still prepares and keeps them.

extension Statement {
    /// Runs a statement that returns nothing.
    func run(_ values: (any Bindable)?...) throws {
        let handle = sqliteStatement
        defer { finish(handle) }
        try bind(values)
        let code = sqlite3_step(handle)
        guard code == SQLITE_DONE || code == SQLITE_ROW else { throw failure(handle) }
    }

    /// Runs a statement that returns nothing, with values that are handed over one after the other.
    ///
    /// For what runs thousands of times a second: it costs a third of what boxed values do.
    func run(_ bind: (inout Binding) -> Void) throws {
        let handle = sqliteStatement
        // It leaves the stack when this returns, and SQLite has let go of it by then.
        try withUnsafeTemporaryAllocation(byteCount: Binding.room, alignment: 1) { room in
            defer { finish(handle) }
            var binding = Binding(handle: handle, room: room)
            bind(&binding)
            guard binding.isComplete else { throw DatabaseError(resultCode: .SQLITE_MISUSE) }
            let code = sqlite3_step(handle)
            guard code == SQLITE_DONE || code == SQLITE_ROW else { throw failure(handle) }
        }
    }

    /// Reads the first row; nil where there is none.
    func first<Answer>(
        _ values: (any Bindable)?...,
        read: (StatementRow) throws -> Answer
    ) throws -> Answer? {
        let handle = sqliteStatement
        defer { finish(handle) }
        try bind(values)
        switch sqlite3_step(handle) {
        case SQLITE_ROW: return try read(StatementRow(handle: handle))
        case SQLITE_DONE: return nil
        default: throw failure(handle)
        }
    }

    /// Reads every row of what one number asks for.
    func all<Answer>(
        _ number: Int64,
        read: (StatementRow) throws -> Answer
    ) throws -> [Answer] {
        let handle = sqliteStatement
        defer { finish(handle) }
        guard sqlite3_bind_parameter_count(handle) == 1, number.bind(to: handle, at: 1) == SQLITE_OK
        else { throw DatabaseError(resultCode: .SQLITE_MISUSE) }
        return try rows(handle, read)
    }

    /// Reads every row.
    func all<Answer>(
        _ values: (any Bindable)?...,
        read: (StatementRow) throws -> Answer
    ) throws -> [Answer] {
        let handle = sqliteStatement
        defer { finish(handle) }
        try bind(values)
        return try rows(handle, read)
    }

    /// Hands over every row, one after the other.
    func each(
        _ values: (any Bindable)?...,
        read: (StatementRow) throws -> Void
    ) throws {
        let handle = sqliteStatement
        defer { finish(handle) }
        try bind(values)
        while true {
            switch sqlite3_step(handle) {
            case SQLITE_ROW: try read(StatementRow(handle: handle))
            case SQLITE_DONE: return
            default: throw failure(handle)
            }
        }
    }

    /// Reads every row, where all that is bound is such numbers; NULL where they are too few.
    func all<Answer>(
        _ numbers: [Int64],
        read: (StatementRow) throws -> Answer
    ) throws -> [Answer] {
        let handle = sqliteStatement
        defer { finish(handle) }
        for (index, number) in numbers.enumerated() {
            guard number.bind(to: handle, at: Int32(index + 1)) == SQLITE_OK else {
                throw failure(handle)
            }
        }
        return try rows(handle, read)
    }

    private func rows<Answer>(
        _ handle: OpaquePointer,
        _ read: (StatementRow) throws -> Answer
    ) throws -> [Answer] {
        var answers: [Answer] = []
        while true {
            switch sqlite3_step(handle) {
            case SQLITE_ROW: answers.append(try read(StatementRow(handle: handle)))
            case SQLITE_DONE: return answers
            default: throw failure(handle)
            }
        }
    }

    // Boxed values: a parameter pack has its metadata looked up at every call, which cost as much as
    // SQLite itself.
    private func bind(_ values: [(any Bindable)?]) throws {
        let handle = sqliteStatement
        // A value too few would be NULL and pass for one that is not known.
        guard values.count == Int(sqlite3_bind_parameter_count(handle)) else {
            throw DatabaseError(resultCode: .SQLITE_MISUSE)
        }
        for (index, value) in values.enumerated() {
            // The bindings were cleared: what is not bound is NULL.
            guard let value else { continue }
            guard value.bind(to: handle, at: Int32(index + 1)) == SQLITE_OK else {
                throw failure(handle)
            }
        }
    }

    private func finish(_ handle: OpaquePointer) {
        sqlite3_reset(handle)
        sqlite3_clear_bindings(handle)
    }

    private func failure(_ handle: OpaquePointer) -> DatabaseError {
        let code = sqlite3_extended_errcode(sqlite3_db_handle(handle))
        return DatabaseError(resultCode: ResultCode(rawValue: code))
    }
}

/// The values of one run of a statement, handed over in the order of its places.
struct Binding {
    /// How many bytes of text lie on the stack while a statement runs.
    fileprivate static let room = 1024

    private let handle: OpaquePointer
    private let room: UnsafeMutableRawBufferPointer
    private var used = 0
    private var index: Int32 = 0
    private var code = SQLITE_OK

    fileprivate init(handle: OpaquePointer, room: UnsafeMutableRawBufferPointer) {
        self.handle = handle
        self.room = room
    }

    /// Whether every place has its value: one too few would be NULL and pass for not known.
    fileprivate var isComplete: Bool {
        code == SQLITE_OK && index == sqlite3_bind_parameter_count(handle)
    }

    mutating func add(_ number: Int64?) {
        index += 1
        // The bindings were cleared: what is not bound is NULL.
        if let number { note(sqlite3_bind_int64(handle, index, number)) }
    }

    mutating func add(_ number: (some BinaryInteger)?) {
        add(number.map { Int64($0) })
    }

    mutating func add(_ isTrue: Bool) {
        add(isTrue ? 1 : 0 as Int64)
    }

    mutating func add(_ text: String?) {
        guard var text else {
            index += 1
            return
        }
        text.withUTF8 { add(utf8: UnsafeRawBufferPointer($0)) }
    }

    /// Hands over text that is valid UTF-8.
    mutating func add(utf8 bytes: UnsafeRawBufferPointer) {
        index += 1
        guard let start = bytes.baseAddress, bytes.count <= room.count - used,
            let base = room.baseAddress
        else {
            let start = bytes.baseAddress ?? UnsafeRawPointer(room.baseAddress)
            let text = start?.assumingMemoryBound(to: CChar.self)
            return note(sqlite3_bind_text(handle, index, text, Int32(bytes.count), copying))
        }
        let place = base + used
        place.copyMemory(from: start, byteCount: bytes.count)
        used += bytes.count
        let text = place.assumingMemoryBound(to: CChar.self)
        note(sqlite3_bind_text(handle, index, text, Int32(bytes.count), nil))
    }

    /// Hands over bytes that stay where they are until the statement has run.
    mutating func add(lent bytes: UnsafeRawBufferPointer) {
        index += 1
        guard let start = bytes.baseAddress else {
            return note(sqlite3_bind_zeroblob(handle, index, 0))
        }
        note(sqlite3_bind_blob(handle, index, start, Int32(bytes.count), nil))
    }

    private mutating func note(_ new: Int32) {
        if code == SQLITE_OK { code = new }
    }
}

/// What a column holds, read without a detour.
typealias ColumnValue = DatabaseValueConvertible & StatementColumnConvertible

/// A row of columns in their order, whoever fetched it.
protocol ColumnReading {
    func column<Value: ColumnValue>(_ index: Int) -> Value
}

extension ColumnReading {
    subscript<Value: ColumnValue>(_ index: Int) -> Value { column(index) }
}

extension Row: ColumnReading {
    func column<Value: ColumnValue>(_ index: Int) -> Value { self[index] }
}

/// The row that a statement stands on; valid until it steps on.
struct StatementRow: ColumnReading {
    fileprivate let handle: OpaquePointer

    func column<Value: ColumnValue>(_ index: Int) -> Value {
        guard let value = Value.fromStatement(handle, atUncheckedIndex: Int32(index)) else {
            // As GRDB's rows do: the schema's NOT NULL makes this a fault of the statement.
            preconditionFailure("column \(index) is NULL and was read as if it never were")
        }
        return value
    }
}

/// A value that SQLite can be handed.
protocol Bindable {
    func bind(to handle: OpaquePointer, at index: Int32) -> Int32
}

extension Int64: Bindable {
    func bind(to handle: OpaquePointer, at index: Int32) -> Int32 {
        sqlite3_bind_int64(handle, index, self)
    }
}

extension Int: Bindable {
    func bind(to handle: OpaquePointer, at index: Int32) -> Int32 {
        sqlite3_bind_int64(handle, index, Int64(self))
    }
}

extension Int32: Bindable {
    func bind(to handle: OpaquePointer, at index: Int32) -> Int32 {
        sqlite3_bind_int64(handle, index, Int64(self))
    }
}

extension UInt8: Bindable {
    func bind(to handle: OpaquePointer, at index: Int32) -> Int32 {
        sqlite3_bind_int64(handle, index, Int64(self))
    }
}

extension Bool: Bindable {
    func bind(to handle: OpaquePointer, at index: Int32) -> Int32 {
        sqlite3_bind_int64(handle, index, self ? 1 : 0)
    }
}

extension Double: Bindable {
    func bind(to handle: OpaquePointer, at index: Int32) -> Int32 {
        sqlite3_bind_double(handle, index, self)
    }
}

extension String: Bindable {
    func bind(to handle: OpaquePointer, at index: Int32) -> Int32 {
        var text = self
        return text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) { characters in
                guard let base = characters.baseAddress else {
                    return sqlite3_bind_text(handle, index, "", 0, copying)
                }
                return sqlite3_bind_text(handle, index, base, Int32(characters.count), copying)
            }
        }
    }
}

extension [UInt8]: Bindable {
    func bind(to handle: OpaquePointer, at index: Int32) -> Int32 {
        withUnsafeBytes { bytes in
            sqlite3_bind_blob(handle, index, bytes.baseAddress, Int32(bytes.count), copying)
        }
    }
}

/// Has SQLite make its own copy of what it is handed (SQLITE_TRANSIENT).
private nonisolated(unsafe) let copying = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

extension StatementRow {
    /// Reads a blob where it lies.
    func withBytes<Answer>(
        of index: Int,
        _ read: (UnsafeRawBufferPointer) throws -> Answer
    ) rethrows -> Answer {
        try read(
            UnsafeRawBufferPointer(
                start: sqlite3_column_blob(handle, Int32(index)),
                count: Int(sqlite3_column_bytes(handle, Int32(index)))
            )
        )
    }
}
