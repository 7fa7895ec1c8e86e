import Foundation
import Glibc
import NIOCore
import TollgateCore

/// Tells the service manager that has started the program how it is (`sd_notify(3)`). Where there is none, it does nothing.
struct ServiceManager: Sendable {
  /// Where it listens: a path, or a zero and an abstract name; `nil` where there is none.
  private let address: [UInt8]?
  /// How long it may hear nothing before it ends the program; `nil` where it does not ask.
  let watchdog: Duration?

  /// The one of this process.
  static let current = ServiceManager(environment: ProcessInfo.processInfo.environment, process: getpid())

  init(environment: [String: String], process: pid_t) {
    let name = environment["NOTIFY_SOCKET"].map { Array($0.utf8) } ?? []
    switch name.first {
    case UInt8(ascii: "/"): address = name
    case UInt8(ascii: "@"): address = [0] + name.dropFirst()
    default: address = nil
    }
    let isForUs = environment["WATCHDOG_PID"].map { $0 == "\(process)" } ?? true
    let microseconds = isForUs && address != nil ? environment["WATCHDOG_USEC"].flatMap { Int64($0) } : nil
    watchdog = microseconds.flatMap { $0 > 0 ? .microseconds($0) : nil }
  }

  /// Something that it should know.
  enum News: Equatable {
    /// The gateway serves, or serves again after a reload.
    case ready
    case reloading
    /// It stops, for which it takes at most so long.
    case stopping(within: Duration)
    /// It lives.
    case alive
    /// What it does takes longer than a start usually does: so long from now on.
    case busy(for: Duration)
  }

  /// Tells it something. That nobody listens is nothing that could be helped.
  func tell(_ news: News) {
    guard let address else { return }
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
    guard descriptor >= 0 else { return }
    defer { close(descriptor) }
    let message = Array(Self.message(news, uptime: NIODeadline.now().uptimeNanoseconds / 1000).utf8)
    _ = unsafe SocketAddressBytes.with(path: address) { address, length in
      unsafe message.withUnsafeBytes { message in
        unsafe sendto(descriptor, message.baseAddress, message.count, Self.flags, address, length)
      }
    }
  }

  /// What is sent.
  ///
  /// - Parameters:
  ///   - news: what happened.
  ///   - uptime: the monotonic clock, in microseconds.
  /// - Returns: lines of names and values.
  static func message(_ news: News, uptime: UInt64) -> String {
    func microseconds(_ duration: Duration) -> Int64 { duration.wholeMilliseconds * 1000 }
    return switch news {
    case .ready: "READY=1\nSTATUS=Serving"
    case .reloading: "RELOADING=1\nMONOTONIC_USEC=\(uptime)\nSTATUS=Reading the configuration anew"
    case .stopping(let limit):
      "STOPPING=1\nEXTEND_TIMEOUT_USEC=\(microseconds(limit))\nSTATUS=Stopping; what is under way may finish"
    case .alive: "WATCHDOG=1"
    case .busy(let time): "EXTEND_TIMEOUT_USEC=\(microseconds(time))"
    }
  }

  private static let flags = Int32(MSG_NOSIGNAL | MSG_DONTWAIT)
}
