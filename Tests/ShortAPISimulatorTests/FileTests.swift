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

  @Test(arguments: [1000, 37_000, 10_000_000]) func fileIsAsLargeAsItIsTold(size: Int) async throws {
    var configuration = SimulatorConfiguration()
    configuration.fileSize = ByteCount(bytes: size)
    try await withSimulator(configuration) { simulator, base in
      let id = try await createJob(base)
      simulator.command(id, .succeed)
      let url = base + (try #require(simulator.job(id)?.files.first))
      let reply = try await call(.GET, url, key: nil)
      #expect(reply.bytes.count == size)
      #expect(reply.bytes.starts(with: [0x89, 0x50, 0x4E, 0x47]))
      #expect(try await call(.GET, url, key: nil).bytes == reply.bytes)
    }
  }

  @Test(
    arguments: [
      ("bytes=0-9", 206, 0..<10), ("bytes=990-", 206, 990..<1000), ("bytes=-10", 206, 990..<1000),
      ("bytes=990-5000", 206, 990..<1000), ("bytes=1000-", 416, 0..<0), ("bytes=5-4", 416, 0..<0),
      ("bytes=0-1,3-4", 200, 0..<1000), ("bytes=-", 200, 0..<1000), ("lines=1-2", 200, 0..<1000), ("bytes=x-1", 200, 0..<1000),
    ])
  func partOfAFile(range: String, status: Int, part: Range<Int>) async throws {
    var configuration = SimulatorConfiguration()
    configuration.fileSize = ByteCount(bytes: 1000)
    try await withSimulator(configuration) { simulator, base in
      let id = try await createJob(base)
      simulator.command(id, .succeed)
      let url = base + (try #require(simulator.job(id)?.files.first))
      let whole = try await call(.GET, url, key: nil)
      let tag = try #require(whole.headers.first(name: "etag"))
      let reply = try await call(.GET, url, key: nil, headers: ["Range": range, "If-Range": tag])
      #expect(reply.status == status)
      #expect(reply.bytes == Array(whole.bytes[part]))
      #expect(reply.headers.first(name: "etag") == tag)
      let place = [206: "bytes \(part.lowerBound)-\(part.upperBound - 1)/1000", 416: "bytes */1000"][status]
      #expect(reply.headers.first(name: "content-range") == place)
      #expect(try await call(.GET, url, key: nil, headers: ["Range": range, "If-Range": "\"x\""]).status == 200)
    }
  }

  @Test func staleLinkIsRenewedByAQuery() async throws {
    try await withSimulator { simulator, base in
      let id = try await createJob(base)
      simulator.command(id, .succeed)
      let old = try await link(base, id)
      #expect(try await call(.GET, old, key: nil).status == 200)
      simulator.setFaults([Fault(on: .file, .staleLink, times: 1)])
      for _ in 0..<2 { #expect(try await call(.GET, old, key: nil).status == 404) }
      let new = try await link(base, id)
      #expect(new != old)
      #expect(try await link(base, id) == new)
      #expect(try await call(.GET, new, key: nil).status == 200)
      #expect(try await call(.GET, old, key: nil).status == 404)
    }
  }

  private func link(_ base: String, _ id: String) async throws -> String {
    try #require(try await record(base, id)["result"]?["images"]?.array?.first?["url"]?.string)
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
