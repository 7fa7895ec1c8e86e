// swift-tools-version: 6.2
import PackageDescription

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .enableUpcomingFeature("ImmutableWeakCaptures"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

// The tests run millions of simulated events through the rules and the engine; only these are optimised in a debug build, and
// they keep their assertions.
let optimised = settings + [.unsafeFlags(["-O", "-assert-config", "Debug"], .when(configuration: .debug))]

// The products of other packages that more than one target uses.
let containers = Target.Dependency.product(name: "BasicContainers", package: "swift-collections")
let coreMetrics = Target.Dependency.product(name: "CoreMetrics", package: "swift-metrics")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let httpClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let nioConcurrency = Target.Dependency.product(name: "NIOConcurrencyHelpers", package: "swift-nio")
let nioCore = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioEmbedded = Target.Dependency.product(name: "NIOEmbedded", package: "swift-nio")
let nioHTTP1 = Target.Dependency.product(name: "NIOHTTP1", package: "swift-nio")
let nioHTTPTypes = Target.Dependency.product(name: "NIOHTTPTypes", package: "swift-nio-extras")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let serviceLifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")

let package = Package(
  name: "tollgate",
  products: [
    .executable(name: "tollgate", targets: ["tollgate"]),
    // For Benchmarks/, which is a package of its own.
    .library(name: "TollgateCore", targets: ["TollgateCore"]),
    .library(name: "TollgateEngine", targets: ["TollgateEngine"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser.git", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-collections.git", from: "1.6.0"),
    .package(url: "https://github.com/apple/swift-crypto.git", from: "4.5.2"),
    .package(url: "https://github.com/apple/swift-http-types.git", from: "1.8.0"),
    .package(url: "https://github.com/apple/swift-log.git", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-metrics.git", from: "2.13.0"),
    .package(url: "https://github.com/apple/swift-nio.git", from: "2.101.2"),
    .package(url: "https://github.com/apple/swift-nio-extras.git", from: "1.35.2"),
    .package(url: "https://github.com/apple/swift-nio-ssl.git", from: "2.37.6"),
    .package(url: "https://github.com/apple/swift-system.git", from: "1.8.1"),
    .package(url: "https://github.com/groue/GRDB.swift.git", from: "7.10.0"),
    .package(url: "https://github.com/hummingbird-project/hummingbird.git", from: "2.28.1"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache.git", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams.git", from: "6.2.2"),
    .package(url: "https://github.com/swift-server/async-http-client.git", from: "1.37.0"),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle.git", from: "2.13.0"),
    .package(url: "https://github.com/swiftlang/swift-subprocess.git", from: "1.0.2"),
  ],
  targets: [
    // The executable: commands, and the one place that wires everything.
    .executableTarget(
      name: "tollgate",
      dependencies: [
        "TollgateCore", "TollgateEngine", "TollgateStore", "TollgateUpstream", "TollgateServer", "TollgateConfiguration",
        "TollgateTelemetry", "ShortAPISimulator", "CMalloc", coreMetrics, logging, serviceLifecycle, httpClient,
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        nioConcurrency, nioCore, nioPosix, nioHTTP1, nioSSL,
      ],
      swiftSettings: settings),
    .systemLibrary(name: "CMalloc"),

    // Values and decisions, no I/O.
    .target(
      name: "TollgateCore", dependencies: [crypto, containers], exclude: ["Assets"], swiftSettings: optimised,
      plugins: ["EmbedAssets"]),
    // What happens: create, query, purchasing, watching.
    .target(
      name: "TollgateEngine",
      dependencies: [
        "TollgateCore", coreMetrics, crypto, logging, nioConcurrency, serviceLifecycle,
        .product(name: "DequeModule", package: "swift-collections"), .product(name: "HeapModule", package: "swift-collections"),
      ],
      swiftSettings: optimised),
    // The adapters. None imports another.
    .target(
      name: "TollgateStore",
      dependencies: [
        "TollgateCore", crypto, nioConcurrency, nioPosix, serviceLifecycle, .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: settings),
    .target(
      name: "TollgateUpstream",
      dependencies: ["TollgateCore", httpClient, nioConcurrency, nioCore, nioHTTP1, nioPosix, nioSSL],
      swiftSettings: settings),
    .target(
      name: "TollgateServer",
      dependencies: [
        "TollgateCore", "TollgateEngine", coreMetrics, crypto, hummingbird, httpTypes, logging, nioConcurrency, nioCore,
        nioHTTP1, nioHTTPTypes, nioPosix, nioSSL, serviceLifecycle,
        .product(name: "HummingbirdCore", package: "hummingbird"), .product(name: "Mustache", package: "swift-mustache"),
      ],
      exclude: ["Console/Assets"], swiftSettings: settings, plugins: ["EmbedAssets"]),
    .target(
      name: "TollgateConfiguration", dependencies: ["TollgateCore", .product(name: "Yams", package: "Yams")],
      swiftSettings: settings),
    .target(
      name: "TollgateTelemetry", dependencies: ["TollgateCore", coreMetrics, logging, nioConcurrency], swiftSettings: settings),
    // A ShortAPI that runs on this machine and can be told to fail in every way.
    .target(
      name: "ShortAPISimulator",
      dependencies: [
        "TollgateCore", httpClient, logging, nioCore, nioHTTP1, nioPosix, nioConcurrency, serviceLifecycle,
      ],
      swiftSettings: settings),

    // Purchases per second, beside a bare SQLite writer.
    .executableTarget(
      name: "purchase-benchmark",
      dependencies: [
        "TollgateCore", "TollgateEngine", "TollgateStore", "TollgateTestSupport", logging, serviceLifecycle,
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "GRDBSQLite", package: "GRDB.swift"),
      ],
      swiftSettings: settings),

    // Fills a data folder with very many finished generations.
    .executableTarget(
      name: "fill-store",
      dependencies: [
        "TollgateCore", "TollgateStore", .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: settings),

    // Files as static strings in the binary.
    .executableTarget(name: "embed-assets", swiftSettings: settings),
    .plugin(name: "EmbedAssets", capability: .buildTool(), dependencies: ["embed-assets"]),

    // What the tests of several targets share.
    .target(name: "TollgateTestSupport", dependencies: ["TollgateCore", nioConcurrency, nioSSL], swiftSettings: settings),
    // The engine under faults and crashes that a seed chooses.
    .target(
      name: "TollgateFaultSimulation",
      dependencies: ["TollgateCore", "TollgateEngine", "TollgateTestSupport", logging, nioConcurrency, serviceLifecycle],
      swiftSettings: optimised),
    .executableTarget(
      name: "fault-simulation",
      dependencies: ["TollgateFaultSimulation", .product(name: "ArgumentParser", package: "swift-argument-parser")],
      swiftSettings: settings),
    .testTarget(
      name: "FaultSimulationTests", dependencies: ["TollgateFaultSimulation", "TollgateCore", "TollgateTestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "TollgateCoreTests", dependencies: ["TollgateCore", "TollgateTestSupport", crypto, containers],
      swiftSettings: settings),
    .testTarget(
      name: "TollgateEngineTests",
      dependencies: [
        "TollgateEngine", "TollgateStore", "TollgateCore", "TollgateFaultSimulation", "TollgateTestSupport", logging,
        nioConcurrency, serviceLifecycle,
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "TollgateStoreTests",
      dependencies: [
        "TollgateStore", "TollgateCore", "TollgateFaultSimulation", "TollgateTestSupport", nioConcurrency,
        .product(name: "GRDB", package: "GRDB.swift"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "TollgateUpstreamTests",
      dependencies: [
        "TollgateUpstream", "TollgateCore", "TollgateTestSupport", "ShortAPISimulator", httpClient, nioConcurrency, nioCore,
        nioHTTP1, nioPosix, nioSSL,
      ],
      swiftSettings: settings),
    .testTarget(
      name: "TollgateServerTests",
      dependencies: [
        "TollgateServer", "TollgateEngine", "TollgateStore", "TollgateUpstream", "TollgateCore", "TollgateTestSupport",
        "ShortAPISimulator", crypto, httpClient, httpTypes, hummingbird, logging, nioCore, nioEmbedded, nioPosix, nioHTTP1,
        nioHTTPTypes, nioConcurrency, nioSSL, serviceLifecycle,
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "TollgateConfigurationTests", dependencies: ["TollgateConfiguration", "TollgateCore", "TollgateTestSupport"],
      swiftSettings: settings),
    .testTarget(
      name: "TollgateTelemetryTests",
      dependencies: ["TollgateTelemetry", "TollgateCore", "TollgateTestSupport", coreMetrics, logging, nioConcurrency],
      swiftSettings: settings),
    .testTarget(
      name: "ShortAPISimulatorTests",
      dependencies: [
        "ShortAPISimulator", "TollgateCore", "TollgateTestSupport", httpClient, logging, nioConcurrency, nioCore, nioPosix,
        nioHTTP1,
      ],
      swiftSettings: settings),
    .testTarget(
      name: "TollgateCommandTests",
      dependencies: [
        "tollgate", "TollgateCore", "TollgateTestSupport", logging, nioConcurrency, nioCore, nioPosix, nioSSL, serviceLifecycle,
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      swiftSettings: settings),
    .testTarget(
      name: "BlackBoxTests",
      dependencies: [
        "tollgate", "TollgateCore", "TollgateTestSupport", httpClient, nioCore, nioPosix, nioHTTP1, nioConcurrency,
        .product(name: "GRDB", package: "GRDB.swift"), .product(name: "Subprocess", package: "swift-subprocess"),
        .product(name: "SystemPackage", package: "swift-system"),
      ],
      swiftSettings: settings),
  ]
)
