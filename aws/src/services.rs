//! The operations by which credentials are asked for, generated from `model/`.
//!
//! There is no client with methods: [`Client::send`](smithgen_client::Client::send) calls them.

#[cfg(feature = "login")]
#[rustfmt::skip]
pub(crate) mod signin;
#[cfg(feature = "sso")]
#[rustfmt::skip]
pub(crate) mod sso;
#[cfg(feature = "sso")]
#[rustfmt::skip]
pub(crate) mod sso_oidc;
#[cfg(feature = "sts")]
#[rustfmt::skip]
pub(crate) mod sts;
