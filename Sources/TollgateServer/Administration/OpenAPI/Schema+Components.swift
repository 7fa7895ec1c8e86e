import TollgateCore

// The named schemas, one for each type that goes over the wire.
extension Schema {
  static let keySummary = Schema.named("Key")
  static let createdKey = Schema.named("CreatedKey")
  static let newKey = Schema.named("NewKey")
  static let keyChange = Schema.named("KeyChange")
  static let keyRotation = Schema.named("KeyRotation")
  static let teamSummary = Schema.named("Team")
  static let newTeam = Schema.named("NewTeam")
  static let teamChange = Schema.named("TeamChange")
  static let callbackSecret = Schema.named("CallbackSecret")
  static let generationSummary = Schema.named("Purchase")
  static let generationDetail = Schema.named("PurchaseDetail")
  static let resolution = Schema.named("Resolution")
  static let usageReport = Schema.named("UsageReport")
  static let budgetSummary = Schema.named("Budget")
  static let quoteSummary = Schema.named("Quote")
  static let resultSummary = Schema.named("Result")
  static let resultDetail = Schema.named("ResultDetail")
  static let bundleImport = Schema.named("BundleImport")
  static let cacheExplanation = Schema.named("CacheExplanation")
  static let callbackSummary = Schema.named("Callback")
  static let callbackRetry = Schema.named("CallbackRetry")
  static let verificationReport = Schema.named("VerificationReport")
  static let useSum = Schema.named("Uses")
  static let assetSummary = Schema.named("Asset")
  static let resultFile = Schema.named("File")
  static let requestEvent = Schema.named("RequestEvent")
  static let problem = Schema.named("Problem")

  /// All named schemas by their names.
  static let components: [String: Schema] = [
    "Problem": .object([
      .always("type", .text), .always("title", .text), .always("status", .integer(400...599)), .always("detail", .text),
      .always("kind", .choice(AdministrationError.Kind.self)), .maybe("code", .count),
    ]),
    "Create": .openObject([.always("model", .text), .always("args", .anyObject)]),
    "OwnQuote": ownQuote,
    "BudgetLimits": .object([.maybe("day", .money), .maybe("month", .money), .maybe("total", .money)]),
    "RateLimits": .object([.maybe("createsPerMinute", .count), .maybe("generationsPerMinute", .count)]),
    "KeyLimits": .object([
      .always("budgets", .named("BudgetLimits")), .always("rate", .named("RateLimits")), .maybe("maximumRunning", .count),
    ]),
    "LimitChange": .mergePatch([
      .maybe("budgets", .named("BudgetChange")),
      .maybe(
        "rate", .mergePatch([.maybe("createsPerMinute", .settableNumber), .maybe("generationsPerMinute", .settableNumber)])),
      .maybe("maximumRunning", .settableNumber),
    ]),
    "Key": .object([
      .always("name", .text), .maybe("team", .text), .always("origin", .choice(Key.Origin.self)),
      .maybe("models", .array(.text)), .always("replayOnly", .truth), .always("limits", .named("KeyLimits")),
      .always("createdAt", .moment), .maybe("expiresAt", .moment), .maybe("revokedAt", .moment),
      .maybe("lastUsedAt", .moment), .maybe("formerSecretUntil", .moment),
      .always("revision", .text),
    ]),
    "KeyUse": .object([.maybe("lastUsedAt", .moment)]),
    "NewKey": .object([
      .always("name", .name), .maybe("team", .text), .maybe("models", .array(.text)), .maybe("replayOnly", .truth),
      .maybe("expiresAt", .moment), .maybe("limits", .named("LimitChange")),
    ]),
    "CreatedKey": .object([.always("key", .keySummary), .always("secret", .text)]),
    "KeyChange": .mergePatch([
      .maybe("team", .name), .maybe("models", .array(.text)), .maybe("replayOnly", .truth), .maybe("expiresAt", .moment),
      .maybe("limits", .named("LimitChange")),
    ]),
    "KeyRotation": .object([.maybe("overlap", .integer(0...KeyRotation.longestOverlap.components.seconds))]),
    "BudgetChange": .mergePatch([.maybe("day", .money), .maybe("month", .money), .maybe("total", .money)]),
    "NewTeam": .object([.always("name", .name), .maybe("budgets", .named("BudgetChange"))]),
    "TeamChange": .mergePatch([.maybe("budgets", .named("BudgetChange"))]),
    "Team": .object([
      .always("name", .text), .always("origin", .choice(Team.Origin.self)), .always("budgets", .named("BudgetLimits")),
      .always("balances", .array(.named("PeriodBalance"))), .always("keys", .count), .always("revision", .text),
    ]),
    "TeamSettings": .object([
      .always("name", .text), .always("origin", .choice(Team.Origin.self)), .always("budgets", .named("BudgetLimits")),
      .always("revision", .text),
    ]),
    "TeamUse": .object([.always("balances", .array(.named("PeriodBalance"))), .always("keys", .count)]),
    "PeriodBalance": .object([
      .always("period", .choice(BudgetPeriod.self)), .maybe("limit", .money), .always("spent", .money),
      .always("held", .money), .maybe("left", .money), .maybe("resetsAt", .moment),
    ]),
    "CallbackSecret": .object([.always("secret", .text)]),
    "Purchase": purchase,
    "PurchaseDetail": .object([
      .always("summary", .generationSummary), .always("content", .digest), .always("scope", .text), .always("variant", .text),
      .always(
        "ledger",
        .array(
          .object([
            .always("kind", .text), .always("amount", .money), .always("at", .moment),
            .always("day", .dayCode),
          ]))),
    ]),
    "Resolution": .oneMember([
      .always("charged", .object([.maybe("upstreamID", .text)])), .always("notCharged", .object([])),
      .always("resend", .object([])),
    ]),
    "UsageRow": .object([
      .maybe("name", .text), .always("spent", .money), .always("held", .money), .always("saved", .money),
      .always("purchases", .count), .always("hits", .count), .always("joined", .count), .always("refused", .count),
    ]),
    "UsageReport": .object([
      .always("dimension", .choice(UsageQuery.Dimension.self)), .always("rows", .array(.named("UsageRow"))),
      .always("total", .named("UsageRow")),
    ]),
    "PurchaseCounts": .object(GenerationState.allCases.map { .maybe($0.rawValue, .count) }),
    "UsageSeries": .object([
      .always("step", .choice(UsageSeriesQuery.Step.self)),
      .always(
        "points",
        .array(
          .object([
            .always("start", .moment), .maybe("day", .dayCode), .always("hits", .count), .always("joined", .count),
            .always("misses", .count),
            .always("refused", .count), .always("saved", .money), .always("spent", .money),
          ]))),
    ]),
    "LedgerEntry": .object([
      .always("id", .count), .always("generation", .generationNumber), .maybe("keyName", .text), .maybe("team", .text),
      .always("kind", .choice(LedgerEntry.Kind.self)), .always("amount", .money), .always("at", .moment),
      .always("day", .dayCode),
    ]),
    "Budget": .object([
      .always("owner", .oneOf(["gateway", "team", "key"])), .maybe("name", .text),
      .always("period", .choice(BudgetPeriod.self)),
      .always("limit", .money), .always("spent", .money), .always("held", .money), .always("left", .money),
      .maybe("resetsAt", .moment),
    ]),
    "Quote": .object([
      .always("outcome", .oneOf(["hit", "joined", "miss", "refused"])), .maybe("reason", .text),
      .maybe("generation", .generationNumber), .maybe("quote", .money), .maybe("saved", .money),
      .always(
        "budgets",
        .array(.object([.always("budget", .budgetSummary), .always("leftAfter", .money), .always("suffices", .truth)]))),
    ]),
    "Uses": uses,
    "UseReport": useReport,
    "File": file,
    "Asset": asset,
    "AssetDetail": .object([
      .always("summary", .assetSummary), .always("isStored", .truth), .always("newest", .array(.generationNumber)),
    ]),
    "Storage": storage,
    "Result": result,
    "ResultDetail": resultWithRecord,
    "BundleImport": .object([.always("imported", .count), .always("known", .count), .always("files", .count)]),
    "CacheExplanation": explanation,
    "Callback": .object([
      .always("id", .callbackID), .always("generation", .generationNumber), .maybe("keyName", .text), .always("url", .text),
      .always("state", .choice(CallbackState.self)), .always("attempts", .count), .maybe("lastStatus", .integer(100...999)),
      .maybe("lastReason", .text), .always("createdAt", .moment), .maybe("dueAt", .moment), .maybe("endedAt", .moment),
    ]),
    "RequestEvent": .object([
      .always("number", .count), .always("at", .moment), .maybe("keyName", .text), .always("model", .text),
      .always("outcome", .choice(UsageOutcome.self)), .maybe("generation", .generationNumber), .always("charged", .money),
      .always("saved", .money),
    ]),
    "Configuration": configuration,
    "ConfiguredItem": .object([
      .always("name", .text), .always("origin", .named("SettingOrigin")), .always("settings", .array(.named("Setting"))),
    ]),
    "Setting": .object([
      .always("name", .text), .always("value", .text), .always("origin", .named("SettingOrigin")),
    ]),
    "SettingOrigin": .object([
      .always("kind", .choice(ConfigurationSummary.Origin.Kind.self)), .maybe("file", .text), .maybe("line", .count),
      .always("variables", .array(.text)),
    ]),
    "ConfigurationReload": configurationReload, "Health": health,
    "PendingRestore": .object([.always("backupAt", .moment), .always("restoredAt", .moment)]),
    "RestoreAcceptance": .object([.maybe("accepted", .named("PendingRestore")), .always("unknown", .count)]),
    "BackupOrder": .object([.always("folder", .text)]),
    "BackupManifest": .object([
      .always("format", .count), .always("tollgate", .text), .always("schema", .count), .always("at", .moment),
      .always("database", .object([.always("bytes", .count), .always("sha256", .digest)])),
      .always("files", .object([.always("count", .count), .always("bytes", .count)])), .always("purchases", .count),
      .always("lastSerial", .count),
    ]),
    "BackupEvent": .oneMember([
      .always("progress", .object([.always("done", .count), .always("total", .count)])),
      .always(
        "done",
        .object([
          .always("folder", .text), .always("manifest", .named("BackupManifest")), .always("linkedFiles", .count),
          .always("milliseconds", .count),
        ])),
      .always("failed", .object([.always("kind", .choice(AdministrationError.Kind.self)), .always("description", .text)])),
    ]),
    "CallbackRetry": .object([.always("count", .count)]),
    "VerificationFindings": .object([
      .always("count", .count), .always("sum", .money), .maybe("oldest", .moment), .always("newest", .array(.text)),
    ]),
    "VerificationReport": .object([
      .always(
        "checks",
        .array(.object([.always("rule", .text), .always("checked", .count), .always("violations", .array(.text))]))),
      .always("excess", .named("VerificationFindings")), .always("unknown", .named("VerificationFindings")),
    ]),
  ]

  private static let ownQuote = Schema.object([
    .always("outcome", .oneOf(["hit", "joined", "miss", "refused"])), .maybe("age", .count),
    .maybe("error", .object([.always("status", .integer(400...599)), .always("code", .count), .always("message", .text)])),
    .always("generation", .orNull(.generationNumber)), .always("quote", .orNull(.money)), .always("saved", .orNull(.money)),
    .always(
      "budgets",
      .array(
        .object([
          .always("scope", .oneOf(["key", "team", "gateway"])), .always("window", .choice(BudgetPeriod.self)),
          .always("suffices", .truth), .always("resets_at", .orNull(.text)), .maybe("limit", .money), .maybe("spent", .money),
          .maybe("held", .money), .maybe("left", .money), .maybe("left_after", .money),
        ]))),
  ])

  private static let configuration = Schema.object([
    .always("settings", .array(.named("Setting"))), .always("teams", .array(.named("ConfiguredItem"))),
    .always("keys", .array(.named("ConfiguredItem"))), .always("models", .array(.named("ConfiguredItem"))),
  ])

  private static let configurationReload = Schema.object([
    .always("changed", .array(changedSetting)), .always("needsRestart", .array(changedSetting)),
  ])

  private static let changedSetting = Schema.object([.always("name", .text), .maybe("before", .text), .maybe("after", .text)])

  private static let health = Schema.object([
    .always(
      "versions",
      .object([
        .always("tollgate", .text), .always("swift", .text), .always("database", .text), .always("schema", .count),
        .always("system", .text),
      ])),
    .always(
      "clock",
      .object([
        .always("startedAt", .moment), .always("uptime", .count), .always("now", .moment), .always("timeZone", .text),
      ])),
    .always(
      "service",
      .object([
        .always("access", .choice(HealthReport.Service.Access.self)), .always("replaysOnly", .truth),
        .always("isDraining", .truth), .maybe("restore", .named("PendingRestore")),
      ])),
    .always(
      "database",
      .object([
        .always("isWritable", .truth), .maybe("trouble", .text), .always("commits", .count), .maybe("committedAt", .moment),
        .always("waiting", .count),
      ])),
    .always(
      "upstream",
      .object([
        .always("address", .text), .maybe("answeredAt", .moment), .maybe("troubledAt", .moment), .maybe("trouble", .text),
        .maybe("pause", .choice(HealthReport.Upstream.Pause.self)), .maybe("outage", outage), .always("outages", .count),
      ])),
    .always(
      "work",
      .object([
        .always("purchases", .named("PurchaseCounts")), .always("sending", .count), .always("maximumSending", .count),
        .always("waiting", .count), .always("maximumWaiting", .count), .always("asked", .count), .always("watchers", .count),
      ])),
  ])

  private static let outage = Schema.object([
    .always("phase", .choice(HealthReport.Upstream.Outage.Phase.self)), .always("since", .moment), .maybe("nextTryAt", .moment),
  ])

  private static let purchase = Schema.object([
    .always("number", .generationNumber), .always("state", .generationState), .always("model", .text), .maybe("keyName", .text),
    .always("hold", .money), .maybe("captured", .money), .always("refunded", .money), .always("createdAt", .moment),
    .always("updatedAt", .moment), .maybe("upstreamID", .text), .maybe("note", .text), .maybe("uses", .useSum),
  ])

  private static let result = Schema.object([
    .always("number", .generationNumber), .always("model", .text), .maybe("keyName", .text), .always("prompt", .text),
    .always("cost", .money), .always("finishedAt", .moment), .always("content", .digest), .always("scope", .text),
    .always("variant", .text), .maybe("pinnedAt", .moment), .always("fileCount", .count), .always("bytes", .count),
    .maybe("usedAt", .moment), .always("files", .array(.resultFile)), .always("uses", .useSum),
  ])

  private static let file = Schema.object([
    .always("path", .text), .always("url", .text), .always("state", .choice(ResultFile.State.self)),
    .maybe("asset", .digest), .maybe("bytes", .count), .maybe("type", .choice(MediaType.self)),
    .always("isStored", .truth), .maybe("note", .text),
  ])

  private static let uses = Schema.object([
    .always("hits", .count), .always("joined", .count), .always("saved", .money), .maybe("lastAt", .moment),
  ])

  private static let useReport = Schema.object([
    .always("rows", .array(.object([.always("name", .text), .always("sum", .useSum)]))), .always("otherKeys", .count),
    .always("others", .useSum), .always("total", .useSum),
  ])

  private static let asset = Schema.object([
    .always("name", .assetName), .always("type", .choice(MediaType.self)), .always("bytes", .count),
    .always("usedAt", .moment), .always("purchases", .count),
  ])

  private static let storage = Schema.object([
    .always(
      "database", .object([.always("bytes", .count), .always("freeBytes", .count), .always("logBytes", .count)])),
    .always("files", .object([.always("count", .count), .always("bytes", .count), .maybe("limit", .count)])),
    .always("purchases", .object([.always("count", .count), .maybe("firstAt", .moment), .maybe("lastAt", .moment)])),
  ])

  private static let resultWithRecord = Schema.object([
    .always("generation", .generationSummary), .always("content", .digest), .always("scope", .text), .always("variant", .text),
    .maybe("replayedSince", .moment), .maybe("pinnedAt", .moment), .always("filesState", .choice(FilesState.self)),
    .always("files", .array(.resultFile)), .always("request", .text), .maybe("record", .text),
  ])

  private static let explanation = Schema.object([
    .always("outcome", .oneOf(["hit", "joined", "miss", "refused"])), .always("reason", .text),
    .maybe("generation", .generationNumber), .always("content", .digest), .always("scope", .text),
    .maybe(
      "nearest",
      .object([
        .always("generation", .generationSummary), .always("scope", .text), .always("variant", .text),
        .always(
          "differences", .array(.object([.always("path", .text), .maybe("here", .text), .maybe("there", .text)]))),
        .always("furtherDifferences", .count),
      ])),
  ])
}
