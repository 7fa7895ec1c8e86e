/// How the running gateway is: what it is made of, whether it can do its work, and how much of it there is.
package struct HealthReport: Sendable, Codable, Equatable {
  /// What it is made of.
  package struct Versions: Sendable, Codable, Equatable {
    package let tollgate: String
    /// The Swift that it was compiled with.
    package let swift: String
    /// The database, such as `SQLite 3.40.1`.
    package let database: String
    /// Of the database's tables.
    package let schema: Int
    package let system: String

    package init(tollgate: String, swift: String, database: String, schema: Int, system: String) {
      self.tollgate = tollgate
      self.swift = swift
      self.database = database
      self.schema = schema
      self.system = system
    }
  }

  /// Since when it has been running, and what time it has.
  package struct Clock: Sendable, Codable, Equatable {
    package let startedAt: Timestamp
    /// In whole seconds, by the clock that never goes back.
    package let uptime: Int64
    package let now: Timestamp
    /// Whose midnights begin days and months.
    package let timeZone: String

    package init(startedAt: Timestamp, uptime: Int64, now: Timestamp, timeZone: String) {
      self.startedAt = startedAt
      self.uptime = uptime
      self.now = now
      self.timeZone = timeZone
    }
  }

  /// Whom it serves, and what it does for them.
  package struct Service: Sendable, Codable, Equatable {
    /// Who may ask.
    package enum Access: String, Sendable, Codable, CaseIterable {
      /// Programs on this machine, while there is no key.
      case open
      /// Who has a key.
      case keys
    }

    package let access: Access
    /// Whether it replays only, and buys nothing.
    package let replaysOnly: Bool
    /// Whether it is shutting down: it starts no purchase any more.
    package let isDraining: Bool
    /// The restore from a backup that nobody has accepted: nothing is bought and nobody is called back. `nil` where there is none.
    package let restore: PendingRestore?

    package init(access: Access, replaysOnly: Bool, isDraining: Bool, restore: PendingRestore? = nil) {
      self.access = access
      self.replaysOnly = replaysOnly
      self.isDraining = isDraining
      self.restore = restore
    }
  }

  /// The database.
  package struct Database: Sendable, Codable, Equatable {
    /// Whether the latest transaction went well; before the first one it is taken for granted.
    package let isWritable: Bool
    /// Why not.
    package let trouble: String?
    /// Transactions since the start.
    package let commits: Int
    /// When the latest one was durable; `nil` before the first.
    package let committedAt: Timestamp?
    /// Changes that wait for the next one.
    package let waiting: Int

    package init(isWritable: Bool, trouble: String?, commits: Int, committedAt: Timestamp?, waiting: Int) {
      self.isWritable = isWritable
      self.trouble = trouble
      self.commits = commits
      self.committedAt = committedAt
      self.waiting = waiting
    }
  }

  /// The upstream.
  package struct Upstream: Sendable, Codable, Equatable {
    package let address: String
    /// When it last answered; `nil` where it has not since the start.
    package let answeredAt: Timestamp?
    /// When it last gave no usable answer; `nil` where that has not happened since the start.
    package let troubledAt: Timestamp?
    /// What was wrong then.
    package let trouble: String?
    /// Why nothing is bought now; `nil` where it can be.
    package let pause: Pause?
    /// That it cannot be reached, or gives no usable answers; `nil` where it does, as far as is known.
    package let outage: Outage?
    /// How often that was so since the start; `nil` where a gateway of an earlier version does not say.
    package let outages: Int?

    package init(
      address: String, answeredAt: Timestamp?, troubledAt: Timestamp?, trouble: String?, pause: Pause?, outage: Outage? = nil,
      outages: Int = 0
    ) {
      self.address = address
      self.answeredAt = answeredAt
      self.troubledAt = troubledAt
      self.trouble = trouble
      self.pause = pause
      self.outage = outage
      self.outages = outages
    }

    /// Creates have failed in a row, and few or none are sent.
    package struct Outage: Sendable, Codable, Equatable {
      /// What is done about it.
      package enum Phase: String, Sendable, Codable, CaseIterable {
        /// Nothing is sent for a while.
        case waiting
        /// One create is on its way, and shows whether it is over.
        case probing
        /// It is over, and step by step more is sent.
        case recovering
      }

      package let phase: Phase
      package let since: Timestamp
      /// When one may be sent again; `nil` where one may be now, or is on its way.
      package let nextTryAt: Timestamp?

      package init(phase: Phase, since: Timestamp, nextTryAt: Timestamp?) {
        self.phase = phase
        self.since = since
        self.nextTryAt = nextTryAt
      }
    }

    /// Why nothing is bought.
    package enum Pause: String, Sendable, Codable, CaseIterable {
      /// The gateway is shutting down.
      case draining
      /// The upstream has refused the gateway's own key.
      case keyRefused
      /// The upstream has asked to be left alone for a while.
      case throttled
      /// The upstream cannot be reached, or gives no usable answers.
      case unreachable
    }
  }

  /// What is under way.
  package struct Work: Sendable, Codable, Equatable {
    /// Purchases in each state but `succeeded`; states without any are left out.
    package let purchases: [String: Int]
    /// Create calls on their way to the upstream.
    package let sending: Int
    /// How many there may be.
    package let maximumSending: Int
    /// Purchases that wait for their turn to be sent.
    package let waiting: Int
    /// How many may.
    package let maximumWaiting: Int
    /// Jobs that the upstream is asked about.
    package let asked: Int
    /// Those who watch requests as they end.
    package let watchers: Int

    package init(
      purchases: [String: Int], sending: Int, maximumSending: Int, waiting: Int, maximumWaiting: Int, asked: Int, watchers: Int
    ) {
      self.purchases = purchases
      self.sending = sending
      self.maximumSending = maximumSending
      self.waiting = waiting
      self.maximumWaiting = maximumWaiting
      self.asked = asked
      self.watchers = watchers
    }
  }

  package let versions: Versions
  package let clock: Clock
  package let service: Service
  package let database: Database
  package let upstream: Upstream
  package let work: Work

  package init(
    versions: Versions, clock: Clock, service: Service, database: Database, upstream: Upstream, work: Work
  ) {
    self.versions = versions
    self.clock = clock
    self.service = service
    self.database = database
    self.upstream = upstream
    self.work = work
  }
}
