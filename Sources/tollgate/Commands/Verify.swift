import ArgumentParser
import TollgateCore
import TollgateStore

struct Verify: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Check the books, and the files: every rule that the stored data must follow.",
    discussion: """
      The exit code is 1 when a rule is broken. Charges above what was held for them, and purchases whose outcome is unknown, \
      break no rule and are listed. It may run at any time, also beside a busy gateway.

        tollgate verify --files
        tollgate verify --folder /backups/monday --files
      """)

  @Flag(help: "Also read every kept file, and compare its bytes with its name.")
  var files = false
  @Option(
    help: ArgumentHelp("Check a backup, or another data folder, where it is; a backup is not changed.", valueName: "folder"),
    completion: .directory)
  var folder: String?
  @OptionGroup var source: AdministrationOptions
  @Flag(help: "Print JSON for scripts; amounts are decimal strings, times are milliseconds since 1970.")
  var json = false

  func validate() throws {
    if folder != nil, source.remote.gateway != nil {
      throw ValidationError("--folder is about a folder here and --gateway about a gateway elsewhere; keep one of them.")
    }
  }

  func run() async throws {
    let report = try await ProgressLine.during("Checking the books") { () async throws -> VerificationReport in
      try await checked()
    }
    if json {
      Console.result(try JSONText.pretty(report))
    } else {
      Console.result(VerificationText.rendered(report, at: SystemTimeSource().now(), on: .output))
      Console.remark(VerificationText.verdict(report))
    }
    guard report.isClean else { throw ExitCode.failure }
  }

  private func checked() async throws -> VerificationReport {
    guard let folder else { return try await source.access().run { try await $0.verify(readingFiles: files) } }
    let path = FolderArgument.whole(folder)
    let backup = BackupFolder(path: path)
    guard backup.isBackup else {
      let access = AdministrationAccess(place: .dataFolder(try source.source.load(dataFolder: path)))
      return try await access.run { try await $0.verify(readingFiles: files) }
    }
    do throws(BackupError) {
      return try await BackupCheck.report(on: backup, readingFiles: files)
    } catch {
      throw CommandFailure(error)
    }
  }
}
