import Foundation
import PackagePlugin

/// Runs `embed-assets` over a target's `Assets` folder, so that its files become static strings in the binary.
@main struct EmbedAssets: BuildToolPlugin {
  func createBuildCommands(context: PluginContext, target: any Target) throws -> [Command] {
    let folder = target.directoryURL.appending(path: "Assets")
    let output = context.pluginWorkDirectoryURL.appending(path: "Assets.swift")
    let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted().map { folder.appending(path: $0) }
    return [
      .buildCommand(
        displayName: "Embed assets", executable: try context.tool(named: "embed-assets").url,
        arguments: [folder.path, output.path], inputFiles: files, outputFiles: [output])
    ]
  }
}
