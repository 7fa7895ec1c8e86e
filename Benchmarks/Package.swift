// swift-tools-version: 6.2
import PackageDescription

/// SwiftPM names the access group of `package` after the folder that a package is in.
let folder = Context.packageDirectory.split(separator: "/").dropLast().last.map { $0.lowercased() } ?? ""
let packageName = String(folder.map { $0.isLetter || $0.isNumber ? $0 : "_" })

let settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  // To see the gateway's `package` declarations.
  .unsafeFlags(["-package-name", packageName]),
]

let package = Package(
  name: "benchmarks",
  dependencies: [
    .package(name: "tollgate", path: "../"),
    .package(url: "https://github.com/ordo-one/benchmark.git", from: "1.38.1", traits: []),
  ],
  targets: [
    // What is measured.
    .target(
      name: "MicroOperations",
      dependencies: [
        .product(name: "TollgateCore", package: "tollgate"), .product(name: "TollgateEngine", package: "tollgate"),
      ],
      packageAccess: false, swiftSettings: settings),
    // How long it takes.
    .executableTarget(
      name: "Micro", dependencies: ["MicroOperations", .product(name: "Benchmark", package: "benchmark")],
      path: "Benchmarks/Micro", packageAccess: false, swiftSettings: settings,
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    // Runs one of it so many times, for valgrind to count.
    .executableTarget(
      name: "micro-operation", dependencies: ["MicroOperations"], packageAccess: false, swiftSettings: settings),
  ]
)
