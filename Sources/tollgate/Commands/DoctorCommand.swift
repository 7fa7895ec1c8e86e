import ArgumentParser
import Foundation
import TollgateConfiguration

struct DoctorCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Look at everything that the gateway needs, and say what to do.",
    discussion: """
      It looks at the configuration, permissions, the disk, the database, the running gateway where there is one, and asks the \
      upstream about a job that nobody has, which buys nothing. The exit code is 1 where something does not work.
      """)

  @OptionGroup var source: ConfigurationOption
  @OptionGroup var here: HereOnly
  @Flag(help: "Print JSON for scripts.")
  var json = false

  func run() async throws {
    let findings = await findings()
    if json {
      Console.result(try JSONText.pretty(findings))
    } else {
      Console.result(DoctorText.rendered(findings, on: .output))
      Console.remark(DoctorText.verdict(findings))
    }
    if findings.contains(where: { $0.verdict == .problem }) { throw ExitCode.failure }
  }

  private func findings() async -> [DoctorFinding] {
    let standard = GatewayConfiguration.standardFile
    let file = source.file ?? (FileManager.default.fileExists(atPath: standard) ? standard : nil)
    do throws(CommandFailure) {
      return await Doctor(configuration: try source.load(), file: file).findings()
    } catch {
      return [.problem("configuration", error.sentence, "Correct it; everything else depends on it and was not looked at.")]
    }
  }
}
