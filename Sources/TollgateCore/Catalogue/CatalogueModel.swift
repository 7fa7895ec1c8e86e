/// A model as the vendor's page describes it.
package struct CatalogueModel: Sendable {
  /// `<vendor>/<model>/<task>`.
  package let id: String
  /// For example `text-to-image`; `llm` for language models.
  package let category: String
  /// The member of a result that lists its files: `images`, `videos` or `musics`; `nil` for language models.
  package let resultKey: String?
  /// Whether the page was read in part only, so that more arguments exist. Defaults of such a model are not filled in.
  package let isTruncated: Bool
  /// The arguments that the page lists, in its order.
  package let arguments: [CatalogueArgument]
  /// The arguments to fill in where a create leaves them out.
  package let defaults: JSONObject
  /// How the price is found; `nil` where the page names none.
  let pricing: Pricing?

  init(
    id: String, category: String, resultKey: String?, isTruncated: Bool, arguments: [CatalogueArgument], pricing: Pricing?
  ) {
    self.id = id
    self.category = category
    self.resultKey = resultKey
    self.isTruncated = isTruncated
    self.arguments = arguments
    self.pricing = pricing
    var defaults = JSONObject()
    if !isTruncated {
      for argument in arguments { defaults[argument.name] = argument.defaultValue }
    }
    self.defaults = defaults
  }

  /// The argument of this name.
  package func argument(_ name: String) -> CatalogueArgument? {
    arguments.first { JSONString($0.name) == JSONString(name) }
  }
}

/// An argument as the vendor's page describes it. Nothing is refused because of it: the vendor decides.
package struct CatalogueArgument: Sendable, Equatable {
  /// The name in `args`.
  package let name: String
  /// The vendor's name of the type: `string`, `int`, `float`, `bool` or `list`.
  package let type: String
  /// What the vendor uses where the argument is left out.
  package let defaultValue: JSONValue?
  /// The values that the page lists; empty where it lists none.
  package let options: [JSONValue]
  /// The least number that the page allows; `nil` where it names none.
  package let minimum: JSONValue?
}
