/// What a browser would make of a page: its elements with the names of their attributes, in order, without any text.
struct HTMLOutline: Equatable {
  /// One start tag.
  struct Element: Hashable {
    var name: String
    var attributes: [String] = []
  }

  private(set) var elements: [Element] = []

  /// Reads a page as browsers do: a tag begins with `<` and a letter, and ends with a `>` that is in no quotes.
  init(_ text: String) {
    let bytes = Array(text.utf8)
    var place = 0
    while place + 1 < bytes.count {
      guard bytes[place] == UInt8(ascii: "<"), Self.isLetter(bytes[place + 1]) else {
        place += 1
        continue
      }
      place += 1
      var element = Element(
        name: Self.take(bytes, &place) { !Self.isSpace($0) && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") })
      while place < bytes.count, bytes[place] != UInt8(ascii: ">") {
        guard !Self.isSpace(bytes[place]), bytes[place] != UInt8(ascii: "/") else {
          place += 1
          continue
        }
        element.attributes.append(
          Self.take(bytes, &place) {
            !Self.isSpace($0) && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/") && $0 != UInt8(ascii: "=")
          })
        Self.skipValue(bytes, &place)
      }
      elements.append(element)
    }
  }

  private static func skipValue(_ bytes: [UInt8], _ place: inout Int) {
    while place < bytes.count, isSpace(bytes[place]) { place += 1 }
    guard place < bytes.count, bytes[place] == UInt8(ascii: "=") else { return }
    place += 1
    while place < bytes.count, isSpace(bytes[place]) { place += 1 }
    guard place < bytes.count else { return }
    let quote = bytes[place]
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else {
      _ = take(bytes, &place) { !isSpace($0) && $0 != UInt8(ascii: ">") }
      return
    }
    place += 1
    _ = take(bytes, &place) { $0 != quote }
    place += 1
  }

  private static func take(_ bytes: [UInt8], _ place: inout Int, while isMeant: (UInt8) -> Bool) -> String {
    let start = place
    while place < bytes.count, isMeant(bytes[place]) { place += 1 }
    // An equals sign at the beginning of a name is part of it.
    if place == start { place += 1 }
    return String(decoding: bytes[start..<min(place, bytes.count)], as: UTF8.self).lowercased()
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20) }
  private static func isSpace(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0C, 0x0D].contains(byte) }

  /// What no page of the console has, and what would run or lead somewhere.
  var intruders: [Element] {
    let tags: Set = ["iframe", "object", "embed", "base", "math", "style", "animate", "frame", "portal", "template"]
    let attributes: Set = ["style", "srcdoc", "formaction", "http-equiv", "background", "ping"]
    return elements.filter { element in
      tags.contains(element.name) || element.attributes.contains { $0.hasPrefix("on") || attributes.contains($0) }
    }
  }

  /// How many scripts there are.
  var scripts: Int { elements.count { $0.name == "script" } }
}
