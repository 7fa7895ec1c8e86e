import Testing

@testable import TollgateStore

/// Whether a file may have a name in two folders.
@Suite struct MountTableTests {
  private static let table = MountTable(
    """
    22 1 254:0 / / rw,relatime - ext4 /dev/vda rw
    30 22 0:5 / /proc rw - proc proc rw
    41 22 254:0 /var/lib/tollgate /var/lib/tollgate rw - ext4 /dev/vda rw
    42 22 254:0 /backups /backups rw - ext4 /dev/vda rw
    43 22 254:1 / /mnt/with\\040blank rw - ext4 /dev/vdb rw
    44 42 254:2 / /backups rw - ext4 /dev/vdc rw

    """)

  @Test(arguments: [
    ("/", "22"), ("/srv/alice", "22"), ("/backups-of-others", "22"), ("/var/lib/tollgate", "41"),
    ("/var/lib/tollgate/blobs", "41"), ("/mnt/with blank/x", "43"), ("/backups/today", "44"),
  ])
  func theInnermostCounts(_ path: String, _ id: String) {
    #expect(Self.table.mount(of: path).map(String.init) == id)
  }

  @Test func whereNothingIsKnownThereIsNone() {
    #expect(MountTable("").mount(of: "/") == nil)
  }

  @Test func foldersOfOneMountAreTogether() throws {
    #expect(BackupFiles.mayShareFiles("/proc/self", "/proc"))
    #expect(!BackupFiles.mayShareFiles("/proc", "/"))
    #expect(!BackupFiles.mayShareFiles("/no/such/folder", "/"))
  }
}
