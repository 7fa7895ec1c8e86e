import ArgumentParser

struct Cache: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show what is kept and can be replayed, and why a request is or is not answered from it.",
    discussion: """
        tollgate cache list --model 'google/*' --since 7d
        tollgate cache search red fox
        tollgate cache show g17
        tollgate cache explain create.json
        tollgate cache pin g17
        tollgate cache purge --older-than 90d
        tollgate cache export > bundle.tar
      """,
    subcommands: [
      CacheList.self, CacheSearch.self, CacheShow.self, CacheExplain.self, CachePin.self, CachePurge.self,
      CacheExport.self, CacheImport.self,
    ])
}
