//! Questions to the metadata services of containers and instances, each within a limited time.

use std::future::{Future, poll_fn};
use std::pin::pin;
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use bytes::Bytes;
use smithgen_client::Config;
use smithgen_client::time::Time;
use smithgen_client::transport::{Body, Proxies, Transport, TransportError, TransportErrorKind};
use smithgen_runtime::url::without_userinfo;

use crate::limits::METADATA_BYTES;

/// Asks a metadata service.
pub(super) struct Asking {
    transport: Option<Arc<dyn Transport>>,
    /// Waits between attempts.
    time: Arc<dyn Time>,
    /// Ends what takes too long.
    clock: Arc<dyn Time>,
    timeout: Duration,
}

/// Status and body of an answer.
pub(super) type Reply = (u16, Bytes);

impl Asking {
    /// Asks with the transport of these settings, which has `timeout` to connect and then to answer. The default
    /// transport sends through these proxies.
    pub(super) fn new(config: &Config, timeout: Duration, proxies: Proxies) -> Self {
        let mut config = config.clone();
        config.http.connect_timeout = Some(timeout);
        config.http.read_timeout = Some(timeout);
        config.http.proxies = proxies;
        // Where a client never waits between attempts, the default transport still takes its time to answer.
        let clock = match config.transport {
            Some(_) => config.time.clone(),
            None => Config::new().time,
        };
        Asking {
            transport: config.sender(),
            time: config.time,
            clock,
            timeout,
        }
    }

    /// Sends a request without a body.
    ///
    /// # Errors
    /// No answer, or none in time.
    pub(super) async fn ask(
        &self,
        request: http::request::Builder,
    ) -> Result<Reply, TransportError> {
        let unusable = || TransportError::new(TransportErrorKind::Unusable, "the metadata service");
        let transport = self.transport.as_ref().ok_or_else(unusable)?;
        let request = request.body(Body::default()).map_err(|_| unusable())?;
        let url = without_userinfo(&request.uri().to_string()).into_owned();
        let exchange = async {
            let (head, body) = transport.send(request).await?.into_parts();
            let body = body.collect_within(METADATA_BYTES).await?;
            Ok((head.status.as_u16(), body))
        };
        // The default transport restarts its time with each piece, and another one may know no limit.
        let most = self.timeout.saturating_mul(2);
        let outcome = unless(exchange, self.clock.sleep(most)).await;
        let late = || TransportError::new(TransportErrorKind::ReadTimeout, "");
        outcome.unwrap_or_else(|| Err(late())).map_err(|error| {
            let mut error: TransportError = error;
            error.url = url;
            error
        })
    }

    /// Waits between attempts.
    pub(super) async fn wait(&self, duration: Duration) {
        self.time.sleep(duration).await;
    }
}

/// A request to a URL, of which user and password are for nobody.
pub(super) fn request(method: http::Method, url: &str) -> http::request::Builder {
    let authority = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = authority.split(['/', '?', '#']).next().unwrap_or_default();
    let address = authority.rsplit_once('@');
    let address = address.map_or(authority, |(_, address)| address);
    let request = http::Request::builder().method(method);
    request.uri(without_fragment(url)).header("host", address)
}

/// The URL without user, password and fragment.
fn without_fragment(url: &str) -> String {
    let url = url.split('#').next().unwrap_or_default();
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at_checked(end).unwrap_or((rest, ""));
    let address = authority.rsplit_once('@');
    let address = address.map_or(authority, |(_, address)| address);
    format!("{scheme}://{address}{path}")
}

/// The future's output, or `None` if `end` came first.
async fn unless<T>(future: impl Future<Output = T>, end: impl Future<Output = ()>) -> Option<T> {
    let (mut future, mut end) = (pin!(future), pin!(end));
    poll_fn(|context| match future.as_mut().poll(context) {
        Poll::Ready(output) => Poll::Ready(Some(output)),
        Poll::Pending => end.as_mut().poll(context).map(|()| None),
    })
    .await
}
