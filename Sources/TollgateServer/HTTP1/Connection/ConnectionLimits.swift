/// What a client may do with a connection, and for how long.
package struct ConnectionLimits: Sendable {
  /// The longest path and query, in bytes; with more it is 414.
  package var target = 8192
  /// The largest field, in bytes; with more it is 431.
  package var field = 16 * 1024
  /// The number of fields; with more it is 431.
  package var fields = 100
  /// Whether a request of HTTP/1.1 has to say `Host`.
  package var requiresHost = true
  /// How long a head may take, from its first byte or, for the first one, from the connection's start.
  package var headerTime: Duration = .seconds(10)
  /// How long a body may take at least. It may take longer as long as ``bodyRate`` bytes a second come on average, and none of
  /// its silences takes so long.
  package var bodyTime: Duration = .seconds(30)
  package var bodyRate = 500
  /// How long nothing may happen between two requests.
  package var idleTime: Duration = .seconds(60)
  /// How long a client may take nothing of what waits for it.
  package var stallTime: Duration = .seconds(30)
  /// How long a connection may last when the gateway shuts down, whatever its client still sends or takes: the answers of the
  /// gateway itself have come by then. Default 64 s: a second less than a gateway with the default request timeout may take.
  package var shutdownTime: Duration = .seconds(64)
  /// Requests on one connection; the last one's answer closes it.
  package var requests = 100_000
  /// Connections of one address at a time; `nil` for as many as there are. Programs on this machine share an address, and are
  /// never counted.
  package var perAddress: Int?

  /// The defaults.
  package init() {}
}

extension ConnectionLimits {
  /// The largest body for which somebody is asked before the main lane.
  static let collectedBody = 256 * 1024
  /// The bytes of all requests that are collected at the same time.
  static let collectedBodies = 64 << 20
  /// The bytes that wait behind an unanswered request; with more, reading stops.
  static let held = 32 * 1024
  /// A connection goes on behind an answer that came before the end of the request's body, if no more of it is still to come.
  static let unreadBody = 64 * 1024
  /// What is read and dropped behind the last answer, in bytes, in time, and with what silence in between: most clients send all
  /// of a body before they look for an answer, and would never see one that comes with a reset. So it is as much as the largest
  /// body usually may have, which lets those learn of a 413 that are a little above; it takes no memory.
  static let dropped = 16 << 20
  static let dropTime: Duration = .seconds(30)
  static let dropSilence: Duration = .seconds(5)
  /// How long a gateway that shuts down still waits for what a client has to send.
  static let quiesceTime: Duration = .seconds(5)
  /// How often it is looked at whether a client takes what waits for it.
  static let stallLook: Duration = .seconds(5)
  /// When it is first looked at whether a client takes its instant answers. A look costs more than such an answer may.
  static let answersLook: Duration = .seconds(10)
  /// Answers are written together up to so many bytes.
  static let answersTogether = 16 * 1024
}
