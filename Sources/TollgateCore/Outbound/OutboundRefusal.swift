/// Why nothing is sent to a URL. There are four sentences, which are the same for every URL of their kind: what a name resolves
/// to, and what is there, is nobody's business who can only name it.
package enum OutboundRefusal: String, Error, Sendable, CaseIterable, CustomStringConvertible {
  case notAURL =
    "it is not a URL of the form https://host/path, without user, spaces, backslashes and unusual spellings of addresses"
  case scheme = "its scheme is not https, and http is used towards loopback and private addresses only, where those are allowed"
  case port = "its port is not 80, 443, 8443 or one from 1024 on"
  case address = "its host is not at an address that this gateway may connect to"

  package var description: String { rawValue }
}
