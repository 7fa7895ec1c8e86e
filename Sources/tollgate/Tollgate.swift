import ArgumentParser
import Foundation

/// The program: finds the command that was asked for, runs it, and turns what went wrong into one sentence and an exit code.
@main
struct Tollgate: AsyncParsableCommand {
  static let version = "0.1.0"

  static let configuration = CommandConfiguration(
    commandName: "tollgate",
    abstract: "A local caching gateway for ShortAPI: an identical request is paid for once.",
    discussion: """
      Point your ShortAPI client at the gateway instead of https://api.shortapi.ai, and change nothing else:

        SHORTAPI_KEY=ak-... tollgate   serve this machine on http://127.0.0.1:8080
        tollgate keys create alice     give out a key; then every request needs one
        tollgate teams create design   several keys with one budget
        tollgate jobs list             what was bought
        tollgate cache list            what can be replayed
        tollgate callbacks list        what was posted to the clients' own servers
        tollgate usage                 who spent and saved what
        tollgate history               the same over time
        tollgate ledger                every movement of money
        tollgate budgets               what may still be spent
        tollgate live                  requests as they end
        tollgate status                how the gateway is
        tollgate health                whether it serves, for health checks
        tollgate verify                check the books
        tollgate doctor                check everything that it needs
        tollgate reload                read the configuration file again
        tollgate backup FOLDER         copy all that is kept, also while the gateway runs
        tollgate restore FOLDER        make a data folder of a backup

      To try it without spending anything, run a ShortAPI on this machine:

        tollgate simulate &
        export TOLLGATE_UPSTREAM_BASE_URL=http://127.0.0.1:8081 SHORTAPI_KEY=any
        tollgate serve

      Settings come from ./gateway.yaml where it exists, or from the file after --config. Commands other than serve talk to \
      the running gateway through its data folder, or open the data folder themselves when no gateway runs. A gateway \
      elsewhere is reached with --gateway URL and its admin.token:

        export TOLLGATE_GATEWAY=https://gateway.example.com
        export TOLLGATE_ADMIN_TOKEN=...
        tollgate jobs list --watch

      serve, simulate, backup, restore, doctor, health, config and completions are about this machine alone.

      Exit codes: 0 done, 1 refused or something was found, 64 wrong usage, 69 the gateway cannot be reached, 78 wrong \
      configuration.
      """,
    version: version,
    subcommands: [
      Serve.self, Simulate.self, Keys.self, Teams.self, Jobs.self, Callbacks.self, Cache.self, Usage.self, History.self,
      Budgets.self,
      Ledger.self, Live.self, Status.self, Health.self, Assets.self, QuoteCommand.self, Verify.self, DoctorCommand.self,
      Reload.self, Backup.self, Restore.self, Config.self, Completions.self,
    ],
    defaultSubcommand: Serve.self)

  static func main() async {
    do {
      let command = try await asyncParseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        var command = command
        try command.run()
      }
    } catch let failure as CommandFailure {
      Console.error(failure.sentence)
      Foundation.exit(failure.code.rawValue)
    } catch {
      exit(withError: error)
    }
  }
}
