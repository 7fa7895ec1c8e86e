/// What a bundle has: its first file, `manifest.json`. Everything in it can be computed from what follows, and is compared.
package struct BundleManifest: Sendable, Equatable {
  /// The name of its file.
  static let name = "manifest.json"
  /// A larger one is not read, in bytes.
  static let largest: Int64 = 64 << 20
  private static let format: JSONValue = 1

  /// One request with its result.
  package struct Entry: Sendable, Equatable {
    package let content: Content
    package let variant: String
    /// Of the entry's file.
    package let digest: AssetID
    /// Of the entry's file, in bytes.
    package let size: Int64
    /// The names of the files that the result names, sorted.
    package let files: [String]

    package init(content: Content, variant: String, digest: AssetID, size: Int64, files: [String]) {
      self.content = content
      self.variant = variant
      self.digest = digest
      self.size = size
      self.files = files
    }

    /// `entries/<sha256>.json`
    var name: String { "entries/\(digest).json" }
  }

  /// One file of results.
  package struct File: Sendable, Hashable {
    package let name: BundleFileName
    /// In bytes.
    package let size: Int64

    package init(name: BundleFileName, size: Int64) {
      self.name = name
      self.size = size
    }
  }

  /// In the order of their contents, and of their variants.
  package let entries: [Entry]
  /// In the order of their names.
  package let files: [File]

  /// Brings both into their order.
  package init(entries: [Entry], files: [File]) {
    self.entries = entries.sorted { Self.place(of: $0) < Self.place(of: $1) }
    self.files = files.sorted { $0.name.description < $1.name.description }
  }

  private static func place(of entry: Entry) -> (String, JSONString) { (entry.content.description, JSONString(entry.variant)) }

  /// What the whole archive takes, in bytes.
  package var archivedSize: Int64 {
    let headers =
      [header] + entries.map { TarHeader(name: $0.name, size: $0.size) }
      + files.map { TarHeader(name: $0.name.description, size: $0.size) }
    return headers.reduce(Int64(TarHeader.end.count)) { $0 + $1.archivedSize }
  }

  /// Whether its file is larger than one is read.
  package var isTooLong: Bool { bytes.count > Self.largest }

  /// The largest file that a bundle can have, in bytes.
  package static let largestFile = TarHeader.largestFile

  /// What its file begins with.
  var header: TarHeader { TarHeader(name: Self.name, size: Int64(bytes.count)) }

  /// Its file.
  var bytes: [UInt8] {
    let entries = entries.map { entry -> JSONValue in
      [
        "content": .text(entry.content.description), "files": .array(entry.files.map { .text($0) }),
        "sha256": .text(entry.digest.description), "size": .integer(Int(entry.size)), "variant": .text(entry.variant),
      ]
    }
    let files = files.map { file -> JSONValue in ["name": .text(file.name.description), "size": .integer(Int(file.size))] }
    return CanonicalJSON.encode(["entries": .array(entries), "files": .array(files), "format": Self.format])
  }

  /// Reads what ``bytes`` writes, and nothing else.
  init(_ bytes: [UInt8]) throws(BundleError) {
    let value: JSONValue
    do { value = try CanonicalJSON.parse(bytes) } catch { throw BundleError("\(Self.name) is not strict JSON: \(error).") }
    guard value["format"] == Self.format else {
      throw BundleError(
        "\(Self.name) is of a format that this version does not know.", remedy: "Import the bundle with a newer tollgate.")
    }
    var entries: [Entry] = []
    var files: [File] = []
    for entry in value["entries"]?.array ?? [] {
      guard let content = entry["content"]?.string.flatMap(HexDigits.bytes(of:)).flatMap({ Content(digest: $0) }),
        let variant = entry["variant"]?.string, let digest = entry["sha256"]?.string.flatMap({ AssetID($0) }),
        let size = entry["size"]?.number?.int64, (0...BundleEntry.largest).contains(size), let names = entry["files"]?.array
      else { throw BundleError("\(Self.name) has an entry that is none.") }
      let known = names.compactMap(\.string)
      entries.append(Entry(content: content, variant: variant, digest: digest, size: size, files: known))
    }
    for file in value["files"]?.array ?? [] {
      guard let name = file["name"]?.string.flatMap({ BundleFileName($0) }), let size = file["size"]?.number?.int64,
        (0...TarHeader.largestFile).contains(size)
      else { throw BundleError("\(Self.name) names a file that is none.") }
      files.append(File(name: name, size: size))
    }
    self.init(entries: entries, files: files)
    let places = Set(self.entries.map { "\($0.content) \($0.variant)" })
    guard self.bytes == bytes, places.count == self.entries.count, Set(self.files.map(\.name)).count == self.files.count,
      Set(self.entries.flatMap(\.files)) == Set(self.files.map(\.name.description))
    else { throw BundleError("\(Self.name) is not as tollgate writes it.") }
  }
}
