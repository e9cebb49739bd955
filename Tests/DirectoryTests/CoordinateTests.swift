import Directory
import Testing

@Suite struct CoordinateTests {
    @Test(arguments: [
        ("47.6,-122.3", 47.6, -122.3), ("47.6, -122.3", 47.6, -122.3), ("-90,180", -90, 180),
        ("90,-180", 90, -180), ("0,0", 0, 0), ("+1.5,-.5", 1.5, -0.5),
    ])
    func `a point is read as latitude and longitude`(
        text: String,
        latitude: Double,
        longitude: Double
    ) throws {
        let point = try Coordinate(text)

        #expect(point.latitude == latitude)
        #expect(point.longitude == longitude)
    }

    @Test(arguments: [
        "", "47.6", "47.6,", ",1", "1,2,3", "a,b", "nan,0", "0,inf", "1e400,0", "47,6;-122,3",
        "0x10,0", "0,0x1p3",
        "0.00000000000000000000000000000000000000000000000000000000000000001,1",
    ])
    func `what is no pair of decimal numbers is refused`(text: String) {
        #expect(throws: Coordinate.ParseError.notTwoNumbers) { try Coordinate(text) }
    }

    @Test func `what lies beyond the poles or the date line is refused`() {
        #expect(throws: Coordinate.ParseError.latitudeOutOfRange) { try Coordinate("90.1,0") }
        #expect(throws: Coordinate.ParseError.longitudeOutOfRange) { try Coordinate("0,-180.5") }
        #expect(throws: Coordinate.ParseError.latitudeOutOfRange) {
            try Coordinate(latitude: .nan, longitude: 0)
        }
    }

    // Great-circle distances on a sphere of 6,371,008.8 m, by the haversine formula.
    @Test(arguments: [
        // A degree of latitude, anywhere, and of longitude at the equator.
        ("0,0", "1,0", 111_195.08), ("0,0", "0,1", 111_195.08),
        // Seattle to Portland, to New York; across the date line; pole to pole; antipodes.
        ("47.6062,-122.3321", "45.5152,-122.6784", 234_010.8),
        ("47.6062,-122.3321", "40.7128,-74.0060", 3_865_533.7),
        ("0,179.5", "0,-179.5", 111_195.08), ("90,0", "-90,77", 20_015_114.4),
        ("10,20", "-10,-160", 20_015_114.4), ("90,10", "90,-100", 0),
    ])
    func `distances are those of the great circle`(
        from: String,
        to: String,
        metres: Double
    ) throws {
        let (start, end) = (try Coordinate(from), try Coordinate(to))

        #expect(abs(start.metres(to: end) - metres) <= max(1, metres * 1e-6))
        #expect(start.metres(to: end) == end.metres(to: start))
    }

    @Test func `metres and chords are each other's inverse`() {
        for metres in [0, 0.5, 1, 25_000, 500_000, 10_000_000, 20_000_000] as [Double] {
            let chord = Coordinate.chordSquared(ofMetres: metres)
            #expect(abs(Coordinate.metres(ofChordSquared: chord) - metres) < 0.01)
        }
        #expect(Coordinate.chordSquared(ofMetres: 1e9) == 4)
    }
}
