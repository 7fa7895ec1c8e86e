import Testing
import TollgateCore

/// A price beyond all reason is none, against every implementation of the port: sums must not overflow.
@Suite struct ImplausiblePriceTests {
  @Test(arguments: StoreUnderTest.allCases)
  func aQuoteOfMoreThanAMillionIsNoQuote(_ subject: StoreUnderTest) async throws {
    try await subject.run { store in
      let most = Money(nanodollars: 1_000_000_000_000_000)
      #expect(most.isPlausibleCharge && !(most + Money(nanodollars: 1)).isPlausibleCharge)
      #expect(!Money(nanodollars: -1).isPlausibleCharge && Money.zero.isPlausibleCharge)
      for quote in [most + Money(nanodollars: 1), Money(nanodollars: .max)] {
        #expect(try await store.decide(Sample.order(quote: quote)) == .unpriced)
        #expect(try await store.forecast(Sample.order(quote: quote)).outcome == .unpriced)
      }
      _ = try await store.buy(Sample.order(quote: most))
    }
  }
}
