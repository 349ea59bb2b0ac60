//! All limits on models, each with its reason.
//!
//! Limits turn mistakes and attacks into clear errors, instead of exhausting the stack or memory. Handwritten
//! models are far below all of them.

/// Size of a model file, in bytes. AWS's largest, EC2's, has about ten million; locations are stored in 32 bits.
pub(crate) const MODEL_LENGTH: usize = 256 << 20;

/// Length of the name of a member or enum value, in bytes. AWS's longest has 66; each name is repeated about ten
/// times in generated code.
pub(crate) const MEMBER_NAME: usize = 1_000;

/// Nesting of structures, unions, lists and maps, including an operation's input or output. The generated types are
/// nested more deeply for rustc, which stops at 128 levels when it checks whether a type is `Send`. AWS's deepest
/// shapes have 21 levels.
pub(crate) const SHAPE_DEPTH: usize = 32;

/// Nesting of a trait or metadata value. This is the limit of `serde_json`, which parses them.
pub(crate) const VALUE_DEPTH: usize = 127;

/// Length of a shape's or member's documentation, in bytes. AWS's longest has 66,129; fifteen times that is a
/// mistake, and would be printed up to four times.
pub(crate) const DOCUMENTATION_LENGTH: usize = 1_000_000;

/// Length of a line quoted in an error, in bytes: a model on a single line would bury the message.
pub(crate) const QUOTED_LINE: usize = 300;

/// Shapes of a cycle that an error names: readers do not follow more, and a cycle of thousands, reported at each of
/// its shapes, would take quadratic time.
pub(crate) const CYCLE_SHOWN: usize = 8;
