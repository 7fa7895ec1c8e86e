import BasicContainers

/// Brings documents to their canonical bytes without making values of them, in memory that is used again and again.
///
/// It says "don't know" to whatever ``JSONParser`` refuses, and to what is too rare to be worth its own rules; ``JSONParser`` then
/// reads the document again and says what is wrong. Where it answers, its bytes are those that ``CanonicalJSON/encode(_:expectedCount:)``
/// writes for what ``CanonicalJSON/parse(_:)`` reads.
package struct CanonicalScanner: ~Copyable {
  /// Why a document is left to ``JSONParser``.
  struct Unsure: Error {}

  /// So much of each buffer is kept for the next document; what a larger one needed is given back.
  static let keptBytes = 512 * 1024

  /// The canonical bytes of the document that was read last, or as much as was read of it.
  var canonical = UniqueArray<UInt8>()
  /// The members of the objects that are not complete yet, the outermost first; of each object together.
  var members = UniqueArray<CanonicalMember>()
  /// The members of a create's `args`.
  var args = UniqueArray<CanonicalMember>()
  /// Whether the create has an `args` that is an object.
  var hasArgs = false
  /// Where an object's members are put in order.
  var sorting = UniqueArray<UInt8>()
  var cursor = JSONParser()
  var depth = 0

  /// A scanner without any memory yet.
  package init() {}

  /// Brings a document to its canonical bytes; see ``canonicalBytes``.
  ///
  /// - Returns: whether it could; else ``JSONParser`` decides.
  package mutating func read(_ document: Span<UInt8>) -> Bool {
    begin(document)
    do throws(Unsure) {
      try value(document)
    } catch {
      return false
    }
    return isAtEnd(document)
  }

  /// A copy of the canonical bytes of the document that was read last.
  package var canonicalBytes: [UInt8] { unsafe canonical.span.withUnsafeBufferPointer { unsafe Array($0) } }

  /// Reads an object into ``canonical`` but leaves its members, and those of its `args`, in the order of the document: their
  /// canonical order is that of ``members`` and ``args``.
  ///
  /// - Returns: whether it could, and there is an object `args`; else ``JSONParser`` decides.
  mutating func readCreate(_ body: Span<UInt8>) -> Bool {
    begin(body)
    guard cursor.peek(body) == UInt8(ascii: "{") else { return false }
    do throws(Unsure) {
      _ = try readMembers(body, isCreate: true)
    } catch {
      return false
    }
    return isAtEnd(body) && hasArgs
  }

  /// The members of a canonical object; `nil` where it is none, or a name needs an escape.
  mutating func members(of object: Span<UInt8>) -> [CanonicalMember]? {
    begin(object)
    guard cursor.peek(object) == UInt8(ascii: "{"), (try? readMembers(object)) ?? false else { return nil }
    return (0..<members.count).map { members[$0] }
  }

  private mutating func begin(_ document: Span<UInt8>) {
    Self.empty(&canonical)
    Self.empty(&sorting)
    Self.empty(&members)
    Self.empty(&args)
    hasArgs = false
    depth = 0
    cursor = JSONParser()
    canonical.reserveCapacity(document.count)
    cursor.skipWhiteSpace(document)
  }

  private mutating func isAtEnd(_ document: Span<UInt8>) -> Bool {
    cursor.skipWhiteSpace(document)
    return cursor.position == document.count
  }

  static func empty<Element>(_ buffer: inout UniqueArray<Element>) {
    buffer.removeAll(keepingCapacity: buffer.capacity <= keptBytes / MemoryLayout<Element>.stride)
  }
}
