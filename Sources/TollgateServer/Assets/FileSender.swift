import Glibc
import NIOCore
import NIOHTTP1
import TollgateCore

/// Sends parts of files as bodies of answers: the system copies them from the disk to the socket, and no byte of them comes into
/// this process's memory. Over an encrypted connection they have to, a piece at a time.
///
/// Hummingbird's bodies are bytes in memory, so that this handler stands right behind the encoder and writes past the others. It
/// is put there when a connection asks for its first file. Heads and ends of answers come through it as they do without it.
final class FileSender: ChannelOutboundHandler, RemovableChannelHandler {
  typealias OutboundIn = HTTPServerResponsePart
  typealias OutboundOut = HTTPServerResponsePart

  /// So many bytes are handed to the system at once. Between two pieces other connections have their turn.
  static let pieceSize: Int64 = 128 * 1024
  /// So many bytes are brought into the system's memory before they are sent, since an event loop that waited for a slow disk
  /// would keep all its connections waiting. While they are sent, the next so many are fetched.
  static let windowSize: Int64 = 1 << 20

  /// The handler's place in the pipeline while it is there.
  private var context: ChannelHandlerContext?

  func handlerAdded(context: ChannelHandlerContext) { self.context = context }

  func handlerRemoved(context: ChannelHandlerContext) { self.context = nil }

  /// Sends a part of a file behind what was written before. The connection is closed where the client takes no piece for as long
  /// as `patience`, or where the task is cancelled.
  ///
  /// - Throws: why the connection has ended before.
  static func send(
    _ part: Range<Int64>, of handle: BlobHandle, over channel: any Channel, patience: TimeAmount
  ) async throws {
    try await withTaskCancellationHandler {
      try await channel.eventLoop.flatSubmit {
        do {
          return try sender(in: channel.pipeline.syncOperations).send(part, of: handle, patience: patience)
        } catch {
          return channel.eventLoop.makeFailedFuture(error)
        }
      }.get()
    } onCancel: {
      channel.close(promise: nil)
    }
  }

  private let connection: ConnectionHandler

  private init(connection: ConnectionHandler) { self.connection = connection }

  private static func sender(in pipeline: ChannelPipeline.SynchronousOperations) throws -> FileSender {
    if let sender = try? pipeline.handler(type: FileSender.self) { return sender }
    let sender = FileSender(connection: try pipeline.handler(type: ConnectionHandler.self))
    try pipeline.addHandler(sender, position: .after(try pipeline.handler(type: HTTPResponseEncoder.self)))
    return sender
  }

  private func send(_ part: Range<Int64>, of handle: BlobHandle, patience: TimeAmount) throws -> EventLoopFuture<Void> {
    guard let context else { throw ChannelError.ioOnClosedChannel }
    let transfer = Transfer(
      handle: handle, part: part, patience: patience, isCopied: connection.environment.transport.isSecure,
      done: context.eventLoop.makePromise(), on: context.eventLoop)
    connection.beginFile()
    sendPiece(of: transfer)
    return transfer.done.futureResult
  }

  private func sendPiece(of transfer: Transfer) {
    guard let context else { return transfer.finish(.failure(ChannelError.ioOnClosedChannel)) }
    guard transfer.next < transfer.end else { return transfer.finish(.success(())) }
    if transfer.isCopied { return sendCopy(of: transfer) }
    if transfer.next == transfer.ready {
      if let window = transfer.window { return resume(transfer, after: window) }
      transfer.enterWindow()
    }
    let end = min(transfer.next + Self.pieceSize, transfer.ready)
    // Asked for bytes that a file has lost, the system would send nothing, again and again.
    guard transfer.fileReaches(end) else { return context.close(promise: transfer.done) }
    write(
      .fileRegion(FileRegion(fileHandle: transfer.file, readerIndex: Int(transfer.next), endIndex: Int(end))), of: transfer,
      context)
  }

  /// Reads a piece, away from the event loop, and sends it.
  private func sendCopy(of transfer: Transfer) {
    transfer.read(Int(min(Self.pieceSize, transfer.end - transfer.next))).assumeIsolated().whenComplete { result in
      guard let context = self.context else { return transfer.finish(.failure(ChannelError.ioOnClosedChannel)) }
      switch result {
      case .failure(let error): transfer.finish(.failure(error))
      // The file was cut short.
      case .success(let bytes) where bytes.readableBytes == 0: context.close(promise: transfer.done)
      case .success(let bytes): self.write(.byteBuffer(bytes), of: transfer, context)
      }
    }
  }

  private func write(_ piece: IOData, of transfer: Transfer, _ context: ChannelHandlerContext) {
    let end = transfer.next + Int64(piece.readableBytes)
    let loop = context.eventLoop.assumeIsolated()
    let stall = loop.scheduleTask(in: transfer.patience) { context.close(promise: nil) }
    let written = context.eventLoop.makePromise(of: Void.self)
    written.futureResult.assumeIsolated().whenComplete { result in
      stall.cancel()
      switch result {
      case .failure: transfer.finish(result)
      case .success:
        transfer.next = end
        loop.execute { self.sendPiece(of: transfer) }
      }
    }
    context.writeAndFlush(wrapOutboundOut(.body(piece)), promise: written)
  }

  private func resume(_ transfer: Transfer, after window: EventLoopFuture<Void>) {
    window.assumeIsolated().whenComplete { result in
      switch result {
      case .failure: transfer.finish(result)
      case .success:
        transfer.enterWindow()
        self.sendPiece(of: transfer)
      }
    }
  }
}
