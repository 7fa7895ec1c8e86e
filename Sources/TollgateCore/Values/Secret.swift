/// A text that must not appear in a log, an error or a dump. Its description is `***`; who needs the text says ``reveal()``.
package struct Secret: Sendable, Hashable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  private let text: String

  /// Hides a text.
  package init(_ text: String) { self.text = text }

  /// The text itself, for the one place that sends or compares it.
  package func reveal() -> String { text }

  /// Whether there is no text at all.
  package var isEmpty: Bool { text.isEmpty }
  /// `***`
  package var description: String { "***" }
  /// `***`
  package var debugDescription: String { "***" }
  /// Nothing, so that a dump shows no text.
  package var customMirror: Mirror { Mirror(self, children: [:]) }
}
