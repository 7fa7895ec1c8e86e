import ArgumentParser
import Logging
import TollgateConfiguration
import TollgateTelemetry

struct Serve: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run the gateway (the default).",
    discussion: """
      With nothing configured it listens on http://127.0.0.1:8080, keeps its data in ./tollgate-data, and serves every program \
      on this machine: with SHORTAPI_KEY set it buys with that key, without it each caller's own key is passed on.

        SHORTAPI_KEY=ak-... tollgate serve
        tollgate serve --config gateway.yaml
        curl http://127.0.0.1:8080/api/v1/job/create -H "Authorization: Bearer any" \\
          -d '{"model": "google/nano-banana-2/text-to-image",
               "args": {"prompt": "a lighthouse"}}'

      SIGTERM and Ctrl-C let what is under way finish, for at most upstream.request_timeout + 5 s; a second one ends at once; \
      the next start settles what was cut off. SIGHUP reads the configuration file again (tollgate reload). Its log goes to standard error.
      """)

  @OptionGroup var source: ConfigurationOption
  @OptionGroup var here: HereOnly

  func run() async throws {
    // Before the first secret is read.
    CoreDumps.forbid()
    let configuration = try source.load()
    let level = LogLevel(Logger.Level(configuration.log.level))
    let logger = Telemetry.bootstrap(level: level, format: LogFormat(configuration.log.format))
    let file = source.file
    try await GatewayProcess(
      configuration: configuration, load: { () throws(CommandFailure) in try ConfigurationOption.loadAgain(file) },
      logLevel: level,
      logger: logger
    ).run()
  }
}
