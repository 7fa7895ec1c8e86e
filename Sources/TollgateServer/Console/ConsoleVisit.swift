/// Who asks for a page.
struct ConsoleVisitor {
  /// Whether more than the sign-in is shown.
  let isAdmitted: Bool
  let canSignOut: Bool
  /// What each form of this visitor carries, so that nobody else can send it.
  let formToken: String
}

/// One request for a page of the console, or of a form in it.
struct ConsoleVisit {
  /// The segments behind `/-/console`.
  let path: [String]
  let query: FormFields
  let form: FormFields
  let visitor: ConsoleVisitor
  /// What clients reach the gateway by, such as `http://localhost:8080`.
  let base: String
}
