//! All limits of the commands, each with its reason.

/// Size of a file that says which changes to ignore, in bytes. Thousands of entries are smaller.
pub(super) const IGNORE_LENGTH: usize = 1 << 20;

/// Number of entries in such a file. Each is compared with each change, and a model may have a hundred thousand of these.
pub(super) const IGNORE_ENTRIES: usize = 2_000;

/// Size of a model file, in bytes, as `smithgen-model` has it for files that are not in Git.
pub(super) const MODEL_LENGTH: usize = 256 << 20;

/// Number of model files in a directory of a revision. The largest collection, all services of AWS with each of their
/// versions, has some five hundred.
pub(super) const REVISION_FILES: usize = 10_000;

/// Size of what Git lists of a directory, in bytes: several million files.
pub(super) const LISTING_LENGTH: usize = 256 << 20;

/// Number of changes on a page. Browsers take seconds to lay out more, and nobody reads them.
pub(super) const PAGE_CHANGES: usize = 10_000;

/// Number of consequences that are told besides those of changes. There are few: names that move with others.
pub(super) const REST_SHOWN: usize = 100;
