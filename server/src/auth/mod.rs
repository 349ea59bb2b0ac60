//! Layers that find out who sent a request, and refuse those who may not call its operation.
//!
//! A layer goes around an [`HttpService`], or another layer around one: it knows the operation, its authentication schemes
//! in the model, and the protocol to refuse in. Operations without schemes, and those that everybody may call
//! (`@optionalAuth`, `@auth([])`), pass. The method finds the [`Identity`](crate::Identity) in its context.

mod bearer;
#[cfg(feature = "sigv4")]
mod sigv4;

use std::convert::Infallible;
use std::future::Future;
use std::pin::Pin;

use http::request::Parts;
use smithgen_runtime::Auth;
use smithgen_runtime::served::{Found, RouteError};

pub use bearer::{Bearer, BearerLayer};
#[cfg(feature = "sigv4")]
pub use sigv4::{SigV4, SigV4Layer};
#[cfg(feature = "sigv4")]
pub use smithgen_aws::sigv4::{Verifier, VerifyError};
#[cfg(feature = "sigv4")]
pub use smithgen_client::auth::Credentials;

use crate::body::{BoxError, ResponseBody};
use crate::service::HttpService;
#[cfg(feature = "sigv4")]
use crate::settings::Limits;
use crate::standing::Standing;

/// The response of a service behind layers.
pub type AuthFuture =
    Pin<Box<dyn Future<Output = Result<http::Response<ResponseBody>, Infallible>> + Send>>;

/// A service that a layer can be around: an [`HttpService`], or one behind other layers.
pub trait Guarded: sealed::Sealed + Clone + Send + Sync + 'static {
    /// The operation of a request, as far as its head tells.
    #[doc(hidden)]
    fn find(&self, head: &Parts) -> Result<Found, RouteError>;

    /// How much it takes from its clients.
    #[cfg(feature = "sigv4")]
    #[doc(hidden)]
    fn limits(&self) -> Limits;

    /// Goes on with a request. `standing` is what layers further out found, if there are any.
    #[doc(hidden)]
    fn proceed<B>(
        &self,
        head: Parts,
        body: B,
        found: Result<Found, RouteError>,
        standing: Option<Standing>,
    ) -> AuthFuture
    where
        B: http_body::Body + Send + 'static,
        B::Error: Into<BoxError>;
}

mod sealed {
    pub trait Sealed {}
    impl Sealed for crate::service::HttpService {}
}

impl Guarded for HttpService {
    fn find(&self, head: &Parts) -> Result<Found, RouteError> {
        HttpService::find(self, head)
    }

    #[cfg(feature = "sigv4")]
    fn limits(&self) -> Limits {
        HttpService::limits(self)
    }

    fn proceed<B>(
        &self,
        head: Parts,
        body: B,
        found: Result<Found, RouteError>,
        standing: Option<Standing>,
    ) -> AuthFuture
    where
        B: http_body::Body + Send + 'static,
        B::Error: Into<BoxError>,
    {
        let standing = standing.unwrap_or(Standing::Admitted);
        Box::pin(self.respond(head, body, found, standing))
    }
}

/// Whether the operation of a request takes credentials of this scheme. A form does not tell before it is read.
fn takes(found: &Result<Found, RouteError>, scheme: Auth) -> bool {
    match found {
        Ok(Found::Route(route)) => route.operation.auth().contains(&scheme),
        Ok(Found::Form(_)) => true,
        Err(_) => false,
    }
}

/// What is known of who sent a request after one more layer found no credentials that it knows.
fn without_credentials(before: Option<Standing>, now: Standing) -> Standing {
    match before {
        // The layer further out says how to tell who one is.
        Some(before @ (Standing::Anonymous(_) | Standing::Refused(_) | Standing::Barred(_))) => {
            before
        }
        Some(Standing::Admitted) | None => now,
    }
}
