import NIOHTTP1
import Testing
import TollgateCore
import TollgateTestSupport

extension ProcessTests {
  /// What clients asked to be told is told, over the end of the gateway's process.
  @Suite struct CallbackTests {
    private static func body(_ prompt: String, _ url: String) -> String {
      #"{"model":"google/nano-banana-2/text-to-image","args":{"prompt":"\#(prompt)"},"callback_url":"\#(url)"}"#
    }

    @Test(.timeLimit(.minutes(15))) func receiversOfEveryKindAndACrash() async throws {
      try await CallbackReceiver.run(answering: [.noContent, .internalServerError, .found, nil]) { receivers in
        try await TestBed.run(jobDuration: "1s") { bed in
          var jobs: [String] = []
          (jobs, _) = try await bed.gateway { gateway in
            try await gateway.ready()
            var jobs: [String] = []
            for receiver in receivers {
              let answer = try await gateway.client.create(Self.body("a lighthouse", receiver.url + "/hook?to=me"))
              #expect(answer.headers.first(name: "Tollgate-Notice") == nil)
              jobs.append(try #require(answer.jobID))
            }
            let ignored = try await gateway.client.create(Self.body("a lighthouse", "CALLBACK_URL"))
            #expect(ignored.headers.first(name: "Tollgate-Notice")?.contains("callback_url is ignored") == true)
            gateway.kill()
            return jobs
          }
          let (secret, _) = try await bed.gateway { gateway in
            try await gateway.ready()
            try await eventually("the posts", holds: { receivers.allSatisfy { !$0.posts.isEmpty } })
            let hit = try await gateway.client.create(Self.body("a lighthouse", receivers[0].url + "/later"))
            jobs.append(try #require(hit.jobID))
            try await eventually("the hit's post", holds: { receivers[0].posts.contains { $0.path == "/later" } })
            for post in receivers[0].posts {
              let record = try CanonicalJSON.parse(post.body)
              let id = try #require(record["id"]?.string)
              #expect(jobs.contains(id) && post.headers.first(name: "webhook-id") == "msg_" + id)
              #expect(try await gateway.client.query(id).data == record)
            }
            try await eventually(
              "the books of it",
              holds: {
                let list = try await bed.command("callbacks", "list", "--json").output
                let rows = try CanonicalJSON.parse(Array(list.utf8)).array ?? []
                let states = rows.map { "\($0["state"]?.string ?? "") \($0["lastStatus"]?.number?.int64 ?? 0)" }
                return rows.count == 5 && Set(states).isSuperset(of: ["delivered 204", "due 500", "due 302"])
              })
            return try await bed.command("callbacks", "secret").output
          }
          let signing = try #require(SigningSecret(secret.split(separator: "\n").first.map(String.init) ?? ""))
          for post in receivers.flatMap(\.posts) {
            let id = try #require(post.headers.first(name: "webhook-id"))
            let seconds = try #require(post.headers.first(name: "webhook-timestamp").flatMap(Int64.init))
            let signature = post.headers.first(name: "webhook-signature")
            #expect(signature == signing.signature(id: id, seconds: seconds, body: post.body))
            #expect(post.headers.first(name: "Content-Type") == "application/json")
          }
          #expect(receivers.allSatisfy { $0.posts.allSatisfy { $0.path != "/redirected" } })
        }
      }
    }
  }
}
