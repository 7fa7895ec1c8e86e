import ArgumentParser
import TollgateCore
import TollgateStore

/// Why a command did not do what it was asked: the exit code for scripts and a sentence for people.
struct CommandFailure: Error {
  let code: ExitCode
  /// What is wrong and what to do; several lines where several things are wrong.
  let sentence: String

  init(_ code: ExitCode, _ sentence: String) {
    self.code = code
    self.sentence = sentence
  }
}

extension ExitCode {
  /// No running gateway answers (`EX_UNAVAILABLE`).
  static let unavailable = ExitCode(69)
  /// The configuration or the data folder cannot be used (`EX_CONFIG`).
  static let configuration = ExitCode(78)
}

extension CommandFailure {
  init(_ error: AdministrationError) {
    let code: ExitCode =
      switch error.kind {
      case .notFound, .conflict, .changed, .refused: .failure
      case .invalid: .validationFailure
      case .unavailable: .unavailable
      }
    self.init(code, error.description)
  }

  init(_ error: BackupError) {
    self.init(.failure, error.description)
  }

  init(_ error: StoreOpenError) {
    self.init(.configuration, error.description + ".")
  }
}
