import AsyncHTTPClient
import Logging
import NIOConcurrencyHelpers
import NIOCore
import NIOHTTP1
import TollgateCore

extension Simulator {
  /// How many callbacks can wait for their jobs' ends; further ones are not posted.
  static let maximumCallbacks = 10_000

  /// Says that a job has a callback, or that its end has moved.
  func signalCallback(_ id: String) {
    guard configuration.callbacks else { return }
    scheduleCallback.yield(id)
  }

  /// Posts every job's record to its callback URL once, when the job has ended; nothing is tried again.
  func runCallbacks() async {
    var settings = HTTPClient.Configuration(redirectConfiguration: .disallow)
    settings.timeout = .init(connect: .seconds(5), read: .seconds(5))
    let client = HTTPClient(eventLoopGroupProvider: .singleton, configuration: settings)
    await withDiscardingTaskGroup { group in
      for await id in callbackSignals {
        let isAdmitted = state.withLockedValue { state in
          guard state.callbacksWaiting < Self.maximumCallbacks else { return false }
          state.callbacksWaiting += 1
          return true
        }
        guard isAdmitted else { continue }
        group.addTask {
          await self.postCallback(of: id, with: client)
          self.state.withLockedValue { $0.callbacksWaiting -= 1 }
        }
      }
      group.cancelAll()
    }
    try? await client.shutdown()
  }

  private func postCallback(of id: String, with client: HTTPClient) async {
    while !Task.isCancelled {
      let now = time.now()
      let (record, url, endsAt) = state.withLockedValue { state in
        let publicURL = state.publicURL
        return state.jobs.with(id, at: now) { job -> ([UInt8]?, String?, Timestamp?) in
          guard let url = job.callbackURL else { return (nil, nil, nil) }
          return (job.claimCallback() ? job.record(publicURL: publicURL) : nil, url, job.endsAt)
        } ?? (nil, nil, nil)
      }
      if let record, let url { return await post(record, to: url, with: client) }
      // Without a known end there is nothing to wait for: whoever ends the job signals again.
      guard let endsAt else { return }
      do { try await Task.sleep(for: max(endsAt.since(now), .milliseconds(1))) } catch { return }
    }
  }

  private func post(_ record: [UInt8], to url: String, with client: HTTPClient) async {
    state.withLockedValue { $0.counts.callbacks += 1 }
    var request = HTTPClientRequest(url: url)
    request.method = .POST
    request.headers.add(name: "Content-Type", value: "application/json; charset=utf-8")
    request.body = .bytes(ByteBuffer(bytes: record))
    do {
      let response = try await client.execute(request, timeout: .seconds(5))
      logger.debug("a callback was posted", metadata: ["status": "\(response.status.code)"])
    } catch {
      logger.info("a callback could not be posted", metadata: ["error": "\(error)"])
    }
  }
}
