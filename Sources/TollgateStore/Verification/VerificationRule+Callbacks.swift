extension VerificationRule {
  /// What must hold between generations and the outbox.
  static let callbacks = [
    VerificationRule(
      rule: "A callback waits while its job may still end, and no longer.", counting: "SELECT count(*) FROM callbacks",
      violations: """
        SELECT printf('c%d of g%d is %s, and the purchase is %s', id, generation, callbacks.state, generations.state) \
        AS violation FROM callbacks JOIN generations ON generations.number = callbacks.generation \
        WHERE CASE WHEN generations.state IN ('succeeded', 'failed') THEN callbacks.state = 'waiting' AND due_at IS NULL \
        WHEN generations.state IN ('rejected', 'released') THEN 1 ELSE callbacks.state <> 'waiting' END
        """),
    VerificationRule(
      rule: "Of each key as many callbacks are counted as have not come to their end.",
      counting: "SELECT count(*) FROM callback_counts",
      violations: """
        SELECT printf('the key %s has %d callbacks on their way, and %d are counted', lower(hex(key)), coalesce(found, 0), \
        open) AS violation FROM callback_counts LEFT JOIN \
        (SELECT key AS found_key, count(*) AS found FROM callbacks WHERE ended_at IS NULL GROUP BY key) ON found_key = key \
        WHERE open <> coalesce(found, 0)
        """),
  ]
}
