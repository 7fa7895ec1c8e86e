/// The configuration in force as it is shown, with the place where each value was set. Secrets are `***`.
package struct ConfigurationSummary: Sendable, Codable, Equatable {
  /// Where a value was set: where a person changes it.
  package struct Origin: Sendable, Codable, Equatable {
    /// What kind of place it is.
    package enum Kind: String, Sendable, Codable, CaseIterable {
      /// Nobody has set it.
      case builtIn = "default"
      /// The configuration file.
      case file
      /// An environment variable that overrides the file, or stands in for it.
      case environment
      /// The data folder: it was made with a command, in the console or over the API.
      case store
    }

    package let kind: Kind
    /// The configuration file, as it was named.
    package let file: String?
    /// The line of the file, from 1.
    package let line: Int?
    /// The environment variables that the value was taken from: the one that overrides it, or those that the file names in `${…}`.
    package let variables: [String]

    package init(_ kind: Kind, file: String? = nil, line: Int? = nil, variables: [String] = []) {
      self.kind = kind
      self.file = file
      self.line = line
      self.variables = variables
    }
  }

  /// One value.
  package struct Setting: Sendable, Codable, Equatable {
    /// Its name from the top of the file, or of its key, team or model: `server.limits.body`.
    package let name: String
    /// As the file writes it, in YAML.
    package let value: String
    package let origin: Origin

    package init(name: String, value: String, origin: Origin) {
      self.name = name
      self.value = value
      self.origin = origin
    }
  }

  /// A key, a team, or the rules of a model.
  package struct Item: Sendable, Codable, Equatable {
    package let name: String
    package let origin: Origin
    /// What is set; everything else has its default.
    package let settings: [Setting]

    package init(name: String, origin: Origin, settings: [Setting]) {
      self.name = name
      self.origin = origin
      self.settings = settings
    }
  }

  /// Every setting of a fixed name, in the order of the file.
  package let settings: [Setting]
  /// The teams of the file, then those of the data folder by name.
  package var teams: [Item]
  /// The keys of the file, then those of the data folder by name that are not revoked.
  package var keys: [Item]
  /// What the file says about models.
  package let models: [Item]

  package init(settings: [Setting], teams: [Item], keys: [Item], models: [Item]) {
    self.settings = settings
    self.teams = teams
    self.keys = keys
    self.models = models
  }
}

extension ConfigurationSummary.Origin: CustomStringConvertible {
  /// `default`, `gateway.yaml:14 (SHORTAPI_KEY)`, `TOLLGATE_SERVER_LISTEN` or `data folder`.
  package var description: String {
    let names = variables.joined(separator: ", ")
    switch kind {
    case .builtIn: return "default"
    case .environment: return names
    case .store: return "data folder"
    case .file:
      let place = [file, line.map(String.init)].compactMap(\.self).joined(separator: ":")
      return names.isEmpty ? place : "\(place) (\(names))"
    }
  }
}
