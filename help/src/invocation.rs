//! How a program was called, which its pages depend on.

use crate::names::Names;

/// How the program was called.
#[derive(Clone, Copy, Debug)]
pub struct Invocation<'a> {
    /// What stands before the name of a command: `sso-oidc`, or `aws sso-oidc`.
    pub line: &'a str,
    /// Whether it goes by the name `aws`.
    pub is_aws: bool,
    /// Whether `line` with `completion` behind it prints completion scripts.
    pub completes: bool,
    /// What its settings are called.
    pub names: Names<'a>,
}
