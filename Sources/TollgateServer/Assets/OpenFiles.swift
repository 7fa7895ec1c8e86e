import NIOConcurrencyHelpers

/// Counts the files that are open to be served: each needs a descriptor, and descriptors are for connections first.
final class OpenFiles: Sendable {
  /// Stands for an open file, until nobody holds it any more.
  final class Place: Sendable {
    private let files: OpenFiles

    fileprivate init(of files: OpenFiles) { self.files = files }

    deinit { files.count.withLockedValue { $0 -= 1 } }
  }

  private let limit: Int
  private let count = NIOLockedValueBox(0)

  /// - Parameter limit: how many may be open at a time.
  init(limit: Int) { self.limit = limit }

  /// A place for a file that is about to be opened; `nil` where none is free.
  func place() -> Place? {
    let isFree = count.withLockedValue { count in
      guard count < limit else { return false }
      count += 1
      return true
    }
    return isFree ? Place(of: self) : nil
  }
}
