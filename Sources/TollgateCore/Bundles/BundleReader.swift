import Crypto

/// Reads a bundle as it comes, piece by piece, and refuses whatever is not exactly as tollgate writes it. No more than one entry
/// is in memory at a time.
package struct BundleReader: Sendable {
  /// What a piece of the bundle brought.
  package enum Event: Sendable, Equatable {
    case manifest(BundleManifest)
    /// An entry whose bytes are right.
    case entry(BundleEntry)
    /// A file begins.
    case file(BundleManifest.File)
    /// Further bytes of the file.
    case bytes([UInt8])
    /// The file is complete, and its bytes are right.
    case endOfFile(BundleManifest.File)
  }

  private enum Part: Sendable {
    case manifest
    case entry(BundleManifest.Entry)
    case file(BundleManifest.File)
    case end
  }

  private var manifest: BundleManifest?
  /// How many parts behind the manifest were begun.
  private var begun = 0
  private var part = Part.manifest
  /// The header of the part, as it has to be; the manifest's own size is not known before.
  private var header: TarHeader?
  /// What was read of a header, of an entry, or of padding.
  private var collected: [UInt8] = []
  /// Bytes of the part that are still to come.
  private var missing: Int64 = 0
  private var hash = SHA256()
  private var isInBody = false
  private var isOver = false

  package init() {}

  /// Reads further bytes.
  ///
  /// - Throws: ``BundleError``; the bundle is to be refused as a whole then.
  package mutating func read(_ bytes: [UInt8]) throws(BundleError) -> [Event] {
    var events: [Event] = []
    var rest = bytes[...]
    while !rest.isEmpty || isAtEndOfBody {
      if isOver { throw BundleError("Something follows the end of the bundle.") }
      if isInBody { try readBody(&rest, &events) } else { try readHeader(&rest, &events) }
    }
    return events
  }

  /// Says that nothing follows.
  ///
  /// - Throws: ``BundleError`` where something is missing.
  package func finish() throws(BundleError) {
    guard isOver else { throw BundleError("The bundle is cut off in \(name).") }
  }

  /// The part that is being read, for sentences.
  private var name: String {
    switch part {
    case .manifest: BundleManifest.name
    case .entry(let entry): entry.name
    case .file(let file): file.name.description
    case .end: "its end"
    }
  }

  private var isAtEndOfBody: Bool { isInBody && missing == 0 && header?.padding == 0 }

  private mutating func readHeader(_ rest: inout ArraySlice<UInt8>, _ events: inout [Event]) throws(BundleError) {
    let wanted = if case .end = part { TarHeader.end.count } else { TarHeader.blockSize }
    let taken = rest.prefix(wanted - collected.count)
    collected += taken
    rest = rest.dropFirst(taken.count)
    guard collected.count == wanted else { return }
    switch part {
    case .end:
      guard collected == TarHeader.end else { throw BundleError("The bundle does not end as tollgate writes it.") }
      isOver = true
      return
    case .manifest:
      let size = String(decoding: collected[124..<135], as: UTF8.self)
      guard let size = Int64(size, radix: 8), (0...BundleManifest.largest).contains(size) else { throw notABundle }
      header = TarHeader(name: BundleManifest.name, size: size)
      guard collected == header?.bytes else { throw notABundle }
    case .entry, .file:
      guard collected == header?.bytes else { throw BundleError("The header of \(name) is not as tollgate writes it.") }
    }
    if case .file(let file) = part { events.append(.file(file)) }
    collected = []
    missing = header?.size ?? 0
    hash = SHA256()
    isInBody = true
  }

  private var notABundle: BundleError {
    BundleError(
      "This is no bundle: it does not begin with the header of \(BundleManifest.name) as tollgate writes it.",
      remedy: "Name the file that tollgate cache export wrote.")
  }

  private mutating func readBody(_ rest: inout ArraySlice<UInt8>, _ events: inout [Event]) throws(BundleError) {
    if missing > 0 {
      let taken = Array(rest.prefix(Int(min(missing, Int64(rest.count)))))
      rest = rest.dropFirst(taken.count)
      missing -= Int64(taken.count)
      hash.update(data: taken)
      if case .file = part { events.append(.bytes(taken)) } else { collected += taken }
      guard missing == 0 else { return }
      try endBody(&events)
      collected = []
    } else if header?.size == 0 {
      try endBody(&events)
      collected = []
    }
    let padding = header?.padding ?? 0
    let taken = rest.prefix(padding - collected.count)
    guard taken.allSatisfy({ $0 == 0 }) else { throw BundleError("What fills the place behind \(name) is not zero.") }
    collected += taken
    rest = rest.dropFirst(taken.count)
    guard collected.count == padding else { return }
    beginNext()
  }

  /// All bytes of the part have come.
  private mutating func endBody(_ events: inout [Event]) throws(BundleError) {
    guard let digest = AssetID(digest: Array(hash.finalize())) else { return }
    switch part {
    case .manifest:
      let manifest = try BundleManifest(collected)
      self.manifest = manifest
      events.append(.manifest(manifest))
    case .entry(let expected):
      guard digest == expected.digest else { throw BundleError("\(name) is damaged: its bytes have another SHA-256.") }
      let entry = try BundleEntry(collected, named: name)
      guard entry.content == expected.content, entry.variant.utf8.elementsEqual(expected.variant.utf8),
        entry.files.map(\.description).sorted() == expected.files
      else { throw BundleError("\(name) is not what \(BundleManifest.name) says.") }
      events.append(.entry(entry))
    case .file(let file):
      guard digest == file.name.asset else { throw BundleError("\(name) is damaged: its bytes have another SHA-256.") }
      events.append(.endOfFile(file))
    case .end:
      break
    }
  }

  private mutating func beginNext() {
    collected = []
    isInBody = false
    let entries = manifest?.entries ?? []
    let files = manifest?.files ?? []
    if begun < entries.count {
      part = .entry(entries[begun])
      header = TarHeader(name: entries[begun].name, size: entries[begun].size)
    } else if begun < entries.count + files.count {
      let file = files[begun - entries.count]
      part = .file(file)
      header = TarHeader(name: file.name.description, size: file.size)
    } else {
      part = .end
      header = nil
    }
    begun += 1
  }
}
