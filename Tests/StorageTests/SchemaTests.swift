import Directory
import Testing

@testable import Storage

/// What the tables refuse by themselves, whoever writes.
@Suite struct SchemaTests {
    private func checked() async throws -> Database {
        let database = try await Database.sample(.alice)
        try await database.check(.alice)
        try await database.decide(.approved, about: .alice)
        return database
    }

    // MARK: - Evidence is append-only

    @Test(arguments: [
        ("UPDATE registry_check SET reason = 'x'", "a check is kept as it was"),
        ("UPDATE registry_check SET id = id + 1", "a check is kept as it was"),
        ("DELETE FROM registry_check", "a check is kept for ever"),
        ("UPDATE decision SET reason = 'x'", "a decision is kept as it was"),
        ("DELETE FROM decision", "a decision is kept for ever"),
        ("UPDATE credential_history SET wording = 'x'", "history is kept as it was"),
        ("DELETE FROM credential_history", "history is kept for ever"),
        ("DELETE FROM evidence", "evidence can only be emptied"),
        ("UPDATE evidence SET body = x'00'", "evidence can only be emptied"),
        ("UPDATE evidence SET body = NULL, received_at = 0", "evidence can only be emptied"),
        ("UPDATE evidence SET body = NULL, content_type = 'x'", "evidence can only be emptied"),
        // Replacing is removing under another name.
        ("INSERT OR REPLACE INTO decision SELECT * FROM decision", "a decision is kept for ever"),
        (
            "INSERT OR REPLACE INTO registry_check SELECT * FROM registry_check",
            "a check is kept for ever"
        ),
        (
            "INSERT OR REPLACE INTO credential_history SELECT * FROM credential_history",
            "history is kept for ever"
        ),
        ("INSERT OR REPLACE INTO evidence SELECT * FROM evidence", "evidence can only be emptied"),
    ])
    func `what is evidence can be neither changed nor removed`(
        sql: String,
        sentence: String
    ) async throws {
        let database = try await checked()

        #expect(database.refusal(of: sql) == sentence)
    }

    @Test func `retention empties a body and leaves the rest`() async throws {
        let database = try await checked()
        let before = try database.rows("SELECT sha256, content_type, received_at FROM evidence")

        try database.execute("UPDATE evidence SET body = NULL")

        #expect(try database.number("SELECT count(*) FROM evidence WHERE body IS NULL") == 1)
        #expect(
            try database.rows("SELECT sha256, content_type, received_at FROM evidence") == before
        )
    }

    // MARK: - Values that cannot be

    @Test(arguments: [
        "UPDATE installation SET kind = 'toy'",
        "UPDATE installation SET kind = 'demonstration'",
        "UPDATE installation SET loaded_on = 1",
        "INSERT INTO installation (id, created_at, edition) VALUES (2, 0, 1)",
        "UPDATE jurisdiction SET code = 'us-wa' WHERE code = 'US-WA'",
        "UPDATE jurisdiction SET licensing = 'maybe'",
        "UPDATE practitioner SET npi = '123456789'",
        "UPDATE practitioner SET npi = '12345678x0'",
        "UPDATE practitioner SET given_name = '', family_name = ''",
        "UPDATE practitioner SET profile = 'stolen'",
        "UPDATE practitioner SET accepting = 2",
        "UPDATE practitioner SET public_id = 'short'",
        "UPDATE practitioner SET given_name = NULL",
        "UPDATE practitioner SET practising_since_on = 'yesterday'",
        "UPDATE practitioner SET about = printf('%.*c', 4001, 'x')",
        "UPDATE location SET latitude = 91",
        "UPDATE location SET longitude = -181",
        "UPDATE location SET latitude = NULL",
        "UPDATE location SET placement = NULL",
        "UPDATE location SET placement = 'guessed'",
        "UPDATE location SET country = 'USA'",
        "UPDATE location SET practitioner_id = 999",
        "INSERT INTO opening_hours VALUES (1, 'xx', 0, 60)",
        "INSERT INTO opening_hours VALUES (1, 'su', 60, 60)",
        "INSERT INTO opening_hours VALUES (1, 'su', 60, 1441)",
        "UPDATE registry SET window_days = 121",
        "UPDATE registry SET window_days = 0",
        "UPDATE registry SET completeness = 'some'",
        "UPDATE registry SET role = 'exclusion'",
        "UPDATE registry SET asker = 'everybody'",
        "UPDATE credential SET is_registry_named = 2",
        "INSERT INTO secondary_question (credential_id, registry_id, due_at) VALUES (1, 'nobody', 0)",
        "INSERT INTO registry_check (public_id, credential_id, registry_id, asked_at, question, outcome, reason, description_sha256, milliseconds, seen_by) VALUES (printf('%.*c', 36, 'a'), 1, 'us-wa-doh', 0, '', 'absent', '', '', 0, 'x')",
        "INSERT INTO registry_check (public_id, credential_id, registry_id, asked_at, question, outcome, reason, description_sha256, milliseconds, note) VALUES (printf('%.*c', 36, 'a'), 1, 'us-wa-doh', 0, '', 'absent', '', '', 0, 'x')",
        "UPDATE credential SET standing = 'fine'",
        "UPDATE credential SET outcome = 'perhaps'",
        "UPDATE credential SET decision = 'maybe'",
        "UPDATE credential SET class = NULL",
        "UPDATE credential SET kind = 'identity'",
        "UPDATE credential SET number = ''",
        "UPDATE credential SET number = printf('%.*c', 65, '1')",
        "UPDATE credential SET due_at = NULL",
        "UPDATE credential SET registry_id = NULL",
        "UPDATE credential SET registry_id = 'nobody'",
        "UPDATE credential SET absences = -1",
        "UPDATE credential SET good_until = 1.5",
        "INSERT INTO evidence VALUES (1, 'short', 'text/plain', NULL, 0)",
        "INSERT INTO decision (credential_id, decision, actor, reason, decided_at) VALUES (1, 'approved', '', 'x', 0)",
        "INSERT INTO decision (credential_id, decision, actor, reason, decided_at) VALUES (1, 'approved', 'x', '', 0)",
        "INSERT INTO decision (credential_id, decision, actor, reason, decided_at) VALUES (9, 'approved', 'x', 'x', 0)",
        "INSERT INTO credential_history (credential_id, check_id, decision_id, changed_at, decision, discipline_covered) VALUES (1, 1, 1, 0, 'pending', 0)",
        "INSERT INTO credential_history (credential_id, changed_at, decision, discipline_covered) VALUES (1, 0, 'pending', 2)",
        "INSERT INTO testimonial (public_id, practitioner_id, rating, text, written_on) VALUES (printf('%.*c', 36, 'a'), 1, 6, 'x', 0)",
        "INSERT INTO testimonial (public_id, practitioner_id, rating, text, written_on) VALUES (printf('%.*c', 36, 'a'), 1, 5, '', 0)",
        "DELETE FROM credential",
        "DELETE FROM registry",
    ])
    func `a value that cannot be is refused`(sql: String) async throws {
        let database = try await checked()

        let refusal = database.refusal(of: sql) ?? ""
        #expect(
            refusal.contains("constraint failed") || refusal.contains("cannot store"),
            "\(sql): \(refusal)"
        )
    }

    @Test func `whoever has evidence cannot be deleted as if there were none`() async throws {
        let database = try await checked()

        #expect(database.refusal(of: "DELETE FROM practitioner") == "FOREIGN KEY constraint failed")
    }
}
