extension VerificationRule {
  /// What must hold between the statistics and their sums by hour and by day. Both end at the largest amount of money.
  static let usage = [
    VerificationRule(
      rule: "Every sum of the statistics of an hour or a day is what their minutes add up to, where those are kept.",
      counting: "SELECT count(*) FROM usage_sums",
      violations: """
        WITH moves AS MATERIALIZED (\
        SELECT minute / 60 AS hour, day, key, team, model, outcome, sum(count) AS count, \
        sum(saved / 1000000000) AS dollars, sum(saved % 1000000000) AS rest FROM usage GROUP BY 1, 2, 3, 4, 5, 6\
        ), times AS (\
        SELECT 'hour' AS step, hour AS time, key, team, model, outcome, count, dollars, rest FROM moves \
        UNION ALL SELECT 'day', day, key, team, model, outcome, count, dollars, rest FROM moves\
        ), scopes AS (\
        SELECT step, time, 'gateway' AS scope, model, outcome, count, dollars, rest FROM times \
        UNION ALL SELECT step, time, 'team:' || team, model, outcome, count, dollars, rest FROM times \
        UNION ALL SELECT step, time, 'key:' || lower(hex(key)), model, outcome, count, dollars, rest FROM times\
        ), both AS (\
        SELECT step, '' AS model, scope, time, outcome, count, dollars, rest, 0 AS kept_count, 0 AS kept_saved, 0 AS is_kept \
        FROM scopes \
        UNION ALL SELECT step, '=' || model, scope, time, outcome, count, dollars, rest, 0, 0, 0 FROM scopes \
        UNION ALL SELECT step, model, scope, time, outcome, 0, 0, 0, count, saved, 1 FROM usage_sums\
        ), sums AS (\
        SELECT step, model, scope, time, outcome, sum(count) AS count, \
        iif(sum(dollars) + sum(rest) / 1000000000 >= 9223372036, 9223372036854775807, \
        sum(dollars) * 1000000000 + sum(rest)) AS saved, \
        sum(kept_count) AS kept_count, sum(kept_saved) AS kept_saved, sum(is_kept) AS kept FROM both GROUP BY 1, 2, 3, 4, 5) \
        SELECT printf('the sum of the %s %d of %s%s says %d times %s and $%s saved, and the minutes %d and $%s', \
        step, time, scope, iif(model = '', '', ' for ' || substr(model, 2)), kept_count, outcome, \
        \(Verification.dollars("kept_saved")), count, \(Verification.dollars("saved"))) \
        || iif(kept = 0, '; its row is missing', '') AS violation FROM sums \
        WHERE (count <> kept_count OR saved <> kept_saved OR kept <> 1) \
        AND EXISTS (SELECT 1 FROM retention WHERE iif(step = 'day', time > last_day, time * 60 >= first_minute))
        """),
    VerificationRule(
      rule: "It is known which details are no longer kept.",
      counting: "SELECT count(*) FROM retention",
      violations: """
        SELECT 'the row of retention is missing' AS violation WHERE NOT EXISTS (SELECT 1 FROM retention)
        """),
  ]
}
