import TollgateCore
import TollgateEngine

extension CreateAnswer {
  /// Writes the header fields by which a create is told how its job came to be.
  func writeFields(to writer: inout some AnswerFieldWriter) {
    writer.begin(.cacheStatus)
    writer.write(CacheStatus.text(of: outcome))
    if case .miss(_, let loss?) = outcome {
      writer.write("; detail=")
      writer.write(loss.rawValue)
    }
    writer.end()
    if case .hit(let age) = outcome { writer.write(.age, DecimalDigits(age.components.seconds)) }
    writer.write(.charged, DecimalDigits(charged))
    if let saved { writer.write(.saved, DecimalDigits(saved)) }
    writer.write(.generation, generation.description)
    for notice in notices { writer.write(.notice, notice) }
  }
}
