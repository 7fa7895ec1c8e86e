import Foundation

// embed-assets FOLDER OUTPUT: writes every text file of FOLDER as one static string, so that the binary needs no resource
// bundle (SwiftPM's own `.embedInCode` writes byte literals, which take the compiler minutes).

let folder = URL(filePath: CommandLine.arguments[1])
let output = URL(filePath: CommandLine.arguments[2])

var source = "/// The files of this module's `Assets` folder.\nenum Assets {\n"
source += "  static let all: [(name: StaticString, content: StaticString)] = [\n"
for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path).sorted() {
  let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
  var hashes = "#"
  while text.contains("\"\"\"" + hashes) || text.contains("\\" + hashes) { hashes += "#" }
  source += "    (\"\(name)\", \(hashes)\"\"\"\n\(text)\n\"\"\"\(hashes)),\n"
}
source += "  ]\n}\n"
try Data(source.utf8).write(to: output)
