//! How much of everything the generator takes: every limit of this crate, each with its reason.
//!
//! A limit is there for the reader of an error rather than for the machine: what lies beyond it is a mistake or an
//! attack, and is told as such instead of ending in an exhausted stack or memory. Models that people wrote are far
//! below all of them.

/// How long the other files are that are read whole, in bytes: settings, manifests and licences. The licences of
/// hundreds of packages in one file stay below it.
pub(crate) const TEXT_LENGTH: usize = 8 << 20;

/// How long a file is that a run before wrote, in bytes. The longest of AWS has one and a half million; what is longer
/// is written anew.
pub(crate) const GENERATED_LENGTH: usize = 256 << 20;

/// The stack of a thread that lays out code, in bytes. The parser and the printer call themselves for each level of what
/// is nested, with frames of some ten kilobytes where build scripts are not optimised: the usual two megabytes are not
/// enough for what the other limits let pass. Pages that are not used cost nothing.
pub(crate) const FORMAT_STACK: usize = 256 << 20;

/// How deep endpoint rules nest: rules in rules, and arguments in arguments. They are read, printed and compiled by
/// functions that call themselves, and the deepest rules of AWS reach about half of this.
pub(crate) const ENDPOINT_RULE_DEPTH: usize = 64;

/// How deep paths into an input nest, of `@operationContextParams`: brackets within brackets. The trait allows so
/// small a part of JMESPath that the deepest path in use has one pair.
pub(crate) const INPUT_PATH_DEPTH: usize = 16;

/// How deep elements of documentation nest, lists in lists above all. What is deeper joins what is around it, as a
/// page of 80 columns has no room for it; nothing of the text is lost.
pub(crate) const DOCUMENTATION_DEPTH: usize = 32;

/// How long the name of a file is, in bytes: what ext4, APFS and NTFS take. A file is written under a short name of
/// the generator's first, which needs no room in it.
pub(crate) const FILE_NAME: usize = 255;

/// How long the name of a type, module, table or function is, in bytes. rustdoc writes a page for each, and
/// `constant.NAME.html` is to fit [`FILE_NAME`].
pub(crate) const RUST_NAME: usize = FILE_NAME - "constant..html".len();

/// How long the name of a package is, in bytes: what crates.io takes.
#[cfg(feature = "package")]
pub(crate) const PACKAGE_NAME: usize = 64;
