import Foundation
import Testing
@testable import Web

/// What axe-core and the narrowest screens have to say of every page.
@Suite(.serialized) struct AccessibilityTests {
    /// One of every kind of page, by its address.
    private func addresses(_ site: SampleSite) async throws -> [String] {
        let database = site.database
        return [
            "/", "/ask-your-doctor", "/practitioners?place=Seattle&language=en&min_years=5",
            "/practitioners?vetted=false", "/practitioners?min_years=80",
            "/practitioners?place=Atlantis&language=elvish",
            "/practitioners/alice-adams-\(try await database.publicID("AC60000001"))",
            "/practitioners/carol-clark-\(try await database.publicID("AC60000003"))",
            "/practitioners/dave-dunn-\(try await database.publicID("AC60000004"))",
            "/practitioners/nobody",
        ]
    }

    @Test(arguments: Browser.View.all)
    func `axe finds nothing on any page`(view: Browser.View) async throws {
        let axe = try Self.axe()
        let site = try await SampleSite.forBrowsers()
        let addresses = try await addresses(site)
        try await site.browse(view) { browser in
            for address in addresses {
                try await browser.go(to: address)
                _ = try await browser.run(
                    "document.querySelectorAll('details').forEach(it => it.open = true)"
                )
                _ = try await browser.run(axe + "; window.axe = axe")
                let found = try await browser.runAndWait(Self.question)
                #expect(found["passes"].int ?? 0 > 10, "\(address)")
                let violations = found["violations"].array.compactMap(\.string)
                #expect(violations.isEmpty, "\(address)")
            }
        }
    }

    @Test(arguments: [320, 375, 1440])
    func `no page is wider than the screen`(width: Int) async throws {
        let site = try await SampleSite.forBrowsers()
        let addresses = try await addresses(site)
        try await site.browse(Browser.View(width: width, isDark: false)) { browser in
            for address in addresses {
                try await browser.go(to: address)
                _ = try await browser.run(
                    "document.querySelectorAll('details').forEach(it => it.open = true)"
                )
                let wide = try await browser.run("return document.documentElement.scrollWidth")
                #expect(wide.int ?? .max <= width, "\(address)")
            }
        }
    }

    /// Every rule of WCAG 2.2 up to AA that axe knows, and what it holds to be good practice.
    private static let question = """
        const done = arguments[arguments.length - 1];
        const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa',
            'best-practice'];
        axe.run(document, {runOnly: {type: 'tag', values: tags}}).then(
            found => done({
                passes: found.passes.length,
                violations: found.violations.map(rule => rule.id + ': ' + rule.help + ' '
                    + rule.nodes.map(node => node.target.join(' ') + ' ' + node.failureSummary)
                        .join('; '))
            }),
            error => done({passes: 0, violations: [String(error)]}));
        """

    /// The script of axe-core, where deploy/test puts it.
    private static func axe() throws -> String {
        let root = URL(filePath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let library = root.appending(path: ".build/axe/lib")
        let versions =
            (try? FileManager.default.contentsOfDirectory(atPath: library.path())) ?? []
        let script = versions.sorted().last.map {
            library.appending(path: "\($0)/site-packages/axe_playwright_python/axe.min.js")
        }
        guard let script, let text = try? String(contentsOf: script, encoding: .utf8) else {
            throw Browser.Failure(
                description: "axe-core is not at \(library.path()): deploy/test puts it there."
            )
        }
        return text
    }
}
