import ArgumentParser
import Foundation
import TollgateCore

/// Which results a command is about.
struct ResultSelection: ParsableArguments {
  @Option(help: ArgumentHelp("Only of this model, or of those that begin so, such as 'google/*'.", valueName: "model"))
  var model: String?

  /// When it was finished.
  @OptionGroup var time: TimeSelection

  @Option(
    help: ArgumentHelp("Only with all of these words in the prompt; the last may be the beginning of one.", valueName: "text"))
  var search: String?

  @Option(help: ArgumentHelp("Only bought by this key.", valueName: "name"))
  var key: String?

  @Option(help: ArgumentHelp("Only bought by a key of this team.", valueName: "name"))
  var team: String?

  /// Whether nothing is said, so that all results are meant.
  var isEmpty: Bool { model == nil && time.isEmpty && search == nil && key == nil && team == nil }

  func validate() throws {
    if let model, ModelPattern(model) == nil {
      throw ValidationError("\"\(model)\" is no model; write an id, or the beginning of one and a *, such as 'google/*'.")
    }
  }

  /// The selection as a query.
  func query(at now: Timestamp, in zone: TimeZone) throws -> ResultQuery {
    ResultQuery(
      model: model, since: try time.first(before: now, in: zone), until: try time.end(before: now, in: zone), search: search,
      keyName: key, team: team)
  }
}
