/// Writes a bundle: the manifest, the entries and the files in its order, and the end.
package struct BundleWriter: Sendable {
  private let manifest: BundleManifest

  package init(_ manifest: BundleManifest) { self.manifest = manifest }

  /// What the bundle begins with.
  package var beginning: [UInt8] { manifest.header.bytes + manifest.bytes + Self.zeros(manifest.header.padding) }

  /// An entry's file, whole.
  package static func entry(_ entry: BundleManifest.Entry, _ bytes: [UInt8]) -> [UInt8] {
    let header = TarHeader(name: entry.name, size: entry.size)
    return header.bytes + bytes + zeros(header.padding)
  }

  /// What stands before a file's bytes.
  package static func head(of file: BundleManifest.File) -> [UInt8] {
    TarHeader(name: file.name.description, size: file.size).bytes
  }

  /// What stands behind a file's bytes.
  package static func tail(of file: BundleManifest.File) -> [UInt8] {
    zeros(TarHeader(name: file.name.description, size: file.size).padding)
  }

  /// What the bundle ends with.
  package static var end: [UInt8] { TarHeader.end }

  private static func zeros(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
}
