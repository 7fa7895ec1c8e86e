/// A backup that can be made: its folder will do, and there is room for it.
package struct BackupRun: Sendable {
  /// Makes it. `onProgress` is called often, and must not wait. It throws an ``AdministrationError``, and leaves nothing behind
  /// then; so it does where its task is cancelled.
  package let make: @Sendable (_ onProgress: @escaping @Sendable (BackupProgress) -> Void) async throws -> BackupSummary

  package init(
    make: @escaping @Sendable (_ onProgress: @escaping @Sendable (BackupProgress) -> Void) async throws -> BackupSummary
  ) {
    self.make = make
  }
}

/// What is told about a backup while it is made: how far it is, then how it ended.
package enum BackupEvent: Sendable, Codable, Equatable {
  case progress(BackupProgress)
  case done(BackupSummary)
  case failed(AdministrationError)

  private enum CodingKeys: CodingKey {
    case progress, done, failed
  }

  package init(from decoder: any Decoder) throws {
    let members = try decoder.container(keyedBy: CodingKeys.self)
    if let progress = try members.decodeIfPresent(BackupProgress.self, forKey: .progress) {
      self = .progress(progress)
    } else if let summary = try members.decodeIfPresent(BackupSummary.self, forKey: .done) {
      self = .done(summary)
    } else {
      self = .failed(try members.decode(AdministrationError.self, forKey: .failed))
    }
  }

  package func encode(to encoder: any Encoder) throws {
    var members = encoder.container(keyedBy: CodingKeys.self)
    switch self {
    case .progress(let progress): try members.encode(progress, forKey: .progress)
    case .done(let summary): try members.encode(summary, forKey: .done)
    case .failed(let error): try members.encode(error, forKey: .failed)
    }
  }
}
