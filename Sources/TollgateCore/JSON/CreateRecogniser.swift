/// Recognises creates under one catalogue: at once where the same bytes came lately, as they do when a script runs again, and
/// else by reading them with a ``CreateIdentifier``. Each event loop has one of its own.
package struct CreateRecogniser: ~Copyable {
  private let catalogue: Catalogue
  private var identifier = CreateIdentifier()
  private var recent = RecentBodies()

  /// - Parameter catalogue: by whose defaults and rules creates are normalised.
  package init(catalogue: Catalogue) { self.catalogue = catalogue }

  /// The identity of a create.
  ///
  /// - Returns: what ``CreateIdentifier/identify(_:under:)`` returns.
  package mutating func identify(_ body: Span<UInt8>) -> CreateIdentity? {
    guard body.count <= RecentBodies.longestBody else { return identifier.identify(body, under: catalogue) }
    let hash = RecentBodies.hash(of: body)
    if let known = recent.identity(of: body, hash: hash) { return known }
    guard let identity = identifier.identify(body, under: catalogue) else { return nil }
    recent.remember(body, as: identity, hash: hash)
    return identity
  }
}

/// The bodies of creates that were identified lately, byte for byte: at most 256 of at most 2 KiB.
///
/// Each body has one place, by a hash of its bytes, and takes it from whichever was there before. Nothing is trusted to the hash:
/// bodies with the same one are told apart by their bytes, so that whoever finds such bodies only makes them be read again.
struct RecentBodies: ~Copyable {
  static let longestBody = 2048
  private static let places = 256

  private struct Entry {
    var body: [UInt8] = []
    var identity: CreateIdentity?
  }

  private var hashes = [UInt64](repeating: 0, count: Self.places)

  private var entries = [Entry](repeating: Entry(), count: Self.places)

  /// Where the body with this hash belongs.
  static func place(of hash: UInt64) -> Int { Int(truncatingIfNeeded: hash >> 56) }

  static func hash(of body: Span<UInt8>) -> UInt64 {
    let raw = unsafe body.bytes
    var hash = UInt64(truncatingIfNeeded: body.count)
    var index = 0
    while index &+ 8 <= body.count {
      // In bounds by the line above; no alignment is assumed.
      mix(unsafe raw.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: UInt64.self), into: &hash)
      index &+= 8
    }
    while index < body.count {
      mix(UInt64(body[index]), into: &hash)
      index &+= 1
    }
    return hash
  }

  private static func mix(_ word: UInt64, into hash: inout UInt64) {
    hash = (hash ^ word) &* 0x9E37_79B9_7F4A_7C15
    hash ^= hash >> 32
  }

  /// What the body was identified as, where it was the last one at its place.
  func identity(of body: Span<UInt8>, hash: UInt64) -> CreateIdentity? {
    let place = Self.place(of: hash)
    guard hashes[place] == hash else { return nil }
    let entry = entries[place]
    return JSONText.areEqual(entry.body.span, body) ? entry.identity : nil
  }

  mutating func remember(_ body: Span<UInt8>, as identity: CreateIdentity, hash: UInt64) {
    let place = Self.place(of: hash)
    hashes[place] = hash
    entries[place].body.removeAll(keepingCapacity: true)
    unsafe body.withUnsafeBufferPointer { unsafe entries[place].body.append(contentsOf: $0) }
    entries[place].identity = identity
  }
}
