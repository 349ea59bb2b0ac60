//! All limits of the generator, each with its reason.
//!
//! Limits turn mistakes and attacks into clear errors, instead of exhausting the stack or memory. Handwritten
//! models are far below all of them.

/// Size of settings, manifests and licences, in bytes. A single file with the licences of hundreds of packages is
/// smaller.
pub(crate) const TEXT_LENGTH: usize = 8 << 20;

/// Size of a previously generated file that is read for comparison, in bytes. The largest for AWS has one and a
/// half million; a larger file is rewritten.
pub(crate) const GENERATED_LENGTH: usize = 256 << 20;

/// Length of the part of a file that is searched for our mark, in bytes. The mark comes first; before it there is at
/// most zsh's line with a command's name. A file that is longer is not empty, whatever is in it.
pub(crate) const MARKED_LENGTH: usize = 1 << 10;

/// Age at which a temporary file counts as left by a run that was killed, in seconds. The longest run, all of AWS
/// without optimizations, takes minutes. Whether its process still exists cannot be told: it may run in another
/// container.
pub(crate) const RUN_TIME: u64 = 60 * 60;

/// Stack of a formatting thread, in bytes. Parser and printer recurse on nested code, with frames of about ten
/// kilobytes in unoptimized build scripts, so the usual two megabytes do not suffice for code within the other
/// limits. Unused pages cost nothing.
pub(crate) const FORMAT_STACK: usize = 256 << 20;

/// Nesting of endpoint rules: rules in rules, and arguments in arguments. They are processed recursively, and AWS's
/// deepest rules have about half of this.
pub(crate) const ENDPOINT_RULE_DEPTH: usize = 64;

/// Nesting of brackets in the paths of `@operationContextParams`. The trait allows only a small subset of JMESPath,
/// and the deepest path in use has one pair.
pub(crate) const INPUT_PATH_DEPTH: usize = 16;

/// Nesting of documentation, mainly lists in lists. Deeper elements are merged into their parents, since an
/// 80-column page has no room for them; no text is lost.
pub(crate) const DOCUMENTATION_DEPTH: usize = 32;

/// Members of inputs and outputs, counted for each operation, since operations that share a structure each have its
/// fields. EC2's seven hundred operations have about ten thousand.
pub(crate) const OPERATION_MEMBERS: usize = 200_000;

/// Errors of a service, counted for each operation, since each has a variant for them. Four hundred operations with as
/// many errors would take 16 MB and half a minute; services of AWS have at most some thousand.
pub(crate) const OPERATION_ERRORS: usize = 50_000;

/// Length of a file name in bytes, as supported by ext4, APFS and NTFS. Files are first written under a short
/// temporary name of ours, which adds nothing to it.
pub(crate) const FILE_NAME: usize = 255;

/// Length of the name of a type, module, table or function, in bytes. rustdoc writes a page for each, and
/// `constant.NAME.html` must fit [`FILE_NAME`].
pub(crate) const RUST_NAME: usize = FILE_NAME - "constant..html".len();

/// Length of a package's name in bytes, as on crates.io.
#[cfg(feature = "package")]
pub(crate) const PACKAGE_NAME: usize = 64;

/// Number of a package's keywords, as on crates.io.
#[cfg(feature = "package")]
pub(crate) const KEYWORDS: usize = 5;

/// Number of a package's categories, as on crates.io.
#[cfg(feature = "package")]
pub(crate) const CATEGORIES: usize = 5;

/// Length of a keyword in bytes, as on crates.io.
#[cfg(feature = "package")]
pub(crate) const KEYWORD: usize = 20;

/// Length of an attribute or path in the settings, in bytes: each nested bracket takes stack. The longest attributes of
/// people have some hundred bytes.
pub(crate) const SETTING_CODE: usize = 4 << 10;

/// Lines that a run says of changes to the surface. More are not read, and the surface file has them all.
pub(crate) const CHANGES_SHOWN: usize = 10;

/// Dangers and warnings of models that a run shows one by one. Models of AWS have hundreds, which say nothing about the
/// code; of more than fit on a screen beside a build's own messages, `smithgen validate` tells.
pub(crate) const NOTICES_SHOWN: usize = 5;
