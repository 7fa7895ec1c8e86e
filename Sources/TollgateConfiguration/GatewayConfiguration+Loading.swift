import Foundation

extension GatewayConfiguration {
  /// The file that is read where none is named.
  package static let standardFile = "gateway.yaml"
  /// A larger file is refused unread.
  private static let maximumFileSize = 1 << 20

  /// Reads the configuration of a process.
  ///
  /// - Parameters:
  ///   - file: the path after `--config`, which must exist; `nil` for `./gateway.yaml` if that exists, else all defaults.
  ///   - environment: the process's environment, for `${NAME}` and the `TOLLGATE_…` overrides.
  /// - Returns: The configuration with every default filled in.
  /// - Throws: ``ConfigurationError`` with every problem that was found.
  package static func load(
    file: String?, environment: [String: String]
  ) throws(ConfigurationError) -> GatewayConfiguration {
    let path = file ?? standardFile
    if file == nil, !FileManager.default.fileExists(atPath: path) {
      return try parse(yaml: "", file: path, environment: environment)
    }
    return try parse(yaml: try text(ofFile: path, isNamed: file != nil), file: path, environment: environment)
  }

  /// Reads a configuration from text.
  ///
  /// - Parameters:
  ///   - yaml: the content of the file.
  ///   - file: the file's name, for the places in messages.
  ///   - environment: for `${NAME}` and the `TOLLGATE_…` overrides.
  /// - Returns: The configuration with every default filled in.
  /// - Throws: ``ConfigurationError`` with every problem that was found.
  package static func parse(
    yaml: String, file: String, environment: [String: String]
  ) throws(ConfigurationError) -> GatewayConfiguration {
    guard yaml.utf8.count <= maximumFileSize else { throw tooLarge(file) }
    let session = ReadingSession(environment: environment)
    let document = try YAMLDocument.read(yaml, file: file)
    let configuration = GatewayConfiguration(
      session, document: try members(of: document), location: document?.location)
    session.reportStrayOverrides()
    guard session.sentences.isEmpty else { throw ConfigurationError(session.sentences) }
    return configuration
  }

  private static func members(of document: YAMLValue?) throws(ConfigurationError) -> [YAMLValue.Member] {
    guard let document, !document.isNull else { return [] }
    guard case .mapping(let members) = document.content else {
      throw ConfigurationError(
        "\(document.location): the file is \(document.kind), but must be a mapping of settings such as mode: live.")
    }
    return members
  }

  private static func text(ofFile path: String, isNamed: Bool) throws(ConfigurationError) -> String {
    let remedy = isNamed ? "check the path after --config" : "make it readable, or name another file with --config"
    var isFolder: ObjCBool = false
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw ConfigurationError("\(path): there is no such file; \(remedy).")
    }
    guard !isFolder.boolValue else { throw ConfigurationError("\(path): this is a folder, not a file; \(remedy).") }
    guard let handle = FileHandle(forReadingAtPath: path) else {
      throw ConfigurationError("\(path): the file cannot be opened; \(remedy).")
    }
    defer { try? handle.close() }
    var bytes = Data()
    do {
      // A pipe gives its content in pieces, so the end is where nothing comes any more.
      while bytes.count <= maximumFileSize, let piece = try handle.read(upToCount: maximumFileSize + 1), !piece.isEmpty {
        bytes += piece
      }
    } catch {
      throw ConfigurationError("\(path): the file cannot be read (\(error.localizedDescription)); \(remedy).")
    }
    guard bytes.count <= maximumFileSize else { throw tooLarge(path) }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ConfigurationError("\(path): the file is not UTF-8 text; save it as UTF-8.")
    }
    return text
  }

  private static func tooLarge(_ file: String) -> ConfigurationError {
    ConfigurationError("\(file): the file is larger than 1 MiB, which no configuration needs; check that it is the right file.")
  }
}
