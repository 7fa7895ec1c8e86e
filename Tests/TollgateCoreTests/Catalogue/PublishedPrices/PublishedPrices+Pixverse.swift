extension PublishedPrices {
  static let pixverse = [
    PublishedPrices(
      of: [
        "pixverse/pixverse-5.5/text-to-video",
        "pixverse/pixverse-5.5/image-to-video",
      ],
      table: #"""
        duration                                                                           absent "5"   "8"   "10"  5     7
        {}                                                                                 0.298  0.298 0.595 0.655 0.298 0.655
        {"resolution":"540p"}                                                              0.255  0.255 0.51  0.561 0.255 0.561
        {"resolution":"720p"}                                                              0.298  0.298 0.595 0.655 0.298 0.655
        {"resolution":"1080p"}                                                             0.468  0.468 0.935 0.935 0.468 0.935
        {"resolution":"other"}                                                             0.468  0.468 0.935 0.935 0.468 0.935
        {"generate_audio":true}                                                            0.298  0.298 0.595 0.655 0.298 0.655
        {"generate_audio":true,"resolution":"540p"}                                        0.255  0.255 0.51  0.561 0.255 0.561
        {"generate_audio":true,"resolution":"720p"}                                        0.298  0.298 0.595 0.655 0.298 0.655
        {"generate_audio":true,"resolution":"1080p"}                                       0.468  0.468 0.935 0.935 0.468 0.935
        {"generate_audio":true,"resolution":"other"}                                       0.468  0.468 0.935 0.935 0.468 0.935
        {"generate_audio":false}                                                           0.255  0.255 0.51  0.561 0.255 0.561
        {"generate_audio":false,"resolution":"540p"}                                       0.213  0.213 0.425 0.468 0.213 0.468
        {"generate_audio":false,"resolution":"720p"}                                       0.255  0.255 0.51  0.561 0.255 0.561
        {"generate_audio":false,"resolution":"1080p"}                                      0.425  0.425 0.85  0.85  0.425 0.85
        {"generate_audio":false,"resolution":"other"}                                      0.425  0.425 0.85  0.85  0.425 0.85
        {"generate_audio":"other"}                                                         0.298  0.298 0.595 0.655 0.298 0.655
        {"generate_audio":"other","resolution":"540p"}                                     0.255  0.255 0.51  0.561 0.255 0.561
        {"generate_audio":"other","resolution":"720p"}                                     0.298  0.298 0.595 0.655 0.298 0.655
        {"generate_audio":"other","resolution":"1080p"}                                    0.468  0.468 0.935 0.935 0.468 0.935
        {"generate_audio":"other","resolution":"other"}                                    0.468  0.468 0.935 0.935 0.468 0.935
        {"sound":"on"}                                                                     0.298  0.298 0.595 0.655 0.298 0.655
        {"sound":"on","resolution":"540p"}                                                 0.255  0.255 0.51  0.561 0.255 0.561
        {"sound":"on","resolution":"720p"}                                                 0.298  0.298 0.595 0.655 0.298 0.655
        {"sound":"on","resolution":"1080p"}                                                0.468  0.468 0.935 0.935 0.468 0.935
        {"sound":"on","resolution":"other"}                                                0.468  0.468 0.935 0.935 0.468 0.935
        {"audio":false}                                                                    0.255  0.255 0.51  0.561 0.255 0.561
        {"audio":false,"resolution":"540p"}                                                0.213  0.213 0.425 0.468 0.213 0.468
        {"audio":false,"resolution":"720p"}                                                0.255  0.255 0.51  0.561 0.255 0.561
        {"audio":false,"resolution":"1080p"}                                               0.425  0.425 0.85  0.85  0.425 0.85
        {"audio":false,"resolution":"other"}                                               0.425  0.425 0.85  0.85  0.425 0.85
        {"multi_shot":true}                                                                0.298  0.298 0.595 0.655 0.298 0.655
        {"multi_shot":true,"resolution":"540p"}                                            0.255  0.255 0.51  0.561 0.255 0.561
        {"multi_shot":true,"resolution":"720p"}                                            0.298  0.298 0.595 0.655 0.298 0.655
        {"multi_shot":true,"resolution":"1080p"}                                           0.468  0.468 0.935 0.935 0.468 0.935
        {"multi_shot":true,"resolution":"other"}                                           0.468  0.468 0.935 0.935 0.468 0.935
        {"multi_shot":true,"generate_audio":true}                                          0.298  0.298 0.595 0.655 0.298 0.655
        {"multi_shot":true,"generate_audio":true,"resolution":"540p"}                      0.255  0.255 0.51  0.561 0.255 0.561
        {"multi_shot":true,"generate_audio":true,"resolution":"720p"}                      0.298  0.298 0.595 0.655 0.298 0.655
        {"multi_shot":true,"generate_audio":true,"resolution":"1080p"}                     0.468  0.468 0.935 0.935 0.468 0.935
        {"multi_shot":true,"generate_audio":true,"resolution":"other"}                     0.468  0.468 0.935 0.935 0.468 0.935
        {"multi_shot":true,"generate_audio":false}                                         0.255  0.255 0.51  0.561 0.255 0.561
        {"multi_shot":true,"generate_audio":false,"resolution":"540p"}                     0.213  0.213 0.425 0.468 0.213 0.468
        {"multi_shot":true,"generate_audio":false,"resolution":"720p"}                     0.255  0.255 0.51  0.561 0.255 0.561
        {"multi_shot":true,"generate_audio":false,"resolution":"1080p"}                    0.425  0.425 0.85  0.85  0.425 0.85
        {"multi_shot":true,"generate_audio":false,"resolution":"other"}                    0.425  0.425 0.85  0.85  0.425 0.85
        {"multi_shot":true,"generate_audio":"other"}                                       0.298  0.298 0.595 0.655 0.298 0.655
        {"multi_shot":true,"generate_audio":"other","resolution":"540p"}                   0.255  0.255 0.51  0.561 0.255 0.561
        {"multi_shot":true,"generate_audio":"other","resolution":"720p"}                   0.298  0.298 0.595 0.655 0.298 0.655
        {"multi_shot":true,"generate_audio":"other","resolution":"1080p"}                  0.468  0.468 0.935 0.935 0.468 0.935
        {"multi_shot":true,"generate_audio":"other","resolution":"other"}                  0.468  0.468 0.935 0.935 0.468 0.935
        {"multi_shot":true,"sound":"on"}                                                   0.298  0.298 0.595 0.655 0.298 0.655
        {"multi_shot":true,"sound":"on","resolution":"540p"}                               0.255  0.255 0.51  0.561 0.255 0.561
        {"multi_shot":true,"sound":"on","resolution":"720p"}                               0.298  0.298 0.595 0.655 0.298 0.655
        {"multi_shot":true,"sound":"on","resolution":"1080p"}                              0.468  0.468 0.935 0.935 0.468 0.935
        {"multi_shot":true,"sound":"on","resolution":"other"}                              0.468  0.468 0.935 0.935 0.468 0.935
        {"multi_shot":true,"audio":false}                                                  0.255  0.255 0.51  0.561 0.255 0.561
        {"multi_shot":true,"audio":false,"resolution":"540p"}                              0.213  0.213 0.425 0.468 0.213 0.468
        {"multi_shot":true,"audio":false,"resolution":"720p"}                              0.255  0.255 0.51  0.561 0.255 0.561
        {"multi_shot":true,"audio":false,"resolution":"1080p"}                             0.425  0.425 0.85  0.85  0.425 0.85
        {"multi_shot":true,"audio":false,"resolution":"other"}                             0.425  0.425 0.85  0.85  0.425 0.85
        {"multi_shot":false}                                                               0.213  0.213 0.425 0.468 0.213 0.468
        {"multi_shot":false,"resolution":"540p"}                                           0.17   0.17  0.34  0.374 0.17  0.374
        {"multi_shot":false,"resolution":"720p"}                                           0.213  0.213 0.425 0.468 0.213 0.468
        {"multi_shot":false,"resolution":"1080p"}                                          0.383  0.383 0.765 0.765 0.383 0.765
        {"multi_shot":false,"resolution":"other"}                                          0.383  0.383 0.765 0.765 0.383 0.765
        {"multi_shot":false,"generate_audio":true}                                         0.213  0.213 0.425 0.468 0.213 0.468
        {"multi_shot":false,"generate_audio":true,"resolution":"540p"}                     0.17   0.17  0.34  0.374 0.17  0.374
        {"multi_shot":false,"generate_audio":true,"resolution":"720p"}                     0.213  0.213 0.425 0.468 0.213 0.468
        {"multi_shot":false,"generate_audio":true,"resolution":"1080p"}                    0.383  0.383 0.765 0.765 0.383 0.765
        {"multi_shot":false,"generate_audio":true,"resolution":"other"}                    0.383  0.383 0.765 0.765 0.383 0.765
        {"multi_shot":false,"generate_audio":false}                                        0.17   0.17  0.34  0.374 0.17  0.374
        {"multi_shot":false,"generate_audio":false,"resolution":"540p"}                    0.128  0.128 0.255 0.281 0.128 0.281
        {"multi_shot":false,"generate_audio":false,"resolution":"720p"}                    0.17   0.17  0.34  0.374 0.17  0.374
        {"multi_shot":false,"generate_audio":false,"resolution":"1080p"}                   0.34   0.34  0.68  0.68  0.34  0.68
        {"multi_shot":false,"generate_audio":false,"resolution":"other"}                   0.34   0.34  0.68  0.68  0.34  0.68
        {"multi_shot":false,"generate_audio":"other"}                                      0.213  0.213 0.425 0.468 0.213 0.468
        {"multi_shot":false,"generate_audio":"other","resolution":"540p"}                  0.17   0.17  0.34  0.374 0.17  0.374
        {"multi_shot":false,"generate_audio":"other","resolution":"720p"}                  0.213  0.213 0.425 0.468 0.213 0.468
        {"multi_shot":false,"generate_audio":"other","resolution":"1080p"}                 0.383  0.383 0.765 0.765 0.383 0.765
        {"multi_shot":false,"generate_audio":"other","resolution":"other"}                 0.383  0.383 0.765 0.765 0.383 0.765
        {"multi_shot":false,"sound":"on"}                                                  0.213  0.213 0.425 0.468 0.213 0.468
        {"multi_shot":false,"sound":"on","resolution":"540p"}                              0.17   0.17  0.34  0.374 0.17  0.374
        {"multi_shot":false,"sound":"on","resolution":"720p"}                              0.213  0.213 0.425 0.468 0.213 0.468
        {"multi_shot":false,"sound":"on","resolution":"1080p"}                             0.383  0.383 0.765 0.765 0.383 0.765
        {"multi_shot":false,"sound":"on","resolution":"other"}                             0.383  0.383 0.765 0.765 0.383 0.765
        {"multi_shot":false,"audio":false}                                                 0.17   0.17  0.34  0.374 0.17  0.374
        {"multi_shot":false,"audio":false,"resolution":"540p"}                             0.128  0.128 0.255 0.281 0.128 0.281
        {"multi_shot":false,"audio":false,"resolution":"720p"}                             0.17   0.17  0.34  0.374 0.17  0.374
        {"multi_shot":false,"audio":false,"resolution":"1080p"}                            0.34   0.34  0.68  0.68  0.34  0.68
        {"multi_shot":false,"audio":false,"resolution":"other"}                            0.34   0.34  0.68  0.68  0.34  0.68
        {"multi_clip":true}                                                                0.298  0.298 0.595 0.655 0.298 0.655
        {"multi_clip":true,"resolution":"540p"}                                            0.255  0.255 0.51  0.561 0.255 0.561
        {"multi_clip":true,"resolution":"720p"}                                            0.298  0.298 0.595 0.655 0.298 0.655
        {"multi_clip":true,"resolution":"1080p"}                                           0.468  0.468 0.935 0.935 0.468 0.935
        {"multi_clip":true,"resolution":"other"}                                           0.468  0.468 0.935 0.935 0.468 0.935
        {"multi_clip":true,"generate_audio":true}                                          0.298  0.298 0.595 0.655 0.298 0.655
        {"multi_clip":true,"generate_audio":true,"resolution":"540p"}                      0.255  0.255 0.51  0.561 0.255 0.561
        {"multi_clip":true,"generate_audio":true,"resolution":"720p"}                      0.298  0.298 0.595 0.655 0.298 0.655
        {"multi_clip":true,"generate_audio":true,"resolution":"1080p"}                     0.468  0.468 0.935 0.935 0.468 0.935
        {"multi_clip":true,"generate_audio":true,"resolution":"other"}                     0.468  0.468 0.935 0.935 0.468 0.935
        {"multi_clip":true,"generate_audio":false}                                         0.255  0.255 0.51  0.561 0.255 0.561
        {"multi_clip":true,"generate_audio":false,"resolution":"540p"}                     0.213  0.213 0.425 0.468 0.213 0.468
        {"multi_clip":true,"generate_audio":false,"resolution":"720p"}                     0.255  0.255 0.51  0.561 0.255 0.561
        {"multi_clip":true,"generate_audio":false,"resolution":"1080p"}                    0.425  0.425 0.85  0.85  0.425 0.85
        {"multi_clip":true,"generate_audio":false,"resolution":"other"}                    0.425  0.425 0.85  0.85  0.425 0.85
        {"multi_clip":true,"generate_audio":"other"}                                       0.298  0.298 0.595 0.655 0.298 0.655
        {"multi_clip":true,"generate_audio":"other","resolution":"540p"}                   0.255  0.255 0.51  0.561 0.255 0.561
        {"multi_clip":true,"generate_audio":"other","resolution":"720p"}                   0.298  0.298 0.595 0.655 0.298 0.655
        {"multi_clip":true,"generate_audio":"other","resolution":"1080p"}                  0.468  0.468 0.935 0.935 0.468 0.935
        {"multi_clip":true,"generate_audio":"other","resolution":"other"}                  0.468  0.468 0.935 0.935 0.468 0.935
        {"multi_clip":true,"sound":"on"}                                                   0.298  0.298 0.595 0.655 0.298 0.655
        {"multi_clip":true,"sound":"on","resolution":"540p"}                               0.255  0.255 0.51  0.561 0.255 0.561
        {"multi_clip":true,"sound":"on","resolution":"720p"}                               0.298  0.298 0.595 0.655 0.298 0.655
        {"multi_clip":true,"sound":"on","resolution":"1080p"}                              0.468  0.468 0.935 0.935 0.468 0.935
        {"multi_clip":true,"sound":"on","resolution":"other"}                              0.468  0.468 0.935 0.935 0.468 0.935
        {"multi_clip":true,"audio":false}                                                  0.255  0.255 0.51  0.561 0.255 0.561
        {"multi_clip":true,"audio":false,"resolution":"540p"}                              0.213  0.213 0.425 0.468 0.213 0.468
        {"multi_clip":true,"audio":false,"resolution":"720p"}                              0.255  0.255 0.51  0.561 0.255 0.561
        {"multi_clip":true,"audio":false,"resolution":"1080p"}                             0.425  0.425 0.85  0.85  0.425 0.85
        {"multi_clip":true,"audio":false,"resolution":"other"}                             0.425  0.425 0.85  0.85  0.425 0.85
        {"generate_multi_clip_switch":false}                                               0.213  0.213 0.425 0.468 0.213 0.468
        {"generate_multi_clip_switch":false,"resolution":"540p"}                           0.17   0.17  0.34  0.374 0.17  0.374
        {"generate_multi_clip_switch":false,"resolution":"720p"}                           0.213  0.213 0.425 0.468 0.213 0.468
        {"generate_multi_clip_switch":false,"resolution":"1080p"}                          0.383  0.383 0.765 0.765 0.383 0.765
        {"generate_multi_clip_switch":false,"resolution":"other"}                          0.383  0.383 0.765 0.765 0.383 0.765
        {"generate_multi_clip_switch":false,"generate_audio":true}                         0.213  0.213 0.425 0.468 0.213 0.468
        {"generate_multi_clip_switch":false,"generate_audio":true,"resolution":"540p"}     0.17   0.17  0.34  0.374 0.17  0.374
        {"generate_multi_clip_switch":false,"generate_audio":true,"resolution":"720p"}     0.213  0.213 0.425 0.468 0.213 0.468
        {"generate_multi_clip_switch":false,"generate_audio":true,"resolution":"1080p"}    0.383  0.383 0.765 0.765 0.383 0.765
        {"generate_multi_clip_switch":false,"generate_audio":true,"resolution":"other"}    0.383  0.383 0.765 0.765 0.383 0.765
        {"generate_multi_clip_switch":false,"generate_audio":false}                        0.17   0.17  0.34  0.374 0.17  0.374
        {"generate_multi_clip_switch":false,"generate_audio":false,"resolution":"540p"}    0.128  0.128 0.255 0.281 0.128 0.281
        {"generate_multi_clip_switch":false,"generate_audio":false,"resolution":"720p"}    0.17   0.17  0.34  0.374 0.17  0.374
        {"generate_multi_clip_switch":false,"generate_audio":false,"resolution":"1080p"}   0.34   0.34  0.68  0.68  0.34  0.68
        {"generate_multi_clip_switch":false,"generate_audio":false,"resolution":"other"}   0.34   0.34  0.68  0.68  0.34  0.68
        {"generate_multi_clip_switch":false,"generate_audio":"other"}                      0.213  0.213 0.425 0.468 0.213 0.468
        {"generate_multi_clip_switch":false,"generate_audio":"other","resolution":"540p"}  0.17   0.17  0.34  0.374 0.17  0.374
        {"generate_multi_clip_switch":false,"generate_audio":"other","resolution":"720p"}  0.213  0.213 0.425 0.468 0.213 0.468
        {"generate_multi_clip_switch":false,"generate_audio":"other","resolution":"1080p"} 0.383  0.383 0.765 0.765 0.383 0.765
        {"generate_multi_clip_switch":false,"generate_audio":"other","resolution":"other"} 0.383  0.383 0.765 0.765 0.383 0.765
        {"generate_multi_clip_switch":false,"sound":"on"}                                  0.213  0.213 0.425 0.468 0.213 0.468
        {"generate_multi_clip_switch":false,"sound":"on","resolution":"540p"}              0.17   0.17  0.34  0.374 0.17  0.374
        {"generate_multi_clip_switch":false,"sound":"on","resolution":"720p"}              0.213  0.213 0.425 0.468 0.213 0.468
        {"generate_multi_clip_switch":false,"sound":"on","resolution":"1080p"}             0.383  0.383 0.765 0.765 0.383 0.765
        {"generate_multi_clip_switch":false,"sound":"on","resolution":"other"}             0.383  0.383 0.765 0.765 0.383 0.765
        {"generate_multi_clip_switch":false,"audio":false}                                 0.17   0.17  0.34  0.374 0.17  0.374
        {"generate_multi_clip_switch":false,"audio":false,"resolution":"540p"}             0.128  0.128 0.255 0.281 0.128 0.281
        {"generate_multi_clip_switch":false,"audio":false,"resolution":"720p"}             0.17   0.17  0.34  0.374 0.17  0.374
        {"generate_multi_clip_switch":false,"audio":false,"resolution":"1080p"}            0.34   0.34  0.68  0.68  0.34  0.68
        {"generate_multi_clip_switch":false,"audio":false,"resolution":"other"}            0.34   0.34  0.68  0.68  0.34  0.68
        {"multi_shot":"other"}                                                             0.298  0.298 0.595 0.655 0.298 0.655
        {"multi_shot":"other","resolution":"540p"}                                         0.255  0.255 0.51  0.561 0.255 0.561
        {"multi_shot":"other","resolution":"720p"}                                         0.298  0.298 0.595 0.655 0.298 0.655
        {"multi_shot":"other","resolution":"1080p"}                                        0.468  0.468 0.935 0.935 0.468 0.935
        {"multi_shot":"other","resolution":"other"}                                        0.468  0.468 0.935 0.935 0.468 0.935
        {"multi_shot":"other","generate_audio":true}                                       0.298  0.298 0.595 0.655 0.298 0.655
        {"multi_shot":"other","generate_audio":true,"resolution":"540p"}                   0.255  0.255 0.51  0.561 0.255 0.561
        {"multi_shot":"other","generate_audio":true,"resolution":"720p"}                   0.298  0.298 0.595 0.655 0.298 0.655
        {"multi_shot":"other","generate_audio":true,"resolution":"1080p"}                  0.468  0.468 0.935 0.935 0.468 0.935
        {"multi_shot":"other","generate_audio":true,"resolution":"other"}                  0.468  0.468 0.935 0.935 0.468 0.935
        {"multi_shot":"other","generate_audio":false}                                      0.255  0.255 0.51  0.561 0.255 0.561
        {"multi_shot":"other","generate_audio":false,"resolution":"540p"}                  0.213  0.213 0.425 0.468 0.213 0.468
        {"multi_shot":"other","generate_audio":false,"resolution":"720p"}                  0.255  0.255 0.51  0.561 0.255 0.561
        {"multi_shot":"other","generate_audio":false,"resolution":"1080p"}                 0.425  0.425 0.85  0.85  0.425 0.85
        {"multi_shot":"other","generate_audio":false,"resolution":"other"}                 0.425  0.425 0.85  0.85  0.425 0.85
        {"multi_shot":"other","generate_audio":"other"}                                    0.298  0.298 0.595 0.655 0.298 0.655
        {"multi_shot":"other","generate_audio":"other","resolution":"540p"}                0.255  0.255 0.51  0.561 0.255 0.561
        {"multi_shot":"other","generate_audio":"other","resolution":"720p"}                0.298  0.298 0.595 0.655 0.298 0.655
        {"multi_shot":"other","generate_audio":"other","resolution":"1080p"}               0.468  0.468 0.935 0.935 0.468 0.935
        {"multi_shot":"other","generate_audio":"other","resolution":"other"}               0.468  0.468 0.935 0.935 0.468 0.935
        {"multi_shot":"other","sound":"on"}                                                0.298  0.298 0.595 0.655 0.298 0.655
        {"multi_shot":"other","sound":"on","resolution":"540p"}                            0.255  0.255 0.51  0.561 0.255 0.561
        {"multi_shot":"other","sound":"on","resolution":"720p"}                            0.298  0.298 0.595 0.655 0.298 0.655
        {"multi_shot":"other","sound":"on","resolution":"1080p"}                           0.468  0.468 0.935 0.935 0.468 0.935
        {"multi_shot":"other","sound":"on","resolution":"other"}                           0.468  0.468 0.935 0.935 0.468 0.935
        {"multi_shot":"other","audio":false}                                               0.255  0.255 0.51  0.561 0.255 0.561
        {"multi_shot":"other","audio":false,"resolution":"540p"}                           0.213  0.213 0.425 0.468 0.213 0.468
        {"multi_shot":"other","audio":false,"resolution":"720p"}                           0.255  0.255 0.51  0.561 0.255 0.561
        {"multi_shot":"other","audio":false,"resolution":"1080p"}                          0.425  0.425 0.85  0.85  0.425 0.85
        {"multi_shot":"other","audio":false,"resolution":"other"}                          0.425  0.425 0.85  0.85  0.425 0.85
        """#),
    PublishedPrices(
      of: ["pixverse/pixverse-5.5/transition"],
      table: #"""
        duration                                        absent "5"   "8"   "10"  5     7
        {}                                              0.51   0.51  1.02  1.122 0.51  1.122
        {"resolution":"540p"}                           0.383  0.383 0.765 0.842 0.383 0.842
        {"resolution":"720p"}                           0.51   0.51  1.02  1.122 0.51  1.122
        {"resolution":"1080p"}                          1.02   1.02  2.04  2.04  1.02  2.04
        {"resolution":"other"}                          1.02   1.02  2.04  2.04  1.02  2.04
        {"generate_audio":true}                         0.595  0.595 1.19  1.309 0.595 1.309
        {"generate_audio":true,"resolution":"540p"}     0.468  0.468 0.935 1.029 0.468 1.029
        {"generate_audio":true,"resolution":"720p"}     0.595  0.595 1.19  1.309 0.595 1.309
        {"generate_audio":true,"resolution":"1080p"}    1.105  1.105 2.21  2.21  1.105 2.21
        {"generate_audio":true,"resolution":"other"}    1.105  1.105 2.21  2.21  1.105 2.21
        {"generate_audio":false}                        0.51   0.51  1.02  1.122 0.51  1.122
        {"generate_audio":false,"resolution":"540p"}    0.383  0.383 0.765 0.842 0.383 0.842
        {"generate_audio":false,"resolution":"720p"}    0.51   0.51  1.02  1.122 0.51  1.122
        {"generate_audio":false,"resolution":"1080p"}   1.02   1.02  2.04  2.04  1.02  2.04
        {"generate_audio":false,"resolution":"other"}   1.02   1.02  2.04  2.04  1.02  2.04
        {"generate_audio":"other"}                      0.595  0.595 1.19  1.309 0.595 1.309
        {"generate_audio":"other","resolution":"540p"}  0.468  0.468 0.935 1.029 0.468 1.029
        {"generate_audio":"other","resolution":"720p"}  0.595  0.595 1.19  1.309 0.595 1.309
        {"generate_audio":"other","resolution":"1080p"} 1.105  1.105 2.21  2.21  1.105 2.21
        {"generate_audio":"other","resolution":"other"} 1.105  1.105 2.21  2.21  1.105 2.21
        """#),
    PublishedPrices(
      of: [
        "pixverse/pixverse-6.0/text-to-video",
        "pixverse/pixverse-6.0/image-to-video",
        "pixverse/pixverse-6.0/transition",
      ],
      table: #"""
        duration                                        absent "5"   "8"   "10" 5     7.5    "auto"
        {}                                              0.19   0.19  0.304 0.38 0.19  0.285  ?
        {"generate_audio":true}                         0.255  0.255 0.408 0.51 0.255 0.3825 ?
        {"generate_audio":false}                        0.19   0.19  0.304 0.38 0.19  0.285  ?
        {"generate_audio":"other"}                      0.255  0.255 0.408 0.51 0.255 0.3825 ?
        {"resolution":"540p"}                           0.15   0.15  0.24  0.3  0.15  0.225  ?
        {"resolution":"540p","generate_audio":true}     0.19   0.19  0.304 0.38 0.19  0.285  ?
        {"resolution":"540p","generate_audio":false}    0.15   0.15  0.24  0.3  0.15  0.225  ?
        {"resolution":"540p","generate_audio":"other"}  0.19   0.19  0.304 0.38 0.19  0.285  ?
        {"resolution":"720p"}                           0.19   0.19  0.304 0.38 0.19  0.285  ?
        {"resolution":"720p","generate_audio":true}     0.255  0.255 0.408 0.51 0.255 0.3825 ?
        {"resolution":"720p","generate_audio":false}    0.19   0.19  0.304 0.38 0.19  0.285  ?
        {"resolution":"720p","generate_audio":"other"}  0.255  0.255 0.408 0.51 0.255 0.3825 ?
        {"resolution":"1080p"}                          0.385  0.385 0.616 0.77 0.385 0.5775 ?
        {"resolution":"1080p","generate_audio":true}    0.49   0.49  0.784 0.98 0.49  0.735  ?
        {"resolution":"1080p","generate_audio":false}   0.385  0.385 0.616 0.77 0.385 0.5775 ?
        {"resolution":"1080p","generate_audio":"other"} 0.49   0.49  0.784 0.98 0.49  0.735  ?
        {"resolution":"other"}                          0.385  0.385 0.616 0.77 0.385 0.5775 ?
        {"resolution":"other","generate_audio":true}    0.49   0.49  0.784 0.98 0.49  0.735  ?
        {"resolution":"other","generate_audio":false}   0.385  0.385 0.616 0.77 0.385 0.5775 ?
        {"resolution":"other","generate_audio":"other"} 0.49   0.49  0.784 0.98 0.49  0.735  ?
        """#),
  ]
}
