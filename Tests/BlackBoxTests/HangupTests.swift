import Foundation
import Glibc
import Subprocess
import SystemPackage
import Testing
import TollgateTestSupport

extension ProcessTests {
  /// SIGHUP of a terminal that is closed, and of somebody who wants a reload.
  @Suite struct HangupTests {
    /// A terminal with nobody in front of it.
    private struct PseudoTerminal {
      let master: Int32
      let slave: FileDescriptor

      init() throws {
        // The C library has functions for it that it shows to X/Open sources only (ioctl_tty(2), pts(4)).
        let (lockSlave, numberOfSlave) = (UInt(0x4004_5431), UInt(0x8004_5430))
        master = unsafe open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
        var (isLocked, number) = (Int32(0), UInt32(0))
        let isReady = unsafe ioctl(master, lockSlave, &isLocked) == 0 && ioctl(master, numberOfSlave, &number) == 0
        try #require(isReady)
        let descriptor = unsafe open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
        try #require(descriptor >= 0)
        slave = FileDescriptor(rawValue: descriptor)
      }
    }

    @Test(.timeLimit(.minutes(15))) func closedTerminalEndsAndOpenTerminalReloads() async throws {
      try await TestBed.run { bed in
        let terminal = try PseudoTerminal()
        let outcome = try await Subprocess.run(
          .path(CommandLineProgram.executable), arguments: ["serve"],
          environment: CommandLineProgram.environment([
            "TOLLGATE_SERVER_LISTEN": "127.0.0.1:\(try FreePort.next())", "TOLLGATE_LOG_LEVEL": "error",
          ]),
          workingDirectory: FilePath(bed.program.folder.path),
          input: .fileDescriptor(terminal.slave, closeAfterSpawningProcess: false),
          output: .fileDescriptor(terminal.slave, closeAfterSpawningProcess: false),
          error: .fileDescriptor(terminal.slave, closeAfterSpawningProcess: true)
        ) { execution in
          try await eventually("the gateway", holds: { try await bed.command("status").code == 0 })
          try bed.program.write("mode: replay\n", to: "gateway.yaml")
          try execution.send(signal: .terminalClosed)
          try await eventually(
            "the reload", holds: { try await bed.command("status", "--json").output.contains(#""replaysOnly" : true"#) })
          close(terminal.master)
          try execution.send(signal: .terminalClosed)
        }
        #expect(outcome.terminationStatus == .exited(0))
      }
    }
  }
}
