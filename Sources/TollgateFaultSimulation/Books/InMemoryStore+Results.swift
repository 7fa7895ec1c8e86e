import Foundation
package import TollgateCore

extension InMemoryStore {
  package func results(_ filter: ResultFilter) async throws(StoreError) -> [StoredResult] {
    try await look { state in
      let results = state.slots.values.compactMap { contents -> StoredResult? in
        guard let finished = contents.finished, let purchase = state.purchase(finished.generation) else { return nil }
        let stored = Set(purchase.files.compactMap(\.asset)).compactMap { state.assets[$0] }.filter(\.isStored)
        let result = StoredResult(
          generation: purchase.generation, finishedAt: finished.at, prompt: String(purchase.text.prefix(200)),
          pinnedAt: purchase.isPinned ? finished.at : nil, fileCount: purchase.files.count,
          bytes: stored.reduce(0) { $0 + $1.blob.size }, usedAt: stored.map(\.usedAt).max(),
          files: purchase.files.prefix(StoredResult.listedFiles).map { file in
            NamedFile(file, asset: file.asset.flatMap { state.assets[$0] })
          })
        return filter.includes(result, of: purchase) ? result : nil
      }
      let newest = results.sorted { $0.generation.number > $1.generation.number }
      return Array(newest.prefix(min(max(filter.limit, 1), 1000)))
    }
  }

  package func requests(like text: String, model: String, limit: Int) async throws(StoreError) -> [EarlierRequest] {
    try await look { state in
      let newest = state.purchases.reversed()
      var found = newest.filter { $0.generation.model == model }.prefix(limit).map(\.generation.number)
      if let words = SearchWords(keyWordsOf: text) {
        let similar = newest.filter { purchase in
          let known = Self.tokens(of: purchase.text)
          return words.words.contains { Self.tokens(of: $0).allSatisfy(known.contains) }
        }
        found += similar.map(\.generation.number).filter { !found.contains($0) }.prefix(limit)
      }
      return found.compactMap { number in
        guard let purchase = state.purchase(number), let body = purchase.body else { return nil }
        return EarlierRequest(generation: purchase.generation, canonicalBody: body)
      }
    }
  }

  /// The words of a text, without case and accents.
  fileprivate static func tokens(of text: String) -> [String] {
    text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
      .split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }
}

extension BookState.Purchase {
  /// What the request says.
  fileprivate var text: String {
    body.flatMap { try? CanonicalJSON.parse($0) }?["args"]?.object.map(PromptText.of) ?? ""
  }

  /// Whether the request has these words: each word's parts follow each other somewhere; the very last part may go on.
  func matches(_ search: SearchWords) -> Bool {
    let tokens = InMemoryStore.tokens(of: generation.model + "\n" + text)
    return search.words.indices.allSatisfy { index in
      let parts = InMemoryStore.tokens(of: search.words[index])
      let isLast = index == search.words.count - 1
      return tokens.indices.contains { start in
        let found = tokens[start...].prefix(parts.count)
        guard found.count == parts.count else { return false }
        return zip(found, parts).enumerated().allSatisfy { place, pair in
          isLast && place == parts.count - 1 ? pair.0.hasPrefix(pair.1) : pair.0 == pair.1
        }
      }
    }
  }
}

extension ResultFilter {
  fileprivate func includes(_ result: StoredResult, of purchase: BookState.Purchase) -> Bool {
    let generation = result.generation
    return models.map { $0.matches(generation.model) } ?? true
      && since.map { result.finishedAt >= $0 } ?? true && until.map { result.finishedAt < $0 } ?? true
      && number.map { generation.number == $0 } ?? true && (!isPinned || result.pinnedAt != nil)
      && key.map { generation.key == $0 } ?? true && team.map { generation.team == $0 } ?? true
      && content.map { generation.slot.content == $0 } ?? true
      && before.map { generation.number < $0 } ?? true
      && (search.map { purchase.matches($0) } ?? true)
  }
}
