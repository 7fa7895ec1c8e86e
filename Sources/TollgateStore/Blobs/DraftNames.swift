import NIOConcurrencyHelpers
import TollgateCore

/// The names of drafts: 32 hex digits, half of them this process's own, so that the drafts of a process that has ended can be
/// told from those that are being written, and from what is none of ours.
final class DraftNames: Sendable {
  private let owner: [UInt8]
  private let last = NIOLockedValueBox<UInt64>(0)

  init() {
    var owner: [UInt8] = []
    HexDigits.append(UInt64.random(in: 0...UInt64.max), count: 16, to: &owner)
    self.owner = owner
  }

  func next() -> String {
    let number = last.withLockedValue { last in
      last += 1
      return last
    }
    var name = owner
    HexDigits.append(number, count: 16, to: &name)
    return String(decoding: name, as: UTF8.self)
  }

  func isOfAnotherProcess(_ name: String) -> Bool {
    HexDigits.bytes(of: name)?.count == 16 && !name.utf8.starts(with: owner)
  }
}
