import Foundation
import TollgateCore

/// A small file as it is on the disk, and who may read it.
struct SecretFile {
  /// Nobody has so many certificates.
  private static let largest = ByteCount.mebibytes(1)

  let bytes: [UInt8]
  let isReadableByOthers: Bool

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: where it is.
  ///   - part: what it is for.
  /// - Throws: why it cannot be read, and what to do.
  init(_ path: String, _ part: CertificateError.Part) throws(CertificateError) {
    // What renews certificates often leaves links to the newest ones.
    let place = URL(filePath: path).resolvingSymlinksInPath().path
    // It does not wait where a pipe is.
    let descriptor = unsafe open(place, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw Self.unreadable(path, part, unsafe String(cString: strerror(errno))) }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    let attributes = (try? FileManager.default.attributesOfItem(atPath: place)) ?? [:]
    guard attributes[.type] as? FileAttributeType == .typeRegular, attributes[.size] as? Int ?? .max <= Self.largest.bytes
    else {
      throw CertificateError(part, "\(path) is not a file of at most 1 MiB; name the PEM file itself.")
    }
    isReadableByOthers = (attributes[.posixPermissions] as? Int ?? 0) & 0o007 != 0
    do {
      bytes = Array(try handle.readToEnd() ?? Data())
    } catch {
      throw Self.unreadable(path, part, error.localizedDescription)
    }
  }

  private static func unreadable(_ path: String, _ part: CertificateError.Part, _ reason: String) -> CertificateError {
    CertificateError(
      part,
      "\(path) cannot be read: \(reason.lowercased()); check the path, and that the user that runs the gateway may read it.")
  }
}
