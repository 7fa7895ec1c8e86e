extension VerificationRule {
  /// What must hold between generations and the cache.
  static let slots = [
    VerificationRule(
      rule: "A slot's live purchase is one of that slot that is still live.", counting: countSlots,
      violations: """
        SELECT printf('a slot names g%d as live, which is %s%s', slots.live, coalesce(state, 'missing'), \
        iif(generations.content = slots.content, '', ' and of another slot')) AS violation FROM slots \
        LEFT JOIN generations ON generations.number = slots.live WHERE slots.live IS NOT NULL AND (number IS NULL \
        OR (state NOT IN ('held', 'submitting', 'running', 'stalled', 'unknown') AND files <> 'copying') \
        OR generations.content <> slots.content OR generations.scope <> slots.scope OR generations.variant <> slots.variant)
        """),
    VerificationRule(
      rule: "A slot's finished purchase is one of that slot that succeeded and has a record.", counting: countSlots,
      violations: """
        SELECT printf('a slot names g%d as finished, which is %s%s%s', slots.finished, coalesce(state, 'missing'), \
        iif(generations.content = slots.content, '', ' and of another slot'), \
        iif(generation_records.generation IS NULL, ' and has no record', '')) AS violation FROM slots \
        LEFT JOIN generations ON generations.number = slots.finished \
        LEFT JOIN generation_records ON generation_records.generation = slots.finished \
        WHERE slots.finished IS NOT NULL AND (number IS NULL OR state <> 'succeeded' OR files IN ('lost', 'evicted', 'purged') OR NOT keeps_result \
        OR generations.content <> slots.content OR generations.scope <> slots.scope OR generations.variant <> slots.variant \
        OR generation_records.generation IS NULL)
        """),
    VerificationRule(
      rule: "A live purchase occupies its slot, unless it gave it to a resend or keeps nothing.",
      counting: "SELECT count(*) FROM generations WHERE state <> 'succeeded'",
      violations: """
        SELECT printf('g%d is %s, and its slot''s live generation is %s', number, state, \
        coalesce('g' || slots.live, 'none')) AS violation FROM generations \
        LEFT JOIN slots ON slots.content = generations.content AND slots.scope = generations.scope \
        AND slots.variant = generations.variant \
        WHERE state <> 'succeeded' AND state IN ('held', 'submitting', 'running', 'stalled', 'unknown') AND keeps_result \
        AND slots.live IS NOT number AND NOT EXISTS (SELECT 1 FROM resends JOIN generations AS newer \
        ON newer.number = resends.new WHERE resends.old = generations.number AND newer.keeps_result)
        """),
    VerificationRule(
      rule: "Of one slot's content one purchase is live, unless a resend bought it again or it keeps nothing.",
      counting: "SELECT count(*) FROM generations WHERE state <> 'succeeded'",
      violations: """
        SELECT printf('%d live purchases, first g%d and last g%d, ask for the same', count(*), min(number), max(number)) \
        AS violation FROM generations WHERE state <> 'succeeded' \
        AND state IN ('held', 'submitting', 'running', 'stalled', 'unknown') AND keeps_result \
        AND number NOT IN (SELECT old FROM resends) GROUP BY content, scope, variant HAVING count(*) > 1
        """),
    VerificationRule(
      rule: "A purchase is live in one slot only.", counting: countSlots,
      violations: """
        SELECT printf('g%d is live in %d slots', live, count(*)) AS violation FROM slots WHERE live IS NOT NULL \
        GROUP BY live HAVING count(*) > 1
        """),
    VerificationRule(
      rule: "A resend buys what the unknown had asked for.", counting: "SELECT count(*) FROM resends",
      violations: """
        SELECT printf('g%d is no resend of g%d', new, old) AS violation FROM resends \
        LEFT JOIN generations AS newer ON newer.number = new LEFT JOIN generations AS older ON older.number = old \
        WHERE newer.content IS NOT older.content OR newer.scope IS NOT older.scope OR newer.variant IS NOT older.variant
        """),
  ]
}
