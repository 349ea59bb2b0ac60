//! An IAM Identity Center for the desk: it registers clients, signs people in, and gives tokens and keys of roles as the
//! service does. What it gives is worth nothing anywhere else.
//!
//! ```no_run
//! use identity_center::{Accounts, Center, Site, World};
//!
//! async fn run() -> Result<(), Box<dyn std::error::Error>> {
//!     let center = Center::in_memory(Accounts::example(), World::system()).approving();
//!     let site = Site::new(center, "http://127.0.0.1:8765")?;
//!     smithgen_server::serve("127.0.0.1:8765", site).await?;
//!     Ok(())
//! }
//! ```

mod accounts;
mod api;
mod center;
mod digest;
pub mod limits;
mod pages;
mod records;
mod redirect;
mod refusal;
mod services;
mod site;
mod state;
mod store;
mod table;
mod world;

pub use accounts::{Account, Accounts, AccountsError, EXAMPLE, Lifetimes};
pub use center::{
    Center, Issued, Page, PortalError, Registered, Registration, RoleKeys, Started, TokenRequest,
};
pub use refusal::{Reason, Refusal};
pub use site::{Site, in_process};
pub use store::StoreError;
pub use world::{Millis, World};

// The example of the README.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
