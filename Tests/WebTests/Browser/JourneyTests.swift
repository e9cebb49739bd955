import Testing
@testable import Web

/// What people come for, done as they do it.
@Suite(.serialized) struct JourneyTests {
    private static let phone = Browser.View(width: 375, isDark: false)
    private static let desk = Browser.View(width: 1440, isDark: false)

    /// Expects some words where a selector points.
    private func expect(
        _ text: String,
        at selector: String,
        of browser: Browser,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let words = try await browser.words(selector, containing: text)
        #expect(words.contains(text), sourceLocation: sourceLocation)
    }

    /// Expects that the browser comes to a page.
    private func expect(
        page: String,
        in browser: Browser,
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws {
        let shown = try await browser.arrive(at: page)
        #expect(shown == page, sourceLocation: sourceLocation)
    }

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
            try await expect("invented", at: ".demonstration", of: browser)
            try await browser.type("Seattle", into: "#place")
            try await browser.type("Neuropathy", into: "#q")
            try await answer(["no", "no", "no"], in: browser)
            try await browser.click("#search button")

            try await expect(page: "/practitioners?place=Seattle&q=Neuropathy", in: browser)
            try await expect(
                "3 vetted practitioners within 25 km of Seattle, WA",
                at: "h1",
                of: browser
            )
            try await expect("Alice Adams", at: ".card", of: browser)
            let cards = try await browser.words(".cards")
            #expect(!cards.contains("Carol Clark"))
            try await browser.click(link: "Alice Adams")

            try await expect("Alice Adams", at: "h1", of: browser)
            try await expect("Vetted until", at: ".trust", of: browser)
            try await expect("Number 5.", at: ".testimonials", of: browser)
            let closed = try await browser.words(".evidence")
            #expect(!closed.contains("AC60000001 at the"))
            try await browser.click(".evidence summary")
            try await expect(
                "Look up the number AC60000001 at the Department of Health.",
                at: ".evidence",
                of: browser
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

            try await expect(page: "/ask-your-doctor", in: browser)
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
            try await expect(page: "/", in: browser)
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
            try await expect("1 vetted practitioner", at: "h1", of: browser)
            try await browser.type("Seattle", into: "#place")
            try await browser.click("#search button")

            try await expect(
                "1 vetted practitioner within 25 km of Seattle, WA",
                at: "h1",
                of: browser
            )
            try await expect("Accepts referrals from doctors", at: ".chosen", of: browser)
            try await browser.click(link: "Frank Fox")
            try await browser.click(".evidence summary")
            let evidence = try await browser.words(".evidence")
            #expect(evidence.contains("GET https://registry.example.org/AC60000006"))
            #expect(evidence.contains(String(repeating: "ab", count: 32)))
            try await browser.click(".evidence > p a")
            try await expect(String(repeating: "ab", count: 32), at: "body", of: browser)
        }
    }

    @Test func `on a phone the filters open by a link and narrow the search, without a script`()
        async throws
    {
        let site = try await SampleSite.forBrowsers()
        try await site.browse(Self.phone) { browser in
            try await browser.go(to: "/practitioners")
            let hidden = try await browser.words(".filters")
            #expect(hidden.isEmpty)
            try await browser.click(".to-filters a")
            try await expect("Accepts referrals from doctors", at: ".filters", of: browser)
            try await browser.click("#accepts_referrals")
            try await browser.click(".filters button")
            try await expect(page: "/practitioners?accepts_referrals=true", in: browser)
            try await expect("1 vetted practitioner", at: "h1", of: browser)
            try await browser.click(".chosen a")
            try await expect(page: "/practitioners", in: browser)
        }
    }
}
