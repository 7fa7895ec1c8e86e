import NIOCore
import ServiceLifecycle

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// A service whose failure is explained to the person who started the process.
struct Blamed: Service {
  private let service: any Service
  private let explain: @Sendable (any Error) -> CommandFailure

  init(_ service: any Service, explain: @escaping @Sendable (any Error) -> CommandFailure) {
    self.service = service
    self.explain = explain
  }

  func run() async throws {
    do {
      try await service.run()
    } catch is CancellationError {
      throw CancellationError()
    } catch {
      throw explain(error)
    }
  }
}

/// Errors of libraries in words.
enum Words {
  /// The reason without the names of functions and types.
  static func reason(of error: any Error) -> String {
    guard let error = error as? IOError else { return "\(error)" }
    return unsafe String(cString: strerror(error.errnoCode)).lowercased()
  }
}
