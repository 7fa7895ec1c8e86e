import Foundation
import NIOHTTP1
import Testing
import TollgateCore

extension ProcessTests {
  /// Backups of the running gateway, and what is made of them. `./dev prove backups` does it at length.
  @Suite struct BackupTests {
    @Test(.timeLimit(.minutes(15))) func aBackupUnderLoadIsRestoredAndBuysNothing() async throws {
      try await TestBed.run(jobDuration: "50ms") { bed in
        let folder = bed.program.folder.path
        let load = CreateLoad(seed: 7)
        let before = try await bed.gateway(connections: 200) { gateway in
          try await gateway.ready()
          return try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { await load.run(on: gateway.client) }
            try await Task.sleep(for: .seconds(1))
            var before: [GenerationSummary] = []
            for number in 1...2 {
              before = try await gateway.client.generations()
              let backup = try await bed.command("backup", "backups-\(number)", "--json")
              #expect(backup.code == 0, "\(backup.errors)")
              #expect(backup.output.contains("\"linkedFiles\""))
            }
            group.cancelAll()
            try await group.waitForAll()
            gateway.terminate()
            return before
          }
        }.result
        #expect(!before.isEmpty)

        for number in 1...2 {
          let verify = try await bed.command("verify", "--files", "--folder", "backups-\(number)")
          #expect(verify.code == 0, "\(verify.output)")
        }
        let refused = try await bed.command("restore", "backups-2")
        #expect(refused.code == 1 && refused.errors.contains("not empty"), "\(refused.errors)")
        try FileManager.default.moveItem(atPath: folder + "/tollgate-data", toPath: folder + "/former")
        let restored = try await bed.command("restore", "backups-2", "--verify")
        #expect(restored.code == 0, "\(restored.errors)")
        #expect(try await bed.command("verify", "--files").code == 0)

        let sold = try await bed.simulator.creates()
        _ = try await bed.gateway { gateway in
          try await gateway.ready()
          let after = Dictionary(uniqueKeysWithValues: try await gateway.client.generations().map { ($0.number, $0) })
          for generation in before where generation.state == .succeeded {
            #expect(after[generation.number]?.captured == generation.captured, "\(generation.number)")
          }
          #expect(after.values.allSatisfy { $0.state != .held && $0.state != .submitting })
          let status = try await bed.command("status")
          #expect(status.code == 1 && status.errors.contains("tollgate restore --accept"), "\(status.errors)")
          let refusal = try await gateway.client.create(Picture.of("never asked"))
          #expect(refusal.code == 50410 && refusal.text.contains("tollgate restore --accept"))
          #expect(try await gateway.client.create(Picture.of("prompt 1")).amount == "0")
          #expect(try await bed.simulator.creates() == sold, "a restored gateway sends nothing")
          let accepted = try await bed.command("restore", "--accept")
          #expect(accepted.code == 0 && accepted.errors.contains("Accepted"), "\(accepted.errors)")
          #expect(try await gateway.client.create(Picture.of("never asked")).amount == "0.04")
          #expect(try await bed.simulator.creates() == sold + 1)
          #expect(try await bed.command("verify", "--files").code == 0)
          gateway.terminate()
        }
        #expect(bed.gatewayLog.contains("restored from a backup"))
      }
    }

    @Test(.timeLimit(.minutes(15))) func aStoppedGatewayIsBackedUpAndAcceptedToo() async throws {
      try await TestBed.run(jobDuration: "10ms") { bed in
        let folder = bed.program.folder.path
        _ = try await bed.gateway { gateway in
          try await gateway.ready()
          let job = try #require(try await gateway.client.create(Picture.of("a lighthouse")).jobID)
          _ = try await gateway.client.finished(job)
          gateway.terminate()
        }
        let backup = try await bed.command("backup", "backup")
        #expect(backup.code == 0 && backup.errors.contains("1 purchase"), "\(backup.errors)")
        let again = try await bed.command("backup", "backup")
        #expect(again.code == 1 && again.errors.contains("not empty"))
        #expect(try await bed.command("backup", "tollgate-data/backup").errors.contains("inside of the data folder"))
        let elsewhere = try await bed.command("restore", "backup", "--to", "other")
        #expect(elsewhere.code == 0, "\(elsewhere.errors)")
        #expect(try await bed.shell("TOLLGATE_STORAGE_PATH=other $TOLLGATE restore --accept").errors.contains("Accepted"))
        #expect(
          try await bed.shell("TOLLGATE_STORAGE_PATH=other $TOLLGATE restore --accept").errors.contains("nothing to accept"))
        #expect(try await bed.command("verify", "--folder", "other", "--files").code == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder).allSatisfy { !$0.contains("unfinished") })
      }
    }

    /// A path that somebody gives is written to: only whoever can open the data folder's socket may give one.
    @Test(.timeLimit(.minutes(15))) func nobodyElseHasABackupWritten() async throws {
      try await TestBed.run(environment: ["TOLLGATE_ADMIN_TOKEN": "an-admin-token-for-tests"]) { bed in
        _ = try await bed.gateway { gateway in
          try await gateway.ready()
          let outcome = try await bed.shell(
            """
            curl -s -w '%{http_code}' \(bed.url)/-/api/backup -H 'Authorization: Bearer an-admin-token-for-tests' \
            -d '{"folder": "'$PWD'/stolen"}'
            """)
          #expect(outcome.output.hasSuffix("403"), "\(outcome.output)")
          #expect(!FileManager.default.fileExists(atPath: bed.program.folder.path + "/stolen"))
          gateway.terminate()
        }
      }
    }
  }
}
