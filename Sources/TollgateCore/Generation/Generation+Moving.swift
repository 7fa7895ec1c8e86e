extension Generation {
  /// Gives the generation the content that its body has under changed rules.
  package mutating func move(to content: Content) {
    slot = Slot(content: content, scope: slot.scope, variant: slot.variant)
  }

  /// Makes it one whose result fills no slot.
  package mutating func keepNothing() { keepsResult = false }
}
