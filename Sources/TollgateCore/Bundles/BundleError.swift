/// Why a bundle is refused, in a sentence that names the place, and what to do.
package struct BundleError: Error, Sendable, Equatable, CustomStringConvertible {
  package let description: String

  package init(_ sentence: String, remedy: String = "Copy the bundle again, or have it exported again.") {
    description = sentence + " " + remedy
  }
}
