/// Why a bundle is refused, in a sentence that names the place.
package struct BundleError: Error, Sendable, Equatable, CustomStringConvertible {
  package let description: String

  package init(_ sentence: String) { description = sentence }
}
