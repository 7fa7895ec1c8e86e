/// A place in a configuration file.
package struct SourceLocation: Sendable, Hashable, CustomStringConvertible {
  /// The file as it was named on the command line, or `gateway.yaml`.
  package let file: String
  /// The line, from 1.
  package let line: Int

  /// A place by the name of its file and its line, from 1.
  package init(file: String, line: Int) {
    self.file = file
    self.line = line
  }

  /// `gateway.yaml:37`.
  package var description: String { "\(file):\(line)" }
}
