//! Every limit on what a page shows or reads, each with its reason.

/// Lists in documentation that are deeper than this are text, so that no text can exhaust the stack.
pub(crate) const LIST_DEPTH: u32 = 32;

/// Shorthand deeper than this is not shown: JSON is easier to write.
pub(crate) const SHORTHAND_DEPTH: usize = 3;

/// JSON longer than this is cut: shapes that contain each other can multiply without end.
pub(crate) const JSON_LENGTH: usize = 50_000;

/// Members that a page describes at most, as shapes multiply.
pub(crate) const MEMBERS: usize = 1_500;
