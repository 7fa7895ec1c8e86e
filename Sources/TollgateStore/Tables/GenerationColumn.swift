/// The columns of `generations` that make a ``Generation``. They are selected in this order, so that the raw value is a
/// column's place in a row.
enum GenerationColumn: Int, CaseIterable {
  case number, content, scope, variant, keepsResult, key, team, model, state, hold, captured, refunded, isChargeUnstated
  case upstreamID, rejectionStatus, rejectionCode, rejectionText, releaseReason, note, createdAt, updatedAt, finishedAt, files,
    boughtAfter, importedCost

  /// All names as `SELECT` takes them.
  static let list = allCases.map(\.name).joined(separator: ", ")

  /// The name in the schema.
  private var name: String {
    switch self {
    case .keepsResult: "keeps_result"
    case .isChargeUnstated: "is_charge_unstated"
    case .upstreamID: "upstream_id"
    case .rejectionStatus: "rejection_status"
    case .rejectionCode: "rejection_code"
    case .rejectionText: "rejection_text"
    case .releaseReason: "release_reason"
    case .createdAt: "created_at"
    case .updatedAt: "updated_at"
    case .finishedAt: "finished_at"
    case .boughtAfter: "bought_after"
    case .importedCost: "imported_cost"
    case .number, .content, .scope, .variant, .key, .team, .model, .state, .hold, .captured, .refunded, .note, .files:
      "\(self)"
    }
  }
}
