extension VerificationRule {
  /// What must hold of numbers, bodies, records and job ids.
  static let numbers = [
    VerificationRule(
      rule: "No purchase's number is above the last that was given out.", counting: countGenerations,
      violations: """
        SELECT printf('g%d is above the last number %d', number, last) AS violation FROM generations, \
        (SELECT coalesce(max(seq), 0) AS last FROM sqlite_sequence WHERE name = 'generations') WHERE number > last
        """),
    VerificationRule(
      rule: "Every purchase's number is one of the hour in which it was bought.", counting: countGenerations,
      violations: """
        SELECT printf('g%d is of the hour %d, which has the numbers %s', number, created_at / 3600000, \
        coalesce(first || ' to ' || last, 'of none')) AS violation FROM generations \
        LEFT JOIN generation_hours ON hour = created_at / 3600000 WHERE first IS NULL OR number NOT BETWEEN first AND last
        """),
    VerificationRule(
      rule: "There is a secret for the job ids.", counting: "SELECT count(*) FROM tickets",
      violations: """
        SELECT 'the secret of the job ids is missing' AS violation WHERE NOT EXISTS (SELECT 1 FROM tickets)
        """),
    VerificationRule(
      rule: "No former secret of the job ids opens more than was issued with it.",
      counting: "SELECT count(*) FROM former_tickets",
      violations: """
        SELECT printf('the secret of epoch %d opens ids up to g%d and serial %d, and only g%d and serial %d were issued', epoch, \
        last_generation, last_serial, last, next_serial - 1) AS violation FROM former_tickets, tickets, \
        (SELECT coalesce(max(number), 0) AS last FROM generations) WHERE last_generation > last OR last_serial >= next_serial
        """),
    VerificationRule(
      rule: "No two purchases stand for one job of the upstream.", counting: countGenerations,
      violations: """
        SELECT printf('%d generations, first g%d, have the upstream''s job id %s', count(*), min(number), upstream_id) \
        AS violation FROM generations WHERE upstream_id IS NOT NULL GROUP BY upstream_id HAVING count(*) > 1
        """),
    VerificationRule(
      rule: "Every purchase that was not purged has its body, and exactly those that succeeded have a record.",
      counting: countGenerations,
      violations: """
        SELECT printf('g%d is %s and has %s body and %s record', number, state, iif(bodies.generation IS NULL, 'no', 'a'), \
        iif(records.generation IS NULL, 'no', 'a')) AS violation FROM generations \
        LEFT JOIN generation_bodies AS bodies ON bodies.generation = number \
        LEFT JOIN generation_records AS records ON records.generation = number \
        WHERE (bodies.generation IS NOT NULL) <> (files <> 'purged') \
        OR (records.generation IS NOT NULL) <> (state = 'succeeded' AND files <> 'purged')
        """),
  ]
}
