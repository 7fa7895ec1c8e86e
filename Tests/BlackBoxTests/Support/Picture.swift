import TollgateCore

/// Creates that the tests send.
enum Picture {
  /// The body of a create; equal prompts are equal requests.
  static func of(_ prompt: String) -> String {
    #"{"model":"google/nano-banana-2/text-to-image","args":{"prompt":"\#(prompt)","aspect_ratio":"16:9","resolution":"1K"}}"#
  }

  /// What the referee and the gateway know such a create by.
  static func content(of body: String) throws -> String {
    try CreateRequest(body: Array(body.utf8), catalogue: .builtIn).content.description
  }
}
