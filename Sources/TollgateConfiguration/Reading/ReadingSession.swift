/// One reading of a configuration: what it reads from, and what it found out.
final class ReadingSession {
  let environment: [String: String]
  /// Every setting of a fixed name, in the order of reading.
  private(set) var settings: [EffectiveSetting] = []
  /// The elements of lists, and of mappings whose names are free, in the order of reading.
  private(set) var items: [ConfiguredItem] = []
  /// What the element that is being read has so far.
  private var elementSettings: [EffectiveSetting] = []
  private var problems: [(line: Int, sentence: String)] = []
  /// The variables that the file names in `${…}`.
  private var usedVariables: Set<String> = []
  /// Those whose values were put into the file's texts, in the order of reading.
  private var takenVariables: [String] = []

  init(environment: [String: String]) { self.environment = environment }

  // MARK: Problems

  /// More problems than anybody corrects at once. Further ones are not even put into words.
  private static let maximumProblems = 100

  func report(_ sentence: @autoclosure () -> String, at origin: SettingOrigin) {
    let line = if case .file(let location) = origin { location.line } else { Int.max }
    report("\(origin): \(sentence())", line: line)
  }

  func report(_ sentence: @autoclosure () -> String, at location: SourceLocation?) {
    report(sentence(), at: location.map(SettingOrigin.file) ?? .builtIn)
  }

  /// Reports what has no place in the file.
  func report(_ sentence: @autoclosure () -> String, line: Int = .max) {
    if problems.count < Self.maximumProblems { problems.append((line, sentence())) }
  }

  /// The problems in the order of their lines, those of the environment last.
  var sentences: [String] {
    problems.enumerated().sorted { ($0.element.line, $0.offset) < ($1.element.line, $1.offset) }.map(\.element.sentence)
  }

  // MARK: Values

  /// Notes a setting of a fixed name, or one of the element that is being read.
  func record(_ setting: EffectiveSetting, isFixed: Bool) {
    if isFixed { settings.append(setting) } else { elementSettings.append(setting) }
  }

  /// Notes that an element of `list` was read to its end.
  func recordItem(of list: String, at location: SourceLocation) {
    items.append(ConfiguredItem(list: list, location: location, settings: elementSettings))
    elementSettings = []
  }

  /// Reads something, and says which variables' values are in it.
  func takingVariables<Value>(_ read: () -> Value) -> (value: Value, variables: [String]) {
    let before = takenVariables.count
    let value = read()
    return (value, Array(takenVariables[before...]))
  }

  /// Where one of two settings was set: the first one, unless it has its default.
  func origin(of path: [String], or other: [String]) -> SettingOrigin {
    let origins = [path, other].compactMap { path in settings.first { $0.path == path }?.origin }
    return origins.first { $0 != .builtIn } ?? .builtIn
  }

  func interpolate(_ text: String) throws(Interpolation.Failure) -> String {
    let result = try Interpolation(text, environment: environment)
    usedVariables.formUnion(result.variables)
    takenVariables += result.taken
    return result.text
  }

  // MARK: Overrides

  /// The environment variable that overrides a setting: `TOLLGATE_SERVER_LIMITS_BODY`.
  static func variable(of path: [String]) -> String { "TOLLGATE_" + path.joined(separator: "_").uppercased() }

  /// Reports each variable that looks like an override and names no setting. Call it after everything was read.
  func reportStrayOverrides() {
    let known = settings.map { Self.variable(of: $0.path) }
    let strays = environment.keys.filter { name in
      name.hasPrefix("TOLLGATE_") && !known.contains(name) && !usedVariables.contains(name)
        && !ReservedVariables.contains(name, value: environment[name] ?? "")
    }
    for name in strays.sorted() {
      report("\(name) names no setting" + remedy(for: name, known: known))
    }
  }

  private func remedy(for name: String, known: [String]) -> String {
    if let close = Spelling.closest(to: name, among: known) { return "; did you mean \(close)?" }
    let section = settings.first { setting in
      setting.path.count > 1 && name.hasPrefix(Self.variable(of: Array(setting.path.prefix(1))) + "_")
    }
    guard let section else { return "; unset it, or look for the setting's name with `tollgate config show`." }
    let siblings = settings.filter { $0.path.first == section.path.first }.map { Self.variable(of: $0.path) }
    return "; unset it, or use one of \(siblings.joined(separator: ", "))."
  }
}
