import Foundation
import Hummingbird
import NIOCore
import TollgateCore

/// How far a backup is and how it ended, as Server-Sent Events. The backup is broken off where nobody reads them any more.
enum BackupBody {
  static func body(_ run: BackupRun) -> ResponseBody {
    ResponseBody { writer in
      // Who reads slowly is told the latest.
      let (events, giver) = AsyncStream.makeStream(of: BackupEvent.self, bufferingPolicy: .bufferingNewest(1))
      // It ends with this closure, however that ends.
      async let made: Void = make(run, telling: giver)
      for await event in events { try await writer.write(try line(event)) }
      await made
      try await writer.finish(nil)
    }
  }

  private static func make(_ run: BackupRun, telling giver: AsyncStream<BackupEvent>.Continuation) async {
    // The last event replaces one that nobody has read.
    defer { giver.finish() }
    do {
      let summary = try await run.make { giver.yield(.progress($0)) }
      giver.yield(.done(summary))
    } catch let error as AdministrationError {
      giver.yield(.failed(error))
    } catch {
      giver.yield(.failed(AdministrationError(.unavailable, "The backup was not made: \(error).")))
    }
  }

  private static func line(_ event: BackupEvent) throws -> ByteBuffer {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    // JSON as it is written here has no line ends.
    return ByteBuffer(string: "event: backup\ndata: \(String(decoding: try encoder.encode(event), as: UTF8.self))\n\n")
  }
}
