import Foundation

/// Where the program runs, as far as a person has to type other commands there.
enum Surroundings: Equatable {
  case machine
  /// In the project's image.
  case container

  /// The image says so itself, in the way that container managers agreed on (https://systemd.io/CONTAINER_INTERFACE).
  static let current = Surroundings(environment: ProcessInfo.processInfo.environment)

  init(environment: [String: String]) { self = environment["container"] == nil ? .machine : .container }

  /// The command that makes a key.
  var keysCreate: String {
    switch self {
    case .machine: "tollgate keys create NAME"
    case .container:
      "docker run --rm -v tollgate:/data tollgate keys create NAME (with the volume and the image that this was started with)"
    }
  }
}
