import Foundation
import PackagePlugin

/// Runs `embed-assets` over a target's `Assets` folder, so that its files become static strings in the binary. The folder may
/// belong to one feature of the target; one that has Swift sources is code about assets.
@main struct EmbedAssets: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    guard let folder = try assets(of: target) else { throw NoAssets(target: target.name) }
    let output = context.pluginWorkDirectoryURL.appending(path: "Assets.swift")
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted().map { folder.appending(path: $0) }
    return [
      .buildCommand(
        displayName: "Embed assets", executable: try context.tool(named: "embed-assets").url,
        arguments: [folder.path, output.path], inputFiles: files, outputFiles: [output])
    ]
  }

  private func assets(of target: any Target) throws -> URL? {
    let files = FileManager.default
    let folders = try files.subpathsOfDirectory(atPath: target.directoryURL.path).sorted()
      .filter { $0.split(separator: "/").last == "Assets" }
      .map { target.directoryURL.appending(path: $0) }
    return try folders.first { folder in
      try !files.subpathsOfDirectory(atPath: folder.path).contains { $0.hasSuffix(".swift") }
    }
  }
}

private struct NoAssets: Error, CustomStringConvertible {
  let target: String
  var description: String { "\(target) has no folder Assets without Swift sources." }
}
