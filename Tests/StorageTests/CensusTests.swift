import Directory
import Testing

@testable import Storage

@Suite struct CensusTests {
    @Test func `an empty database has nothing and lacks nothing`() async throws {
        let census = try await Database.empty().census(at: .now)

        #expect(census.practitioners == 0 && census.checks == 0 && census.due == 0)
        #expect(census.newestCheckAt == nil)
        #expect(census.longestOverdueSeconds == nil)
        #expect(!census.isClockBehind)
    }

    @Test func `people, who of them is vetted and what is due are counted`() async throws {
        let database = try await Database.sample(.alice, .bob, .carol)
        try await database.check(.alice)
        try await database.decide(.approved, about: .alice)

        let census = try await database.census(at: .hours(1))
        #expect(census.practitioners == 3)
        #expect(census.vetted == 1)
        #expect(census.checks == 1)
        #expect(census.due == 4)
        #expect(census.longestOverdueSeconds == 3600)
        #expect(census.newestCheckAt == .now)
        #expect(try await database.census(at: .days(30)).vetted == 0)
    }

    @Test func `a clock that lies before the newest check is noticed`() async throws {
        let database = try await Database.sample(.alice)
        try await database.check(.alice)

        #expect(try await database.census(at: .now - 1).isClockBehind)
        #expect(try await !database.census(at: .now).isClockBehind)
    }
}
