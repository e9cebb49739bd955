import Directory

extension PublicID {
    /// The text of a new identifier.
    static func made(at now: Instant) -> String {
        var random = SystemRandomNumberGenerator()
        return PublicID(at: now, using: &random).text
    }
}
