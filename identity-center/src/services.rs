//! What is implemented here, generated from `model/`.

#[rustfmt::skip]
pub(crate) mod sso;
#[rustfmt::skip]
pub(crate) mod sso_oidc;
