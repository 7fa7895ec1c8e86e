extension PublishedPrices {
  static let google = [
    PublishedPrices(
      of: [
        "google/nano-banana/text-to-image",
        "google/nano-banana/edit",
      ],
      table: #"""
        num_images absent 1    2    3    4    7    "3"  0
        {}         0.03   0.03 0.06 0.09 0.12 0.21 0.09 ?
        """#),
    PublishedPrices(
      of: [
        "google/nano-banana-2/text-to-image",
        "google/nano-banana-2/edit",
      ],
      table: #"""
        num_images             absent 1    7    "3"  0
        {}                     0.04   0.04 0.04 0.04 0.04
        {"resolution":"1K"}    0.04   0.04 0.04 0.04 0.04
        {"resolution":"2K"}    0.06   0.06 0.06 0.06 0.06
        {"resolution":"4K"}    0.09   0.09 0.09 0.09 0.09
        {"resolution":"other"} 0.09   0.09 0.09 0.09 0.09
        """#),
    PublishedPrices(
      of: ["google/nano-banana-pro/text-to-image"],
      table: #"""
        num_images             absent 1    7    "3"  0
        {}                     0.08   0.08 0.08 0.08 0.08
        {"resolution":"1K"}    0.08   0.08 0.08 0.08 0.08
        {"resolution":"2K"}    0.08   0.08 0.08 0.08 0.08
        {"resolution":"4K"}    0.12   0.12 0.12 0.12 0.12
        {"resolution":"other"} 0.12   0.12 0.12 0.12 0.12
        """#),
    PublishedPrices(
      of: [
        "google/veo-3.1/text-to-video",
        "google/veo-3.1/image-to-video",
        "google/veo-3.1/first-last-frame-to-video",
      ],
      table: #"""
        duration                                                         absent "4"  "6"  "8"  4    7.5 "auto"
        {}                                                               0.64   0.32 0.48 0.64 0.32 0.6 ?
        {"generate_audio":true}                                          0.96   0.48 0.72 0.96 0.48 0.9 ?
        {"generate_audio":false}                                         0.64   0.32 0.48 0.64 0.32 0.6 ?
        {"generate_audio":"other"}                                       0.96   0.48 0.72 0.96 0.48 0.9 ?
        {"resolution":"720p"}                                            0.64   0.32 0.48 0.64 0.32 0.6 ?
        {"resolution":"720p","generate_audio":true}                      0.96   0.48 0.72 0.96 0.48 0.9 ?
        {"resolution":"720p","generate_audio":false}                     0.64   0.32 0.48 0.64 0.32 0.6 ?
        {"resolution":"720p","generate_audio":"other"}                   0.96   0.48 0.72 0.96 0.48 0.9 ?
        {"resolution":"1080p"}                                           0.64   0.32 0.48 0.64 0.32 0.6 ?
        {"resolution":"1080p","generate_audio":true}                     0.96   0.48 0.72 0.96 0.48 0.9 ?
        {"resolution":"1080p","generate_audio":false}                    0.64   0.32 0.48 0.64 0.32 0.6 ?
        {"resolution":"1080p","generate_audio":"other"}                  0.96   0.48 0.72 0.96 0.48 0.9 ?
        {"resolution":"4k"}                                              1.92   0.96 1.44 1.92 0.96 1.8 ?
        {"resolution":"4k","generate_audio":true}                        2.24   1.12 1.68 2.24 1.12 2.1 ?
        {"resolution":"4k","generate_audio":false}                       1.92   0.96 1.44 1.92 0.96 1.8 ?
        {"resolution":"4k","generate_audio":"other"}                     2.24   1.12 1.68 2.24 1.12 2.1 ?
        {"resolution":"other"}                                           1.92   0.96 1.44 1.92 0.96 1.8 ?
        {"resolution":"other","generate_audio":true}                     2.24   1.12 1.68 2.24 1.12 2.1 ?
        {"resolution":"other","generate_audio":false}                    1.92   0.96 1.44 1.92 0.96 1.8 ?
        {"resolution":"other","generate_audio":"other"}                  2.24   1.12 1.68 2.24 1.12 2.1 ?
        {"mode":"quality"}                                               1.28   0.64 0.96 1.28 0.64 1.2 ?
        {"mode":"quality","generate_audio":true}                         2.56   1.28 1.92 2.56 1.28 2.4 ?
        {"mode":"quality","generate_audio":false}                        1.28   0.64 0.96 1.28 0.64 1.2 ?
        {"mode":"quality","generate_audio":"other"}                      2.56   1.28 1.92 2.56 1.28 2.4 ?
        {"mode":"quality","resolution":"720p"}                           1.28   0.64 0.96 1.28 0.64 1.2 ?
        {"mode":"quality","resolution":"720p","generate_audio":true}     2.56   1.28 1.92 2.56 1.28 2.4 ?
        {"mode":"quality","resolution":"720p","generate_audio":false}    1.28   0.64 0.96 1.28 0.64 1.2 ?
        {"mode":"quality","resolution":"720p","generate_audio":"other"}  2.56   1.28 1.92 2.56 1.28 2.4 ?
        {"mode":"quality","resolution":"1080p"}                          1.28   0.64 0.96 1.28 0.64 1.2 ?
        {"mode":"quality","resolution":"1080p","generate_audio":true}    2.56   1.28 1.92 2.56 1.28 2.4 ?
        {"mode":"quality","resolution":"1080p","generate_audio":false}   1.28   0.64 0.96 1.28 0.64 1.2 ?
        {"mode":"quality","resolution":"1080p","generate_audio":"other"} 2.56   1.28 1.92 2.56 1.28 2.4 ?
        {"mode":"quality","resolution":"4k"}                             2.56   1.28 1.92 2.56 1.28 2.4 ?
        {"mode":"quality","resolution":"4k","generate_audio":true}       3.84   1.92 2.88 3.84 1.92 3.6 ?
        {"mode":"quality","resolution":"4k","generate_audio":false}      2.56   1.28 1.92 2.56 1.28 2.4 ?
        {"mode":"quality","resolution":"4k","generate_audio":"other"}    3.84   1.92 2.88 3.84 1.92 3.6 ?
        {"mode":"quality","resolution":"other"}                          2.56   1.28 1.92 2.56 1.28 2.4 ?
        {"mode":"quality","resolution":"other","generate_audio":true}    3.84   1.92 2.88 3.84 1.92 3.6 ?
        {"mode":"quality","resolution":"other","generate_audio":false}   2.56   1.28 1.92 2.56 1.28 2.4 ?
        {"mode":"quality","resolution":"other","generate_audio":"other"} 3.84   1.92 2.88 3.84 1.92 3.6 ?
        {"mode":"fast"}                                                  0.64   0.32 0.48 0.64 0.32 0.6 ?
        {"mode":"fast","generate_audio":true}                            0.96   0.48 0.72 0.96 0.48 0.9 ?
        {"mode":"fast","generate_audio":false}                           0.64   0.32 0.48 0.64 0.32 0.6 ?
        {"mode":"fast","generate_audio":"other"}                         0.96   0.48 0.72 0.96 0.48 0.9 ?
        {"mode":"fast","resolution":"720p"}                              0.64   0.32 0.48 0.64 0.32 0.6 ?
        {"mode":"fast","resolution":"720p","generate_audio":true}        0.96   0.48 0.72 0.96 0.48 0.9 ?
        {"mode":"fast","resolution":"720p","generate_audio":false}       0.64   0.32 0.48 0.64 0.32 0.6 ?
        {"mode":"fast","resolution":"720p","generate_audio":"other"}     0.96   0.48 0.72 0.96 0.48 0.9 ?
        {"mode":"fast","resolution":"1080p"}                             0.64   0.32 0.48 0.64 0.32 0.6 ?
        {"mode":"fast","resolution":"1080p","generate_audio":true}       0.96   0.48 0.72 0.96 0.48 0.9 ?
        {"mode":"fast","resolution":"1080p","generate_audio":false}      0.64   0.32 0.48 0.64 0.32 0.6 ?
        {"mode":"fast","resolution":"1080p","generate_audio":"other"}    0.96   0.48 0.72 0.96 0.48 0.9 ?
        {"mode":"fast","resolution":"4k"}                                1.92   0.96 1.44 1.92 0.96 1.8 ?
        {"mode":"fast","resolution":"4k","generate_audio":true}          2.24   1.12 1.68 2.24 1.12 2.1 ?
        {"mode":"fast","resolution":"4k","generate_audio":false}         1.92   0.96 1.44 1.92 0.96 1.8 ?
        {"mode":"fast","resolution":"4k","generate_audio":"other"}       2.24   1.12 1.68 2.24 1.12 2.1 ?
        {"mode":"fast","resolution":"other"}                             1.92   0.96 1.44 1.92 0.96 1.8 ?
        {"mode":"fast","resolution":"other","generate_audio":true}       2.24   1.12 1.68 2.24 1.12 2.1 ?
        {"mode":"fast","resolution":"other","generate_audio":false}      1.92   0.96 1.44 1.92 0.96 1.8 ?
        {"mode":"fast","resolution":"other","generate_audio":"other"}    2.24   1.12 1.68 2.24 1.12 2.1 ?
        {"mode":"other"}                                                 1.28   0.64 0.96 1.28 0.64 1.2 ?
        {"mode":"other","generate_audio":true}                           2.56   1.28 1.92 2.56 1.28 2.4 ?
        {"mode":"other","generate_audio":false}                          1.28   0.64 0.96 1.28 0.64 1.2 ?
        {"mode":"other","generate_audio":"other"}                        2.56   1.28 1.92 2.56 1.28 2.4 ?
        {"mode":"other","resolution":"720p"}                             1.28   0.64 0.96 1.28 0.64 1.2 ?
        {"mode":"other","resolution":"720p","generate_audio":true}       2.56   1.28 1.92 2.56 1.28 2.4 ?
        {"mode":"other","resolution":"720p","generate_audio":false}      1.28   0.64 0.96 1.28 0.64 1.2 ?
        {"mode":"other","resolution":"720p","generate_audio":"other"}    2.56   1.28 1.92 2.56 1.28 2.4 ?
        {"mode":"other","resolution":"1080p"}                            1.28   0.64 0.96 1.28 0.64 1.2 ?
        {"mode":"other","resolution":"1080p","generate_audio":true}      2.56   1.28 1.92 2.56 1.28 2.4 ?
        {"mode":"other","resolution":"1080p","generate_audio":false}     1.28   0.64 0.96 1.28 0.64 1.2 ?
        {"mode":"other","resolution":"1080p","generate_audio":"other"}   2.56   1.28 1.92 2.56 1.28 2.4 ?
        {"mode":"other","resolution":"4k"}                               2.56   1.28 1.92 2.56 1.28 2.4 ?
        {"mode":"other","resolution":"4k","generate_audio":true}         3.84   1.92 2.88 3.84 1.92 3.6 ?
        {"mode":"other","resolution":"4k","generate_audio":false}        2.56   1.28 1.92 2.56 1.28 2.4 ?
        {"mode":"other","resolution":"4k","generate_audio":"other"}      3.84   1.92 2.88 3.84 1.92 3.6 ?
        {"mode":"other","resolution":"other"}                            2.56   1.28 1.92 2.56 1.28 2.4 ?
        {"mode":"other","resolution":"other","generate_audio":true}      3.84   1.92 2.88 3.84 1.92 3.6 ?
        {"mode":"other","resolution":"other","generate_audio":false}     2.56   1.28 1.92 2.56 1.28 2.4 ?
        {"mode":"other","resolution":"other","generate_audio":"other"}   3.84   1.92 2.88 3.84 1.92 3.6 ?
        """#),
    PublishedPrices(
      of: ["google/veo-3.1/reference-to-video"],
      table: #"""
        duration                                        absent "8"  8    7.5 "auto"
        {}                                              1.28   1.28 1.28 1.28 ?
        {"generate_audio":true}                         2.56   2.56 2.56 2.56 ?
        {"generate_audio":false}                        1.28   1.28 1.28 1.28 ?
        {"generate_audio":"other"}                      2.56   2.56 2.56 2.56 ?
        {"resolution":"720p"}                           1.28   1.28 1.28 1.28 ?
        {"resolution":"720p","generate_audio":true}     2.56   2.56 2.56 2.56 ?
        {"resolution":"720p","generate_audio":false}    1.28   1.28 1.28 1.28 ?
        {"resolution":"720p","generate_audio":"other"}  2.56   2.56 2.56 2.56 ?
        {"resolution":"1080p"}                          1.28   1.28 1.28 1.28 ?
        {"resolution":"1080p","generate_audio":true}    2.56   2.56 2.56 2.56 ?
        {"resolution":"1080p","generate_audio":false}   1.28   1.28 1.28 1.28 ?
        {"resolution":"1080p","generate_audio":"other"} 2.56   2.56 2.56 2.56 ?
        {"resolution":"4k"}                             2.56   2.56 2.56 2.56 ?
        {"resolution":"4k","generate_audio":true}       3.84   3.84 3.84 3.84 ?
        {"resolution":"4k","generate_audio":false}      2.56   2.56 2.56 2.56 ?
        {"resolution":"4k","generate_audio":"other"}    3.84   3.84 3.84 3.84 ?
        {"resolution":"other"}                          2.56   2.56 2.56 2.56 ?
        {"resolution":"other","generate_audio":true}    3.84   3.84 3.84 3.84 ?
        {"resolution":"other","generate_audio":false}   2.56   2.56 2.56 2.56 ?
        {"resolution":"other","generate_audio":"other"} 3.84   3.84 3.84 3.84 ?
        """#),
    PublishedPrices(
      of: ["google/veo-3.1/extend-video"],
      table: #"""
        duration                                    absent "7"  7    7.5 "auto"
        {}                                          0.56   0.56 0.56 0.6 ?
        {"generate_audio":true}                     0.84   0.84 0.84 0.9 ?
        {"generate_audio":false}                    0.56   0.56 0.56 0.6 ?
        {"generate_audio":"other"}                  0.84   0.84 0.84 0.9 ?
        {"mode":"quality"}                          1.12   1.12 1.12 1.2 ?
        {"mode":"quality","generate_audio":true}    2.24   2.24 2.24 2.4 ?
        {"mode":"quality","generate_audio":false}   1.12   1.12 1.12 1.2 ?
        {"mode":"quality","generate_audio":"other"} 2.24   2.24 2.24 2.4 ?
        {"mode":"fast"}                             0.56   0.56 0.56 0.6 ?
        {"mode":"fast","generate_audio":true}       0.84   0.84 0.84 0.9 ?
        {"mode":"fast","generate_audio":false}      0.56   0.56 0.56 0.6 ?
        {"mode":"fast","generate_audio":"other"}    0.84   0.84 0.84 0.9 ?
        {"mode":"other"}                            1.12   1.12 1.12 1.2 ?
        {"mode":"other","generate_audio":true}      2.24   2.24 2.24 2.4 ?
        {"mode":"other","generate_audio":false}     1.12   1.12 1.12 1.2 ?
        {"mode":"other","generate_audio":"other"}   2.24   2.24 2.24 2.4 ?
        """#),
    PublishedPrices(
      of: [
        "google/veo-3/text-to-video",
        "google/veo-3/image-to-video",
      ],
      table: #"""
        duration                                    absent "4"  "6"  "8"  4    7.5 "auto"
        {}                                          0.64   0.32 0.48 0.64 0.32 0.6 ?
        {"generate_audio":true}                     0.96   0.48 0.72 0.96 0.48 0.9 ?
        {"generate_audio":false}                    0.64   0.32 0.48 0.64 0.32 0.6 ?
        {"generate_audio":"other"}                  0.96   0.48 0.72 0.96 0.48 0.9 ?
        {"mode":"fast"}                             0.64   0.32 0.48 0.64 0.32 0.6 ?
        {"mode":"fast","generate_audio":true}       0.96   0.48 0.72 0.96 0.48 0.9 ?
        {"mode":"fast","generate_audio":false}      0.64   0.32 0.48 0.64 0.32 0.6 ?
        {"mode":"fast","generate_audio":"other"}    0.96   0.48 0.72 0.96 0.48 0.9 ?
        {"mode":"quality"}                          1.28   0.64 0.96 1.28 0.64 1.2 ?
        {"mode":"quality","generate_audio":true}    2.56   1.28 1.92 2.56 1.28 2.4 ?
        {"mode":"quality","generate_audio":false}   1.28   0.64 0.96 1.28 0.64 1.2 ?
        {"mode":"quality","generate_audio":"other"} 2.56   1.28 1.92 2.56 1.28 2.4 ?
        {"mode":"other"}                            1.28   0.64 0.96 1.28 0.64 1.2 ?
        {"mode":"other","generate_audio":true}      2.56   1.28 1.92 2.56 1.28 2.4 ?
        {"mode":"other","generate_audio":false}     1.28   0.64 0.96 1.28 0.64 1.2 ?
        {"mode":"other","generate_audio":"other"}   2.56   1.28 1.92 2.56 1.28 2.4 ?
        """#),
    PublishedPrices(
      of: ["google/gemini-3.1-pro-preview"],
      table: #"""
        num_images absent 1
        {}         ?      ?
        """#),
  ]
}
