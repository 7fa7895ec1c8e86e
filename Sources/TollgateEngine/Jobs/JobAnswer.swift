/// What a query of a job is answered with.
package struct JobAnswer: Sendable, Equatable {
  /// The vendor's record as canonical JSON, as the asking key's job shows it.
  package let record: [UInt8]
  /// Whether the record says that the job is over.
  package let hasEnded: Bool
}
