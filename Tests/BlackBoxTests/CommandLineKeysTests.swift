import Foundation
import Testing

/// The commands without a running gateway: they open the data folder themselves.
@Suite struct CommandLineKeysTests {
  @Test func printsTheSecretAloneAndListsAndRevokes() async throws {
    try await CommandLineProgram.inFolder { program in
      let created = try await program.run(["keys", "create", "alice", "--models", "google/*", "--expires", "2127-01-01"])
      #expect(created.code == 0)
      #expect(created.output.wholeMatch(of: /tg_[0-9a-f]{48}\n/) != nil)
      #expect(created.errors.contains("first key"))

      let second = try await program.run(["keys", "create", "bob"])
      #expect(second.output != created.output)
      #expect(!second.errors.contains("first key"))

      let again = try await program.run(["keys", "create", "alice"])
      #expect(again.code == 1)
      #expect(again.output.isEmpty)

      let list = try await program.run(["keys", "list", "--json"])
      let keys = try JSONDecoder().decode([ListedKey].self, from: Data(list.output.utf8))
      #expect(keys == [ListedKey(name: "alice", models: ["google/*"], expiresAt: 4_954_435_200_000), ListedKey(name: "bob")])

      #expect(try await program.run(["keys", "revoke", "alice"]).code == 0)
      #expect(try await program.run(["keys", "revoke", "alice"]).code == 1)
      let table = try await program.run(["keys", "list"])
      #expect(table.output.contains(/alice +- +created +revoked +google\/\*/))
      #expect(!table.output.contains("tg_"))

      let jobs = try await program.run(["jobs", "list", "--json"])
      #expect(jobs.code == 0)
      #expect(jobs.output.filter { !$0.isWhitespace } == "[]")
      #expect(try await program.run(["jobs", "show", "g1"]).code == 1)
      let verify = try await program.run(["verify"])
      #expect(verify.code == 0)
      #expect(verify.output.contains("ok"))
    }
  }

  private struct ListedKey: Decodable, Equatable {
    let name: String
    var models: [String]?
    var expiresAt: Int64?
  }

  @Test func leavesDeclaredKeysToTheFile() async throws {
    try await CommandLineProgram.inFolder { program in
      try program.write("keys:\n  - {name: alice, secret: 0123456789abcdef}\n", to: "gateway.yaml")
      for command in [["create", "alice"], ["revoke", "alice"], ["rotate", "alice"], ["change", "alice", "--no-team"]] {
        let outcome = try await program.run(["keys"] + command)
        #expect(outcome.code == 1)
        #expect(outcome.errors.contains("gateway.yaml:2"))
      }
    }
  }

  @Test func makesNoDataFolderWhereItOnlyLooks() async throws {
    try await CommandLineProgram.inFolder { program in
      for command in [
        ["keys", "list"], ["keys", "revoke", "a"], ["jobs", "list"], ["jobs", "show", "g1"], ["verify"],
        ["keys", "show", "a"], ["keys", "change", "a", "--budget", "day=1"], ["usage"], ["budgets"],
        ["keys", "rotate", "a"], ["teams", "list"], ["teams", "show", "a"], ["teams", "remove", "a"],
      ] {
        let outcome = try await program.run(command)
        #expect(outcome.code == 78)
        #expect(outcome.errors.contains("./tollgate-data"))
      }
      #expect(try FileManager.default.contentsOfDirectory(atPath: program.folder.path).isEmpty)
    }
  }

  @Test func saysWhoHoldsTheFolderAndDoesNotAnswer() async throws {
    try await CommandLineProgram.inFolder { program in
      _ = try await program.run(["keys", "create", "alice"])
      let lock = try FolderLock(program.folder.appending(path: "tollgate-data/lock").path)
      let outcome = try await program.run(["jobs", "list"])
      withExtendedLifetime(lock) {}
      #expect(outcome.code == 69)
      #expect(outcome.errors.contains("./tollgate-data"))
      #expect(outcome.errors.contains("admin.sock"))
    }
  }
}

/// The data folder's lock, held by the tests as a gateway holds it that does not answer.
private final class FolderLock {
  private let file: FileHandle

  init(_ path: String) throws {
    file = try FileHandle(forUpdating: URL(filePath: path))
    var range = flock()
    range.l_type = Int16(F_WRLCK)
    range.l_whence = Int16(SEEK_SET)
    let openFileLock: Int32 = 37
    let status = unsafe fcntl(file.fileDescriptor, openFileLock, &range)
    guard status == 0 else { throw CocoaError(.fileLocking) }
  }
}
