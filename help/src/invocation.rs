//! How the program was invoked, on which its pages depend.

use crate::names::Names;

/// How the program was called.
#[derive(Clone, Copy, Debug)]
pub struct Invocation<'a> {
    /// The words before a command's name: `sso-oidc`, or `aws sso-oidc`.
    pub line: &'a str,
    /// Whether the program is invoked as `aws`.
    pub is_aws: bool,
    /// Whether `line` followed by `completion` prints completion scripts.
    pub completes: bool,
    /// How the program's settings are named.
    pub names: Names<'a>,
}
