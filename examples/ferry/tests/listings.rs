//! The listings of `docs/book/src/howto/calls.md`, compiled.

#![allow(
    dead_code,
    unused_variables,
    reason = "most listings are only compiled"
)]

use std::time::Duration;

use ferry::ferry::Client;
use smithgen_client::bytes::Bytes;
use smithgen_client::http::HeaderValue;
use smithgen_client::transport::{Certificates, ClientCertificate, Settings};
use smithgen_client::{CallContext, Config, FailedAttempt, Interceptor, InterceptorError, http};

type Done = Result<(), Box<dyn std::error::Error>>;

#[rustfmt::skip]
async fn pages(client: Client) -> Done {
    let mut items = client.list_crossings().items();
    while let Some(crossing) = items.next().await {
        println!("{}", crossing?);
    }
    let all: Vec<String> = client.list_crossings().items().collect().await?;
    Ok(())
}

#[rustfmt::skip]
async fn waiting(client: Client) -> Done {
    let arrived = client
        .wait_until_crossing_arrived()
        .id("7")
        .timeout(Duration::from_secs(600))
        .await?;
    assert_eq!(arrived.answer?.state.as_deref(), Some("arrived"));
    Ok(())
}

#[rustfmt::skip]
fn settings(client: Client) {
    let call = client.get_crossing().id("7").with_config(|config| {
        config
            .max_attempts(1)
            .attempt_timeout(Duration::from_secs(2))
            .call_timeout(Duration::from_secs(5))
    });
    let abroad = client.with_config(|config| config.region("eu-west-1"));
}

struct Tenant(HeaderValue);

impl Interceptor for Tenant {
    fn before_signing(
        &self,
        _: &CallContext,
        request: &mut http::Request<Bytes>,
    ) -> Result<(), InterceptorError> {
        request.headers_mut().insert("x-tenant", self.0.clone());
        Ok(())
    }
}

#[rustfmt::skip]
async fn headers(config: Config) -> Done {
    let client = Client::new(config.interceptor(Tenant(HeaderValue::from_static("7"))));
    let (crossing, response) = client.get_crossing().id("7").send_with_response().await?;
    println!("{:?} {:?}", crossing.state, response.headers().get("last-modified"));
    Ok(())
}

#[rustfmt::skip]
fn retries(config: Config) {
    let config = config.retry_strategy(|failed: &FailedAttempt<'_>| {
        let is_busy = failed.response?.status() == 503;
        (is_busy && failed.attempts < 10).then_some(Duration::from_millis(200))
    });
}

#[rustfmt::skip]
fn blocking(client: Client) -> Done {
    let crossing = client.get_crossing().id("7").send_blocking()?;
    for crossing in client.list_crossings().items().blocking() {
        println!("{}", crossing?);
    }
    Ok(())
}

#[rustfmt::skip]
fn tls() {
    let mut http = Settings::default();
    http.certificates = Certificates::Bundle("ca.pem".into());
    http.client_certificate = Some(ClientCertificate::new("client.pem", "client.key"));
    let config = Config::new().http(http);
}
