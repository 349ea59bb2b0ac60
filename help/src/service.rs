//! A service, as pages describe it.

use crate::names::Identity;

/// A service as its page shows it.
#[derive(Clone, Debug)]
pub struct DescribedService<'a> {
    /// Its name: `sso-oidc`.
    pub name: &'a str,
    /// Its name in variables: `SSO_OIDC`.
    pub env: &'a str,
    /// The name that it signs for; empty for a service that is none of AWS.
    pub signing_name: &'a str,
    /// What its callers prove themselves with, beside signatures.
    pub identities: Vec<Identity>,
    /// What it is.
    pub doc: &'a str,
    /// Its commands.
    pub commands: Vec<ServiceCommand<'a>>,
}

/// A command as the page of its service names it.
#[derive(Clone, Copy, Debug)]
pub struct ServiceCommand<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it does.
    pub doc: &'a str,
}
