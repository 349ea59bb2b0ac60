//! Writes the IR as files of Rust tokens. Pure; cannot fail.

mod cli;
mod endpoint;

use proc_macro2::TokenStream;

use crate::ir;

/// A file that is not laid out yet.
#[derive(Debug, Clone)]
pub struct File {
    /// Its path below the service's module directory's parent, with `/`: `sso_oidc/client.rs`.
    pub path: String,
    /// What is in it.
    pub body: Body,
}

/// What is in a file.
#[derive(Debug, Clone)]
pub enum Body {
    /// Rust.
    Rust(TokenStream),
    /// Anything else, as it is.
    Text(String),
}

/// All files of a service.
pub fn emit(service: &ir::Service) -> Vec<File> {
    let _ = service;
    Vec::new()
}
