import NIOCore
import NIOSSL
import TollgateCore

/// The host that was asked for, as the server's certificate has to name it.
///
/// NIOSSL also takes a certificate for the address that was connected to, whatever name was asked for: then whoever holds an
/// address, and a certificate for it, could answer for every name that leads there. So the certificate is looked at once more
/// before the connection is used.
struct ServerIdentity: Sendable {
  /// The certificate is valid, and somebody else's.
  struct Mismatch: Error {}

  /// In lower case, without a dot at its end; `nil` where an address was asked for, which NIOSSL compares with the one connected
  /// to.
  let name: String?

  /// - Parameter host: a name or an address as in a URL, without brackets.
  init(host: String) {
    let name = host.lowercased()
    self.name = IPAddress(host) == nil ? (name.hasSuffix(".") ? String(name.dropLast()) : name) : nil
  }

  /// Looks at the certificate that a handshake has brought.
  func check(_ certificate: NIOSSLCertificate) throws(Mismatch) {
    guard let name else { return }
    // A certificate without alternative names is for nobody: the common name is no host's name (RFC 9525, §2).
    let isNamed = certificate._subjectAlternativeNames().contains { alternative in
      alternative.nameType == .dnsName && Self.matches(Array(alternative.contents), name)
    }
    if !isNamed { throw Mismatch() }
  }

  /// Whether a certificate's name is the host's (RFC 9525, §6.3). An asterisk stands for the whole first label, and for one label.
  static func matches(_ presented: [UInt8], _ name: String) -> Bool {
    var presented = presented.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }[...]
    if presented.last == UInt8(ascii: ".") { presented.removeLast() }
    guard presented.starts(with: "*.".utf8) else { return presented.elementsEqual(name.utf8) }
    let label = name.utf8.prefix { $0 != UInt8(ascii: ".") }
    return !label.isEmpty && presented.dropFirst().elementsEqual(name.utf8[label.endIndex...])
  }
}

extension ServerIdentity {
  /// The handler that speaks TLS and lets nothing through before the certificate was looked at.
  func handler(_ context: NIOSSLContext, on eventLoop: any EventLoop) throws -> NIOSSLClientHandler {
    // An address is not sent as the server's name; it is compared to the certificate all the same.
    try ._makeSSLClientHandler(context: context, serverHostname: name) { certificate, _ in
      eventLoop.makeCompletedFuture { try check(certificate) }
    }
  }

  /// Looks at the certificate of a connection whose handshake is over; one without TLS has none.
  func check(_ channel: any Channel) throws {
    guard let handler = try? channel.pipeline.syncOperations.handler(type: NIOSSLClientHandler.self) else { return }
    guard let certificate = handler.peerCertificate else { throw Mismatch() }
    try check(certificate)
  }
}
