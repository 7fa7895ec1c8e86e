import Testing
import TollgateCore

@testable import ShortAPISimulator

/// The simulator's files are what they are called, for the gateway too.
@Suite struct FileTypeTests {
  @Test(arguments: FileFormat.allCases)
  func everyFileIsRecognised(_ format: FileFormat) {
    #expect(MediaType(sniffing: format.bytes(seed: "g1")).rawValue == format.contentType)
  }
}
