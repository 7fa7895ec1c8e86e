package import TollgateCore

extension GatewayConfiguration {
  /// How ShortAPI is asked.
  package struct Upstream: Sendable, Equatable {
    /// The vendor's address; paths such as `/api/v1/job/create` are appended to it.
    ///
    /// - `upstream.base_url` (default `https://api.shortapi.ai`): http or https, with or without `/api/v1`, which is cut off.
    package var baseURL = HTTPAddress.shortAPI

    /// The vendor's key; `nil` for none: then, in open mode, each caller's own is passed on.
    ///
    /// - `upstream.api_key` (default `${SHORTAPI_KEY:-}`): a leading `Bearer ` is cut off.
    package var apiKey: Secret?

    /// How long a connection may take to come about. Nothing has been sent then. At most half of ``requestTimeout`` is used.
    ///
    /// - `upstream.connect_timeout` (default `5s`): 1ms to 10m.
    package var connectTimeout: Duration = .seconds(5)

    /// How long one call may take in all; a create that takes longer is unknown.
    ///
    /// - `upstream.request_timeout` (default `60s`): 1ms to 1h.
    package var requestTimeout: Duration = .seconds(60)

    /// Creates in flight at a time; more wait in the queue.
    ///
    /// - `upstream.max_sending` (default `64`): 1 to 10000.
    package var maxSending = 64

    /// Purchases that wait to be sent.
    package var queue = Queue()

    /// Purchases that may be reserved, being sent or running at a time, of all keys together; `nil` for any number.
    ///
    /// - `upstream.max_running` (default `unlimited`): 1 to 1000000000.
    package var maxRunning: Int?

    /// Whether a create is bought again when an identical one's outcome is unknown.
    ///
    /// - `upstream.on_unknown` (default `refuse`): `refuse` or `resend`.
    package var onUnknown = UnknownPolicy.refuse

    /// How running jobs are asked about.
    package var poll = Poll()

    /// When nothing is sent because ShortAPI is not there, or not well.
    package var breaker = Breaker()

    /// The defaults.
    package init() {}

    /// Purchases that wait to be sent.
    package struct Queue: Sendable, Equatable {
      /// How many may wait; one more is answered 429/42902.
      ///
      /// - `upstream.queue.size` (default `16384`): 1 to 1000000.
      package var size = 16_384

      /// How long one may wait; then it is answered 429/42902 and its hold is released.
      ///
      /// - `upstream.queue.deadline` (default `20s`): 1ms to 1h.
      package var deadline: Duration = .seconds(20)

      /// The defaults.
      package init() {}
    }

    /// When nothing is sent because ShortAPI is not there, or not well. Creates that would buy are answered 502/50200 then; what is
    /// cached is served, and what waits in the queue waits.
    package struct Breaker: Sendable, Equatable {
      /// Creates that fail in a row, each try counted, until none is sent for a while; `nil` for never. What failed could not be
      /// sent, or got no usable answer; a rejection and a 429 are answers.
      ///
      /// - `upstream.breaker.failures` (default `3`): 1 to 1000, or `unlimited`.
      package var failures: Int? = 3

      /// How long none is sent, the first time. Then a single one finds out; when it fails too, the wait is twice as long.
      ///
      /// - `upstream.breaker.first` (default `2s`): 1ms to 1h.
      package var first: Duration = .seconds(2)

      /// The longest wait; not below `first`.
      ///
      /// - `upstream.breaker.max` (default `30s`): 1ms to 1h.
      package var max: Duration = .seconds(30)

      /// The defaults.
      package init() {}
    }

    /// How running jobs are asked about.
    package struct Poll: Sendable, Equatable {
      /// The wait before the first question.
      ///
      /// - `upstream.poll.first` (default `1s`): 1ms to 1h.
      package var first: Duration = .seconds(1)

      /// Each further wait is so many times the one before.
      ///
      /// - `upstream.poll.factor` (default `1.5`): 1 to 10.
      package var factor = 1.5

      /// The longest wait; not below `first`.
      ///
      /// - `upstream.poll.max` (default `10s`): 1ms to 1h.
      package var max: Duration = .seconds(10)

      /// The age at which a job that still runs is stalled.
      ///
      /// - `upstream.poll.give_up` (default `60m`): 1s to 30d; not below `max`.
      package var giveUp: Duration = .seconds(3600)

      /// Questions in flight at a time.
      ///
      /// - `upstream.poll.concurrency` (default `256`): 1 to 1000.
      package var concurrency = 256

      /// The defaults.
      package init() {}
    }
  }
}

extension GatewayConfiguration.Upstream {
  mutating func read(_ section: MappingReader) {
    section.scalar("base_url", &baseURL, .baseURL)
    section.scalar("api_key", &apiKey, .upstreamKey, orVariable: "SHORTAPI_KEY")
    section.scalar("connect_timeout", &connectTimeout, .duration(.milliseconds(1) ... .seconds(600)))
    section.scalar("request_timeout", &requestTimeout, .duration(.milliseconds(1) ... .seconds(3600)))
    section.scalar("max_sending", &maxSending, .wholeNumber(1...10_000))
    section.section("queue") { queue.read($0) }
    section.scalar("max_running", &maxRunning, .limit(LimitChange.numbers))
    section.scalar("on_unknown", &onUnknown, .choice)
    section.section("poll") { poll.read($0) }
    section.section("breaker") { breaker.read($0) }
  }
}

extension GatewayConfiguration.Upstream.Queue {
  mutating func read(_ section: MappingReader) {
    section.scalar("size", &size, .wholeNumber(1...1_000_000))
    section.scalar("deadline", &deadline, .duration(.milliseconds(1) ... .seconds(3600)))
  }
}

extension GatewayConfiguration.Upstream.Breaker {
  mutating func read(_ section: MappingReader) {
    section.scalar("failures", &failures, .limit(1...1000))
    section.scalar("first", &first, .duration(.milliseconds(1) ... .seconds(3600)))
    section.scalar("max", &max, .duration(.milliseconds(1) ... .seconds(3600)))
    section.check("first", first, isAtMost: "max", max)
  }
}

extension GatewayConfiguration.Upstream.Poll {
  mutating func read(_ section: MappingReader) {
    section.scalar("first", &first, .duration(.milliseconds(1) ... .seconds(3600)))
    section.scalar("factor", &factor, .factor(1...10))
    section.scalar("max", &max, .duration(.milliseconds(1) ... .seconds(3600)))
    section.scalar("give_up", &giveUp, .duration(.seconds(1) ... .days(30)))
    section.scalar("concurrency", &concurrency, .wholeNumber(1...1000))
    section.check("first", first, isAtMost: "max", max)
    section.check("max", max, isAtMost: "give_up", giveUp)
  }
}
