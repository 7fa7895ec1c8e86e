/// That a create wants its job's record posted somewhere when the job ends.
package struct CallbackOrder: Sendable, Equatable {
  package let url: String
  /// What receivers are told apart by, such as `https://example.com:443`.
  package let host: String
  /// What links in the record begin with; `nil` for the gateway's own.
  package let baseURL: String?
  /// The serial of the create's job id, where the create does not pay: a payer's is ``JobTicket/payerSerial``.
  package let serial: Int64

  package init(url: String, host: String, baseURL: String?, serial: Int64) {
    self.url = url
    self.host = host
    self.baseURL = baseURL
    self.serial = serial
  }
}
