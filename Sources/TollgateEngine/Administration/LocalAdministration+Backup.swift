import Logging
import NIOConcurrencyHelpers
package import TollgateCore

extension LocalAdministration {
  package func backUp(to folder: String) async throws(AdministrationError) -> BackupRun {
    guard let backups, let program = declared.program else {
      throw AdministrationError(.unavailable, "This gateway's store cannot be backed up by Tollgate.")
    }
    do throws(BackupError) { try await backups.check(folder: folder) } catch { throw AdministrationError(error) }
    return BackupRun { onProgress in
      guard let room = running?.gateway.room else {
        return try await make(folder, by: backups, program, lives: { true }, onProgress)
      }
      let made = try await room.keepingFiles { lives in try await make(folder, by: backups, program, lives: lives, onProgress) }
      guard let made else {
        throw AdministrationError(.conflict, "A backup is being made already; wait for its end, and repeat the command.")
      }
      return made
    }
  }

  private func make(
    _ folder: String, by backups: any BackupMaker, _ program: ProgramFacts, lives: @escaping @Sendable () -> Bool,
    _ onProgress: @escaping @Sendable (BackupProgress) -> Void
  ) async throws -> BackupSummary {
    let isAbandoned = NIOLockedValueBox(false)
    let (time, running) = (time, running)
    do throws(BackupError) {
      let result = await withTaskCancellationHandler {
        await Result<BackupSummary, BackupError>.catching { () throws(BackupError) in
          try await backups.make(
            folder: folder, version: program.version, clock: { time.now() },
            lastSerial: { running?.gateway.tickets.lastTakenSerial }
          ) { progress throws(BackupError) in
            guard !isAbandoned.withLockedValue(\.self) else { throw .abandoned }
            guard lives() else { throw .tooSlow }
            onProgress(progress)
          }
        }
      } onCancel: {
        isAbandoned.withLockedValue { $0 = true }
      }
      let summary = try result.get()
      running?.gateway.logger.notice(
        "a backup was made",
        metadata: [
          "folder": "\(folder)", "files": "\(summary.manifest.files.count)", "linked": "\(summary.linkedFiles)",
          "milliseconds": "\(summary.milliseconds)",
        ])
      return summary
    } catch {
      running?.gateway.logger.error("a backup was not made", metadata: ["folder": "\(folder)", "error": "\(error)"])
      if case .fileMissing(let id) = error {
        await running?.gateway.room?.lose(id, because: "a backup found it missing, or of another size")
      }
      throw AdministrationError(error)
    }
  }
}

extension Result {
  /// The result of what may wait.
  fileprivate static func catching(_ work: () async throws(Failure) -> Success) async -> Self {
    do throws(Failure) { return .success(try await work()) } catch { return .failure(error) }
  }
}

extension AdministrationError {
  init(_ error: BackupError) {
    switch error {
    case .unsuitable, .damaged, .noRoom, .fileMissing: self.init(.conflict, "\(error)")
    case .failed, .tooSlow, .abandoned: self.init(.unavailable, "\(error)")
    }
  }
}
