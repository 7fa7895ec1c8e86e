/// Environment variables that begin with `TOLLGATE_` and are no overrides of settings.
enum ReservedVariables {
  /// - `TOLLGATE_TEST_…`: for the project's own tests.
  /// - `TOLLGATE_GATEWAY`: the gateway elsewhere that the command line is about.
  /// - `TOLLGATE_JSON_VECTORS`: a folder of JSON files for the parser's tests.
  /// - `TOLLGATE_SERVICE_HOST`, `TOLLGATE_PORT_8080_TCP_ADDR`, `TOLLGATE_PORT=tcp://…` and their like: Kubernetes and Docker
  ///   put them into every container beside a service that is called `tollgate`, and nobody asked for them.
  static func contains(_ name: String, value: String) -> Bool {
    if name.hasPrefix("TOLLGATE_TEST_") || ["TOLLGATE_GATEWAY", "TOLLGATE_JSON_VECTORS"].contains(name) { return true }
    if name.hasSuffix("_SERVICE_HOST") || name.contains("_SERVICE_PORT") { return true }
    return ["tcp://", "udp://", "sctp://"].contains(where: value.hasPrefix) || name.contains(/_PORT_[0-9]+_(TCP|UDP|SCTP)(_|$)/)
  }
}
