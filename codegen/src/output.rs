//! Brings a directory up to date with what was generated.

/// A file as it is to stand on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path below the output directory, with `/`.
    pub path: String,
    /// Its whole text.
    pub text: String,
}
