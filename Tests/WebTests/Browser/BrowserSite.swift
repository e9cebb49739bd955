import Directory
import HummingbirdTesting
import Storage
import Testing
@testable import Web

extension SampleSite {
    /// The sample people, and Frank beside them, to whom doctors refer; shown as a demonstration.
    static func forBrowsers() async throws -> SampleSite {
        let site = try await SampleSite()
        var frank = Sample.person("Frank", "Fox", north: 0.015, number: "AC60000006")
        frank.practitioner.statement.acceptsReferrals = true
        try await site.database.add([frank])
        try await site.database.see("AC60000006", standing: .active, daysAgo: 0)
        try await site.database.approve("AC60000006")
        try await site.database.markAsDemonstration()
        try await site.server.feed.load()
        return site
    }

    /// Shows the site in a browser.
    func browse(
        _ view: Browser.View = Browser.View(width: 1440, isDark: false),
        _ body: @Sendable @escaping (Browser) async throws -> Void
    ) async throws {
        try await testLive { client in
            let port = try #require(client.client.port)
            let browser = try await Browser(onPort: port, view)
            do {
                try await body(browser)
            } catch {
                await browser.close()
                throw error
            }
            await browser.close()
        }
    }
}
