extension Schema.NamedSchema {
    static let alive = Self(
        name: "Alive",
        schema: .object([.member("status", .always("up"), "That the process lives.")])
    )

    static let ready = Self(
        name: "Ready",
        schema: .object([
            .member(
                "status",
                .word(of: ["ready", "degraded", "not ready"]),
                "Whether it can answer rightly; degraded where it answers and cannot write."
            ),
            .member("index", .flag, "The listings are read, and follow the database."),
            .member("database", .flag, "The database answers."),
            .member("clock", .flag, "The clock has not gone back."),
            .member(
                "writing",
                .word(of: ["ok", "disk_nearly_full", "disk_full", "locked", "not_permitted"]),
                "Whether what is written can be saved, or why not."
            ),
        ])
    )

    /// This document; its own shape is OpenAPI's affair.
    static let document = Self(
        name: "OpenAPI",
        schema: .anyObject
    )
}
