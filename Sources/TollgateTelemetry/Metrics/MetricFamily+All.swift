import TollgateCore

extension MetricFamily {
  /// All that a gateway exports, in the order in which it does.
  package static let all: [MetricFamily] =
    gateway + creates + money + purchasing + upstream + files + callbacks + store + serving + program

  // MARK: Gateway

  static let info = MetricFamily(
    "tollgate_info", .gauge, labels: ["version", "schema", "database"], "Always 1; its labels say what runs here.")
  static let scrapeProblem = MetricFamily(
    "tollgate_scrape_problem", .gauge,
    "1 where the books could not be read for this page in time, so that what comes from them is missing in it; else 0.")
  static let logLines = MetricFamily(
    "tollgate_log_lines_total", .counter, labels: ["level"], "Lines that were written to the log.")
  private static let gateway = [info, scrapeProblem, logLines]

  // MARK: Creates

  static let createsOfKeys = MetricFamily(
    "tollgate_creates_total", .counter, labels: ["key", "outcome"],
    "Creates that ended, by the key that sent them and by how they ended: hit, joined, miss (bought, or tried to) or refused.")
  static let createsOfModels = MetricFamily(
    "tollgate_model_creates_total", .counter, labels: ["model", "outcome"],
    "The same creates by model; models that neither the catalogue nor the configuration names are other.")
  static let saved = MetricFamily(
    "tollgate_saved_dollars_total", .counter, labels: ["key"], unit: .billionths,
    "What hits and joins would have cost, in dollars.")
  static let uncountedCreates = MetricFamily(
    "tollgate_uncounted_creates_total", .counter, "Creates that found no room in the statistics and are in none of these sums.")
  static let memoryLooks = MetricFamily(
    "tollgate_memory_looks_total", .counter, labels: ["kind", "result"],
    "Looks into memory, for what is in a slot and for the record of a job: hit or miss. After a miss the database is asked.")
  static let memoryEntries = MetricFamily(
    "tollgate_memory_entries", .gauge, labels: ["kind"], "Slots and records that memory has.")
  static let memoryBytes = MetricFamily(
    "tollgate_memory_bytes", .gauge, labels: ["kind"], "What they take of cache.memory, of which each kind may take half.")
  private static let creates = [
    createsOfKeys, createsOfModels, saved, uncountedCreates, memoryLooks, memoryEntries, memoryBytes,
  ]

  // MARK: Money

  static let spent = MetricFamily(
    "tollgate_spent_dollars", .gauge, unit: .billionths,
    "What the gateway has ever spent, in dollars: what was charged less what came back. It falls when a charge is refunded.")
  static let held = MetricFamily(
    "tollgate_held_dollars", .gauge, unit: .billionths, "What is held for purchases whose outcome is open, in dollars.")
  static let spentByKeys = MetricFamily(
    "tollgate_key_spent_dollars", .gauge, labels: ["key"], unit: .billionths, "What each key has ever spent, in dollars.")
  static let unknownPurchases = MetricFamily(
    "tollgate_unknown_purchases", .gauge, "Purchases of which nobody knows whether they were charged.")
  static let unknownHeld = MetricFamily(
    "tollgate_unknown_dollars", .gauge, unit: .billionths, "What is held for them, in dollars.")
  static let unknownAge = MetricFamily(
    "tollgate_unknown_oldest_seconds", .gauge, unit: .billionths, "How long ago the oldest of them was bought; 0 without any.")
  static let budgetLimit = MetricFamily(
    "tollgate_budget_limit_dollars", .gauge, labels: ["owner", "name", "period"], unit: .billionths,
    "Each budget, in dollars: of the gateway, a team or a key, for the day, the month or in total.")
  static let budgetUsed = MetricFamily(
    "tollgate_budget_used_dollars", .gauge, labels: ["owner", "name", "period"], unit: .billionths,
    "What is spent and held of it, in dollars.")
  private static let money = [
    spent, held, spentByKeys, unknownPurchases, unknownHeld, unknownAge, budgetLimit, budgetUsed,
  ]

  // MARK: Purchases

  static let purchases = MetricFamily(
    "tollgate_purchases", .gauge, labels: ["state"], "Purchases in each state but succeeded.")
  static let sending = MetricFamily("tollgate_sending", .gauge, "Create calls that are on their way to the upstream.")
  static let sendingLimit = MetricFamily("tollgate_sending_limit", .gauge, "How many there may be: upstream.max_sending.")
  static let queueLength = MetricFamily("tollgate_queue_length", .gauge, "Purchases that wait for their turn to be sent.")
  static let queueLimit = MetricFamily("tollgate_queue_limit", .gauge, "How many may wait: upstream.queue.size.")
  static let watchedJobs = MetricFamily("tollgate_watched_jobs", .gauge, "Jobs that the upstream is asked about.")
  static let paused = MetricFamily(
    "tollgate_purchases_paused", .gauge, labels: ["reason"],
    "1 where this holds purchases back, or did when the last one was tried; else 0.")
  private static let purchasing = [purchases, sending, sendingLimit, queueLength, queueLimit, watchedJobs, paused]

  // MARK: Upstream

  static let upstreamTimes = MetricFamily(
    "tollgate_upstream_seconds", .histogram, labels: ["call"], unit: .billionths, bounds: Histogram.callBounds,
    "How long calls took: creates, queries of jobs, and downloads of files.")
  static let upstreamErrors = MetricFamily(
    "tollgate_upstream_errors_total", .counter, labels: ["call", "class"], "Calls that did not bring what they were for.")
  static let upstreamAnswered = MetricFamily(
    "tollgate_upstream_answered_timestamp_seconds", .gauge, unit: .billionths,
    "When the upstream last gave a usable answer, in seconds since 1970; 0 where it has not since the start.")
  private static let upstream = [upstreamTimes, upstreamErrors, upstreamAnswered]

  // MARK: Files

  static let copiedFiles = MetricFamily("tollgate_copied_files_total", .counter, "Files of results that were copied.")
  static let copiedBytes = MetricFamily("tollgate_copied_bytes_total", .counter, "Their bytes.")
  static let lostFiles = MetricFamily(
    "tollgate_lost_files_total", .counter, "Files of results that could not be had: what they belong to is bought again.")
  static let keptFiles = MetricFamily("tollgate_kept_files", .gauge, "Files that are kept.")
  static let keptBytes = MetricFamily("tollgate_kept_bytes", .gauge, "Their bytes.")
  static let keptLimit = MetricFamily(
    "tollgate_kept_bytes_limit", .gauge, "How many there may be, before those not used for longest go: cache.max_size.")
  private static let files = [copiedFiles, copiedBytes, lostFiles, keptFiles, keptBytes, keptLimit]

  // MARK: Callbacks

  static let callbackResults = MetricFamily(
    "tollgate_callbacks_total", .counter, labels: ["result"],
    "What became of callbacks whose turn came: delivered, retried, given_up, early (the job has not ended) or postponed.")
  private static let callbacks = [callbackResults]

  // MARK: Store

  static let storeWritable = MetricFamily(
    "tollgate_store_writable", .gauge, "1 where the latest transaction became durable; 0 where it did not.")
  static let storeWaiting = MetricFamily("tollgate_store_waiting", .gauge, "Changes that wait for the next transaction.")
  static let commitTimes = MetricFamily(
    "tollgate_store_commit_seconds", .histogram, unit: .billionths, bounds: Histogram.stepBounds,
    "How long transactions took, from their begin until they were durable.")
  static let batchSizes = MetricFamily(
    "tollgate_store_batch_changes", .histogram, bounds: Histogram.batchBounds, "How many changes shared a transaction.")
  static let databaseBytes = MetricFamily("tollgate_store_bytes", .gauge, "The size of the database.")
  static let logBytes = MetricFamily(
    "tollgate_store_log_bytes", .gauge, "The size of its write-ahead log, from which it is brought up to date.")
  private static let store = [storeWritable, storeWaiting, commitTimes, batchSizes, databaseBytes, logBytes]

  // MARK: Answers

  static let answerTimes = MetricFamily(
    "tollgate_http_seconds", .histogram, labels: ["lane"], unit: .billionths, bounds: Histogram.answerBounds,
    """
    How long requests took until their answer could be written: in the instant lane, from memory, and in the main lane, all \
    others.
    """)
  static let answers = MetricFamily(
    "tollgate_http_answers_total", .counter, labels: ["status"],
    "Answers of the main lane by their status. Those of the instant lane are all 200.")
  static let eventLoopLag = MetricFamily(
    "tollgate_event_loop_lag_seconds", .histogram, unit: .billionths, bounds: Histogram.stepBounds,
    "How long an event loop took to begin what it was given; each is asked once a second.")
  private static let serving = [answerTimes, answers, eventLoopLag]

  // MARK: Program

  static let processorTime = MetricFamily(
    "process_cpu_seconds_total", .counter, unit: .billionths, "The processor time of the program, in user and in kernel mode.")
  static let residentBytes = MetricFamily("process_resident_memory_bytes", .gauge, "The memory that it takes.")
  static let virtualBytes = MetricFamily("process_virtual_memory_bytes", .gauge, "The addresses that it has.")
  static let openFiles = MetricFamily("process_open_fds", .gauge, "Its open files and sockets.")
  static let maximumFiles = MetricFamily("process_max_fds", .gauge, "How many it may have.")
  static let startTime = MetricFamily(
    "process_start_time_seconds", .gauge, unit: .billionths, "When it was started, in seconds since 1970.")
  private static let program = [processorTime, residentBytes, virtualBytes, openFiles, maximumFiles, startTime]
}
