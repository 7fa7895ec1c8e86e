package import Foundation
package import TollgateCore

/// What the console shows, and to whom.
package struct ConsoleSettings: Sendable {
  package var administration: any Administration
  /// What it asks for. Without one there is a console only as long as there are no keys, for this machine.
  package var token: AdminToken
  /// Whose midnights begin days and months.
  package var timeZone: TimeZone
  package var time: any TimeSource

  package init(
    administration: any Administration, token: AdminToken = AdminToken(nil), timeZone: TimeZone = .gmt,
    time: any TimeSource = SystemTimeSource()
  ) {
    self.administration = administration
    self.token = token
    self.timeZone = timeZone
    self.time = time
  }
}
