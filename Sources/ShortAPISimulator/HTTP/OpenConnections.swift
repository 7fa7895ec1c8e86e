import NIOConcurrencyHelpers
import NIOCore

/// The connections that are open, so that each can be closed at the end, whoever has it then.
final class OpenConnections: Sendable {
  private struct State {
    var channels: [ObjectIdentifier: any Channel] = [:]
    var isClosed = false
  }

  private let state = NIOLockedValueBox(State())

  /// Remembers a connection until it is closed. After the end it is closed at once.
  func add(_ channel: any Channel) {
    let id = ObjectIdentifier(channel)
    let isTooLate = state.withLockedValue { state in
      if !state.isClosed { state.channels[id] = channel }
      return state.isClosed
    }
    if isTooLate { return channel.close(promise: nil) }
    channel.closeFuture.whenComplete { _ in
      self.state.withLockedValue { $0.channels[id] = nil }
    }
  }

  /// Closes all connections, and those that come.
  func close() {
    let channels = state.withLockedValue { state in
      state.isClosed = true
      defer { state.channels = [:] }
      return state.channels.values.map { $0 }
    }
    for channel in channels { channel.close(promise: nil) }
  }
}
