import TollgateCore

/// A succeeded generation's record, rendered once, with gaps where the answers of its jobs differ. Filling them is all that a
/// query costs.
struct RecordTemplate: Sendable {
  /// What differs between the answers of one generation's jobs.
  private enum Gap: UInt8, CaseIterable {
    case jobID, keyName, credit, refunded, refundedCredit
    /// What links to kept files begin with.
    case base

    /// What stands in the gap until the rendered record is taken apart. Nobody outside can know it, so that nobody can have
    /// written it into a record.
    var mark: String { Self.secret + String(UnicodeScalar(UInt8(ascii: "a") + rawValue)) }

    private static let secret = KeyID.random().hex
  }

  /// The rendered record without what is in the gaps.
  private let text: [UInt8]
  /// The gaps, each with the place in `text` in front of which it is filled, ascending.
  private let gaps: [(place: Int, gap: Gap)]
  private let credit: [UInt8]
  private let refundedCredit: [UInt8]
  private let isRefunded: Bool
  /// Whether any link leads to a file that is kept.
  let namesFiles: Bool

  /// - Parameters:
  ///   - generation: one that succeeded.
  ///   - upstreamRecord: the upstream's finished record.
  ///   - blobs: the files that are kept, by the vendor's links.
  init(_ generation: Generation, upstreamRecord: JSONObject, blobs: [String: Blob]) {
    let machine = generation.machine
    let linked = AssetLinks(base: Gap.base.mark, blobs: blobs).rewriting(upstreamRecord)
    var data = JobRecord.withoutErrors(linked)
    data["status"] = 2
    data["id"] = .text(Gap.jobID.mark)
    data["key_name"] = .text(Gap.keyName.mark)
    data["credit"] = .text(Gap.credit.mark)
    data["refunded"] = .text(Gap.refunded.mark)
    data["refunded_credit"] = .text(Gap.refundedCredit.mark)
    (text, gaps) = Self.takenApart(CanonicalJSON.text(.object(data)))
    credit = Array((machine.captured ?? .zero).description.utf8)
    refundedCredit = Array(machine.refunded.description.utf8)
    isRefunded = machine.refunded > .zero
    namesFiles = !blobs.isEmpty
  }

  /// What it takes in memory, in bytes.
  var size: Int {
    text.capacity + gaps.capacity * MemoryLayout<(Int, Gap)>.stride + credit.capacity + refundedCredit.capacity
  }

  /// Appends the record as one job shows it.
  ///
  /// - Parameters:
  ///   - job: the asking job.
  ///   - base: what links to kept files begin with, such as `http://127.0.0.1:8080`.
  ///   - bytes: what is appended to.
  func append(for job: JobRecord, base: String, to bytes: inout [UInt8]) {
    bytes.reserveCapacity(bytes.count + text.count + 128 + gaps.count * base.utf8.count)
    unsafe text.withUnsafeBufferPointer { text in
      var done = 0
      for (place, gap) in gaps {
        unsafe bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[done..<place]))
        done = place
        fill(gap, for: job, base: base, in: &bytes)
      }
      unsafe bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[done...]))
    }
  }

  private func fill(_ gap: Gap, for job: JobRecord, base: String, in bytes: inout [UInt8]) {
    switch gap {
    case .jobID: bytes.append(contentsOf: job.jobID.utf8)
    case .keyName: bytes.append(contentsOf: CanonicalJSON.inner(job.keyName))
    case .credit: bytes.append(contentsOf: job.isPayer ? credit : Self.nothing)
    case .refunded: bytes.append(contentsOf: (job.isPayer && isRefunded ? "true" : "false").utf8)
    case .refundedCredit: bytes.append(contentsOf: job.isPayer ? refundedCredit : Self.nothing)
    case .base: bytes.append(contentsOf: base.utf8)
    }
  }

  private static let nothing = Array(Money.zero.description.utf8)

  /// Takes the marks out of a rendered record.
  private static func takenApart(_ rendered: String) -> (text: [UInt8], gaps: [(place: Int, gap: Gap)]) {
    var marks: [(range: Range<String.Index>, gap: Gap)] = []
    for gap in Gap.allCases {
      // Not a text, so that its quotation marks go too.
      let mark = gap == .refunded ? "\"\(gap.mark)\"" : gap.mark
      marks += rendered.ranges(of: mark).map { ($0, gap) }
    }
    marks.sort { $0.range.lowerBound < $1.range.lowerBound }
    // An array that grows as it is filled takes up to twice of what is in it, and it may be remembered for long.
    var text: [UInt8] = []
    text.reserveCapacity(marks.reduce(rendered.utf8.count) { $0 - rendered.utf8[$1.range].count })
    var gaps: [(place: Int, gap: Gap)] = []
    gaps.reserveCapacity(marks.count)
    var done = rendered.startIndex
    for mark in marks {
      text.append(contentsOf: rendered.utf8[done..<mark.range.lowerBound])
      gaps.append((text.count, mark.gap))
      done = mark.range.upperBound
    }
    text.append(contentsOf: rendered.utf8[done...])
    return (text, gaps)
  }
}
