extension PublishedPrices {
  static let kling = [
    PublishedPrices(
      of: [
        "kwaivgi/kling-3.0/text-to-video",
        "kwaivgi/kling-3.0/image-to-video",
      ],
      table: #"""
        duration                               absent "3"   "5"   "10" "15"  3     7.5    "auto"
        {}                                     1.43   0.858 1.43  2.86 4.29  0.858 2.145  ?
        {"audio":true}                         1.43   0.858 1.43  2.86 4.29  0.858 2.145  ?
        {"audio":false}                        0.95   0.57  0.95  1.9  2.85  0.57  1.425  ?
        {"audio":"other"}                      1.43   0.858 1.43  2.86 4.29  0.858 2.145  ?
        {"generate_audio":"on"}                1.43   0.858 1.43  2.86 4.29  0.858 2.145  ?
        {"sound":false}                        0.95   0.57  0.95  1.9  2.85  0.57  1.425  ?
        {"mode":"pro"}                         1.43   0.858 1.43  2.86 4.29  0.858 2.145  ?
        {"mode":"pro","audio":true}            1.43   0.858 1.43  2.86 4.29  0.858 2.145  ?
        {"mode":"pro","audio":false}           0.95   0.57  0.95  1.9  2.85  0.57  1.425  ?
        {"mode":"pro","audio":"other"}         1.43   0.858 1.43  2.86 4.29  0.858 2.145  ?
        {"mode":"pro","generate_audio":"on"}   1.43   0.858 1.43  2.86 4.29  0.858 2.145  ?
        {"mode":"pro","sound":false}           0.95   0.57  0.95  1.9  2.85  0.57  1.425  ?
        {"mode":"std"}                         1.07   0.642 1.07  2.14 3.21  0.642 1.605  ?
        {"mode":"std","audio":true}            1.07   0.642 1.07  2.14 3.21  0.642 1.605  ?
        {"mode":"std","audio":false}           0.715  0.429 0.715 1.43 2.145 0.429 1.0725 ?
        {"mode":"std","audio":"other"}         1.07   0.642 1.07  2.14 3.21  0.642 1.605  ?
        {"mode":"std","generate_audio":"on"}   1.07   0.642 1.07  2.14 3.21  0.642 1.605  ?
        {"mode":"std","sound":false}           0.715  0.429 0.715 1.43 2.145 0.429 1.0725 ?
        {"mode":"other"}                       1.43   0.858 1.43  2.86 4.29  0.858 2.145  ?
        {"mode":"other","audio":true}          1.43   0.858 1.43  2.86 4.29  0.858 2.145  ?
        {"mode":"other","audio":false}         0.95   0.57  0.95  1.9  2.85  0.57  1.425  ?
        {"mode":"other","audio":"other"}       1.43   0.858 1.43  2.86 4.29  0.858 2.145  ?
        {"mode":"other","generate_audio":"on"} 1.43   0.858 1.43  2.86 4.29  0.858 2.145  ?
        {"mode":"other","sound":false}         0.95   0.57  0.95  1.9  2.85  0.57  1.425  ?
        """#),
    PublishedPrices(
      of: ["kwaivgi/kling-3.0/motion-control"],
      table: #"""
        duration         absent "5" "10" 5 7.5 "auto"
        {}               ?      ?   ?    ? ?   ?
        {"mode":"std"}   ?      ?   ?    ? ?   ?
        {"mode":"pro"}   ?      ?   ?    ? ?   ?
        {"mode":"other"} ?      ?   ?    ? ?   ?
        """#),
    PublishedPrices(
      of: [
        "kwaivgi/kling-2.6/text-to-video",
        "kwaivgi/kling-2.6/image-to-video",
      ],
      table: #"""
        duration                   absent "5" "10" 5   7.5  "auto"
        {}                         0.3    0.3 0.6  0.3 0.45 ?
        {"generate_audio":true}    0.6    0.6 1.2  0.6 0.9  ?
        {"generate_audio":false}   0.3    0.3 0.6  0.3 0.45 ?
        {"generate_audio":"other"} 0.6    0.6 1.2  0.6 0.9  ?
        """#),
    PublishedPrices(
      of: ["kwaivgi/kling-o1/text-to-video"],
      table: #"""
        duration         absent "5"   "10" 5     7.5    "auto"
        {}               0.5    0.5   1    0.5   0.75   ?
        {"mode":"std"}   0.375  0.375 0.75 0.375 0.5625 ?
        {"mode":"pro"}   0.5    0.5   1    0.5   0.75   ?
        {"mode":"other"} 0.5    0.5   1    0.5   0.75   ?
        """#),
    PublishedPrices(
      of: ["kwaivgi/kling-o1/image-to-video"],
      table: #"""
        duration         absent "3"   "5"   "10" 3     7.5    "auto"
        {}               0.5    0.3   0.5   1    0.3   0.75   ?
        {"mode":"std"}   0.375  0.225 0.375 0.75 0.225 0.5625 ?
        {"mode":"pro"}   0.5    0.3   0.5   1    0.3   0.75   ?
        {"mode":"other"} 0.5    0.3   0.5   1    0.3   0.75   ?
        """#),
    PublishedPrices(
      of: ["kwaivgi/kling-o1/video-to-video"],
      table: #"""
        duration         absent "5"   "10" 5     7.5    "auto"
        {}               ?      0.715 1.43 0.715 1.0725 ?
        {"mode":"std"}   ?      0.55  1.1  0.55  0.825  ?
        {"mode":"pro"}   ?      0.715 1.43 0.715 1.0725 ?
        {"mode":"other"} ?      0.715 1.43 0.715 1.0725 ?
        """#),
    PublishedPrices(
      of: ["kwaivgi/kling-o3/text-to-video"],
      table: #"""
        duration                               absent 3     5     10   15    "3"   7.5    "auto"
        {}                                     0.475  0.285 0.475 0.95 1.425 0.285 0.7125 ?
        {"sound":"on"}                         0.595  0.357 0.595 1.19 1.785 0.357 0.8925 ?
        {"sound":"off"}                        0.475  0.285 0.475 0.95 1.425 0.285 0.7125 ?
        {"sound":"other"}                      0.595  0.357 0.595 1.19 1.785 0.357 0.8925 ?
        {"generate_audio":"on"}                0.595  0.357 0.595 1.19 1.785 0.357 0.8925 ?
        {"audio":false}                        0.475  0.285 0.475 0.95 1.425 0.285 0.7125 ?
        {"mode":"std"}                         0.355  0.213 0.355 0.71 1.065 0.213 0.5325 ?
        {"mode":"std","sound":"on"}            0.475  0.285 0.475 0.95 1.425 0.285 0.7125 ?
        {"mode":"std","sound":"off"}           0.355  0.213 0.355 0.71 1.065 0.213 0.5325 ?
        {"mode":"std","sound":"other"}         0.475  0.285 0.475 0.95 1.425 0.285 0.7125 ?
        {"mode":"std","generate_audio":"on"}   0.475  0.285 0.475 0.95 1.425 0.285 0.7125 ?
        {"mode":"std","audio":false}           0.355  0.213 0.355 0.71 1.065 0.213 0.5325 ?
        {"mode":"pro"}                         0.475  0.285 0.475 0.95 1.425 0.285 0.7125 ?
        {"mode":"pro","sound":"on"}            0.595  0.357 0.595 1.19 1.785 0.357 0.8925 ?
        {"mode":"pro","sound":"off"}           0.475  0.285 0.475 0.95 1.425 0.285 0.7125 ?
        {"mode":"pro","sound":"other"}         0.595  0.357 0.595 1.19 1.785 0.357 0.8925 ?
        {"mode":"pro","generate_audio":"on"}   0.595  0.357 0.595 1.19 1.785 0.357 0.8925 ?
        {"mode":"pro","audio":false}           0.475  0.285 0.475 0.95 1.425 0.285 0.7125 ?
        {"mode":"other"}                       0.475  0.285 0.475 0.95 1.425 0.285 0.7125 ?
        {"mode":"other","sound":"on"}          0.595  0.357 0.595 1.19 1.785 0.357 0.8925 ?
        {"mode":"other","sound":"off"}         0.475  0.285 0.475 0.95 1.425 0.285 0.7125 ?
        {"mode":"other","sound":"other"}       0.595  0.357 0.595 1.19 1.785 0.357 0.8925 ?
        {"mode":"other","generate_audio":"on"} 0.595  0.357 0.595 1.19 1.785 0.357 0.8925 ?
        {"mode":"other","audio":false}         0.475  0.285 0.475 0.95 1.425 0.285 0.7125 ?
        """#),
    PublishedPrices(
      of: ["kwaivgi/kling-o3/image-to-video"],
      table: #"""
        duration                               absent 3     5     10   15    "3"   7.5    "auto"
        {}                                     0.595  0.357 0.595 1.19 1.785 0.357 0.8925 ?
        {"sound":true}                         0.595  0.357 0.595 1.19 1.785 0.357 0.8925 ?
        {"sound":false}                        0.475  0.285 0.475 0.95 1.425 0.285 0.7125 ?
        {"sound":"other"}                      0.595  0.357 0.595 1.19 1.785 0.357 0.8925 ?
        {"generate_audio":"on"}                0.595  0.357 0.595 1.19 1.785 0.357 0.8925 ?
        {"audio":false}                        0.475  0.285 0.475 0.95 1.425 0.285 0.7125 ?
        {"mode":"std"}                         0.475  0.285 0.475 0.95 1.425 0.285 0.7125 ?
        {"mode":"std","sound":true}            0.475  0.285 0.475 0.95 1.425 0.285 0.7125 ?
        {"mode":"std","sound":false}           0.355  0.213 0.355 0.71 1.065 0.213 0.5325 ?
        {"mode":"std","sound":"other"}         0.475  0.285 0.475 0.95 1.425 0.285 0.7125 ?
        {"mode":"std","generate_audio":"on"}   0.475  0.285 0.475 0.95 1.425 0.285 0.7125 ?
        {"mode":"std","audio":false}           0.355  0.213 0.355 0.71 1.065 0.213 0.5325 ?
        {"mode":"pro"}                         0.595  0.357 0.595 1.19 1.785 0.357 0.8925 ?
        {"mode":"pro","sound":true}            0.595  0.357 0.595 1.19 1.785 0.357 0.8925 ?
        {"mode":"pro","sound":false}           0.475  0.285 0.475 0.95 1.425 0.285 0.7125 ?
        {"mode":"pro","sound":"other"}         0.595  0.357 0.595 1.19 1.785 0.357 0.8925 ?
        {"mode":"pro","generate_audio":"on"}   0.595  0.357 0.595 1.19 1.785 0.357 0.8925 ?
        {"mode":"pro","audio":false}           0.475  0.285 0.475 0.95 1.425 0.285 0.7125 ?
        {"mode":"other"}                       0.595  0.357 0.595 1.19 1.785 0.357 0.8925 ?
        {"mode":"other","sound":true}          0.595  0.357 0.595 1.19 1.785 0.357 0.8925 ?
        {"mode":"other","sound":false}         0.475  0.285 0.475 0.95 1.425 0.285 0.7125 ?
        {"mode":"other","sound":"other"}       0.595  0.357 0.595 1.19 1.785 0.357 0.8925 ?
        {"mode":"other","generate_audio":"on"} 0.595  0.357 0.595 1.19 1.785 0.357 0.8925 ?
        {"mode":"other","audio":false}         0.475  0.285 0.475 0.95 1.425 0.285 0.7125 ?
        """#),
    PublishedPrices(
      of: ["kwaivgi/kling-o3/video-to-video"],
      table: #"""
        duration         absent 5     10   "5"   7.5    "auto"
        {}               ?      0.715 1.43 0.715 1.0725 ?
        {"mode":"std"}   ?      0.535 1.07 0.535 0.8025 ?
        {"mode":"pro"}   ?      0.715 1.43 0.715 1.0725 ?
        {"mode":"other"} ?      0.715 1.43 0.715 1.0725 ?
        """#),
  ]
}
