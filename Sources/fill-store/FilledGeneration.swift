import ArgumentParser
import TollgateCore

/// What is known of one finished generation with one file.
struct FilledGeneration {
  static let hour: Int64 = 3_600_000
  static let month = 30 * 24 * hour
  /// Of a file, in bytes: a million of them are less than the gateway keeps.
  static let fileSize: Int64 = 20_000

  let number: Int
  let request: CreateRequest
  let priceClass: PriceClass
  let price: Money
  /// When it was bought, and when it was finished.
  let at, finishedAt: Timestamp

  /// In the template, the body of the create, `{n}` stands for the number.
  init(_ number: Int, template: String, at: Timestamp) throws {
    let body = template.replacing("{n}", with: "\(number)")
    let (catalogue, request) = (Catalogue.builtIn, try CreateRequest(body: Array(body.utf8), catalogue: .builtIn))
    guard let price = catalogue.quote(model: request.model, args: request.args).amount else {
      throw ValidationError("The model in the template has no known price.")
    }
    self.number = number
    self.request = request
    self.price = price
    self.at = at
    priceClass = catalogue.priceClass(model: request.model, args: request.args)
    finishedAt = at + .seconds(12)
  }

  /// The upstream's id of the job.
  var upstreamID: String { HexDigits.text(of: Array(request.content.bytes.prefix(12))) }

  var link: String { "https://files.example.com/\(upstreamID)/image-1.png" }

  /// The name of its file.
  var asset: [UInt8] { Content(hashing: Array("the file of \(number)".utf8)).bytes }

  /// The upstream's record.
  var record: [UInt8] {
    var record = JSONObject()
    record["args"] = .object(request.args)
    record["created_at"] = .text(at.description)
    record["credit"] = .text(price.description)
    record["finished_at"] = .text(finishedAt.description)
    record["id"] = .text(upstreamID)
    record["key_name"] = .text("vendor")
    record["model"] = .text(request.model)
    record["refunded"] = .bool(false)
    record["refunded_credit"] = .text("0")
    var image = JSONObject()
    image["url"] = .text(link)
    var result = JSONObject()
    result["images"] = .array([.object(image)])
    record["result"] = .object(result)
    record["status"] = 2
    record["updated_at"] = .text(finishedAt.description)
    return CanonicalJSON.encode(.object(record))
  }
}
