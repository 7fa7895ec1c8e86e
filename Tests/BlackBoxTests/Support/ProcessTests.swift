import Testing

/// Tests that start, load and kill whole processes. They run one after the other: each wants the machine for itself.
@Suite(.serialized) enum ProcessTests {}
