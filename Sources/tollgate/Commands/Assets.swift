import ArgumentParser

struct Assets: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show the kept files of results.",
    discussion: """
        tollgate assets list
        tollgate assets list | sort -k 4     names in full, for other programs
        tollgate assets show NAME
      """,
    subcommands: [AssetsList.self, AssetsShow.self])
}
