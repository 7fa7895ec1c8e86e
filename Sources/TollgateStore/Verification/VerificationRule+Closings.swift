extension VerificationRule {
  /// What must hold between purchases whose ledger entries are gone and the closing entries in their place.
  static let closings = [
    VerificationRule(
      rule: "A purchase that is closed in the ledger is over, and has no entries there.",
      counting: "SELECT count(*) FROM generations WHERE closed_at IS NOT NULL",
      violations: """
        SELECT printf('g%d is closed and %s, and the ledger has %d entries of it', number, state, \
        (SELECT count(*) FROM ledger WHERE generation = number)) AS violation FROM generations WHERE closed_at IS NOT NULL \
        AND (state NOT IN ('succeeded', 'failed', 'rejected', 'released') OR imported_cost IS NOT NULL \
        OR EXISTS (SELECT 1 FROM ledger WHERE generation = number))
        """),
    VerificationRule(
      rule: "Every closing entry is what its purchases say that they captured and got back.",
      counting: "SELECT count(*) FROM ledger_closings",
      violations: """
        WITH both AS (\
        SELECT created_at / 3600000 AS hour, key, ifnull(team, '') AS team, model, 1 AS generations, captured IS NOT NULL AS purchases, \
        coalesce(captured, 0) - refunded AS spent, 0 AS kept_generations, 0 AS kept_purchases, 0 AS kept_spent \
        FROM generations WHERE closed_at IS NOT NULL \
        UNION ALL SELECT hour, key, team, model, 0, 0, 0, generations, purchases, spent FROM ledger_closings\
        ), sums AS (\
        SELECT hour, key, team, model, sum(generations) AS generations, sum(purchases) AS purchases, sum(spent) AS spent, \
        sum(kept_generations) AS kept_generations, sum(kept_purchases) AS kept_purchases, sum(kept_spent) AS kept_spent \
        FROM both GROUP BY 1, 2, 3, 4) \
        SELECT printf('the closing entry of the hour %d of the key %s for %s says %d purchases and $%s, and the purchases %d and $%s', \
        hour, lower(hex(key)), model, kept_purchases, \(Verification.dollars("kept_spent")), purchases, \
        \(Verification.dollars("spent"))) AS violation FROM sums \
        WHERE generations <> kept_generations OR purchases <> kept_purchases OR spent <> kept_spent
        """),
  ]
}
