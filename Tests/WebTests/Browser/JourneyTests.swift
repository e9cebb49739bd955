import Testing
@testable import Web

/// What people come for, done as they do it.
@Suite(.serialized) struct JourneyTests {
    private static let phone = Browser.View(width: 375, isDark: false)
    private static let desk = Browser.View(width: 1440, isDark: false)

    private func answer(_ answers: [String], in browser: Browser) async throws {
        for (question, answer) in zip(SafetyQuestion.allCases, answers) {
            try await browser.click("input[name=\(question.rawValue)][value=\(answer)]")
        }
    }

    @Test(arguments: [phone, desk])
    func `a patient finds a vetted practitioner near home and reads testimonials and evidence`(
        view: Browser.View
    ) async throws {
        let site = try await SampleSite.forBrowsers()
        try await site.browse(view) { browser in
            try await browser.go(to: "/")
            #expect(try await browser.words(".demonstration").contains("invented"))
            try await browser.type("Seattle", into: "#place")
            try await browser.type("Neuropathy", into: "#q")
            try await answer(["no", "no", "no"], in: browser)
            try await browser.click("#search button")

            #expect(try await browser.path() == "/practitioners?place=Seattle&q=Neuropathy")
            #expect(
                try await browser.words("h1")
                    == "3 vetted practitioners within 25 km of Seattle, WA"
            )
            #expect(try await browser.words(".card").hasPrefix("Alice Adams"))
            #expect(!(try await browser.words(".cards")).contains("Carol Clark"))
            try await browser.click(link: "Alice Adams")

            #expect(try await browser.words("h1") == "Alice Adams")
            #expect(try await browser.words(".trust").hasPrefix("Vetted until"))
            #expect(try await browser.words(".testimonials").contains("Number 5."))
            #expect(!(try await browser.words(".evidence")).contains("AC60000001 at the"))
            try await browser.click(".evidence summary")
            #expect(
                try await browser.words(".evidence").contains(
                    "Look up the number AC60000001 at the Department of Health."
                )
            )
        }
    }

    @Test(arguments: [phone, desk])
    func `a patient with a blood thinner is stopped and told to ask the family doctor`(
        view: Browser.View
    ) async throws {
        let site = try await SampleSite.forBrowsers()
        try await site.browse(view) { browser in
            try await browser.go(to: "/")
            try await browser.type("Seattle", into: "#place")
            try await answer(["no", "yes", "no"], in: browser)
            try await browser.click("#search button")

            #expect(try await browser.path() == "/ask-your-doctor")
            let words = try await browser.words()
            #expect(words.contains("acupuncture is not for you. Please ask your family doctor."))
            #expect(
                words.contains("People who take blood-thinning medicine should not be treated.")
            )
            for name in ["Alice", "Bob", "Dave", "Frank"] { #expect(!words.contains(name)) }
            // Nothing on the page leads past it.
            let links = try await browser.run(
                "return document.querySelectorAll('a[href*=practitioners], form').length"
            )
            #expect(links.int == 0)
        }
    }

    @Test func `a question left open keeps the patient on the first page`() async throws {
        let site = try await SampleSite.forBrowsers()
        try await site.browse { browser in
            try await browser.go(to: "/")
            try await browser.click("#search button")
            #expect(try await browser.path() == "/")
            #expect(
                try await browser.run(
                    "return document.querySelector(':invalid:not(form,fieldset)').name"
                )
                .string == "bleeding_disorder"
            )
        }
    }

    @Test(arguments: [phone, desk])
    func `a family doctor finds who accepts referrals and opens the licence's evidence`(
        view: Browser.View
    ) async throws {
        let site = try await SampleSite.forBrowsers()
        try await site.browse(view) { browser in
            try await browser.go(to: "/")
            try await browser.click(link: "Who accepts referrals")
            #expect(try await browser.words("h1") == "1 vetted practitioner")
            try await browser.type("Seattle", into: "#place")
            try await browser.click("#search button")

            #expect(
                try await browser.words("h1") == "1 vetted practitioner within 25 km of Seattle, WA"
            )
            #expect(try await browser.words(".chosen").contains("Accepts referrals from doctors"))
            try await browser.click(link: "Frank Fox")
            try await browser.click(".evidence summary")
            let evidence = try await browser.words(".evidence")
            #expect(evidence.contains("GET https://registry.example.org/AC60000006"))
            #expect(evidence.contains(String(repeating: "ab", count: 32)))
            try await browser.click(".evidence > p a")
            #expect(try await browser.words().contains(String(repeating: "ab", count: 32)))
        }
    }

    @Test func `on a phone the filters open by a link and narrow the search, without a script`()
        async throws
    {
        let site = try await SampleSite.forBrowsers()
        try await site.browse(Self.phone) { browser in
            try await browser.go(to: "/practitioners")
            #expect(try await browser.words(".filters").isEmpty)
            try await browser.click(".to-filters a")
            #expect(try await browser.words(".filters").contains("Accepts referrals from doctors"))
            try await browser.click("#accepts_referrals")
            try await browser.click(".filters button")
            #expect(try await browser.path() == "/practitioners?accepts_referrals=true")
            #expect(try await browser.words("h1") == "1 vetted practitioner")
            try await browser.click(".chosen a")
            #expect(try await browser.path() == "/practitioners")
        }
    }
}
