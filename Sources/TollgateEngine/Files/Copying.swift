import Logging
import TollgateCore

/// Copies the files of one result, and knows when to try again and when to give up.
struct Copying: Sendable {
  /// What follows from one try.
  enum Next: Sendable {
    /// All is stored, or given up.
    case done
    /// To be tried again after a pause.
    case later(CopySchedule.Copy, after: Duration)
  }

  /// Tries until a file is given up, with pauses that grow to the longest: about two and a half hours.
  static let maximumTries = 24
  /// How often a server may refuse a file, each time after a fresh link was asked for, with pauses that grow from a minute: a file
  /// that is just being published, or a name that leads astray for a moment, is not lost.
  static let maximumRefusals = 4
  /// How often in one try a download that was cut goes on.
  private static let maximumContinuations = 5
  private static let firstPause: Duration = .seconds(1)
  private static let firstPauseAfterRefusal: Duration = .seconds(60)
  /// Where there is no room, or the disk fails, the file is still there to be had.
  private static let firstPauseForRoom: Duration = .seconds(10)
  /// Where the server was not asked, which counts as no try.
  private static let pauseWithoutTry: Duration = .seconds(5)
  private static let longestPause: Duration = .seconds(600)
  private static let jitter = 0.75...1.25

  let store: any Store
  let upstream: any UpstreamAPI
  let files: FileKeeping
  let time: any TimeSource
  let credentials: CredentialBook
  let changes: SlotChange
  let room: AssetRoom
  let settings: LiveSettings
  let measures: FileMeasures
  let logger: Logger

  /// How one file's try ended.
  private enum Fate {
    case stored(Blob)
    /// Nobody wants it any more.
    case unwanted
    case lost(reason: String)
    case noRoom(reason: String)
    /// No server was asked.
    case notTried(reason: String)
    case tryAgain(reason: String, isRefusal: Bool)

    var isStored: Bool { if case .stored = self { true } else { false } }
  }

  private var maximumFile: Int64 { settings.current.policy.maximumFile }

  /// Tries to copy what is missing of a result. What cannot be had now does not keep the other files waiting, whose links may die.
  func copyFiles(of copy: CopySchedule.Copy) async -> Next {
    var copy = copy
    let number = copy.generation.number
    let pending: [ResultFile]
    do {
      pending = try await store.files(of: number).filter { $0.state == .pending }
    } catch {
      return later(copy, after: Self.firstPauseForRoom, because: "\(error)")
    }
    var pause: Duration?
    for file in pending {
      let wait = (copy.attempts[file.position]?.due ?? .zero) - time.uptime()
      guard wait <= .zero else {
        pause = min(pause ?? wait, wait)
        continue
      }
      let fate = await fetch(file, for: copy)
      // What a shutdown breaks off says nothing about the file.
      if Task.isCancelled, !fate.isStored { return later(copy, after: Self.firstPause, because: "the gateway stops") }
      switch fate {
      case .stored(let blob):
        copy.timesWithoutRoom = 0
        measures.noteCopy(of: blob)
        logger.debug(
          "a file was stored", metadata: ["generation": "\(number)", "asset": "\(blob.id)", "bytes": "\(blob.size)"])
      case .unwanted: return .done
      case .lost(let reason): return await lose(file, of: copy, because: reason)
      case .noRoom(let reason):
        logger.error("there is no room for a file", metadata: ["generation": "\(number)", "reason": "\(reason)"])
        copy.timesWithoutRoom += 1
        return later(copy, after: Self.pause(Self.firstPauseForRoom, times: copy.timesWithoutRoom), because: reason)
      case .notTried(let reason):
        copy.attempts[file.position, default: .init()].due = time.uptime() + Self.pauseWithoutTry
        pause = min(pause ?? Self.pauseWithoutTry, Self.pauseWithoutTry)
        logger.warning("a file is copied later", metadata: ["generation": "\(number)", "reason": "\(reason)"])
      case .tryAgain(let reason, let isRefusal):
        let attempts = copy.note(isRefusal: isRefusal, of: file)
        if attempts.tries >= Self.maximumTries || attempts.refusals >= Self.maximumRefusals {
          return await lose(file, of: copy, because: reason)
        }
        let own =
          isRefusal
          ? Self.pause(Self.firstPauseAfterRefusal, times: attempts.refusals)
          : Self.pause(Self.firstPause, times: attempts.tries)
        copy.attempts[file.position]?.due = time.uptime() + own
        pause = min(pause ?? own, own)
        logger.debug("a file could not be copied", metadata: ["generation": "\(number)", "reason": "\(reason)"])
      }
    }
    return pause.map { later(copy, after: $0, because: "a file is missing") } ?? .done
  }

  /// Begins to keep the files of a result that was passed on so far; `nil` where that cannot be written down.
  func wantFiles(of generation: Generation) async -> Generation? {
    do {
      guard let bytes = try await store.recordedGeneration(generation.number)?.record,
        let record = try CanonicalJSON.parse(bytes).object
      else { return nil }
      return try await changes.perform(on: generation) { () throws(StoreError) in
        try await store.wantFiles(of: generation.number, links: ResultLinks.of(record), at: time.now())
      }
    } catch {
      logger.error(
        "the files of an earlier result are not copied before the next start",
        metadata: ["generation": "\(generation.number)", "error": "\(error)"])
      return nil
    }
  }

  /// A pause that doubles each time, up to the longest.
  private static func pause(_ first: Duration, times: Int) -> Duration {
    var pause = first
    for _ in 1..<max(times, 1) where pause < longestPause { pause *= 2 }
    return min(pause, longestPause)
  }

  private func later(_ copy: CopySchedule.Copy, after pause: Duration, because reason: String) -> Next {
    logger.debug(
      "a result's files are copied later", metadata: ["generation": "\(copy.generation.number)", "reason": "\(reason)"])
    return .later(copy, after: pause * time.jitter(in: Self.jitter))
  }

  private func lose(_ file: ResultFile, of copy: CopySchedule.Copy, because reason: String) async -> Next {
    let number = copy.generation.number
    logger.error(
      "a file of a result is lost; the next identical create buys again",
      metadata: ["generation": "\(number)", "file": "\(file.position)", "reason": "\(reason)"])
    do {
      _ = try await changes.perform(on: copy.generation) { () throws(StoreError) in
        try await store.loseFile(at: file.position, of: number, reason: reason, at: time.now())
      }
      measures.noteLoss()
      return .done
    } catch {
      return later(copy, after: Self.firstPauseForRoom, because: "\(error)")
    }
  }

  // MARK: One file

  private func fetch(_ file: ResultFile, for copy: CopySchedule.Copy) async -> Fate {
    let draft: any BlobDraft
    do {
      draft = try await files.blobs.draft()
    } catch {
      return .noRoom(reason: "\(error)")
    }
    let sink = DraftSink(draft)
    var fate = await download(file.link.url, into: sink)
    // The link may have died, or the server may know another way: the upstream is asked for a fresh one.
    if case .tryAgain = fate, let fresh = await freshLink(for: file, of: copy.generation), fresh != file.link.url {
      do {
        try await sink.restart()
        fate = await download(fresh, into: sink)
      } catch {
        fate = .noRoom(reason: "\(error)")
      }
    }
    if let fate {
      await draft.discard()
      return fate
    }
    return await keep(draft, as: file, of: copy.generation)
  }

  /// - Returns: `nil` where all of the file has come.
  private func download(_ url: String, into sink: DraftSink) async -> Fate? {
    var continuations = 0
    while true {
      switch await files.source.download(sink.request(url, limit: maximumFile), into: sink) {
      case .complete: return nil
      case .cut(let reason):
        continuations += 1
        guard continuations <= Self.maximumContinuations, !Task.isCancelled else {
          return .tryAgain(reason: reason, isRefusal: false)
        }
        try? await time.sleep(for: .milliseconds(200) * continuations * time.jitter(in: Self.jitter))
      case .gone(let status): return .tryAgain(reason: "its link answers \(status)", isRefusal: true)
      case .refused(let reason): return .tryAgain(reason: reason, isRefusal: true)
      case .tooLarge: return .lost(reason: "it is larger than cache.max_file, \(maximumFile) bytes")
      case .notTried(let reason): return .notTried(reason: reason)
      case .failed(let reason): return .tryAgain(reason: reason, isRefusal: false)
      case .notStored(let error): return .noRoom(reason: "\(error)")
      }
    }
  }

  /// The link that the upstream names now at the same place of the record.
  private func freshLink(for file: ResultFile, of generation: Generation) async -> String? {
    guard let upstreamID = generation.upstreamID, let credential = credentials.credential(for: generation.key),
      case .record(let record) = await upstream.query(upstreamID, credential: credential)
    else { return nil }
    return ResultLinks.of(record.data).first { $0.path == file.link.path }?.url
  }

  private func keep(_ draft: any BlobDraft, as file: ResultFile, of generation: Generation) async -> Fate {
    await room.makeRoom(for: await draft.count)
    do {
      return try await room.add(draft) { blob throws(StoreError) in
        let changed = try await changes.perform(on: generation) { () throws(StoreError) in
          try await store.keepFile(blob, at: file.position, of: generation.number, at: time.now())
        }
        return changed.files == .copying || changed.files == .kept
      }.map { .stored($0) } ?? .unwanted
    } catch let error as BlobError {
      return .noRoom(reason: "\(error)")
    } catch let error as StoreError {
      // All of the file has come: that it cannot be written down says nothing about it.
      return .noRoom(reason: "\(error)")
    } catch {
      return .tryAgain(reason: "\(error)", isRefusal: false)
    }
  }
}

extension CopySchedule.Copy {
  /// Counts a try that failed.
  fileprivate mutating func note(isRefusal: Bool, of file: ResultFile) -> CopySchedule.Attempts {
    attempts[file.position, default: .init()].tries += 1
    if isRefusal { attempts[file.position, default: .init()].refusals += 1 }
    return attempts[file.position] ?? .init()
  }
}
