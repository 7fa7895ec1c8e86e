/// What the people who run the gateway can do with it: the command line's side of the house. It is answered by the running
/// gateway (over its socket), or by the command itself where no gateway runs.
package protocol Administration: Sendable {
  /// Creates a key. The secret is shown this one time.
  func createKey(_ request: NewKey) async throws(AdministrationError) -> CreatedKey
  /// All keys, also revoked ones, by name.
  func keys() async throws(AdministrationError) -> [KeySummary]
  /// One key.
  func key(named name: String) async throws(AdministrationError) -> KeySummary
  /// Changes what a key may spend and do; effective on the next request. What it has under way stays as it is.
  func changeKey(
    named name: String, _ change: KeyChange, if precondition: Precondition
  ) async throws(AdministrationError) -> KeySummary
  /// Gives a key a new secret, which is shown this one time. The old one stays valid as long as `rotation` says; the key keeps
  /// its identity, and with it its jobs, limits and history.
  func rotateKey(
    named name: String, _ rotation: KeyRotation, if precondition: Precondition
  ) async throws(AdministrationError) -> CreatedKey
  /// Revokes a key, whichever secret is used; effective on the next request.
  func revokeKey(named name: String, if precondition: Precondition) async throws(AdministrationError)
  /// All teams with what they spent and may spend, by name.
  func teams() async throws(AdministrationError) -> [TeamSummary]
  /// One team.
  func team(named name: String) async throws(AdministrationError) -> TeamSummary
  /// Creates a team.
  func createTeam(_ request: NewTeam) async throws(AdministrationError) -> TeamSummary
  /// Changes a team's budgets; effective on the next purchase.
  func changeTeam(
    named name: String, _ change: TeamChange, if precondition: Precondition
  ) async throws(AdministrationError) -> TeamSummary
  /// Removes a team to which no key belongs that is not revoked. What it spent stays booked under its name.
  func removeTeam(named name: String, if precondition: Precondition) async throws(AdministrationError)
  /// Generations, newest first.
  func generations(_ query: GenerationQuery) async throws(AdministrationError) -> [GenerationSummary]
  /// A key's own generations, newest first, for the key itself: no others are even looked at.
  func ownGenerations(
    ofKeyNamed name: String, _ query: GenerationQuery
  ) async throws(AdministrationError) -> OwnGenerationPage
  /// How many generations there are in each state but `succeeded`; states without any are left out.
  func generationCounts() async throws(AdministrationError) -> [GenerationState: Int]
  /// One generation with its ledger lines.
  func generation(_ number: GenerationNumber) async throws(AdministrationError) -> GenerationDetail
  /// Who asked for a purchase's result without buying it, and what that saved.
  func uses(of number: GenerationNumber) async throws(AdministrationError) -> UseReport
  /// Settles an unknown outcome.
  func resolve(_ number: GenerationNumber, as resolution: Resolution) async throws(AdministrationError) -> GenerationSummary
  /// Who spent and saved what.
  func usage(_ query: UsageQuery) async throws(AdministrationError) -> UsageReport
  /// What was spent, saved and asked for over time.
  func usageSeries(_ query: UsageSeriesQuery) async throws(AdministrationError) -> UsageSeries
  /// The ledger's lines of all generations, newest first.
  func ledger(_ query: LedgerQuery) async throws(AdministrationError) -> [LedgerSummary]
  /// Every budget, as it is now: the gateway's, then the teams' and the keys' by name. Those of revoked keys are left out.
  func budgets() async throws(AdministrationError) -> [BudgetSummary]
  /// Says what a create would bring and cost, spending nothing: of the named key, or of the local user while there are no keys.
  func quote(_ body: [UInt8], forKeyNamed name: String?) async throws(AdministrationError) -> QuoteSummary
  /// Callbacks, the newest first.
  func callbacks(_ query: CallbackQuery) async throws(AdministrationError) -> [CallbackSummary]
  /// Posts again what was given up: one callback, or all.
  func retryCallbacks(_ id: CallbackID?) async throws(AdministrationError) -> CallbackRetry
  /// What a key's callbacks are signed with; without a name those of the local user, while there are no keys.
  func callbackSecret(ofKeyNamed name: String?) async throws(AdministrationError) -> CallbackSecret
  /// Results that can be replayed, newest first.
  func results(_ query: ResultQuery) async throws(AdministrationError) -> [ResultSummary]
  /// One result with what was asked and what came back.
  func result(_ number: GenerationNumber) async throws(AdministrationError) -> ResultDetail
  /// Removes a result: what was asked, what came back, and the files that no other result names. What it cost stays in the
  /// books, and its job ids are no longer known.
  func purge(_ number: GenerationNumber) async throws(AdministrationError) -> GenerationSummary
  /// Keeps a result's files from being removed to make room, or no longer.
  func pin(_ number: GenerationNumber, _ isPinned: Bool) async throws(AdministrationError)
  /// Kept files, those first that were stored last for the first time.
  func assets(_ query: AssetQuery) async throws(AdministrationError) -> [AssetSummary]
  /// One file that is or was kept.
  func asset(_ id: AssetID) async throws(AdministrationError) -> AssetDetail
  /// What is kept and how much room that takes.
  func storage() async throws(AdministrationError) -> StorageSummary
  /// Prepares a bundle of results with their files.
  func export(_ query: ResultQuery) async throws(AdministrationError) -> BundleExport
  /// Takes the results and files of a bundle. Nothing changes unless every byte of it is right.
  func importBundle(
    _ bundle: any AsyncSequence<[UInt8], any Error> & Sendable
  ) async throws(AdministrationError) -> BundleImport
  /// Says whether a create would be answered from the cache, and what it differs in from the nearest earlier request: of the
  /// named key, or of the local user while there are no keys.
  func explain(_ body: [UInt8], forKeyNamed name: String?) async throws(AdministrationError) -> CacheExplanation
  /// The configuration in force, with secrets masked, and where each value was set.
  func configuration() async throws(AdministrationError) -> ConfigurationSummary
  /// Has the running gateway read its configuration file again. A file with a mistake in it changes nothing.
  func reloadConfiguration() async throws(AdministrationError) -> ConfigurationReload
  /// How the running gateway is.
  func health() async throws(AdministrationError) -> HealthReport
  /// How creates end from now on, as they do. Who is slow misses some, and sees by their numbers how many.
  func events() async throws(AdministrationError) -> AsyncThrowingStream<RequestEvent, any Error>
  /// Prepares a backup of all that is kept, into a folder of the gateway's machine that is empty or not there.
  func backUp(to folder: String) async throws(AdministrationError) -> BackupRun
  /// Lets the gateway of a store that was restored from a backup buy and call back again; effective on the next request.
  func acceptRestore() async throws(AdministrationError) -> RestoreAcceptance
  /// Checks every invariant that the store can show, and that the files that it names are there; also every byte of them where
  /// that is asked for.
  func verify(readingFiles: Bool) async throws(AdministrationError) -> VerificationReport
}

// Whatever it is now.
extension Administration {
  package func changeKey(named name: String, _ change: KeyChange) async throws(AdministrationError) -> KeySummary {
    try await changeKey(named: name, change, if: .none)
  }

  package func rotateKey(named name: String, _ rotation: KeyRotation) async throws(AdministrationError) -> CreatedKey {
    try await rotateKey(named: name, rotation, if: .none)
  }

  package func revokeKey(named name: String) async throws(AdministrationError) {
    try await revokeKey(named: name, if: .none)
  }

  package func changeTeam(named name: String, _ change: TeamChange) async throws(AdministrationError) -> TeamSummary {
    try await changeTeam(named: name, change, if: .none)
  }

  package func removeTeam(named name: String) async throws(AdministrationError) {
    try await removeTeam(named: name, if: .none)
  }
}
