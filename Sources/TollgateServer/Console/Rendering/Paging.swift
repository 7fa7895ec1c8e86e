/// The links to a list's other pages.
struct Paging {
  /// The next older entries; `nil` where there are none.
  let older: String?
  /// The list's beginning; `nil` where that is shown.
  let newest: String?

  /// - Returns: `nil` where there is one page only.
  init?(older: String?, newest: String?) {
    guard older != nil || newest != nil else { return nil }
    self.older = older
    self.newest = newest
  }
}
