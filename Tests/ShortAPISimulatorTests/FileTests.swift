import NIOHTTP1
import Testing
import TollgateCore
import TollgateTestSupport

@testable import ShortAPISimulator

/// The result files are real, differ by job and expire.
struct FileTests {
  @Test(arguments: FileFormat.allCases) func bytesAreWellFormedAndDifferBySeed(format: FileFormat) throws {
    let bytes = format.bytes(seed: "/tmp/20260330/69cac2e5b066fa83d0420890/image-1")
    #expect(bytes == format.bytes(seed: "/tmp/20260330/69cac2e5b066fa83d0420890/image-1"))
    #expect(bytes != format.bytes(seed: "/tmp/20260330/69cac2e5b066fa83d0420891/image-1"))
    #expect(bytes.count < (format == .png ? 40_000 : 2048))
    switch format {
    case .png: try FileChecks.png(bytes)
    case .jpeg, .jpg: try FileChecks.jpeg(bytes)
    case .webp: try FileChecks.webp(bytes)
    case .mp4: try FileChecks.mp4(bytes)
    case .mp3: try FileChecks.mp3(bytes)
    }
  }

  @Test func checksumsAreTheStandardOnes() {
    #expect(Checksums.crc32("123456789".utf8) == 0xCBF4_3926)
    #expect(Checksums.adler32("Wikipedia".utf8) == 0x11E6_0398)
  }

  @Test func fileLivesFromTheEndOfItsJobUntilItExpires() async throws {
    let time = ManualTime()
    var configuration = SimulatorConfiguration()
    configuration.fileLifetime = .seconds(60)
    try await withSimulator(configuration, time: time) { simulator, base in
      let id = try await createJob(base)
      let url = base + (try #require(simulator.job(id)?.files.first))
      for (wait, status) in [(Duration.zero, 404), (.seconds(3), 200), (.seconds(59), 200), (.seconds(1), 404)] {
        time.advance(by: wait)
        #expect(try await call(.GET, url, key: nil).status == status)
      }
    }
  }

  @Test func downloadNamesItsTypeAndNeedsNoKey() async throws {
    try await withSimulator { simulator, base in
      let id = try await createJob(base)
      simulator.command(id, .succeed)
      let url = base + (try #require(simulator.job(id)?.files.first))
      let reply = try await call(.GET, url, key: nil)
      #expect(reply.headers.first(name: "content-type") == "image/png")
      try FileChecks.png(reply.bytes)
      #expect(try await call(.GET, url.replacing("image-1", with: "image-2")).status == 404)
      #expect(try await call(.GET, url.replacing("/tmp/2", with: "/tmp/3")).status == 404)
      #expect(try await call(.GET, url + "/x").status == 404)
      let head = try await RawSocket.get(try port(of: base), String(url.dropFirst(base.count)), method: "HEAD")
      #expect(head.promisedLength == reply.bytes.count)
      #expect(head.body.isEmpty)
      #expect(simulator.statistics.files == 5)
    }
  }
}
