package import NIOSSL

/// Certificates of a key that exists for these tests only and is trusted nowhere else.
package enum TestCertificates: Sendable {
  /// For localhost and 127.0.0.1, until 2120.
  case good
  /// As `good`, but over since 2021.
  case expired
  /// For other.invalid.
  case otherName
  /// For 127.0.0.1 and no name.
  case addressOnly
  /// For *.files.test.
  case wildcard
  /// With localhost as its common name, and no alternative names.
  case commonNameOnly

  /// As it stands in a file.
  package var pem: String {
    switch self {
    case .good:
      """
      -----BEGIN CERTIFICATE-----
      MIIBSDCB7qADAgECAgEHMAoGCCqGSM49BAMCMBQxEjAQBgNVBAMMCWxvY2FsaG9z
      dDAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowFDESMBAGA1UEAwwJ
      bG9jYWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEFK6smd2dUJP5cVsp
      Ga1pVeihcdMAjKB51nyhWs7hMGbpU9omv9gZpHxtT/Nb9pMkAS9uHwGpfBcVxRbH
      Ju0KY6MvMC0wGgYDVR0RBBMwEYIJbG9jYWxob3N0hwR/AAABMA8GA1UdEwEB/wQF
      MAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIhAMC8orzG/ORgHxQ27y9kzbA5axG5rrM+
      q21lvslfTpYhAiEAuCAfej1vrR0a70akVjvB/za527GEkhXvrnWmHJ3tHQY=
      -----END CERTIFICATE-----
      """
    case .expired:
      """
      -----BEGIN CERTIFICATE-----
      MIIBRDCB7KADAgECAgEHMAoGCCqGSM49BAMCMBQxEjAQBgNVBAMMCWxvY2FsaG9z
      dDAeFw0yMDAxMDEwMDAwMDBaFw0yMTAxMDEwMDAwMDBaMBQxEjAQBgNVBAMMCWxv
      Y2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABBSurJndnVCT+XFbKRmt
      aVXooXHTAIygedZ8oVrO4TBm6VPaJr/YGaR8bU/zW/aTJAEvbh8BqXwXFcUWxybt
      CmOjLzAtMBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATAPBgNVHRMBAf8EBTAD
      AQH/MAoGCCqGSM49BAMCA0cAMEQCIBrs8O3rGX5tg5XPTQtlNeGhMOOiNnWaowTp
      5OLCgytMAiAP6kigpzXYAM9uBUIsoYnMBWqfRbrSbwhqL7efzytaTA==
      -----END CERTIFICATE-----
      """
    case .otherName:
      """
      -----BEGIN CERTIFICATE-----
      MIIBTjCB9KADAgECAgEHMAoGCCqGSM49BAMCMBgxFjAUBgNVBAMMDW90aGVyLmlu
      dmFsaWQwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBgxFjAUBgNV
      BAMMDW90aGVyLmludmFsaWQwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAAQUrqyZ
      3Z1Qk/lxWykZrWlV6KFx0wCMoHnWfKFazuEwZulT2ia/2BmkfG1P81v2kyQBL24f
      Aal8FxXFFscm7Qpjoy0wKzAYBgNVHREEETAPgg1vdGhlci5pbnZhbGlkMA8GA1Ud
      EwEB/wQFMAMBAf8wCgYIKoZIzj0EAwIDSQAwRgIhAM50xWjgrROxhTfCV3FRQtJQ
      A0ykQiCYtYjBD/ayZptpAiEAwt+YnKtQuPvIS6GRXFhaA/bW2PNnT+n5lcMRDLEc
      2ho=
      -----END CERTIFICATE-----
      """
    case .addressOnly:
      """
      -----BEGIN CERTIFICATE-----
      MIIBXDCCAQKgAwIBAgIBBzAKBggqhkjOPQQDAjAUMRIwEAYDVQQDDAlsb2NhbGhv
      c3QwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQBgNVBAMM
      CWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABBSurJndnVCT+XFb
      KRmtaVXooXHTAIygedZ8oVrO4TBm6VPaJr/YGaR8bU/zW/aTJAEvbh8BqXwXFcUW
      xybtCmOjQzBBMA8GA1UdEwEB/wQFMAMBAf8wDwYDVR0RBAgwBocEfwAAATAdBgNV
      HQ4EFgQU7peq4wIxe2SWvjkmSH2UvRSrz4kwCgYIKoZIzj0EAwIDSAAwRQIhAI04
      QFK81eOCo1au+ZRgakeJFf9zzUj51Z5fuYdaAbxsAiB4zULouO23aEvAb/ki0/x2
      hXPMhP4EmtKA1Tedssn/qQ==
      -----END CERTIFICATE-----
      """
    case .wildcard:
      """
      -----BEGIN CERTIFICATE-----
      MIIBZjCCAQygAwIBAgIBBzAKBggqhkjOPQQDAjAVMRMwEQYDVQQDDApmaWxlcy50
      ZXN0MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAVMRMwEQYDVQQD
      DApmaWxlcy50ZXN0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEFK6smd2dUJP5
      cVspGa1pVeihcdMAjKB51nyhWs7hMGbpU9omv9gZpHxtT/Nb9pMkAS9uHwGpfBcV
      xRbHJu0KY6NLMEkwDwYDVR0TAQH/BAUwAwEB/zAXBgNVHREEEDAOggwqLmZpbGVz
      LnRlc3QwHQYDVR0OBBYEFO6XquMCMXtklr45Jkh9lL0Uq8+JMAoGCCqGSM49BAMC
      A0gAMEUCIQDLwT7i2xlddkvTX0FhUdTP02rTvictUfjwKg1EKoS0dQIgfPMmsmhv
      twxWqdu5/Naj36pEO03F5nyvm/GeWQy221M=
      -----END CERTIFICATE-----
      """
    case .commonNameOnly:
      """
      -----BEGIN CERTIFICATE-----
      MIIBSzCB8aADAgECAgEHMAoGCCqGSM49BAMCMBQxEjAQBgNVBAMMCWxvY2FsaG9z
      dDAgFw0yMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFowFDESMBAGA1UEAwwJ
      bG9jYWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEFK6smd2dUJP5cVsp
      Ga1pVeihcdMAjKB51nyhWs7hMGbpU9omv9gZpHxtT/Nb9pMkAS9uHwGpfBcVxRbH
      Ju0KY6MyMDAwDwYDVR0TAQH/BAUwAwEB/zAdBgNVHQ4EFgQU7peq4wIxe2SWvjkm
      SH2UvRSrz4kwCgYIKoZIzj0EAwIDSQAwRgIhAIgP1l61A79JM0ea0eXjPQugPgmS
      zCTRnibMV2eQMY6hAiEAvbZr1cc1lp4ev2aHr1tqAsbxC3bHCdogsQjp5e2rADw=
      -----END CERTIFICATE-----
      """
    }
  }

  /// Their private key, as it stands in a file.
  package static let key = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgEIJIWJEuTp7218bZ
    zycY1cUhEd/GmChGXtSMs5VSy46hRANCAAQUrqyZ3Z1Qk/lxWykZrWlV6KFx0wCM
    oHnWfKFazuEwZulT2ia/2BmkfG1P81v2kyQBL24fAal8FxXFFscm7Qpj
    -----END PRIVATE KEY-----
    """

  /// A private key that is none of theirs.
  package static let otherKey = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgNpvOwTWKuX3eQ8k2
    mPCH2FBLbf9b9YB0OxsJGiUtTryhRANCAAQYAZz/Vzd0fCvsQ6UFdGsOw3wodYEY
    452Qmjntg9q3/nnJ++flL4I25F+jDVcio/OsOQj+MEKcPeUNDqFOJQvy
    -----END PRIVATE KEY-----
    """

  /// As NIOSSL takes it.
  package func certificate() throws -> NIOSSLCertificate {
    try NIOSSLCertificate(bytes: Array(pem.utf8), format: .pem)
  }

  /// What a server with this certificate needs.
  package func server() throws -> NIOSSLContext {
    let key = try NIOSSLPrivateKey(bytes: Array(Self.key.utf8), format: .pem)
    return try NIOSSLContext(
      configuration: .makeServerConfiguration(
        certificateChain: [.certificate(try certificate())], privateKey: .privateKey(key)))
  }
}
