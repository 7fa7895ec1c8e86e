import NIOCore
import NIOHTTP1
import NIOPosix
import ShortAPISimulator
import Testing
import TollgateCore

/// The record is posted to the callback URL once, when the job has ended.
@Suite(.timeLimit(.minutes(15))) struct CallbackTests {
  private typealias Parts = NIOAsyncChannel<HTTPServerRequestPart, HTTPServerResponsePart>

  /// Listens, and gives each posted body to a stream.
  private func withReceiver(_ body: (String, AsyncStream<String>) async throws -> Void) async throws {
    let server = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton).bind(host: "127.0.0.1", port: 0) {
      channel in
      channel.eventLoop.makeCompletedFuture {
        try channel.pipeline.syncOperations.configureHTTPServerPipeline()
        return try Parts(wrappingChannelSynchronously: channel)
      }
    }
    let (stream, continuation) = AsyncStream.makeStream(of: String.self)
    try await withThrowingTaskGroup(of: Void.self) { group in
      group.addTask {
        try? await server.executeThenClose { connections in
          for try await connection in connections {
            try await connection.executeThenClose { inbound, outbound in
              var text = ""
              for try await part in inbound {
                if case .body(let bytes) = part { text += String(buffer: bytes) }
                guard case .end = part else { continue }
                continuation.yield(text)
                try await outbound.write(.head(.init(version: .http1_1, status: .ok, headers: ["content-length": "0"])))
                try await outbound.write(.end(nil))
                break
              }
            }
          }
        }
      }
      try await body("http://127.0.0.1:\(server.channel.localAddress?.port ?? 0)/done", stream)
      group.cancelAll()
    }
  }

  private func create(calling url: String) -> String {
    #"{"model":"google/nano-banana-2/text-to-image","args":{"prompt":"a","aspect_ratio":"1:1"},"callback_url":"\#(url)"}"#
  }

  @Test func bareRecordIsPostedAtTheEnd() async throws {
    var configuration = SimulatorConfiguration()
    configuration.jobDuration = .milliseconds(20)
    try await withReceiver { url, posts in
      try await withSimulator(configuration) { simulator, base in
        let id = try await createJob(base, body: create(calling: url))
        var iterator = posts.makeAsyncIterator()
        let record = try CanonicalJSON.parse(Array(try #require(await iterator.next()).utf8))
        #expect(record["id"]?.string == id)
        #expect(record["status"] == 2)
        #expect(record["code"] == nil)
        #expect(record == (try await ShortAPISimulatorTests.record(base, id)))
        #expect(simulator.statistics.callbacks == 1)
      }
    }
  }

  @Test func endByCommandIsPostedToo() async throws {
    var configuration = SimulatorConfiguration()
    configuration.jobDuration = .seconds(600)
    try await withReceiver { url, posts in
      try await withSimulator(configuration) { simulator, base in
        let id = try await createJob(base, body: create(calling: url))
        simulator.command(id, .fail(error: "e", refund: .full))
        var iterator = posts.makeAsyncIterator()
        #expect(try CanonicalJSON.parse(Array(try #require(await iterator.next()).utf8))["error"] == "e")
      }
    }
  }

  @Test(arguments: ["CALLBACK_URL", "$CALLBACK_URL", "ftp://127.0.0.1/", "http://127.0.0.1:1/refused", "http:// not a url"])
  func oddAddressBreaksNothing(url: String) async throws {
    var configuration = SimulatorConfiguration()
    configuration.jobDuration = .zero
    try await withSimulator(configuration) { _, base in
      let id = try await createJob(base, body: create(calling: url))
      #expect(try await record(base, id)["status"] == 2)
    }
  }
}
