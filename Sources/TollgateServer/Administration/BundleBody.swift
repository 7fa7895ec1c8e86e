import Hummingbird
import NIOCore
import TollgateCore

/// A bundle as the body of an answer. The next piece is made when the one before is written.
enum BundleBody {
  static func body(_ bundle: BundleExport) -> ResponseBody {
    ResponseBody(contentLength: Int(bundle.size)) { writer in
      let (pieces, giver) = AsyncThrowingStream.makeStream(of: ByteBuffer.self)
      let (written, confirmer) = AsyncStream.makeStream(of: Void.self)
      // It ends with this closure, however that ends.
      async let given: Void = give(bundle, to: giver, after: written)
      for try await piece in pieces {
        try await writer.write(piece)
        confirmer.yield()
      }
      await given
      try await writer.finish(nil)
    }
  }

  private static func give(
    _ bundle: BundleExport, to giver: AsyncThrowingStream<ByteBuffer, any Error>.Continuation, after written: AsyncStream<Void>
  ) async {
    var confirmations = written.makeAsyncIterator()
    do {
      try await bundle.write { bytes in
        giver.yield(ByteBuffer(bytes: bytes))
        guard await confirmations.next(isolation: #isolation) != nil else { throw CancellationError() }
      }
      giver.finish()
    } catch {
      giver.finish(throwing: error)
    }
  }
}
