//! A service, as described by pages.

use crate::names::Identity;

/// A service, as shown on its page.
#[derive(Clone, Debug)]
pub struct DescribedService<'a> {
    /// Name, such as `sso-oidc`.
    pub name: &'a str,
    /// Name in variables, such as `SSO_OIDC`.
    pub env: &'a str,
    /// Signing name; empty for a service outside AWS.
    pub signing_name: &'a str,
    /// Identities that the service accepts besides signatures.
    pub identities: Vec<Identity>,
    /// Documentation.
    pub doc: &'a str,
    /// Its commands.
    pub commands: Vec<ServiceCommand<'a>>,
}

/// A command, as listed on its service's page.
#[derive(Clone, Copy, Debug)]
pub struct ServiceCommand<'a> {
    /// Its name.
    pub name: &'a str,
    /// Documentation.
    pub doc: &'a str,
}
