// swift-tools-version: 6.2

import PackageDescription

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

let argumentParser = Target.Dependency.product(
    name: "ArgumentParser",
    package: "swift-argument-parser"
)
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let grdb = Target.Dependency.product(name: "GRDB", package: "GRDB.swift")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdTesting = Target.Dependency.product(
    name: "HummingbirdTesting",
    package: "hummingbird"
)
let lifecycle = Target.Dependency.product(
    name: "ServiceLifecycle",
    package: "swift-service-lifecycle"
)
let signals = Target.Dependency.product(
    name: "UnixSignals",
    package: "swift-service-lifecycle"
)
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let mustache = Target.Dependency.product(name: "Mustache", package: "swift-mustache")
let sqlite = Target.Dependency.product(name: "GRDBSQLite", package: "GRDB.swift")
let yams = Target.Dependency.product(name: "Yams", package: "Yams")

let package = Package(
    name: "meridian",
    products: [
        .executable(name: "meridian", targets: ["Meridian"]),
        .executable(name: "registry-simulator", targets: ["RegistrySimulator"]),
        .executable(name: "benchmarks", targets: ["Benchmarks"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        .target(name: "Directory", swiftSettings: settings),
        .target(name: "Search", dependencies: ["Directory"], swiftSettings: settings),
        .target(
            name: "Storage",
            dependencies: ["Directory", grdb, sqlite, crypto],
            resources: [.embedInCode("schema.sql")],
            swiftSettings: settings
        ),
        .target(name: "CCurl", linkerSettings: [.linkedLibrary("curl")]),
        .target(name: "Curl", dependencies: ["CCurl"], swiftSettings: settings),
        .target(
            name: "Registries",
            dependencies: ["Directory", "Curl", yams, crypto],
            swiftSettings: settings
        ),
        .target(
            name: "Verification",
            dependencies: ["Directory", "Storage", "Curl", "Registries", logging],
            swiftSettings: settings
        ),
        .target(
            name: "Notifications",
            dependencies: ["Directory", "Storage", "Curl", crypto, logging],
            swiftSettings: settings
        ),
        .target(
            name: "Ingestion",
            dependencies: ["Directory", "Storage"],
            swiftSettings: settings
        ),
        .target(
            name: "Web",
            dependencies: ["Directory", "Storage", "Search", hummingbird, logging, mustache],
            resources: [.embedInCode("Pages/Templates")],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "Meridian",
            dependencies: [
                "Directory", "Search", "Storage", "Curl", "Registries", "Verification", "Ingestion",
                "Notifications", "Web", argumentParser, hummingbird, lifecycle, logging, signals,
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "RegistrySimulator",
            dependencies: ["Directory", argumentParser, hummingbird, logging],
            swiftSettings: settings
        ),
        .target(name: "Population", dependencies: ["Directory"], swiftSettings: settings),
        .executableTarget(
            name: "Benchmarks",
            dependencies: [
                "Directory", "Search", "Storage", "Curl", "Registries", "Verification", "Ingestion",
                "Web", "Population", argumentParser, grdb, hummingbird, logging,
            ],
            swiftSettings: settings
        ),
        .testTarget(name: "DirectoryTests", dependencies: ["Directory"], swiftSettings: settings),
        .testTarget(
            name: "SearchTests",
            dependencies: ["Directory", "Search"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "StorageTests",
            dependencies: ["Directory", "Search", "Storage", grdb],
            swiftSettings: settings
        ),
        .target(name: "Loopback", path: "Tests/Loopback", swiftSettings: settings),
        .testTarget(
            name: "CurlTests",
            dependencies: ["CCurl", "Curl", "Loopback"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "RegistriesTests",
            dependencies: ["Directory", "Curl", "Registries", "Loopback"],
            resources: [.copy("Fixtures")],
            swiftSettings: settings
        ),
        .testTarget(
            name: "VerificationTests",
            dependencies: [
                "Directory", "Storage", "Curl", "Registries", "Verification", "Ingestion",
                "Population", "RegistrySimulator", "Loopback", grdb, hummingbirdTesting, logging,
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "NotificationsTests",
            dependencies: ["Directory", "Storage", "Curl", "Notifications", "Loopback", grdb],
            swiftSettings: settings
        ),
        .testTarget(
            name: "IngestionTests",
            dependencies: ["Directory", "Storage", "Ingestion", grdb],
            swiftSettings: settings
        ),
        .testTarget(
            name: "PopulationTests",
            dependencies: ["Directory", "Population"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "RegistrySimulatorTests",
            dependencies: ["RegistrySimulator", "Directory", hummingbird, hummingbirdTesting],
            swiftSettings: settings
        ),
        .testTarget(
            name: "MeridianTests",
            dependencies: [
                "Meridian", "Directory", "Storage", "Registries", "Ingestion", "RegistrySimulator",
                "Loopback", grdb, hummingbird, hummingbirdTesting, logging,
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "Directory", "Storage", "Search", "Curl", "Web", hummingbird, hummingbirdTesting,
            ],
            swiftSettings: settings
        ),
    ],
    swiftLanguageModes: [.v6]
)

// Only Tests/Fuzzing/run builds it: its code has to be compiled for libFuzzer.
if Context.environment["MERIDIAN_FUZZING"] != nil {
    package.targets.append(
        .executableTarget(
            name: "Fuzzing",
            dependencies: ["Directory", "Curl", "Registries"],
            path: "Tests/Fuzzing",
            exclude: ["run", "Seeds"],
            swiftSettings: settings
        )
    )
}
