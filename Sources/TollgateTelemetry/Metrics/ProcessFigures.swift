import Foundation
import TollgateCore

/// What the system knows about this process, under the names that Prometheus' own clients use.
struct ProcessFigures: Sendable {
  private static let folder = "/proc/self/"
  private static let nanosecondsPerSecond: Int64 = 1_000_000_000

  /// Adds what can be read; what cannot is left out.
  func add(to samples: inout MetricSamples) {
    if let fields = Self.statistics() {
      let ticks = Int64(sysconf(Int32(_SC_CLK_TCK)))
      if let user = fields.number(14), let system = fields.number(15), ticks > 0 {
        samples.add(.processorTime, count: (user + system) * (Self.nanosecondsPerSecond / ticks))
      }
      if let start = fields.number(22), ticks > 0 {
        samples.add(.startTime, count: Self.bootTime + start * (Self.nanosecondsPerSecond / ticks))
      }
      if let bytes = fields.number(23) { samples.add(.virtualBytes, count: bytes) }
      if let pages = fields.number(24) { samples.add(.residentBytes, count: pages * Int64(sysconf(Int32(_SC_PAGESIZE)))) }
    }
    if let files = Self.openFiles() { samples.add(.openFiles, count: files) }
    var limit = rlimit()
    if unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0 {
      samples.add(.maximumFiles, count: Int64(clamping: limit.rlim_cur))
    }
  }

  /// The fields of proc(5)'s `stat`, by their numbers there.
  private struct Statistics {
    /// From the third on: the second is the program's name in parentheses, which may have blanks in it.
    let fields: [Substring]

    func number(_ place: Int) -> Int64? { fields.indices.contains(place - 3) ? Int64(fields[place - 3]) : nil }
  }

  private static func statistics() -> Statistics? {
    guard let text = text(of: folder + "stat"), let end = text.lastIndex(of: ")") else { return nil }
    return Statistics(fields: text[text.index(after: end)...].split { $0 == " " || $0 == "\n" })
  }

  /// When the machine was started, in nanoseconds since 1970. It is asked once: a clock that is set must not move the start. The
  /// clocks tell it also where a service manager hides /proc/stat.
  private static let bootTime = nanoseconds(of: CLOCK_REALTIME) - nanoseconds(of: CLOCK_BOOTTIME)

  private static func nanoseconds(of clock: clockid_t) -> Int64 {
    var time = timespec()
    guard unsafe clock_gettime(clock, &time) == 0 else { return 0 }
    return Int64(time.tv_sec) * nanosecondsPerSecond + Int64(time.tv_nsec)
  }

  private static func openFiles() -> Int? {
    guard let folder = unsafe opendir(Self.folder + "fd") else { return nil }
    defer { unsafe closedir(folder) }
    // Two are the folder and the one above it, and one was opened for this.
    var count = -3
    while unsafe readdir(folder) != nil { count += 1 }
    return max(count, 0)
  }

  private static func text(of path: String) -> String? {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
  }
}
