extension VerificationRule {
  /// What must hold between generations and who was answered with them.
  static let uses = [
    VerificationRule(
      rule: "Only what was bought or imported is replayed or shared.", counting: "SELECT count(*) FROM generation_uses",
      violations: """
        SELECT printf('the key %s was answered with g%d, which is %s', lower(hex(generation_uses.key)), generation, \
        coalesce(state, 'missing')) AS violation FROM generation_uses LEFT JOIN generations ON number = generation \
        WHERE captured IS NULL
        """)
  ]
}
