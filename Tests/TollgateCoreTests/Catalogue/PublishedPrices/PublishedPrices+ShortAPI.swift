extension PublishedPrices {
  static let shortAPI = [
    PublishedPrices(
      of: ["shortapi/z-image/text-to-image"],
      table: #"""
        num_images             absent      1           2           3           4           7           "3"         0
        {}                     0.004194304 0.004194304 0.008388608 0.012582912 0.016777216 0.029360128 0.012582912 ?
        {"resolution":"1K"}    0.004194304 0.004194304 0.008388608 0.012582912 0.016777216 0.029360128 0.012582912 ?
        {"resolution":"1.5K"}  0.009437184 0.009437184 0.018874368 0.028311552 0.037748736 0.066060288 0.028311552 ?
        {"resolution":"other"} 0.009437184 0.009437184 0.018874368 0.028311552 0.037748736 0.066060288 0.028311552 ?
        """#),
    PublishedPrices(
      of: [
        "shortapi/flux-1.0/text-to-image",
        "shortapi/flux-1.0/image-to-image",
      ],
      table: #"""
        num_images                absent 1     2     4     8     7     "3"   0
        {}                        0.02   0.02  0.02  0.02  0.02  0.02  0.02  0.02
        {"performance":"schnell"} 0.002  0.002 0.002 0.002 0.002 0.002 0.002 0.002
        {"performance":"dev"}     0.02   0.02  0.02  0.02  0.02  0.02  0.02  0.02
        {"performance":"other"}   0.02   0.02  0.02  0.02  0.02  0.02  0.02  0.02
        """#),
  ]
}
