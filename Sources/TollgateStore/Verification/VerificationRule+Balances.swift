extension VerificationRule {
  /// What must hold between the ledger and the balances.
  static let balances = [
    VerificationRule(
      rule: "Every balance is what the ledger adds up to.", counting: countBalances,
      violations: """
        WITH moves AS (\
        SELECT entry.key, entry.team, entry.day, entry.month, \
        sum(CASE entry.kind WHEN 'capture' THEN entry.amount WHEN 'correction' THEN entry.amount \
        WHEN 'refund' THEN -entry.amount ELSE 0 END) AS spent, \
        sum(CASE entry.kind WHEN 'hold' THEN entry.amount WHEN 'capture' THEN -hold.amount \
        WHEN 'release' THEN -hold.amount ELSE 0 END) AS held \
        FROM ledger AS entry JOIN ledger AS hold ON hold.generation = entry.generation AND hold.kind = 'hold' \
        GROUP BY 1, 2, 3, 4 \
        UNION ALL SELECT key, nullif(team, ''), day, day / 100, sum(spent), 0 FROM ledger_closings GROUP BY 1, 2, 3, 4\
        ), scoped AS (\
        SELECT 'gateway' AS scope, day, month, spent, held FROM moves \
        UNION ALL SELECT 'team:' || team, day, month, spent, held FROM moves WHERE team IS NOT NULL \
        UNION ALL SELECT 'key:' || lower(hex(key)), day, month, spent, held FROM moves\
        ), both AS (\
        SELECT scope, 0 AS window, spent, held, 0 AS kept_spent, 0 AS kept_held, 0 AS is_kept FROM scoped \
        UNION ALL SELECT scope, month, spent, held, 0, 0, 0 FROM scoped \
        UNION ALL SELECT scope, day, spent, held, 0, 0, 0 FROM scoped \
        UNION ALL SELECT scope, window, 0, 0, spent, held, 1 FROM balances\
        ), sums AS (\
        SELECT scope, window, sum(spent) AS spent, sum(held) AS held, sum(kept_spent) AS kept_spent, \
        sum(kept_held) AS kept_held, sum(is_kept) AS kept FROM both GROUP BY scope, window) \
        SELECT printf('the balance of %s in window %d says $%s spent and $%s held, and the ledger $%s and $%s', scope, window, \
        \(Verification.dollars("kept_spent")), \(Verification.dollars("kept_held")), \(Verification.dollars("spent")), \
        \(Verification.dollars("held"))) || iif(kept = 0, '; its row is missing', '') AS violation FROM sums \
        WHERE spent <> kept_spent OR held <> kept_held OR kept <> 1
        """),
    VerificationRule(
      rule: "No balance is below zero.", counting: countBalances,
      violations: """
        SELECT printf('the balance of %s in window %d says $%s spent and $%s held', scope, window, \
        \(Verification.dollars("spent")), \(Verification.dollars("held"))) AS violation FROM balances \
        WHERE spent < 0 OR held < 0
        """),
  ]

  private static let countBalances = "SELECT count(*) FROM balances"
}
