extension VerificationRule {
  /// What must hold between generations and the ledger.
  static let money = [
    VerificationRule(
      rule: "Every purchase has exactly one hold, and of its amount.", counting: countGenerations,
      violations: """
        SELECT printf('g%d holds $%s, and the ledger has %d holds of together $%s', number, \(Verification.dollars("hold")), \
        count(amount), \(Verification.dollars("coalesce(sum(amount), 0)"))) AS violation FROM generations \
        LEFT JOIN ledger ON ledger.generation = generations.number AND ledger.kind = 'hold' WHERE closed_at IS NULL \
        GROUP BY number HAVING count(amount) <> (imported_cost IS NULL) OR coalesce(sum(amount), 0) <> hold
        """),
    VerificationRule(
      rule: "Every hold ends in one capture or one release, or is still open, as its purchase's state says.",
      counting: countGenerations,
      violations: """
        SELECT printf('g%d is %s, and the ledger has %d captures and %d releases', number, state, captures, releases) \
        AS violation FROM (\
        SELECT number, state, imported_cost, sum(coalesce(kind = 'capture', 0)) AS captures, sum(coalesce(kind = 'release', 0)) AS releases \
        FROM generations LEFT JOIN ledger ON ledger.generation = generations.number WHERE closed_at IS NULL GROUP BY number) \
        WHERE captures <> (imported_cost IS NULL AND state IN ('running', 'stalled', 'succeeded', 'failed')) \
        OR releases <> (state IN ('rejected', 'released'))
        """),
    VerificationRule(
      rule: "What a purchase says it captured and got back is the sum of its ledger entries.", counting: countGenerations,
      violations: """
        SELECT printf('g%d says $%s captured and $%s refunded, and the ledger $%s and $%s', number, \
        \(Verification.dollars("captured")), \(Verification.dollars("refunded")), \
        \(Verification.dollars("captures")), \(Verification.dollars("refunds"))) AS violation FROM (\
        SELECT number, coalesce(captured, 0) AS captured, refunded, \
        sum(CASE WHEN kind IN ('capture', 'correction') THEN amount ELSE 0 END) AS captures, \
        sum(CASE WHEN kind = 'refund' THEN amount ELSE 0 END) AS refunds \
        FROM generations LEFT JOIN ledger ON ledger.generation = generations.number WHERE closed_at IS NULL GROUP BY number) \
        WHERE captures <> captured OR refunds <> refunded
        """),
    VerificationRule(
      rule: "No purchase got back more than it captured.", counting: countGenerations,
      violations: """
        SELECT printf('g%d captured $%s and got back $%s', generation, \(Verification.dollars("captures")), \
        \(Verification.dollars("refunds"))) AS violation FROM (\
        SELECT generation, sum(CASE WHEN kind IN ('capture', 'correction') THEN amount ELSE 0 END) AS captures, \
        sum(CASE WHEN kind = 'refund' THEN amount ELSE 0 END) AS refunds FROM ledger GROUP BY generation) \
        WHERE refunds > captures
        """),
    VerificationRule(
      rule: "A release gives back the whole hold.", counting: countLedger,
      violations: """
        SELECT printf('g%d held $%s and released $%s', number, \(Verification.dollars("hold")), \(Verification.dollars("amount"))) \
        AS violation FROM generations \
        JOIN ledger ON ledger.generation = generations.number AND ledger.kind = 'release' WHERE amount <> hold
        """),
    // The condition on 'succeeded' is that of the partial index, which serves no query without it.
    VerificationRule(
      rule: "The money that the ledger still holds is that of the purchases whose outcome is open.", counting: countLedger,
      violations: """
        SELECT printf('the ledger still holds $%s, and the purchases $%s', \(Verification.dollars("ledger_open")), \
        \(Verification.dollars("generations_open"))) AS violation FROM (SELECT \
        (SELECT coalesce(sum(amount), 0) FROM ledger WHERE kind = 'hold') \
        - (SELECT coalesce(sum(holds.amount), 0) FROM ledger AS fates \
        JOIN ledger AS holds ON holds.generation = fates.generation AND holds.kind = 'hold' \
        WHERE fates.kind IN ('capture', 'release')) AS ledger_open, \
        (SELECT coalesce(sum(hold), 0) FROM generations \
        WHERE state IN ('held', 'submitting', 'unknown') AND state <> 'succeeded') AS generations_open) \
        WHERE ledger_open <> generations_open
        """),
    VerificationRule(
      rule: "Later ledger entries carry the key, the team and the window of their hold, and come after it.",
      counting: countLedger,
      violations: """
        SELECT printf('the %s %d of g%d is not labelled like its hold', later.kind, later.id, later.generation) AS violation \
        FROM ledger AS later LEFT JOIN ledger AS hold ON hold.generation = later.generation AND hold.kind = 'hold' \
        WHERE later.kind <> 'hold' AND (hold.id IS NULL OR later.id < hold.id OR later.key <> hold.key \
        OR later.team IS NOT hold.team OR later.day <> hold.day OR later.month <> hold.month)
        """),
    VerificationRule(
      rule: "Every ledger entry belongs to a purchase.", counting: countLedger,
      violations: """
        SELECT printf('the %s %d is of g%d, which does not exist', kind, id, generation) AS violation FROM ledger \
        WHERE generation NOT IN (SELECT number FROM generations)
        """),
    VerificationRule(
      rule: "A hold is labelled with its purchase's key and team.", counting: countGenerations,
      violations: """
        SELECT printf('the hold of g%d is not labelled with its key and team', number) AS violation FROM generations \
        JOIN ledger ON ledger.generation = generations.number AND ledger.kind = 'hold' \
        WHERE ledger.key <> generations.key OR ledger.team IS NOT generations.team
        """),
    VerificationRule(
      rule: "Once money was held on a day, none is held on an earlier one.", counting: countLedger,
      violations: """
        SELECT printf('the hold %d of g%d is on %d, after one on %d', id, generation, day, previous) AS violation FROM (\
        SELECT id, generation, day, lag(day) OVER (ORDER BY id) AS previous FROM ledger WHERE kind = 'hold') \
        WHERE day < previous
        """),
  ]
}
