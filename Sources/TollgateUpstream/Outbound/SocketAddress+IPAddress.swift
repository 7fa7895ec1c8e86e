import NIOCore
import TollgateCore

extension IPAddress {
  /// The address of one end of a connection; `nil` where it is not one of the internet.
  init?(_ socket: SocketAddress?) {
    guard let text = socket?.ipAddress else { return nil }
    self.init(text)
  }

  /// The address with a port, to connect to.
  func socketAddress(port: Int) throws -> SocketAddress {
    try SocketAddress(packedIPAddress: ByteBuffer(bytes: bytes), port: port)
  }
}
