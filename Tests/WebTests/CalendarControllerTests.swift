import Directory
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
@testable import Storage
import Testing
@testable import Web

@Suite struct CalendarControllerTests {
    @Test func `an admin's calendar shows when approved credentials expire`() async throws {
        let publicURL = try PublicURL("https://meridian.example.org")
        let site = try await SampleSite(publicURL: publicURL)
        let token = try await site.database.makeCalendarToken(
            named: "Ada",
            by: "os:ada",
            at: SampleSite.now
        )
        let day = SampleSite.now.date + 40
        try await site.database.letExpire("AC60000001", on: day)
        try await site.test { client in
            let response = try await client.get("/calendars/\(token).ics")
            #expect(response.status == .ok)
            #expect(response.headers[.contentType] == "text/calendar; charset=utf-8")
            #expect(response.headers[.cacheControl] == "private, max-age=3600")
            let calendar = try CalendarReading(String(buffer: response.body))
            let event = try #require(calendar.events.first)
            #expect(calendar.events.count == 1)
            #expect(event["DTSTART;VALUE=DATE"] == day.description.filter { $0 != "-" })
            #expect(event["SUMMARY"] == "Alice Adams: AC60000001 (US-WA) expires")
            #expect(
                event["URL"]?.hasPrefix("https://meridian.example.org/practitioners/alice-adams-")
                    == true
            )
            #expect(calendar.properties["REFRESH-INTERVAL;VALUE=DURATION"] == "PT12H")

            let again = try await client.get(
                "/calendars/\(token).ics",
                headers: [.ifNoneMatch: try #require(response.headers[.eTag])]
            )
            #expect(again.status == .notModified)
        }
        // The licence is renewed: the same event, another day.
        let before = try await site.events(token).first
        try await site.database.letExpire("AC60000001", on: day + 300)
        let after = try await site.events(token).first
        #expect(before?["UID"] == after?["UID"])
        #expect(before?["DTSTART;VALUE=DATE"] != after?["DTSTART;VALUE=DATE"])
    }

    @Test func `a wrong or revoked token is nothing at all`() async throws {
        let site = try await SampleSite()
        let token = try await site.database.makeCalendarToken(
            named: "Ada",
            by: "os:ada",
            at: SampleSite.now
        )
        try await site.test { client in
            #expect(try await client.get("/calendars/\(token).ics").status == .ok)
            let wrong = String(token.reversed())
            for path in ["\(token)", "\(wrong).ics", ".ics", "x.ics", "\(token).ics.ics"] {
                #expect(try await client.get("/calendars/\(path)").status == .notFound, "\(path)")
            }
            try await site.database.revokeCalendarToken(
                named: "Ada",
                by: "os:ada",
                at: SampleSite.now
            )
            #expect(try await client.get("/calendars/\(token).ics").status == .notFound)
        }
    }

    @Test func `the calendar of a demonstration says so`() async throws {
        let site = try await SampleSite()
        let token = try await site.database.makeCalendarToken(
            named: "Ada",
            by: "os:ada",
            at: SampleSite.now
        )
        try await site.database.markAsDemonstration()
        try await site.server.feed.load()
        try await site.test { client in
            let response = try await client.get("/calendars/\(token).ics")
            let calendar = try CalendarReading(String(buffer: response.body))
            #expect(calendar.properties["NAME"] == "Expiries (demonstration)")
        }
    }
}

@Suite struct CalendarTextTests {
    private func expiry(_ name: String, wording: String? = "Active") throws -> Expiry {
        Expiry(
            credential: "01890a5d-ac96-774b-bcce-b302099a8057",
            practitioner: "01890a5d-ac96-774b-bcce-b302099a8058",
            name: name,
            title: "L.Ac.",
            number: "ZX1",
            jurisdiction: "US-WA",
            expiresOn: try #require(CalendarDate(iso: "2026-10-31")),
            wording: wording,
            seenAt: Instant(secondsSince1970: 1_795_435_200)
        )
    }

    @Test func `what means something in the format is escaped and comes back`() throws {
        let name = "A, B; C\\D\nE\u{7}"
        let calendar = CalendarText(name: name, description: "") { calendar in
            guard let expiry = try? expiry(name) else { return }
            calendar.event(expiry, url: nil)
        }
        let read = try CalendarReading(calendar.text)
        #expect(read.properties["NAME"] == "A, B; C\\D\nE ")
        #expect(read.events.first?["SUMMARY"] == "A, B; C\\D\nE : ZX1 (US-WA) expires")
    }

    @Test func `long lines are folded at 75 octets and no character is cut`() throws {
        let name = String(repeating: "Zoë 🩺 ", count: 40)
        let calendar = CalendarText(name: "x", description: "") { calendar in
            guard let expiry = try? expiry(name) else { return }
            calendar.event(expiry, url: nil)
        }
        let read = try CalendarReading(calendar.text)
        #expect(read.events.first?["SUMMARY"]?.hasPrefix(name) == true)
    }

    @Test func `the day is one whole day, and the stamp is when the register said so`() throws {
        let expiry = try expiry("Ada Sample")
        let calendar = CalendarText(name: "x", description: "") { $0.event(expiry, url: nil) }
        let event = try #require(try CalendarReading(calendar.text).events.first)
        #expect(event["DTSTART;VALUE=DATE"] == "20261031")
        #expect(event["DTEND;VALUE=DATE"] == "20261101")
        #expect(event["DTSTAMP"] == "20261123T120000Z")
        #expect(event["UID"] == "01890a5d-ac96-774b-bcce-b302099a8057-expiry")
        #expect(event["TRANSP"] == "TRANSPARENT")
        #expect(
            event["DESCRIPTION"] == """
                L.Ac.
                The register said "Active" on 2026-11-23.
                Credential 01890a5d-ac96-774b-bcce-b302099a8057
                """
        )
    }

    @Test func `a calendar without a day still has a component`() throws {
        let calendar = CalendarText(name: "x", description: "") { _ in }
        let read = try CalendarReading(calendar.text)
        #expect(read.events.isEmpty)
        #expect(read.components == ["VTIMEZONE"])
    }
}

/// A strict reader of RFC 5545: lines end in CRLF and have at most 75 octets, components nest, and a
/// calendar has what it must have.
struct CalendarReading {
    struct Fault: Error, CustomStringConvertible {
        let description: String
    }

    private(set) var properties: [String: String] = [:]
    private(set) var events: [[String: String]] = []
    private(set) var components: [String] = []

    init(_ text: String) throws {
        var open: [String] = []
        for (name, value) in try Self.lines(text) {
            switch name {
            case "BEGIN":
                open.append(value)
                if open.count == 2 { components.append(value) }
                if value == "VEVENT" { events.append([:]) }
            case "END":
                guard open.popLast() == value else { throw Fault(description: "END:\(value)") }
            default:
                guard open.first == "VCALENDAR" else { throw Fault(description: name) }
                if open.count == 1 {
                    guard properties.updateValue(try Self.plain(value), forKey: name) == nil else {
                        throw Fault(description: "\(name) twice")
                    }
                } else if open.last == "VEVENT" {
                    let isNew =
                        events[events.count - 1].updateValue(try Self.plain(value), forKey: name)
                        == nil
                    guard isNew else { throw Fault(description: "\(name) twice") }
                }
            }
        }
        let hasAll = events.allSatisfy { event in
            ["UID", "DTSTAMP", "DTSTART;VALUE=DATE"].allSatisfy { event[$0] != nil }
        }
        guard open.isEmpty, properties["VERSION"] == "2.0", properties["PRODID"] != nil, hasAll,
            !components.isEmpty
        else { throw Fault(description: "something is missing") }
    }

    private static func lines(_ text: String) throws -> [(name: String, value: String)] {
        let raw = text.components(separatedBy: "\r\n")
        guard raw.last == "", !text.replacingOccurrences(of: "\r\n", with: "").contains("\n") else {
            throw Fault(description: "a line does not end in CRLF")
        }
        var whole: [String] = []
        for line in raw.dropLast() {
            guard !line.isEmpty, line.utf8.count <= 75 else { throw Fault(description: line) }
            if line.hasPrefix(" "), let last = whole.popLast() {
                whole.append(last + line.dropFirst())
            } else {
                whole.append(line)
            }
        }
        return try whole.map { line in
            guard let colon = line.firstIndex(of: ":") else { throw Fault(description: line) }
            return (String(line[..<colon]), String(line[line.index(after: colon)...]))
        }
    }

    /// The text that was escaped; refuses what should have been.
    private static func plain(_ value: String) throws -> String {
        var plain = ""
        var characters = value.unicodeScalars.makeIterator()
        while let scalar = characters.next() {
            guard scalar == "\\" else {
                guard scalar.value >= 0x20, scalar != "\u{7F}" else {
                    throw Fault(description: value)
                }
                plain.unicodeScalars.append(scalar)
                continue
            }
            switch characters.next() {
            case "n": plain += "\n"
            case let next? where "\\;,".unicodeScalars.contains(next):
                plain.unicodeScalars.append(next)
            default: throw Fault(description: value)
            }
        }
        return plain
    }
}

extension SampleSite {
    fileprivate func events(_ token: String) async throws -> [[String: String]] {
        let found = try await database.expiries(
            shownTo: token,
            on: Self.now.date - 31...Self.now.date + 366,
            limit: 10
        )
        let calendar = CalendarText(name: "x", description: "") { calendar in
            for expiry in found ?? [] { calendar.event(expiry, url: nil) }
        }
        return try CalendarReading(calendar.text).events
    }
}
