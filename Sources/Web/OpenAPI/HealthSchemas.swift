extension Schema.NamedSchema {
    static let alive = Self(
        name: "Alive",
        schema: .object([.member("status", .always("up"), "That the process lives.")])
    )

    static let ready = Self(
        name: "Ready",
        schema: .object([
            .member("status", .word(of: ["ready", "not ready"]), "Whether it can answer rightly."),
            .member("index", .flag, "The listings are read, and follow the database."),
            .member("database", .flag, "The database answers."),
            .member("clock", .flag, "The clock has not gone back."),
        ])
    )

    /// This document; its own shape is OpenAPI's affair.
    static let document = Self(
        name: "OpenAPI",
        schema: .anyObject
    )
}
