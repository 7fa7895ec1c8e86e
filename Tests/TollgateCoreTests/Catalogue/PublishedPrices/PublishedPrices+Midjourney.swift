extension PublishedPrices {
  static let midjourney = [
    PublishedPrices(
      of: [
        "midjourney/midjourney-v7/text-to-image",
        "midjourney/midjourney-v7/image-to-image",
      ],
      table: #"""
        num_images       absent 7    "3"  0
        {}               0.04   0.04 0.04 0.04
        {"mode":"fast"}  0.04   0.04 0.04 0.04
        {"mode":"other"} 0.04   0.04 0.04 0.04
        """#)
  ]
}
