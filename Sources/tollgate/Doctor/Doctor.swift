import TollgateConfiguration
import TollgateCore

/// Looks at everything that a gateway needs, and buys nothing. It works beside a running gateway, and without one.
struct Doctor {
  let configuration: GatewayConfiguration
  /// The configuration file as it was named, where one is read.
  let file: String?

  /// Everything that was looked at, in the order in which a person would.
  func findings() async -> [DoctorFinding] {
    var findings = [
      DoctorFinding.ok("configuration", (file.map { "\($0) is right" } ?? "there is no file; all is default") + ".")
    ]
    findings += fileFindings() + folderFindings() + openFilesFindings()
    findings += await storeFindings()
    findings += await upstreamFindings()
    return findings
  }
}
