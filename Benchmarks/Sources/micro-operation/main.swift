import MicroOperations

// micro-operation                 the names of all operations
// micro-operation NAME COUNT      does one so many times

let arguments = CommandLine.arguments.dropFirst()
if arguments.isEmpty {
  for operation in MicroOperation.all { print(operation.name) }
} else if arguments.count == 2, let count = Int(arguments[2]), count >= 0,
  let operation = MicroOperation.all.first(where: { $0.name == arguments[1] })
{
  // Whatever is done once only, such as to fill buffers, is done before.
  let run = operation.prepare()
  _ = run(2)
  print(run(count))
} else {
  print("Usage: micro-operation [NAME COUNT]")
}
