extension PublishedPrices {
  static let openAI = [
    PublishedPrices(
      of: ["openai/gpt-image-2/text-to-image"],
      table: #"""
        num_images           absent 7    "3"  0
        {}                   0.06   0.06 0.06 0.06
        {"size":"1024x1024"} 0.06   0.06 0.06 0.06
        {"size":"1536x1024"} 0.06   0.06 0.06 0.06
        {"size":"1024x1536"} 0.06   0.06 0.06 0.06
        {"size":"auto"}      0.06   0.06 0.06 0.06
        """#),
    PublishedPrices(
      of: ["openai/gpt-image-2/edit"],
      table: #"""
        num_images absent 7    "3"  0
        {}         0.06   0.06 0.06 0.06
        """#),
    PublishedPrices(
      of: ["openai/gpt-5.4-nano"],
      table: #"""
        num_images absent 1
        {}         ?      ?
        """#),
  ]
}
