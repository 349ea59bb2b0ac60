//! Items used by generated code. Not part of this crate's public API.
//!
//! Generated code uses `rt::…` for items of `smithgen-runtime` that types and tables need, and `client::…` for
//! everything else.

mod error;
mod operation;
mod waiter;

pub use smithgen_runtime::generated::*;

pub use self::error::{
    debug_error, display_error, error_code, error_is_retryable, error_message, error_request_id,
    error_source, error_status,
};
pub use crate::__call as call;
pub use crate::__items as items;
pub use crate::__operation as operation;
pub use crate::__operation_error as operation_error;
pub use crate::__pages as pages;
pub use crate::__paginated as paginated;
pub use crate::__wait as wait;
pub use crate::call::Client;
pub use crate::config::Config;
pub use crate::config_error::ConfigError;
pub use crate::error::{ClientError, ErrorView, Modeled, OperationError, Unmodeled, Unread};
pub use crate::operation::Operation;
pub use crate::pages::{Items, Paged, PagedItems, Pages, Paginated};
pub use crate::require;
pub use crate::unsent::Call;
pub use crate::waiters::{Acceptor, Expected, Matcher, State, Wait, Waiter, Waiting};
pub use smithgen_runtime::jmespath::{Comparison, Expression, Function, Literal};
