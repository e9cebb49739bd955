/// How the registries of one kind speak over HTTP, with the records of one of them.
protocol RegistryFormat: Sendable {
    /// Where it is asked first, for a person who looks around.
    var targets: [String] { get }

    /// Answers a question, as the kind does.
    ///
    /// - Parameters:
    ///   - question: What is asked.
    ///   - path: Its path behind the registry's own part.
    /// - Returns: The answer, and the numbers that were looked up for it.
    func reply(to question: Question, path: [String]) -> Reply

    /// Whether a form may be posted to a path; elsewhere the method is refused unread.
    func takesForm(at path: [String]) -> Bool
}

extension RegistryFormat {
    func takesForm(at path: [String]) -> Bool { false }
}
