import Foundation

/// What is mounted where, as this process sees it. A file has names within one mount only: also where a folder of the same file
/// system is mounted once more, as services and containers have it, no link leads across (`link(2)`, `EXDEV`).
struct MountTable {
  private struct Mount {
    let id: Substring
    let point: String
  }

  private let mounts: [Mount]

  /// Reads `/proc/self/mountinfo`; without it, nothing is known to be mounted.
  static func current() -> MountTable {
    let text = FileManager.default.contents(atPath: "/proc/self/mountinfo").map { String(decoding: $0, as: UTF8.self) }
    return MountTable(text ?? "")
  }

  /// Reads the lines of `proc_pid_mountinfo(5)`.
  init(_ text: String) {
    mounts = text.split(separator: "\n").compactMap { line in
      let fields = line.split(separator: " ", maxSplits: 5)
      return fields.count == 6 ? Mount(id: fields[0], point: Self.unescaped(fields[4])) : nil
    }
  }

  /// The mount that a path, without symbolic links, is in; `nil` where that is not known.
  func mount(of path: String) -> Substring? {
    var found: Mount?
    // What was mounted later at the same place covers what was there.
    for mount in mounts where Self.isInside(path, mount.point) && mount.point.utf8.count >= found?.point.utf8.count ?? 0 {
      found = mount
    }
    return found?.id
  }

  private static func isInside(_ path: String, _ point: String) -> Bool {
    path == point || path.hasPrefix(point == "/" ? point : point + "/")
  }

  /// Blanks and the like are three octal digits there.
  private static func unescaped(_ field: Substring) -> String {
    var bytes: [UInt8] = []
    var rest = Array(field.utf8)[...]
    while let byte = rest.popFirst() {
      let digits = rest.prefix(3)
      if byte == UInt8(ascii: "\\"), digits.count == 3, let value = UInt8(String(decoding: digits, as: UTF8.self), radix: 8) {
        bytes.append(value)
        rest.removeFirst(3)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
