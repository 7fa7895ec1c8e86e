/// That a create wants its job's record posted somewhere when the job ends.
package struct CallbackOrder: Sendable, Equatable {
  package let url: String
  /// Who is to have it, by the origin of the URL: ``OutboundURL/origin``.
  package let receiver: String
  /// What links in the record begin with; `nil` for the gateway's own.
  package let baseURL: String?
  /// The serial of the job's id. That of a create that buys is ``JobTicket/payerSerial``, as the decision shows.
  package var serial: Int64

  package init(url: String, receiver: String, baseURL: String?, serial: Int64 = JobTicket.payerSerial) {
    self.url = url
    self.receiver = receiver
    self.baseURL = baseURL
    self.serial = serial
  }
}
