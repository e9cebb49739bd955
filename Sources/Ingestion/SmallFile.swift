import Directory

/// Files that come with the project: held in memory, and refused whole at the first wrong row.
enum SmallFile {
    static func rows<Column, Element>(
        of name: String,
        in directory: String,
        _ read: (TableReader<Column>) throws(RowProblem) -> Element
    ) throws(ImportError) -> [Element] {
        let table = try TableReader(
            path: "\(directory)/\(name)",
            requiring: Array(Column.allCases)
        )
        var elements: [Element] = []
        while try table.next() {
            do throws(RowProblem) {
                try table.requireWhole()
                elements.append(try read(table))
            } catch {
                throw .wrongRow(file: name, Rejection(line: table.line, reason: error.reason))
            }
        }
        return elements
    }

    static func required<Column>(
        _ table: TableReader<Column>,
        _ column: Column,
        limit: Int = 200
    ) throws(RowProblem) -> String {
        let text = try table.text(column, limit: limit)
        guard !text.isEmpty else { throw RowProblem(reason: "\(column.rawValue) is empty") }
        return text
    }

    static func country<Column>(
        _ table: TableReader<Column>,
        _ column: Column
    ) throws(RowProblem) -> String {
        let text = try table.text(column)
        guard text.utf8.count == 2, (try? Jurisdiction(text)) != nil else {
            throw RowProblem(
                reason: "\(column.rawValue) is two capital letters, found \(text.quoted)"
            )
        }
        return text
    }

    static func coordinate<Column>(
        _ table: TableReader<Column>,
        _ latitude: Column,
        _ longitude: Column
    ) throws(RowProblem) -> Coordinate {
        guard let north = try table.number(latitude, in: -90...90),
            let east = try table.number(longitude, in: -180...180),
            let coordinate = try? Coordinate(latitude: north, longitude: east)
        else { throw RowProblem(reason: "\(latitude.rawValue) or \(longitude.rawValue) is empty") }
        return coordinate
    }
}
