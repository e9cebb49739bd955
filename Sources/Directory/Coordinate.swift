import Foundation

/// A point on the earth in WGS 84 degrees.
package struct Coordinate: Hashable, Sendable {
    package enum ParseError: Error, Equatable {
        case notTwoNumbers, latitudeOutOfRange, longitudeOutOfRange
    }

    /// Degrees north, −90 to 90.
    package let latitude: Double
    /// Degrees east, −180 to 180.
    package let longitude: Double

    package init(latitude: Double, longitude: Double) throws(ParseError) {
        guard (-90...90).contains(latitude) else { throw .latitudeOutOfRange }
        guard (-180...180).contains(longitude) else { throw .longitudeOutOfRange }
        self.latitude = latitude
        self.longitude = longitude
    }

    /// A point written `47.6,-122.3`: latitude, comma, longitude, in decimal degrees.
    package init(_ text: some StringProtocol) throws(ParseError) {
        // Bytes, since looking for the letters in them costs more than all the rest.
        let bytes = Array(text.utf8.prefix(Self.longestText + 1))
        // Of what `Double` reads, no hexadecimal, exponent or word.
        let isDecimal = bytes.allSatisfy { byte in
            switch byte {
            case 0x30...0x39, 0x20, 0x2B, 0x2C, 0x2D, 0x2E: true
            default: false
            }
        }
        guard bytes.count <= Self.longestText, isDecimal, let comma = bytes.firstIndex(of: 0x2C),
            let latitude = Self.degrees(bytes[..<comma]),
            let longitude = Self.degrees(bytes[(comma + 1)...]),
            latitude.isFinite, longitude.isFinite
        else { throw .notTwoNumbers }
        try self.init(latitude: latitude, longitude: longitude)
    }

    private static let longestText = 64

    /// A number with spaces before it; nil for anything else, a second comma included.
    private static func degrees(_ text: ArraySlice<UInt8>) -> Double? {
        Double(String(decoding: text.drop { $0 == 0x20 }, as: UTF8.self))
    }

    /// The unit vector from the earth's centre to this point.
    package var unitVector: SIMD3<Double> {
        let north = latitude * .pi / 180
        let east = longitude * .pi / 180
        return SIMD3(cos(north) * cos(east), cos(north) * sin(east), sin(north))
    }

    /// The great-circle distance in metres, on a sphere of the earth's mean radius.
    package func metres(to other: Coordinate) -> Double {
        Self.metres(ofChordSquared: Self.chordSquared(unitVector, other.unitVector))
    }

    /// The earth's mean radius in metres (IUGG).
    package static let earthRadius = 6_371_008.8

    package static func chordSquared(_ left: SIMD3<Double>, _ right: SIMD3<Double>) -> Double {
        let difference = left - right
        return (difference * difference).sum()
    }

    /// Metres along the surface between points whose unit vectors are this chord apart.
    package static func metres(ofChordSquared chord: Double) -> Double {
        2 * earthRadius * asin(min(1, chord.squareRoot() / 2))
    }

    /// The squared chord between unit vectors that stand so many metres apart on the surface.
    package static func chordSquared(ofMetres metres: Double) -> Double {
        let half = sin(min(metres / (2 * earthRadius), .pi / 2))
        return 4 * half * half
    }
}

extension Coordinate.ParseError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notTwoNumbers: "a point is written latitude,longitude in degrees, as 47.6,-122.3"
        case .latitudeOutOfRange: "the latitude lies between -90 and 90 degrees"
        case .longitudeOutOfRange: "the longitude lies between -180 and 180 degrees"
        }
    }
}
