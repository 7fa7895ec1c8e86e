import HTTPTypes
import TollgateCore
import TollgateEngine

extension CreateAnswer {
  /// Gives `body` the header fields by which a create is told how its job came to be.
  func forEachField(_ body: (HTTPField.Name, String) -> Void) {
    switch outcome {
    case .hit(let age):
      body(.cacheStatus, CacheStatus.hit)
      body(.age, String(age.components.seconds))
    case .joined: body(.cacheStatus, CacheStatus.joined)
    case .repeated: body(.cacheStatus, CacheStatus.repeated)
    case .miss(let bypassed, let loss): body(.cacheStatus, CacheStatus.miss(bypassed: bypassed, loss: loss))
    }
    body(.tollgateCharged, charged.description)
    if let saved { body(.tollgateSaved, saved.description) }
    body(.tollgateGeneration, generation.description)
    for notice in notices { body(.tollgateNotice, notice) }
  }
}
