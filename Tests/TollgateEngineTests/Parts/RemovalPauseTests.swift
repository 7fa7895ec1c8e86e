import Testing
import TollgateCore

@testable import TollgateEngine

@Suite("While a backup is made no file is removed, and not for ever")
struct RemovalPauseTests {
  /// The pause, as something that an expectation may change.
  private final class Subject {
    private var pause = RemovalPause()

    func begin(at now: Duration) -> Bool { pause.begin(atUptime: now) }
    func renew(at now: Duration) -> Bool { pause.renew(atUptime: now) }
    func mayRemove(_ id: AssetID, at now: Duration) -> Bool { pause.mayRemove(id, atUptime: now) }
    func takeOverdue(at now: Duration) -> Set<AssetID> { pause.takeOverdue(atUptime: now) }
    func end() -> Set<AssetID> { pause.end() }
  }

  private let files = (0..<3).map { AssetID(hashing: [UInt8($0)]) }

  @Test("what was to be removed is removed when the backup has ended")
  func waits() {
    let pause = Subject()
    #expect(pause.mayRemove(files[0], at: .zero))
    #expect(pause.begin(at: .zero))
    #expect(!pause.begin(at: .seconds(1)), "one at a time")
    #expect(!pause.mayRemove(files[1], at: .seconds(1)))
    #expect(!pause.mayRemove(files[1], at: .seconds(2)))
    #expect(pause.takeOverdue(at: .seconds(3)).isEmpty)
    #expect(pause.end() == [files[1]])
    #expect(pause.end().isEmpty && pause.mayRemove(files[1], at: .seconds(4)))
    #expect(pause.begin(at: .seconds(5)))
  }

  @Test("a backup that gives no sign of life loses its claim, and hears so")
  func silence() {
    let pause = Subject()
    #expect(pause.begin(at: .zero))
    let almost = RemovalPause.patience - .seconds(1)
    #expect(pause.renew(at: almost))
    #expect(!pause.mayRemove(files[0], at: almost + almost))
    #expect(pause.takeOverdue(at: almost + RemovalPause.patience) == [files[0]])
    #expect(pause.mayRemove(files[1], at: almost + RemovalPause.patience))
    #expect(!pause.renew(at: almost + RemovalPause.patience), "its files may be gone")
    #expect(!pause.begin(at: almost + RemovalPause.patience), "it has not ended yet")
    #expect(pause.end().isEmpty)
  }

  @Test("a removal after the last sign of life happens at once")
  func removalAfterSilence() {
    let pause = Subject()
    #expect(pause.begin(at: .zero))
    #expect(pause.mayRemove(files[0], at: RemovalPause.patience))
    #expect(!pause.renew(at: RemovalPause.patience))
  }
}
