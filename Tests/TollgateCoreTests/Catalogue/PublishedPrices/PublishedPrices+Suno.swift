extension PublishedPrices {
  static let suno = [
    PublishedPrices(
      of: ["suno/suno-v5/generate"],
      table: #"""
        num_images             absent 7   "3" 0
        {}                     0.1    0.1 0.1 0.1
        {"mode":"custom"}      0.1    0.1 0.1 0.1
        {"mode":"description"} 0.1    0.1 0.1 0.1
        {"mode":"other"}       0.1    0.1 0.1 0.1
        """#)
  ]
}
