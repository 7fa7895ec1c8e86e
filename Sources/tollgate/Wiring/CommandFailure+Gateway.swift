import ArgumentParser
import TollgateCore
import TollgateEngine

extension CommandFailure {
  /// Why the gateway did not start, where it is no failure in words already.
  init(startFailure error: any Error) {
    switch error {
    case let failure as CommandFailure: self = failure
    case StoreError.conflict(let sentence): self.init(.configuration, "The declared keys cannot be used: \(sentence).")
    default: self.init(.failure, "The gateway could not start: \(error).")
    }
  }

  /// Why the gateway stopped, where it is no failure in words already.
  init(runFailure error: any Error) {
    switch error {
    case let failure as CommandFailure: self = failure
    case let error as StoreError:
      self.init(
        .failure,
        "The gateway stopped because its ledger could not be written: \(error). Look after the disk, then start it "
          + "again; the start settles what was under way.")
    default: self.init(.failure, "The gateway stopped: \(error); start it again, and report this if it happens again.")
    }
  }
}
