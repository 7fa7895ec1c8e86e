import TollgateCore

/// What a form's page has seen: the revision that its thing had, which the form brings back. So nobody undoes what somebody else has
/// changed in the meantime, and a form that is sent twice is done once.
enum SeenRevision {
  /// The form's field.
  private static let field = "seen"

  static let conflict = """
    It was changed since you opened this page, and nothing was done. These are the settings as they are now; repeat your change.
    """

  /// Whether a form is of another revision than this.
  static func isStale(_ form: FormFields, now revision: String) -> Bool {
    form.entry(field).map { $0 != revision } ?? false
  }

  /// What must still be true where the form's change is made.
  static func precondition(_ form: FormFields) -> Precondition { form.entry(field).map { .revisions([$0]) } ?? .none }
}
