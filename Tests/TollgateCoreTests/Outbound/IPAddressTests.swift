import Testing
import TollgateCore

/// Each range of special addresses at both of its edges, and next to them.
struct IPAddressTests {
  @Test(
    arguments: [
      // IPv4: first and last of each range, and their neighbours outside.
      ("0.0.0.0", .nobody), ("0.255.255.255", .nobody), ("1.0.0.0", .world),
      ("9.255.255.255", .world), ("10.0.0.0", .privateNetwork), ("10.255.255.255", .privateNetwork), ("11.0.0.0", .world),
      ("100.63.255.255", .world), ("100.64.0.0", .privateNetwork), ("100.127.255.255", .privateNetwork),
      ("100.128.0.0", .world), ("100.100.100.199", .privateNetwork), ("100.100.100.200", .nobody),
      ("126.255.255.255", .world), ("127.0.0.0", .loopback), ("127.255.255.255", .loopback), ("128.0.0.0", .world),
      ("168.63.129.15", .world), ("168.63.129.16", .nobody), ("168.63.129.17", .world),
      ("169.253.255.255", .world), ("169.254.0.0", .nobody), ("169.254.255.255", .nobody), ("169.255.0.0", .world),
      ("172.15.255.255", .world), ("172.16.0.0", .privateNetwork), ("172.31.255.255", .privateNetwork), ("172.32.0.0", .world),
      ("191.255.255.255", .world), ("192.0.0.0", .nobody), ("192.0.0.255", .nobody), ("192.0.1.0", .world),
      ("192.0.1.255", .world), ("192.0.2.0", .nobody), ("192.0.2.255", .nobody), ("192.0.3.0", .world),
      ("192.88.98.255", .world), ("192.88.99.0", .nobody), ("192.88.99.255", .nobody), ("192.88.100.0", .world),
      ("192.167.255.255", .world), ("192.168.0.0", .privateNetwork), ("192.168.255.255", .privateNetwork),
      ("192.169.0.0", .world), ("198.17.255.255", .world), ("198.18.0.0", .nobody), ("198.19.255.255", .nobody),
      ("198.20.0.0", .world), ("198.51.99.255", .world), ("198.51.100.0", .nobody), ("198.51.100.255", .nobody),
      ("198.51.101.0", .world), ("203.0.112.255", .world), ("203.0.113.0", .nobody), ("203.0.113.255", .nobody),
      ("203.0.114.0", .world), ("223.255.255.255", .world), ("224.0.0.0", .nobody), ("239.255.255.255", .nobody),
      ("240.0.0.0", .nobody), ("255.255.255.255", .nobody), ("8.8.8.8", .world),
      // IPv4 within IPv6.
      ("::ffff:8.8.8.8", .world), ("::ffff:127.0.0.1", .loopback), ("::ffff:10.0.0.1", .privateNetwork),
      ("::ffff:169.254.169.254", .nobody), ("::8.8.8.8", .nobody), ("::ffff:0:8.8.8.8", .nobody),
      ("64:ff9b::8.8.8.8", .world), ("64:ff9b::127.0.0.1", .nobody), ("64:ff9b::10.0.0.1", .nobody),
      ("64:ff9b::169.254.169.254", .nobody), ("64:ff9b:1::8.8.8.8", .nobody), ("64:ff9b:0:1::8.8.8.8", .nobody),
      ("2002:808:808::1", .nobody), ("2002:7f00:1::1", .nobody), ("2001:0:808:808::1", .nobody),
      // IPv6.
      ("::", .nobody), ("::1", .loopback), ("::2", .nobody), ("100::1", .nobody), ("1fff:ffff::1", .nobody),
      ("2000::", .world), ("2001::", .nobody), ("2001:1ff:ffff:ffff::1", .nobody), ("2001:200::", .world),
      ("2001:db7:ffff::1", .world), ("2001:db8::", .nobody), ("2001:db8:ffff:ffff::1", .nobody), ("2001:db9::", .world),
      ("2001:ffff:ffff::", .world), ("2002::", .nobody), ("2002:ffff:ffff::1", .nobody), ("2003::", .world),
      ("2606:4700::6810:1", .world), ("3ffe:ffff::1", .world), ("3fff::", .nobody), ("3fff:fff:ffff::1", .nobody),
      ("3fff:1000::", .world), ("4000::", .nobody), ("5f00::1", .nobody), ("fbff:ffff::1", .nobody),
      ("fc00::", .privateNetwork), ("fdff:ffff:ffff::1", .privateNetwork), ("fd00:ec2::254", .nobody),
      ("fd20:ce::254", .nobody), ("fe00::1", .nobody), ("fe80::", .nobody), ("febf:ffff::1", .nobody),
      ("fec0::1", .nobody), ("feff:ffff::1", .nobody), ("ff00::", .nobody), ("ff02::1", .nobody),
      ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", .nobody),
    ] as [(String, IPAddress.Reach)])
  func reach(text: String, reach: IPAddress.Reach) throws {
    #expect(try #require(IPAddress(text)).reach == reach)
  }

  @Test(arguments: [
    "", "1", "127.1", "0x7f.0.0.1", "0177.0.0.1", "1.2.3.4.5", "256.0.0.1", "::1%lo", "[::1]", "1::2::3", " ::1",
  ])
  func otherSpellingsAreNoAddresses(text: String) {
    #expect(IPAddress(text) == nil)
  }

  @Test func mappedAddressIsTheAddress() {
    #expect(IPAddress("::ffff:192.0.2.1") == IPAddress("192.0.2.1"))
    #expect(IPAddress("::192.0.2.1") != IPAddress("192.0.2.1"))
    #expect(IPAddress(bytes: [1, 2, 3]) == nil)
  }
}
