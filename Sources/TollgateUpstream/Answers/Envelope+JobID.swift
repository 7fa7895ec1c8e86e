import TollgateCore

extension Envelope {
  /// Whether anything in the answer looks like a job's id. Beside a non-zero code it means that a job may exist after all, so
  /// this errs on the side of yes.
  var mentionsJob: Bool {
    if Self.holdsJobID(.object(root)) { return true }
    switch data {
    case .object(let object): return Self.isPresent(object["id"])
    case .array(let elements): return elements.contains { Self.isPresent($0["id"]) }
    case .string(let text): return Self.looksLikeObjectID(text.text)
    default: return false
    }
  }

  /// A member with one of the names of a job's id, at any depth.
  private static func holdsJobID(_ value: JSONValue) -> Bool {
    switch value {
    case .object(let object):
      object.members.contains { member in
        (["job_id", "jobId", "jobid"].contains(member.name.text) && isPresent(member.value)) || holdsJobID(member.value)
      }
    case .array(let elements):
      elements.contains { holdsJobID($0) }
    default:
      false
    }
  }

  private static func isPresent(_ value: JSONValue?) -> Bool {
    switch value {
    case nil, .null: false
    case .string(let text): !text.text.isEmpty
    default: true
    }
  }

  /// 24 hex digits, the form of the vendor's ids.
  private static func looksLikeObjectID(_ text: String) -> Bool {
    text.utf8.count == 24 && text.allSatisfy(\.isHexDigit)
  }
}

extension JSONValue {
  /// The value as a job id: printable ASCII without spaces, 1 to 256 bytes.
  var jobID: String? {
    guard let text = string, (1...256).contains(text.utf8.count), text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      return nil
    }
    return text
  }

  /// The value as an amount: a decimal string as the API writes it, or a JSON number that is exactly one; `nil` also where no
  /// create can cost that much.
  var amount: Money? {
    guard let money = string.flatMap({ Money($0) }) ?? number?.money, money.isPlausibleCharge else { return nil }
    return money
  }
}
