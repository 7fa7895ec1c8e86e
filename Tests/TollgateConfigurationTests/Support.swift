import Foundation
import Testing
import TollgateConfiguration

/// The configuration of a YAML text.
func parse(_ yaml: String, _ environment: [String: String] = [:]) throws(ConfigurationError) -> GatewayConfiguration {
  try GatewayConfiguration.parse(yaml: yaml, file: "gateway.yaml", environment: environment)
}

/// The sentences about a YAML text; empty where nothing is wrong with it.
func problems(_ yaml: String, _ environment: [String: String] = [:]) -> [String] {
  do throws(ConfigurationError) {
    _ = try parse(yaml, environment)
    return []
  } catch {
    return error.problems
  }
}

/// A YAML text and the one sentence about it, or the part of it that matters.
struct Mistake: Sendable, CustomTestStringConvertible {
  let yaml: String
  let environment: [String: String]
  let sentence: String

  init(_ yaml: String, _ sentence: String) { self.init(yaml, [:], sentence) }

  init(_ yaml: String, _ environment: [String: String], _ sentence: String) {
    self.yaml = yaml
    self.environment = environment
    self.sentence = sentence
  }

  var testDescription: String { sentence }
}

/// The folder of Package.swift.
let repository = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
