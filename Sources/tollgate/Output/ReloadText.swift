import TollgateCore

/// What a reload has changed, for people.
enum ReloadText {
  /// One setting a line.
  static func rendered(_ changes: [ConfigurationReload.Change], on screen: Screen) -> String {
    var table = TextTable([.init("SETTING", mayShrink: true), .init("BEFORE", mayShrink: true), .init("NOW", mayShrink: true)])
    for change in changes { table.append([change.name, change.before ?? "none", change.after ?? "none"]) }
    return table.rendered(on: screen)
  }

  /// The sentence below.
  static func verdict(_ report: ConfigurationReload) -> String {
    let (changed, waiting) = (report.changed.count, report.needsRestart.count)
    if changed == 0, waiting == 0 { return "The configuration was read again; nothing in it has changed." }
    let inForce = changed == 0 ? "nothing that can change while it runs" : counted(changed) + " in force"
    return "The configuration was read again: \(inForce)"
      + (waiting == 0 ? "." : ", and \(counted(waiting)) waiting for a restart.")
  }

  private static func counted(_ changes: Int) -> String { "\(changes) change\(changes == 1 ? "" : "s")" }
}
