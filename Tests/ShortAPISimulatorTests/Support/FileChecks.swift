import Testing

/// Independent readers of the file formats, as far as a broken file would show.
enum FileChecks {
  private static func number(_ bytes: some Sequence<UInt8>) -> Int { bytes.reduce(0) { $0 << 8 | Int($1) } }

  /// CRC-32 bit by bit, unlike the table that makes the files.
  private static func crc(_ bytes: some Sequence<UInt8>) -> Int {
    var value: UInt32 = ~0
    for byte in bytes {
      for bit in 0..<8 {
        let one = (value ^ UInt32(byte) >> UInt32(bit)) & 1
        value = value >> 1 ^ (one == 1 ? 0xEDB8_8320 : 0)
      }
    }
    return Int(~value)
  }

  static func png(_ bytes: [UInt8]) throws {
    #expect(Array(bytes.prefix(8)) == [0x89, 0x50, 0x4E, 0x47, 13, 10, 26, 10])
    var chunks: [(type: String, data: [UInt8])] = []
    var rest = bytes.dropFirst(8)
    while rest.count >= 12 {
      let length = number(rest.prefix(4))
      try #require(rest.count >= length + 12)
      let content = rest.dropFirst(4).prefix(length + 4)
      #expect(number(rest.dropFirst(length + 8).prefix(4)) == crc(content))
      chunks.append((String(decoding: content.prefix(4), as: UTF8.self), Array(content.dropFirst(4))))
      rest = rest.dropFirst(length + 12)
    }
    #expect(rest.isEmpty)
    #expect(chunks.map(\.type) == ["IHDR", "PLTE", "IDAT", "IEND"])
    let header = try #require(chunks.first?.data)
    let (width, height) = (number(header[0..<4]), number(header[4..<8]))
    #expect(Array(header[8...]) == [8, 3, 0, 0, 0])
    #expect(chunks[1].data.count == 768)
    let lines = try inflateStored(chunks[2].data)
    #expect(lines.count == (width + 1) * height)
    #expect(stride(from: 0, to: lines.count, by: width + 1).allSatisfy { lines[$0] == 0 })
    #expect(Set(lines).count > 200)
  }

  /// Reads a zlib stream of stored blocks and checks its head and its Adler-32.
  private static func inflateStored(_ stream: [UInt8]) throws -> [UInt8] {
    #expect(number(stream.prefix(2)) % 31 == 0 && stream[0] == 0x78)
    var data: [UInt8] = []
    var position = 2
    var isLast = false
    while !isLast {
      isLast = stream[position] == 1
      let length = Int(stream[position + 1]) | Int(stream[position + 2]) << 8
      #expect(length ^ 0xFFFF == Int(stream[position + 3]) | Int(stream[position + 4]) << 8)
      data += stream[(position + 5)..<(position + 5 + length)]
      position += 5 + length
    }
    let low = data.reduce(1) { ($0 + Int($1)) % 65_521 }
    let high = data.reduce((1, 0)) { sums, byte in
      let low = (sums.0 + Int(byte)) % 65_521
      return (low, (sums.1 + low) % 65_521)
    }.1
    #expect(number(stream[position...]) == high << 16 | low)
    return data
  }

  static func jpeg(_ bytes: [UInt8]) throws {
    #expect(Array(bytes.prefix(2)) == [0xFF, 0xD8])
    #expect(Array(bytes.suffix(2)) == [0xFF, 0xD9])
    var markers: [UInt8] = []
    var position = 2
    while markers.last != 0xDA {
      try #require(position + 4 <= bytes.count && bytes[position] == 0xFF)
      markers.append(bytes[position + 1])
      position += 2 + number(bytes[(position + 2)..<(position + 4)])
    }
    #expect(markers.starts(with: [0xE0, 0xFE]))
    for needed in [0xDB, 0xC0, 0xC4] as [UInt8] { #expect(markers.contains(needed)) }
  }

  static func webp(_ bytes: [UInt8]) throws {
    func little(_ position: Int) -> Int { number(bytes[position..<(position + 4)].reversed()) }
    #expect(bytes.starts(with: Array("RIFF".utf8)))
    #expect(little(4) == bytes.count - 8)
    #expect(bytes[8...].starts(with: Array("WEBPVP8 ".utf8)))
    #expect(20 + little(16) + 8 + little(20 + little(16) + 4) == bytes.count)
    #expect(Array(bytes[23..<26]) == [0x9D, 0x01, 0x2A])
  }

  static func mp4(_ bytes: [UInt8]) throws {
    var boxes: [String] = []
    var position = 0
    while position < bytes.count {
      let length = number(bytes[position..<(position + 4)])
      try #require(length >= 8)
      boxes.append(String(decoding: bytes[(position + 4)..<(position + 8)], as: UTF8.self))
      position += length
    }
    #expect(position == bytes.count)
    #expect(boxes == ["ftyp", "moov", "free", "mdat", "free"])
  }

  /// MPEG 2, layer III: 72 times the bit rate by the sample rate, plus padding, is a frame's length.
  static func mp3(_ bytes: [UInt8]) throws {
    let rates = [0, 8, 16, 24, 32, 40, 48, 56, 64]
    var frames = 0
    var position = 0
    while bytes[position...].starts(with: [0xFF, 0xF3]) {
      let rate = rates[Int(bytes[position + 2] >> 4)]
      position += 72 * rate * 1000 / 22_050 + Int(bytes[position + 2] >> 1 & 1)
      frames += 1
    }
    #expect(frames >= 5)
    #expect(bytes[position...].starts(with: Array("TAG".utf8)))
    #expect(bytes.count - position == 128)
  }
}
