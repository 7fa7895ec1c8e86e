import ArgumentParser
import TollgateConfiguration
import TollgateCore
import TollgateStore

struct Restore: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Make a data folder of a backup, and later accept it.",
    discussion: """
      The data folder (storage.path, or the one after --to) is empty or not there yet. The backup is checked first, and stays as it \
      is. A gateway that was started on a restored folder answers from the cache, and buys nothing and calls nobody back: what was \
      bought after the backup is not known to it. With --accept, beside the running gateway or without it, it does again.

        tollgate restore /backups/2026-03-30
        tollgate serve &
        tollgate jobs list --state unknown
        tollgate restore --accept
      """)

  @Argument(help: "The backup's folder.", completion: .directory)
  var backup: String?
  @Option(help: ArgumentHelp("The data folder to make, instead of storage.path.", valueName: "folder"), completion: .directory)
  var to: String?
  @Flag(help: "Read every file of the backup first, and compare its bytes with its name.")
  var verify = false
  @Flag(help: "Let the restored gateway buy and call back again.")
  var accept = false
  @OptionGroup var source: AdministrationOptions
  @Flag(help: "Print JSON for scripts; times are milliseconds since 1970.")
  var json = false

  func validate() throws {
    if accept {
      guard backup == nil, to == nil, !verify else {
        throw ValidationError("--accept is about the gateway that was restored before; use it without a backup's folder.")
      }
    } else {
      guard backup != nil else {
        throw ValidationError("Name the backup's folder: tollgate restore /backups/2026-03-30; or use --accept.")
      }
      guard source.remote.gateway == nil else {
        throw ValidationError("A backup is restored on the gateway's own machine; only --accept works with --gateway.")
      }
    }
  }

  func run() async throws {
    if let backup { try await restore(backup) } else { try await acceptRestored() }
  }

  private func restore(_ backup: String) async throws {
    let configuration = try source.source.load()
    let target = FolderArgument.whole(to ?? configuration.storage.path)
    let bar = BackupProgressBar("Restoring")
    defer { bar.end() }
    let summary: BackupSummary
    do throws(BackupError) {
      summary = try await BackupRestore(
        backup: BackupFolder(path: FolderArgument.whole(backup)), target: target, readsFiles: verify
      ).run(at: SystemTimeSource().now()) { progress throws(BackupError) in bar.show(progress) }
    } catch {
      throw CommandFailure(error)
    }
    bar.end()
    guard !json else {
      Console.result(try JSONText.pretty(summary))
      return
    }
    Console.remark(
      "\(target) has the state of \(DisplayText.moment(summary.manifest.at)): \(RestoreText.contents(of: summary.manifest)).")
    if let linking = RestoreText.linking(summary) { Console.remark(linking) }
    Console.remark(
      """
      A gateway that is started on it replays what is cached, and buys nothing and calls nobody back until tollgate restore \
      --accept.
      """)
  }

  private func acceptRestored() async throws {
    let acceptance = try await source.access().run { try await $0.acceptRestore() }
    guard !json else {
      Console.result(try JSONText.pretty(acceptance))
      return
    }
    guard let accepted = acceptance.accepted else {
      Console.remark("There is nothing to accept: this store was not restored, or that was accepted before.")
      return
    }
    Console.remark(
      "Accepted: the restore of the backup of \(DisplayText.moment(accepted.backupAt)). It buys and calls back again.")
    if acceptance.unknown > 0 {
      Console.remark(
        """
        The outcome of \(DisplayText.count(acceptance.unknown, "purchase")) is unknown, and they wait for you: tollgate jobs list \
        --state unknown.
        """)
    }
  }
}
