import Glibc

extension IPAddress: CustomStringConvertible {
  /// `192.0.2.1`, `2001:db8::1`: as it is usually written, without brackets.
  package var description: String {
    let family = bytes.count == 4 ? AF_INET : AF_INET6
    return unsafe withUnsafeTemporaryAllocation(of: CChar.self, capacity: Int(INET6_ADDRSTRLEN)) { text in
      let result = unsafe bytes.withUnsafeBytes {
        unsafe inet_ntop(family, $0.baseAddress, text.baseAddress, socklen_t(INET6_ADDRSTRLEN))
      }
      // It fails for no address that has 4 or 16 bytes.
      guard let result = unsafe result else { return "" }
      return unsafe String(cString: result)
    }
  }
}
