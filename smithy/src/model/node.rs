//! The value type of traits and metadata.

/// A trait or metadata value: JSON with exact numbers and members in their original order.
pub type Node = serde_json::Value;
