package import TollgateCore

/// How a ``Simulator`` behaves from its start.
package struct SimulatorConfiguration: Sendable {
  /// The address that it listens on. Default: loopback only.
  package var host = "127.0.0.1"
  /// The port that it listens on; 0 for any free one. Default: 8081.
  package var port = 8081
  /// How long a job runs. Default: 3 seconds.
  package var jobDuration = Duration.seconds(3)
  /// How long a result file can be downloaded once its job has ended; then it is 404. Default: one hour.
  package var fileLifetime = Duration.seconds(3600)
  /// The size of every result file: a small real file, and behind it filling that is made while it is sent; `nil` for the
  /// small file alone. Default: `nil`.
  package var fileSize: ByteCount?
  /// What a model costs whose price the catalogue does not know. Default: $0.05.
  package var defaultPrice = Money(nanodollars: 50_000_000)
  /// The path of the referee's log, which outlives the simulator; `nil` keeps accepted jobs in memory only. Default: `nil`.
  package var log: String?
  /// The seed of the generator that draws the faults that happen by chance. Default: 1.
  package var seed: UInt64 = 1
  /// Whether a job's record is posted to the create's `callback_url` when the job has ended. Default: yes.
  package var callbacks = true
  /// The only bearer keys that are accepted; `nil` accepts any. Default: `nil`.
  package var keys: Set<String>?
  /// What links begin with, without a slash at the end; `nil` for the address that it listens on, loopback where
  /// it listens everywhere. Default: `nil`.
  package var publicURL: String?
  /// What goes wrong from the start; more through the control API. Default: nothing.
  package var faults: [Fault] = []

  /// The defaults.
  package init() {}
}
