import Mustache

/// The pages' templates, which are part of the program. What they are given is text, and never markup.
struct ConsoleTemplates: Sendable {
  /// Where a template is missing.
  struct Missing: Error { let name: String }

  private static let suffix = ".mustache"
  private let library: MustacheLibrary
  let style: String
  let script: String
  let sign: String

  /// - Parameters:
  ///   - files: the style, the scripts and the sign.
  ///   - missing: templates that are left out, for tests of what happens then.
  /// - Throws: where one of them is no template.
  init(files: ConsoleFiles, missing: Set<String> = []) throws {
    var library = MustacheLibrary()
    for (name, content) in Assets.all
    where name.description.hasSuffix(Self.suffix) && !missing.contains(name.description) {
      let template = ConsoleMarkup.declaration + content.description
      try library.register(template, named: String(name.description.dropLast(Self.suffix.count)))
    }
    self.library = library
    style = files.address(of: "console.css")
    script = files.address(of: "console.js")
    sign = files.address(of: "sign.svg")
  }

  /// - Throws: where there is no such template.
  func render<View>(_ name: String, _ frame: PageFrame, _ view: View) throws -> String {
    guard let text = library.render(Page(frame: frame, view: view), withTemplate: name) else { throw Missing(name: name) }
    return text
  }

  private struct Page<View> {
    let frame: PageFrame
    let view: View
  }
}
