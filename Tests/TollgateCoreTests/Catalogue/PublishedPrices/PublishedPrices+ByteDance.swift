extension PublishedPrices {
  static let byteDance = [
    PublishedPrices(
      of: ["bytedance/seedream-4.5/text-to-image"],
      table: #"""
        num_images absent 1     2     3     4     7     "3"   0
        {}         0.038  0.038 0.076 0.114 0.152 0.266 0.114 ?
        """#),
    PublishedPrices(
      of: ["bytedance/seedream-4.5/edit"],
      table: #"""
        num_images absent 1     2     3     4     5    6     7     "3"   0
        {}         0.038  0.038 0.076 0.114 0.152 0.19 0.228 0.266 0.114 ?
        """#),
    PublishedPrices(
      of: ["bytedance/seedream-5.0/text-to-image"],
      table: #"""
        num_images       absent 1     2     3     4     7     "3"   0
        {}               0.033  0.033 0.066 0.099 0.132 0.231 0.099 ?
        {"mode":"lite"}  0.033  0.033 0.066 0.099 0.132 0.231 0.099 ?
        {"mode":"other"} 0.033  0.033 0.066 0.099 0.132 0.231 0.099 ?
        """#),
    PublishedPrices(
      of: ["bytedance/seedream-5.0/edit"],
      table: #"""
        num_images       absent 1     2     3     4     5     6     7     "3"   0
        {}               0.033  0.033 0.066 0.099 0.132 0.165 0.198 0.231 0.099 ?
        {"mode":"lite"}  0.033  0.033 0.066 0.099 0.132 0.165 0.198 0.231 0.099 ?
        {"mode":"other"} 0.033  0.033 0.066 0.099 0.132 0.165 0.198 0.231 0.099 ?
        """#),
    PublishedPrices(
      of: [
        "bytedance/seedance-2.0/text-to-video",
        "bytedance/seedance-2.0/image-to-video",
      ],
      table: #"""
        duration         absent 4    5   10  15  "4"  7.5 "auto"
        {}               1.2    0.96 1.2 2.4 3.6 0.96 1.8 ?
        {"mode":"std"}   1.2    0.96 1.2 2.4 3.6 0.96 1.8 ?
        {"mode":"fast"}  1      0.8  1   2   3   0.8  1.5 ?
        {"mode":"other"} 1.2    0.96 1.2 2.4 3.6 0.96 1.8 ?
        """#),
    PublishedPrices(
      of: ["bytedance/seedance-2.0/omni-reference"],
      table: #"""
        duration         absent 4 5 10 15 "4" 7.5 "auto"
        {}               ?      ? ? ?  ?  ?   ?   ?
        {"mode":"std"}   ?      ? ? ?  ?  ?   ?   ?
        {"mode":"fast"}  ?      ? ? ?  ?  ?   ?   ?
        {"mode":"other"} ?      ? ? ?  ?  ?   ?   ?
        """#),
  ]
}
