import ArgumentParser
import Foundation
import TollgateCore
import TollgateStore

struct Backup: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Copy all that is kept into a folder, also while the gateway runs.",
    discussion: """
      The folder is empty or not there yet, and has its name only when the backup is whole; the running gateway writes it, as the \
      user that it runs as. It has the state of one moment: the database, and every kept file, linked where it is on the same file \
      system and copied elsewhere. Guard it like the data folder.

        tollgate backup /backups/$(date +%F)
        tollgate verify --folder /backups/2026-03-30 --files
        tollgate restore /backups/2026-03-30
      """)

  @Argument(help: "The folder that becomes the backup.", completion: .directory)
  var folder: String
  @OptionGroup var source: ConfigurationOption
  @OptionGroup var here: HereOnly
  @Flag(help: "Print JSON for scripts; times are milliseconds since 1970.")
  var json = false

  func run() async throws {
    let access = AdministrationAccess(place: .dataFolder(try source.load()))
    let bar = BackupProgressBar("Backing up")
    defer { bar.end() }
    let summary = try await access.run { administration in
      try await administration.backUp(to: FolderArgument.whole(folder)).make { bar.show($0) }
    }
    bar.end()
    try Self.lookFor(summary)
    if json {
      Console.result(try JSONText.pretty(summary))
    } else {
      Console.remark("The backup \(summary.folder) has \(RestoreText.contents(of: summary.manifest)).")
      if let linking = RestoreText.linking(summary) { Console.remark(linking) }
    }
  }

  /// Sees that a backup is where it was asked for. A service or a container has folders of its own by the same name, and loses what
  /// is in its `/tmp` when it ends.
  ///
  /// - Throws: ``CommandFailure`` where it is not, or is another one.
  static func lookFor(_ summary: BackupSummary) throws {
    let backup = BackupFolder(path: summary.folder)
    // It is the gateway's user's alone: who may not look into it takes the gateway's word.
    if !backup.isBackup, errno == EACCES { return }
    guard (try? backup.manifest()) == summary.manifest else {
      throw CommandFailure(
        .failure,
        """
        The gateway has written the backup to a \(summary.folder) of its own, which is not there from here and may be gone when the \
        gateway ends: a service has its own /tmp (PrivateTmp), and a container its own folders. Do it again into a folder that both \
        have, such as /backups.
        """)
    }
  }
}
