import ShortAPISimulator
import Testing
import TollgateCore

/// How faults are written and read.
struct FaultInputTests {
  static let spellings: [(argument: String, json: String, fault: Fault)] = [
    ("create:html", #"{"on":"create","kind":"html"}"#, Fault(on: .create, .html)),
    (
      "create:html:status=503,times=3,probability=0.25,match=cat",
      #"{"on":"create","kind":"html","status":503,"times":3,"probability":0.25,"match":"cat"}"#,
      Fault(on: .create, .html, times: 3).with { fault in
        fault.status = 503
        fault.probability = 0.25
        fault.match = "cat"
      }
    ),
    (
      "create:failJob:refund=0.01,info=no", #"{"on":"create","kind":"failJob","refund":"0.01","info":"no"}"#,
      Fault(on: .create, .failJob).with { fault in
        fault.refund = .amount(Money(nanodollars: 10_000_000))
        fault.info = "no"
      }
    ),
    (
      "create:failJob:refund_after_ms=250", #"{"on":"create","kind":"failJob","refund_after_ms":250}"#,
      Fault(on: .create, .failJob).with { $0.refund = .later(.milliseconds(250)) }
    ),
    (
      "create:wrongAmount:amount=0.5", #"{"on":"create","kind":"wrongAmount","amount":"0.5"}"#,
      Fault(on: .create, .wrongAmount).with { $0.amount = "0.5" }
    ),
    (
      "file:slow:per_byte_ms=5,delay_ms=7", #"{"on":"file","kind":"slow","per_byte_ms":5,"delay_ms":7}"#,
      Fault(on: .file, .slow).with { fault in
        fault.perByte = .milliseconds(5)
        fault.delay = .milliseconds(7)
      }
    ),
    (
      "query:rateLimit:retry_after=9,code=5", #"{"on":"query","kind":"rateLimit","retry_after":9,"code":5}"#,
      Fault(on: .query, .rateLimit).with { fault in
        fault.retryAfter = .seconds(9)
        fault.code = 5
      }
    ),
    (
      "file:redirect:status=307,location=http://127.0.0.1:1/a?b=c",
      #"{"on":"file","kind":"redirect","status":307,"location":"http://127.0.0.1:1/a?b=c"}"#,
      Fault(on: .file, .redirect).with { fault in
        fault.status = 307
        fault.location = "http://127.0.0.1:1/a?b=c"
      }
    ),
    (
      #"{"on":"create","kind":"oddAmount","amount":-1,"accept":false}"#,
      #"{"on":"create","kind":"oddAmount","amount":-1,"accept":false}"#,
      Fault(on: .create, .oddAmount).with { fault in
        fault.amount = -1
        fault.accept = false
      }
    ),
    (
      "query:huge:megabytes=3", #"{"on":"query","kind":"huge","megabytes":3}"#,
      Fault(on: .query, .huge).with { $0.megabytes = 3 }
    ),
  ]

  @Test(arguments: spellings) func bothSpellingsReadAsTheFaultAndItIsWrittenBack(
    _ spelling: (argument: String, json: String, fault: Fault)
  ) throws {
    #expect(try Fault(argument: spelling.argument) == spelling.fault)
    #expect(try Fault(json: CanonicalJSON.parse(Array(spelling.json.utf8))) == spelling.fault)
    #expect(try Fault(json: .object(spelling.fault.json)) == spelling.fault)
  }

  @Test(arguments: [
    ("[]", "object"), ("{}", "create, query or file"), (#"{"on":"create"}"#, "kind"),
    (#"{"on":"x","kind":"html"}"#, "create, query, file"),
    (#"{"on":"create","kind":"x"}"#, "dropAfter"), (#"{"on":"file","kind":"wrongAmount"}"#, "cannot happen on file"),
    (#"{"on":"create","kind":"html","tims":3}"#, "tims"), (#"{"on":"create","kind":"html","times":"3"}"#, "times"),
    (#"{"on":"create","kind":"html","probability":2}"#, "from 0 to 1"),
    (#"{"on":"create","kind":"html","status":1000}"#, "999"),
    (#"{"on":"create","kind":"failJob","refund":"some"}"#, "refund"),
    (#"{"on":"create","kind":"html","accept":1}"#, "true or false"),
    (#"{"on":"create","kind":"wrongAmount","amount":1}"#, "decimal string"),
    (#"{"on":"create","kind":"html","match":1}"#, "text"),
  ])
  func mistakeIsNamed(json: String, part: String) throws {
    let value = try CanonicalJSON.parse(Array(json.utf8))
    let error = #expect(throws: SimulatorInputError.self) { try Fault(json: value) }
    #expect(error?.description.contains(part) == true, "\(error?.description ?? "")")
  }

  @Test(arguments: ["", "create", "create:html:status", "create:html:status=x", "{", "create:nothing"])
  func badArgumentIsRefused(_ argument: String) {
    #expect(throws: SimulatorInputError.self) { try Fault(argument: argument) }
  }

  @Test(arguments: [
    (#"{"action":"succeed"}"#, JobCommand.succeed),
    (#"{"action":"fail","error":"e","refund":"none"}"#, .fail(error: "e", refund: .none)),
    (#"{"action":"refund","refund":"0.01"}"#, .refund(.amount(Money(nanodollars: 10_000_000)))),
    (#"{"action":"refund"}"#, .refund(.full)), (#"{"action":"status","status":-3}"#, .status(-3)),
    (#"{"action":"extend","duration_ms":1500}"#, .extend(.milliseconds(1500))),
  ])
  func commandIsRead(json: String, command: JobCommand) throws {
    #expect(try JobCommand(json: CanonicalJSON.parse(Array(json.utf8))) == command)
  }

  @Test(arguments: [
    "[]", "{}", #"{"action":"x"}"#, #"{"action":"status"}"#, #"{"action":"extend"}"#, #"{"action":"succeed","x":1}"#,
  ])
  func badCommandIsRefused(json: String) throws {
    let value = try CanonicalJSON.parse(Array(json.utf8))
    #expect(throws: SimulatorInputError.self) { try JobCommand(json: value) }
  }
}
