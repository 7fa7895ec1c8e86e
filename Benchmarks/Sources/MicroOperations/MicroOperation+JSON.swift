import TollgateCore

extension MicroOperation {
  static let json: [MicroOperation] = [
    canonicalise("canonicalise-500B", { Bodies.create }), canonicalise("canonicalise-5MB", { Bodies.picture }),
    identify("identify-500B", { Bodies.create }), identify("identify-5MB", { Bodies.picture }),
    // The same with a tree of the JSON: the way of everything that is not answered at once.
    MicroOperation("parse-500B", byteCount: Bodies.create.count) {
      let body = Bodies.create
      let catalogue = Catalogue.builtIn
      return { count in
        var sum = 0
        for _ in 0..<count { sum &+= (try? CreateRequest(body: body, catalogue: catalogue))?.normalised.count ?? 0 }
        return sum
      }
    },
  ]

  /// The client's bytes to canonical bytes.
  private static func canonicalise(_ name: String, _ body: @escaping @Sendable () -> [UInt8]) -> MicroOperation {
    MicroOperation(name, byteCount: body().count) {
      let body = body()
      let scratch = Scratch()
      return { count in
        var sum = 0
        for _ in 0..<count {
          guard scratch.scanner.read(body.span) else { preconditionFailure(name) }
          sum &+= 1
        }
        return sum
      }
    }
  }

  /// The client's bytes to the content: canonical, with defaults, and hashed.
  private static func identify(_ name: String, _ body: @escaping @Sendable () -> [UInt8]) -> MicroOperation {
    MicroOperation(name, byteCount: body().count) {
      let body = body()
      let scratch = Scratch()
      let catalogue = Catalogue.builtIn
      return { count in
        var sum = 0
        for _ in 0..<count {
          guard let identity = scratch.identifier.identify(body.span, under: catalogue) else { preconditionFailure(name) }
          sum &+= identity.model.utf8.count
        }
        return sum
      }
    }
  }

  private final class Scratch {
    var scanner = CanonicalScanner()
    var identifier = CreateIdentifier()
  }
}
