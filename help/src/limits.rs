//! All limits on what a page shows or parses, each with its reason.

/// Nesting of lists in documentation, beyond which they are text, so that no text can exhaust the stack.
pub(crate) const LIST_DEPTH: u32 = 32;

/// Nesting of shorthand, beyond which it is not shown: JSON is easier to write then.
pub(crate) const SHORTHAND_DEPTH: usize = 3;

/// Length at which JSON syntax is truncated: nested shapes can multiply without bounds.
pub(crate) const JSON_LENGTH: usize = 50_000;

/// The most members a page describes, since nested shapes multiply.
pub(crate) const MEMBERS: usize = 1_500;
