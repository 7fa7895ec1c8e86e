import Foundation
import Testing
import TollgateCore

extension ProcessTests {
  /// What is kept, as the command line shows it beside a running gateway and without one.
  @Suite struct CommandLineCacheTests {
    @Test(.timeLimit(.minutes(15))) func resultsAreListedFoundShownAndExplained() async throws {
      try await TestBed.run(jobDuration: "10ms") { bed in
        _ = try await bed.gateway { gateway in
          try await gateway.ready()
          #expect(try await bed.command("cache", "list").errors.contains("no such results"))
          for prompt in ["a red fox", "un caf\u{E9} au lait"] {
            let job = try #require(try await gateway.client.create(Picture.of(prompt)).jobID)
            _ = try await gateway.client.finished(job)
          }
          try bed.program.write(Picture.of("a red fox"), to: "fox.json")
          try bed.program.write(Picture.of("a red cat"), to: "cat.json")
          let hit = try await bed.command("cache", "explain", "fox.json")
          #expect(hit.code == 0 && hit.output.contains(/outcome +hit/), "\(hit.output) \(hit.errors)")
          let miss = try await bed.command("cache", "explain", "cat.json")
          #expect(miss.code == 1 && miss.output.contains(/nearest +g1\n/), "\(miss.output) \(miss.errors)")
          #expect(miss.output.contains(#/args\.prompt +"a red cat" +"a red fox"/#), "\(miss.output)")
          let json = try await bed.command("cache", "explain", "cat.json", "--json")
          let explanation = try JSONDecoder().decode(CacheExplanation.self, from: Data(json.output.utf8))
          #expect(explanation.nearest?.differences.map(\.path) == ["args.prompt"])
          try await expectResults(bed)
          gateway.terminate()
        }
        try await expectResults(bed)
        #expect(try await bed.command("cache", "explain", "cat.json").code == 69)
        #expect(try await bed.command("verify").code == 0)
      }
    }

    @Test(.timeLimit(.minutes(15))) func resultsArePurgedByNumberAndBySelection() async throws {
      try await TestBed.run(jobDuration: "10ms") { bed in
        _ = try await bed.gateway { gateway in
          try await gateway.ready()
          for prompt in ["a red fox", "a red owl", "a blue owl"] {
            let job = try #require(try await gateway.client.create(Picture.of(prompt)).jobID)
            _ = try await gateway.client.finished(job)
          }
          #expect(try await bed.command("cache", "pin", "g2").code == 0)
          #expect(try await bed.command("cache", "list", "--pinned").output.contains("g2 "))
          #expect(try await bed.command("cache", "purge", "g1").code == 0)
          #expect(try await bed.command("cache", "purge", "g1").code == 1)
          #expect(try await gateway.client.create(Picture.of("a red fox")).amount == "0.04")
          #expect(try await gateway.client.create(Picture.of("a red owl")).amount == "0")
          gateway.terminate()
        }
        let asked = try await bed.command("cache", "purge", "--search", "owl")
        #expect(asked.code == 1 && asked.errors.contains("2 results that cost $0.08 would be purged"), "\(asked.errors)")
        for arguments in [
          ["cache", "purge"], ["cache", "purge", "g1", "--model", "*"], ["cache", "purge", "--older-than", "x"],
        ] {
          #expect(try await bed.program.run(arguments).code == 64)
        }
        #expect(
          try await bed.command("cache", "purge", "--model", "*", "--older-than", "1h", "--yes").errors.contains("no such"))
        #expect(try await bed.command("cache", "purge", "--search", "owl", "--yes").errors.contains("2 results purged"))
        #expect(try await bed.command("cache", "search", "owl").output.isEmpty)
        #expect(try await bed.command("verify").code == 0)
      }
    }

    private func expectResults(_ bed: TestBed) async throws {
      let list = try await bed.command("cache", "list")
      #expect(list.code == 0 && list.output.contains(/g2 .*\$0\.04 .*un café/), "\(list.output)")
      let found = try await bed.command("cache", "search", "CAFE", "la")
      #expect(found.output.split(separator: "\n").count == 2 && found.output.contains("g2 "), "\(found.output)")
      #expect(try await bed.command("cache", "list", "--since", "1h", "--limit", "1").errors.contains("--before g2"))
      #expect(try await bed.command("cache", "list", "--since", "2999-01-01").output.isEmpty)
      #expect(try await bed.command("cache", "list", "--since", "soon").code == 64)
      #expect(try await bed.command("cache", "search", "***").code == 64)
      let shown = try await bed.command("cache", "show", "g1")
      #expect(shown.output.contains(#""prompt": "a red fox""#) && shown.output.contains("\nrecord\n"), "\(shown.output)")
      let content = try Picture.content(of: Picture.of("a red fox"))
      #expect(try await bed.command("cache", "show", content).output == shown.output)
      #expect(try await bed.command("cache", "show", "g9").code == 1)
    }
  }
}
