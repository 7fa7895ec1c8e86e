extension VerificationRule {
  /// What must hold between generations and what an `Idempotency-Key` stands for.
  static let idempotency = [
    VerificationRule(
      rule: "An Idempotency-Key stands for a purchase that was not given up.", counting: "SELECT count(*) FROM idempotency",
      violations: """
        SELECT printf('an Idempotency-Key stands for g%d, which is %s%s', generation, coalesce(state, 'missing'), \
        iif(serial = 0 AND idempotency.key <> generations.key, ' and was bought by another key', '')) AS violation \
        FROM idempotency LEFT JOIN generations ON number = generation \
        WHERE state IS NULL OR state IN ('rejected', 'released') OR (serial = 0 AND idempotency.key <> generations.key)
        """)
  ]
}
