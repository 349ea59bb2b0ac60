$version: "2.0"

namespace example.units

/// A stretch of some quantity.
structure Range {
    /// The least value.
    @required
    from: Double

    /// The greatest value.
    @required
    to: Double

    /// In what it is measured.
    unit: String
}
