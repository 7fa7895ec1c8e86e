import Foundation
import Testing
import TollgateTestSupport

#if os(Linux)
  extension ProcessTests {
    /// What goes before what on a core.
    @Suite struct ThreadPriorityTests {
      /// A thread by what `proc(5)` says of it.
      private struct Thread {
        let name: String
        let nice: Int

        init?(_ text: String) {
          guard let open = text.firstIndex(of: "("), let close = text.lastIndex(of: ")") else { return nil }
          name = String(text[text.index(after: open)..<close])
          // The first after the name is field 3, and the nice value is field 19.
          guard let nice = text[close...].split(separator: " ").dropFirst(17).first.flatMap({ Int($0) }) else { return nil }
          self.nice = nice
        }

        var isEventLoop: Bool { name.hasPrefix("NIO-SGLTN-") }
      }

      @Test func eventLoopsGoBeforeAllOtherThreads() async throws {
        try await TestBed.run { bed in
          _ = try await bed.gateway { gateway in
            try await gateway.ready()
            func threads() throws -> [Thread] {
              let folder = "/proc/\(gateway.identifier)/task"
              return try FileManager.default.contentsOfDirectory(atPath: folder).compactMap { number in
                (try? String(contentsOfFile: "\(folder)/\(number)/stat", encoding: .utf8)).flatMap(Thread.init)
              }
            }
            let usual = getpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0)
            // Threads that work for the store are begun when there is work.
            _ = try await gateway.client.create(Picture.of("one"))
            try await eventually(
              "the priorities",
              holds: { try threads().allSatisfy { $0.isEventLoop || $0.nice == min(Int(usual) + 10, 19) } })
            let eventLoops = try threads().filter(\.isEventLoop)
            #expect(!eventLoops.isEmpty && eventLoops.allSatisfy { $0.nice == Int(usual) })
          }
        }
      }
    }
  }
#endif
