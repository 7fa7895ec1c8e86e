import Testing

@testable import tollgate

@Suite("The open files of a server")
struct OpenFileLimitTests {
  @Test(
    arguments: [
      (1_048_576, 10_000, 10_000, 10_000), (20_256, 10_000, 10_000, 10_000), (15_256, 10_000, 10_000, 5_000),
      (1_024, 10_000, 576, 192), (1_024, 100, 100, 100), (256, 10_000, 96, 32), (4, 10, 2, 0),
    ])
  func shares(files: Int, wanted: Int, connections: Int, sentFiles: Int) {
    let shares = OpenFileLimit.Shares(of: files, connections: wanted)
    #expect(shares.connections == connections && shares.sentFiles == sentFiles)
    #expect(shares.connections + shares.sentFiles <= files)
  }
}
