package import TollgateCore

/// What only the program knows, and the administration shows.
package struct ProgramFacts: Sendable {
  /// The program's version.
  package let version: String
  /// Where the upstream is.
  package let upstream: String
  /// The configuration file's part of the configuration, with every default.
  package let configuration: ConfigurationSummary

  package init(version: String, upstream: String, configuration: ConfigurationSummary) {
    self.version = version
    self.upstream = upstream
    self.configuration = configuration
  }

  /// The Swift that this was compiled with.
  static let swiftVersion: String = {
    #if compiler(>=6.4)
      "6.4 or later"
    #elseif compiler(>=6.3)
      "6.3"
    #else
      "6.2"
    #endif
  }()
}
