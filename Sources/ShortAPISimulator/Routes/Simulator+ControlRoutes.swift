import NIOHTTP1
import TollgateCore

extension Simulator {
  /// `/control/…`: the same as the methods above, over HTTP and without a key.
  func control(_ request: Request) -> Answer {
    let path = request.path.split(separator: "/").dropFirst().map(String.init)
    do throws(SimulatorInputError) {
      switch (request.head.method, path.first ?? "", path.count) {
      case (.GET, "faults", 1): return faultList()
      case (.POST, "faults", 1):
        addFaults(try Self.readFaults(request.body))
        return faultList()
      case (.DELETE, "faults", 1):
        clearFaults()
        return faultList()
      case (.GET, "jobs", 1): return .json(list: jobs.map(\.json), as: "jobs")
      case (.GET, "jobs", 2): return answer(job(path[1]))
      case (.POST, "jobs", 2): return answer(command(path[1], try JobCommand(json: Self.readJSON(request.body))))
      case (.GET, "stats", 1): return .json(200, CanonicalJSON.encode(statistics.json))
      default:
        return .envelope(
          404,
          info:
            "there are GET, POST and DELETE /control/faults, GET /control/jobs and /control/stats, and POST /control/jobs/<id>")
      }
    } catch {
      return .envelope(400, info: error.description)
    }
  }

  private func answer(_ job: JobSummary?) -> Answer {
    job.map { .json(200, CanonicalJSON.encode($0.json)) } ?? .envelope(404, info: "job not found")
  }

  private func faultList() -> Answer {
    .json(
      list: faults.map { state in
        var object = state.fault.json
        object["applied"] = .integer(state.applied)
        object["remaining"] = state.remaining.map(JSONValue.integer)
        return .object(object)
      }, as: "faults")
  }

  private static func readJSON(_ body: [UInt8]) throws(SimulatorInputError) -> JSONValue {
    do { return try CanonicalJSON.parse(body) } catch { throw SimulatorInputError("the body is not JSON: \(error)") }
  }

  private static func readFaults(_ body: [UInt8]) throws(SimulatorInputError) -> [Fault] {
    let json = try readJSON(body)
    guard let list = json.array else { return [try Fault(json: json)] }
    return try list.map { json throws(SimulatorInputError) in try Fault(json: json) }
  }
}

extension Answer {
  fileprivate static func json(list: [JSONValue], as name: String) -> Answer {
    var object = JSONObject()
    object[name] = .array(list)
    return .json(200, CanonicalJSON.encode(.object(object)))
  }
}
