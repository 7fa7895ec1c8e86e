import TollgateCore

extension SimulatedJob {
  /// The record that a query shows and a callback carries, spelled and ordered like the vendor's.
  ///
  /// - Parameters:
  ///   - publicURL: what the links begin with, without a slash at the end.
  ///   - shown: a status to show instead of the job's; such a record has no result.
  ///   - withLinks: `false` leaves the result's list empty.
  /// - Returns: one JSON object.
  func record(publicURL: String, status shown: Int? = nil, withLinks: Bool = true) -> [UInt8] {
    func quoted(_ text: String) -> String { String(decoding: CanonicalJSON.encode(.text(text)), as: UTF8.self) }
    var text = "{\"id\":\"\(accepted.id)\",\"key_name\":\"simulator\",\"model\":\(quoted(accepted.model)),\"args\":"
    text += String(decoding: args, as: UTF8.self)
    var finishedAt: Timestamp?
    if shown == nil, case .ended(let ending, let moment) = state {
      finishedAt = moment
      switch ending {
      case .success:
        let links = withLinks ? files.filter { !$0.isCover }.map { entry(for: $0, publicURL: publicURL) } : []
        text += ",\"result\":{\"\(kind.rawValue)\":[\(links.joined(separator: ","))]}"
      case .failure(let error, _): text += ",\"error\":\(quoted(error))"
      }
    }
    text += ",\"status\":\(shown ?? status),\"credit\":\"\(accepted.amount)\",\"refunded\":\(refunded > .zero)"
    text += ",\"refunded_credit\":\"\(refunded)\",\"created_at\":\"\(accepted.at)\",\"updated_at\":\"\(updatedAt)\""
    if let finishedAt { text += ",\"finished_at\":\"\(finishedAt)\"" }
    return Array((text + "}").utf8)
  }

  private func entry(for file: ResultFile, publicURL: String) -> String {
    func link(_ file: ResultFile) -> String { publicURL + file.path + (linkVersion > 0 ? "?v=\(linkVersion)" : "") }
    guard kind == .musics, let cover = files.first(where: \.isCover) else { return "{\"url\":\"\(link(file))\"}" }
    return "{\"url\":\"\(link(file))\",\"cover\":\"\(link(cover))\","
      + "\"title\":\"Simulated song\",\"lyrics\":\"[Instrumental]\",\"tags\":\"simulated, short\"}"
  }

  /// The job's files, whose links are in the record of a job that succeeded.
  var files: [ResultFile] {
    let date = accepted.at.description.prefix(10).filter { $0 != "-" }
    let folder = "/tmp/\(date)/\(accepted.id)/"
    var files = (1...max(1, accepted.results)).map { number in
      let name = "\(kind.fileStem)-\(number).\(accepted.format.rawValue)"
      return ResultFile(path: folder + name, format: accepted.format, isCover: false)
    }
    if kind == .musics { files.append(ResultFile(path: folder + "cover.jpeg", format: .jpeg, isCover: true)) }
    return files
  }
}

/// A file that a job made.
struct ResultFile: Equatable {
  let path: String
  let format: FileFormat
  /// Whether it is a song's picture.
  let isCover: Bool
}
