import Logging
import TollgateCore

extension Logger {
  /// Somebody should know of a charge above the hold, which is booked in full. Says nothing where there is none.
  func warnOfExcess(of generation: Generation) {
    guard let charged = generation.machine.captured, charged > generation.machine.hold else { return }
    warning(
      "the upstream charged more than was quoted",
      metadata: [
        "generation": "\(generation.number)", "model": "\(generation.model)", "quote": "\(generation.machine.hold)",
        "charge": "\(charged)",
      ])
  }
}
