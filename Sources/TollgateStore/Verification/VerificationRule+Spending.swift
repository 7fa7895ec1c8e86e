extension VerificationRule {
  /// What must hold between the ledger and its sums by hour and by day.
  static let spending = [
    VerificationRule(
      rule: "Every sum of an hour or a day is what the ledger's entries add up to, as far as they were added.",
      counting: "SELECT count(*) FROM spending_sums",
      violations: SpendingTable.rows(after: "0", through: "(SELECT through FROM spending_progress)", withClosings: true) + """
        , both AS (\
        SELECT step, model, scope, time, purchases, spent, held, 0 AS kept_purchases, 0 AS kept_spent, 0 AS kept_held, \
        0 AS is_kept FROM models \
        UNION ALL SELECT step, model, scope, time, 0, 0, 0, purchases, spent, held, 1 FROM spending_sums\
        ), sums AS (\
        SELECT step, model, scope, time, sum(purchases) AS purchases, sum(spent) AS spent, sum(held) AS held, \
        sum(kept_purchases) AS kept_purchases, sum(kept_spent) AS kept_spent, sum(kept_held) AS kept_held, \
        sum(is_kept) AS kept FROM both GROUP BY 1, 2, 3, 4) \
        SELECT printf('the sum of the %s %d of %s%s says %d purchases, $%s spent and $%s held, and the ledger %d, $%s and $%s', \
        step, time, scope, iif(model = '', '', ' for ' || substr(model, 2)), kept_purchases, \
        \(Verification.dollars("kept_spent")), \(Verification.dollars("kept_held")), purchases, \
        \(Verification.dollars("spent")), \(Verification.dollars("held"))) || iif(kept = 0, '; its row is missing', '') \
        AS violation FROM sums \
        WHERE purchases <> kept_purchases OR spent <> kept_spent OR held <> kept_held OR kept <> 1
        """)
  ]
}
