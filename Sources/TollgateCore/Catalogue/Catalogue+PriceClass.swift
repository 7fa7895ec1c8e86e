extension Catalogue {
  /// The class of a create, for remembering what the upstream charged.
  ///
  /// - What the model's price table is selected by stands as the row that the create asks for, and as `?` where no row knows
  ///   the value; so does the size of a model that is priced by the megapixel.
  /// - `num_images` and `duration` always stand where the create or a default has them, also where the price rule does not
  ///   multiply: the vendor may. `"5"`, `5` and `5.0` are alike, and what is no number of up to 18 digits is `?`. Only a
  ///   `duration` that cannot count (``CatalogueModel/isChargedByItsInput``) would hide what others were charged.
  /// - Of a model that the catalogue does not know there is nothing else. Configured prices do not matter.
  package func priceClass(model id: String, args: JSONObject) -> PriceClass {
    guard let model = model(id) else {
      let args = filled(args, model: id)
      return PriceClass(model: id, terms: PriceClass.Term.quantities { args[$0] })
    }
    return PriceClass(model: id, terms: model.priceTerms(args: priced(args, of: model)))
  }
}

extension CatalogueModel {
  /// What counts for the price of a create, the selectors in the order of the price rule first.
  fileprivate func priceTerms(args: JSONObject) -> [PriceClass.Term] {
    var terms: [PriceClass.Term] = []
    var tables = pricing?.table.map { [$0] } ?? []
    for selector in pricing?.selectors ?? [] {
      let key = selector.key(in: self, args: args)
      var asked: [String] = []
      var selected: [PriceTable] = []
      // More than one table where an outer value is unknown. The rows that know this value then tell for each table which one
      // counts, as a value has at most one row in each.
      for case .rows(let rows) in tables {
        let row = PriceTable.row(rows, knowing: key)
        if let name = row?.name, !asked.contains(name) { asked.append(name) }
        selected += row.map { [$0.table] } ?? rows.map(\.table)
      }
      if !asked.isEmpty {
        terms.append(PriceClass.Term(name: selector.name, value: asked.joined(separator: "|")))
      } else if !PriceClass.Term.quantityNames.contains(selector.name) {
        terms.append(PriceClass.Term(name: selector.name, value: PriceClass.Term.unknown))
      }
      tables = selected
    }
    if pricing?.unit == .megapixel {
      terms.append(PriceClass.Term(name: "resolution", value: square(args)?.name.text ?? PriceClass.Term.unknown))
    }
    let named = Set(terms.map(\.name))
    return terms + PriceClass.Term.quantities { named.contains($0) ? nil : value(of: $0, in: args) }
  }
}

extension PriceClass.Term {
  fileprivate static let quantityNames = ["num_images", "duration"]

  fileprivate static func quantities(_ value: (String) -> JSONValue?) -> [PriceClass.Term] {
    quantityNames.compactMap { name in
      value(name).map { PriceClass.Term(name: name, value: ExactDecimal($0)?.description ?? unknown) }
    }
  }
}

extension PriceTable.Row {
  /// The row's keys as the catalogue writes them: `720p,1080p`.
  fileprivate var name: String { keys.map(\.text).joined(separator: ",") }
}
