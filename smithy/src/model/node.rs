//! What traits and metadata are worth.

/// A value of a trait or of metadata: JSON with exact numbers and its members in written order.
pub type Node = serde_json::Value;
