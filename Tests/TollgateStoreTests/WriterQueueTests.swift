import NIOConcurrencyHelpers
import Testing
import TollgateCore

@testable import TollgateStore

@Suite("The queue in front of the writer")
struct WriterQueueTests {
  /// A command that says its name when it fails, which is all that can be done with one without a database.
  private func command(_ priority: WriterCommand.Priority, _ name: String, _ names: Names) -> WriterCommand {
    WriterCommand(priority: priority, perform: { _, _ in {} }, fail: { _ in names.add(name) })
  }

  private final class Names: Sendable {
    private let list = NIOLockedValueBox<[String]>([])
    func add(_ name: String) { list.withLockedValue { $0.append(name) } }
    func take() -> [String] {
      list.withLockedValue { names in
        defer { names = [] }
        return names
      }
    }
  }

  private func names(of commands: [WriterCommand], _ names: Names) -> [String] {
    for command in commands { command.fail(.notDurable("")) }
    return names.take()
  }

  @Test("what was bought is recorded before more is decided, and both go in the order of their coming")
  func recordsFirst() {
    let list = Names()
    var queue = WriterQueue()
    for number in 0..<WriterQueue.batchLimit { _ = queue.add(command(.order, "order \(number)", list)) }
    _ = queue.add(command(.record, "record 0", list))
    _ = queue.add(command(.record, "record 1", list))
    #expect(queue.count == WriterQueue.batchLimit + 2)
    let first = names(of: queue.next(), list)
    #expect(first.count == WriterQueue.batchLimit)
    #expect(first.prefix(3) == ["record 0", "record 1", "order 0"])
    let second = names(of: queue.next(), list)
    #expect(second == ["order 126", "order 127"])
    let last = queue.next()
    #expect(last.isEmpty)
    #expect(!queue.isWorking)
  }

  @Test("a queue that fails names everybody who waited")
  func failure() {
    let list = Names()
    var queue = WriterQueue()
    _ = queue.add(command(.order, "order", list))
    _ = queue.add(command(.record, "record", list))
    let waited = names(of: queue.fail(.notDurable("")), list)
    #expect(waited == ["record", "order"])
    #expect(queue.count == 0)
  }
}
