import Directory
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Testing
@testable import Web

@Suite struct HomePageTests {
    private static let questions = ["bleeding_disorder", "blood_thinners", "pregnancy"]

    /// The form with the answers to the three questions.
    private func form(_ answers: [String], adding more: String = "place=Seattle") -> String {
        zip(Self.questions, answers).map { "\($0)=\($1)" }.joined(separator: "&") + "&" + more
    }

    @Test func `the first page asks where, what for and the three questions`() async throws {
        let site = try await SampleSite()
        try await site.test { client in
            let page = try await client.page("/")
            #expect(page.status == .ok)
            for name in ["place", "q"] + Self.questions {
                #expect(page.text.contains("name=\"\(name)\""), "\(name)")
            }
            #expect(page.words.contains("Do you take blood-thinning medicine?"))
        }
    }

    @Test func `who answers no three times goes on to the search, without the answers`()
        async throws
    {
        let site = try await SampleSite()
        try await site.test { client in
            let page = try await client.send(
                form(["no", "no", "no"], adding: "place=Portland%2C+ME&q=tingling+feet"),
                to: "/"
            )
            #expect(page.status == .seeOther)
            #expect(
                page.response.headers[.location]
                    == "/practitioners?place=Portland,%20ME&q=tingling%20feet"
            )
        }
    }

    @Test(arguments: 0..<3, ["yes", "unsure", "perhaps"])
    func `one answer that is not no leads to the family doctor and to nobody else`(
        question: Int,
        answer: String
    ) async throws {
        let site = try await SampleSite()
        var answers = ["no", "no", "no"]
        answers[question] = answer
        try await site.test { [answers] client in
            let page = try await client.send(form(answers), to: "/")
            guard answer != "perhaps" else {
                // What is no answer is asked for again.
                return #expect(page.status == .badRequest)
            }
            #expect(page.status == .seeOther)
            #expect(page.response.headers[.location] == "/ask-your-doctor")
        }
    }

    @Test func `a yes stops although another question is open`() async throws {
        let site = try await SampleSite()
        try await site.test { client in
            for form in ["blood_thinners=yes", form(["no", "no", "no"]) + "&pregnancy=yes"] {
                let page = try await client.send(form, to: "/")
                #expect(page.response.headers[.location] == "/ask-your-doctor")
            }
        }
    }

    @Test func `a question left open is asked again at its place, and the rest is kept`()
        async throws
    {
        let site = try await SampleSite()
        try await site.test { client in
            let page = try await client.send(
                "place=Seattle&q=migraine&bleeding_disorder=no&pregnancy=no",
                to: "/"
            )
            #expect(page.status == .badRequest)
            #expect(page.response.headers[.cacheControl] == "no-store")
            #expect(page.text.contains("value=\"Seattle\""))
            #expect(page.text.contains("value=\"migraine\""))
            #expect(page.text.contains("id=\"blood_thinners-fault\""))
            #expect(!page.text.contains("id=\"pregnancy-fault\""))
            #expect(page.text.contains("name=\"bleeding_disorder\" value=\"no\" required checked"))
        }
    }

    @Test func `the stop page says why and whom to ask, and leads to no practitioner`() async throws
    {
        let site = try await SampleSite()
        try await site.test { client in
            let page = try await client.page("/ask-your-doctor")
            #expect(page.status == .ok)
            #expect(page.words.contains("Please ask your family doctor."))
            for sentence in SafetyMessage.contraindications {
                #expect(page.words.contains(sentence))
            }
            #expect(!page.text.contains("/practitioners"))
        }
    }

    @Test func `a form that is too long is refused`() async throws {
        let site = try await SampleSite()
        try await site.test { client in
            let page = try await client.send(String(repeating: "a", count: 10_000), to: "/")
            #expect(page.status == .contentTooLarge)
        }
    }

    @Test func `what was typed cannot leave its attribute`() async throws {
        let site = try await SampleSite()
        try await site.test { client in
            // A quotation mark with an accent is one character, and has to be escaped all the same.
            for mark in ["%22", "%22%CC%81"] {
                let page = try await client.send("place=\(mark)+autofocus+x%3D", to: "/")
                let scalars = page.text.unicodeScalars
                #expect(scalars.contains("name=\"place\" value=\"&quot;".unicodeScalars))
            }
        }
    }
}
