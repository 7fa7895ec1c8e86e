extension VerificationRule {
  /// What must hold between results and their files.
  static let files = [
    VerificationRule(
      rule: "All files of a result that is kept are stored.", counting: "SELECT count(*) FROM files",
      violations: """
        SELECT printf('g%d is kept, and its file %d is %s', generation, position, \
        iif(files.state = 'stored', 'removed', files.state)) AS violation FROM files \
        JOIN generations ON number = generation LEFT JOIN assets ON assets.id = files.asset \
        WHERE generations.files = 'kept' AND (files.state <> 'stored' OR assets.is_stored IS NOT 1)
        """),
    VerificationRule(
      rule: "A result whose files are copied waits for at least one.",
      counting: "SELECT count(*) FROM generations WHERE files = 'copying'",
      violations: """
        SELECT printf('g%d waits for no file', number) AS violation FROM generations WHERE files = 'copying' \
        AND NOT EXISTS (SELECT 1 FROM files WHERE generation = number AND files.state = 'pending')
        """),
    VerificationRule(
      rule: "As many files are counted, and as many bytes, as are stored.", counting: "SELECT count(*) FROM assets",
      violations: """
        SELECT printf('%d files of together %d bytes are stored, and %d of %d are counted', found, size, coalesce(files, 0), \
        coalesce(bytes, 0)) AS violation FROM (SELECT count(*) AS found, coalesce(sum(bytes), 0) AS size FROM assets \
        WHERE is_stored = 1) LEFT JOIN asset_sums ON id = 1 WHERE found IS NOT files OR size IS NOT bytes
        """),
  ]
}
