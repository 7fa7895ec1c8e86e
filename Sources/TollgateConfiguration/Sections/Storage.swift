extension GatewayConfiguration {
  /// Where the gateway keeps what it knows.
  package struct Storage: Sendable, Equatable {
    /// The data folder; it is made where it is missing.
    ///
    /// - `storage.path` (default `./tollgate-data`): relative to the working directory, or absolute.
    package var path = "./tollgate-data"

    /// The defaults.
    package init() {}
  }
}

extension GatewayConfiguration.Storage {
  mutating func read(_ section: MappingReader) {
    section.scalar("path", &path, .path)
  }
}
