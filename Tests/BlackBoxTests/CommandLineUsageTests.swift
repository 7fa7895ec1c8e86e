import Testing

/// Wrong usage is exit code 64 with a sentence, and help is there for every command.
@Suite struct CommandLineUsageTests {
  @Test(arguments: [
    ["jobs", "resolve", "g1"], ["jobs", "resolve", "g1", "--charged", "--not-charged"],
    ["jobs", "resolve", "g1", "--resend", "--upstream-id", "x"], ["jobs", "show", "17"], ["jobs", "list", "--limit", "0"],
    ["jobs", "list", "--state", "lost"], ["keys", "create"], ["keys", "create", "a", "--expires", "tomorrow"],
    ["keys", "create", "a", "--expires", "2001-01-01"], ["keys", "create", "a", "--expires", "2027-02-30"],
    ["keys", "create", "a", "--team", "none"], ["simulate", "--fault", "create:nothing"], ["simulate", "--job-duration", "3"],
    ["simulate", "--fail-jobs", "2"], ["keys", "create", "a", "--budget", "week=5"], ["keys", "change", "a"],
    ["keys", "change", "a", "--max-running", "0"], ["usage", "--by", "colour"], ["usage", "--since", "2026-02-30"],
    ["usage", "--json", "--csv"], ["quote"], ["quote", "absent.json"],
    ["usage", "--since", "2026-11-02", "--until", "2026-11-01"], ["nothing"],
    ["keys", "rotate", "a", "--overlap", "31d"], ["keys", "change", "a", "--expires", "2001-01-01"],
    ["keys", "change", "a", "--team", "x", "--no-team"], ["teams", "change", "a"], ["teams", "create", "a", "--budget", "5"],
    ["keys", "create", "a", "--mode", "dead"], ["jobs", "list", "--watch", "0"], ["jobs", "list", "--watch", "--json"],
    ["usage", "--watch", "--csv"], ["ledger", "--kind", "theft"], ["ledger", "--before", "0"], ["history", "--step", "week"],
    ["history", "--key", "a", "--team", "b"], ["history", "--since", "1h", "--until", "2h"], ["completions", "csh"],
    ["assets", "show", "x"],
    ["completions"], ["serve", "--gateway", "https://example.com"], ["config", "show", "--gateway", "https://example.com"],
    ["jobs", "list", "--gateway", "http://example.com"], ["jobs", "list", "--gateway", "example.com"],
    ["jobs", "list", "--token", "x"], ["jobs", "list", "--gateway", "https://example.com", "--config", "gateway.yaml"],
    ["jobs", "list", "--gateway", "https://example.com", "--token", "x", "--token-file", "y"],
    ["cache", "purge", "--older-than", "1d", "--until", "1d"],
  ])
  func isRefused(_ arguments: [String]) async throws {
    try await CommandLineProgram.inFolder { program in
      let outcome = try await program.run(arguments)
      #expect(outcome.code == 64)
      #expect(outcome.output.isEmpty)
      #expect(outcome.errors.hasPrefix("Error: "))
    }
  }

  @Test(arguments: [
    [], ["serve"], ["simulate"], ["keys"], ["keys", "create"], ["keys", "list"], ["keys", "show"], ["keys", "change"],
    ["keys", "revoke"], ["jobs"], ["jobs", "list"], ["usage"], ["budgets"], ["quote"],
    ["jobs", "show"], ["jobs", "resolve"], ["verify"], ["config"], ["config", "check"], ["config", "show"],
    ["keys", "rotate"], ["teams"], ["teams", "create"], ["teams", "list"], ["teams", "show"], ["teams", "change"],
    ["teams", "remove"], ["history"], ["ledger"], ["status"], ["assets"], ["assets", "list"], ["assets", "show"],
    ["jobs", "count"], ["completions"], ["live"], ["cache", "list"],
    ["callbacks", "list"], ["cache", "export"],
  ])
  func isExplained(_ command: [String]) async throws {
    try await CommandLineProgram.inFolder { program in
      let outcome = try await program.run(command + ["--help"])
      #expect(outcome.code == 0)
      #expect(outcome.output.contains("OVERVIEW: "))
      #expect(outcome.errors.isEmpty)
      // Examples that a terminal breaks cannot be copied.
      for line in outcome.output.split(separator: "\n") where line.hasPrefix("  ") { #expect(line.count <= 80) }
    }
  }
}
