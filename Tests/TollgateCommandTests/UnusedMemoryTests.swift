#if os(Linux)
  import Foundation
  import Testing

  @testable import tollgate

  /// What the program has in memory of itself.
  @Suite struct UnusedMemoryTests {
    /// The resident kilobytes of this program's mapped instructions, by `proc(5)`.
    private func residentInstructions() throws -> Int {
      let program = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
      var isMeant = false
      var kilobytes = 0
      for line in try String(contentsOfFile: "/proc/self/smaps", encoding: .utf8).split(separator: "\n") {
        if line.contains("-"), line.split(separator: " ").count >= 5 {
          isMeant = line.contains(" r-xp ") && line.hasSuffix(" " + program)
        } else if isMeant, line.hasPrefix("Rss:") {
          kilobytes += line.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        }
      }
      return kilobytes
    }

    @Test func theProgramGoesOnWithoutWhatItsStartNeeded() async throws {
      let before = try residentInstructions()
      try #require(before > 0)
      UnusedMemory.letGoOfProgram()
      // Other tests run meanwhile, and fetch again what they need.
      #expect(try residentInstructions() < before)
    }
  }
#endif
