import Logging
package import TollgateCore

extension LocalAdministration {
  package func acceptRestore() async throws(AdministrationError) -> RestoreAcceptance {
    let now = time.now()
    let accepted = try await translating { () throws(StoreError) in try await store.acceptRestore(at: now) }
    if let accepted, let running {
      running.gateway.restoreHold.accept()
      running.callbackWake.raise()
      running.gateway.logger.notice(
        "the restore from a backup was accepted; the gateway buys and calls back again",
        metadata: ["backup_at": "\(accepted.backupAt)"])
    }
    return RestoreAcceptance(accepted: accepted, unknown: try await generationCounts()[.unknown] ?? 0)
  }
}
