import TollgateCore

/// Bodies of creates.
enum Body {
  static let model = "google/nano-banana-2/text-to-image"
  /// A model that no catalogue knows.
  static let unpricedModel = "acme/unknown/task"

  /// A picture for $0.04. Different prompts are different requests.
  static func picture(_ prompt: String, model: String = model, further: String = "") -> String {
    #"{"model":"\#(model)","args":{"prompt":"\#(prompt)","aspect_ratio":"16:9","resolution":"1K"}\#(further)}"#
  }
}
