extension PublishedPrices {
  static let alibaba = [
    PublishedPrices(
      of: [
        "alibaba/wan-2.6/text-to-image",
        "alibaba/wan-2.6/image-to-image",
      ],
      table: #"""
        num_images absent 1     2     3     4     7     "3"   0
        {}         0.026  0.026 0.052 0.078 0.104 0.182 0.078 ?
        """#),
    PublishedPrices(
      of: ["alibaba/wan-2.6/text-to-video"],
      table: #"""
        duration               absent 5     10   "5"   7.5    "auto"
        {}                     0.64   0.64  1.28 0.64  0.96   ?
        {"resolution":"720p"}  0.425  0.425 0.85 0.425 0.6375 ?
        {"resolution":"1080p"} 0.64   0.64  1.28 0.64  0.96   ?
        {"resolution":"other"} 0.64   0.64  1.28 0.64  0.96   ?
        """#),
    PublishedPrices(
      of: ["alibaba/wan-2.6/image-to-video"],
      table: #"""
        duration               absent 5     10   15    "5"   7.5    "auto"
        {}                     0.64   0.64  1.28 1.92  0.64  0.96   ?
        {"resolution":"720P"}  0.425  0.425 0.85 1.275 0.425 0.6375 ?
        {"resolution":"1080P"} 0.64   0.64  1.28 1.92  0.64  0.96   ?
        {"resolution":"720p"}  0.425  0.425 0.85 1.275 0.425 0.6375 ?
        {"resolution":"1080p"} 0.64   0.64  1.28 1.92  0.64  0.96   ?
        {"resolution":"other"} 0.64   0.64  1.28 1.92  0.64  0.96   ?
        """#),
    PublishedPrices(
      of: ["alibaba/wan-2.6/reference-to-video"],
      table: #"""
        duration               absent 2     3     4     5     6     7     8     9     10   "2"   7.5    "auto"
        {}                     0.64   0.256 0.384 0.512 0.64  0.768 0.896 1.024 1.152 1.28 0.256 0.96   ?
        {"resolution":"720p"}  0.425  0.17  0.255 0.34  0.425 0.51  0.595 0.68  0.765 0.85 0.17  0.6375 ?
        {"resolution":"1080p"} 0.64   0.256 0.384 0.512 0.64  0.768 0.896 1.024 1.152 1.28 0.256 0.96   ?
        {"resolution":"other"} 0.64   0.256 0.384 0.512 0.64  0.768 0.896 1.024 1.152 1.28 0.256 0.96   ?
        """#),
    PublishedPrices(
      of: ["alibaba/wan-2.7/image-to-video"],
      table: #"""
        duration absent 2    5     10   15    "2"  7.5    "auto"
        {}       0.425  0.17 0.425 0.85 1.275 0.17 0.6375 ?
        """#),
    PublishedPrices(
      of: ["alibaba/qwen-3.6-plus"],
      table: #"""
        num_images absent 1
        {}         ?      ?
        """#),
  ]
}
