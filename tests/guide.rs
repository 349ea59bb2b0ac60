//! Listings of the book about the client, compiled and run; `tests/book.rs` keeps pages and code the same.

use std::error::Error;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use sso_oidc_client::operations::register_client::{
    RegisterClient, RegisterClientError, RegisterClientInput,
};
use sso_oidc_client::runtime::bytes::Bytes;
use sso_oidc_client::runtime::transport::{
    Body, LocalTransport, SendFuture, Transport, TransportError, TransportErrorKind,
};
use sso_oidc_client::runtime::{decode, encode, http};
use sso_oidc_client::{Client, Config};

type Result<T = ()> = std::result::Result<T, Box<dyn Error>>;

fn block_on(future: impl Future<Output = Result>) -> Result {
    tokio::runtime::Builder::new_current_thread()
        .build()?
        .block_on(future)
}

#[rustfmt::skip]
fn stand_in() -> impl Transport {
    LocalTransport::new(|request: http::Request<Bytes>| {
        let (status, body) = if String::from_utf8_lossy(request.body()).contains(r#""public""#) {
            (200, r#"{"clientId":"id-1","clientSecretExpiresAt":1707776000}"#)
        } else {
            (400, r#"{"__type":"InvalidClientMetadataException","error":"invalid_client_metadata"}"#)
        };
        let mut response = http::Response::new(Bytes::from_static(body.as_bytes()));
        *response.status_mut() = http::StatusCode::from_u16(status).unwrap();
        response
    })
}

#[rustfmt::skip]
async fn calls() -> Result {
    let client = Client::new(Config::new().region("us-east-1").transport(stand_in()));
    let output = client
        .register_client()
        .client_name("demo")
        .client_type("public")
        .scopes(["sso:account:access"])
        .send()
        .await?;
    assert_eq!(output.client_id.as_deref(), Some("id-1"));

    let input = RegisterClientInput {
        client_name: Some("demo".to_owned()),
        client_type: Some("public".to_owned()),
        ..RegisterClientInput::default()
    };
    let output = client.register_client().input(input).send().await?;
    assert_eq!(output.client_secret_expires_at, 1707776000);
    Ok(())
}

#[rustfmt::skip]
fn values() -> Result {
    let input = RegisterClientInput {
        client_name: Some("demo".to_owned()),
        client_type: Some("public".to_owned()),
        ..RegisterClientInput::default()
    };
    let request = encode::<RegisterClient>(&input)?;
    assert_eq!(request.uri().path(), "/client/register");

    let response = http::Response::new(Bytes::from_static(br#"{"clientId":"id-1"}"#));
    let output = decode::<RegisterClient>(response)?;
    assert_eq!(output.client_id.as_deref(), Some("id-1"));
    Ok(())
}

#[rustfmt::skip]
async fn errors(client: Client) -> Result {
    match client.register_client().client_name("demo").client_type("other").send().await {
        Ok(_) => unreachable!("the stand-in refuses"),
        Err(RegisterClientError::InvalidClientMetadataException(error)) => {
            assert_eq!(error.error.as_deref(), Some("invalid_client_metadata"));
        }
        Err(RegisterClientError::Unmodeled(error)) => {
            println!("{}: {:?}", error.metadata().code, error.response().body());
        }
        Err(other) => return Err(other.into()),
    }

    let error = client.register_client().send().await.unwrap_err();
    assert_eq!(error.to_string(), "missing required input: clientName, clientType");
    assert!(!error.is_retryable());
    Ok(())
}

#[test]
fn the_pages_code_does_what_it_says() -> Result {
    block_on(calls())?;
    values()?;
    let config = Config::new().region("us-east-1").transport(stand_in());
    block_on(errors(Client::new(config)))
}

struct Counted<T> {
    inner: T,
    sent: AtomicUsize,
}

impl<T: Transport> Transport for Counted<T> {
    fn send(&self, request: http::Request<Body>) -> SendFuture<'_> {
        self.sent.fetch_add(1, Ordering::Relaxed);
        self.inner.send(request)
    }
}

#[test]
fn a_transport_may_stand_before_another() -> Result {
    let counted = Arc::new(Counted {
        inner: stand_in(),
        sent: AtomicUsize::new(0),
    });
    let client = Client::new(Config::new().region("us-east-1").transport(counted.clone()));
    block_on(async {
        let call = client.register_client().client_name("demo");
        call.client_type("public").send().await?;
        Ok(())
    })?;
    assert_eq!(counted.sent.load(Ordering::Relaxed), 1);
    Ok(())
}

/// Stands for an HTTP library.
async fn your_library(
    head: http::request::Parts,
    body: Bytes,
) -> std::io::Result<http::Response<Bytes>> {
    assert_eq!(head.uri.path(), "/client/register");
    if body.is_empty() {
        return Err(std::io::Error::other("nothing to send"));
    }
    Ok(http::Response::new(Bytes::from_static(
        br#"{"clientId":"id-2"}"#,
    )))
}

#[rustfmt::skip]
mod elsewhere {
    use super::*;

    pub(super) struct Elsewhere;

    impl Transport for Elsewhere {
        fn send(&self, request: http::Request<Body>) -> SendFuture<'_> {
            Box::pin(async move {
                let (head, body) = request.into_parts();
                let url = head.uri.to_string();
                let body = body.collect().await?;
                let answer = your_library(head, body)
                    .await
                    .map_err(|error| TransportError::new(TransportErrorKind::Connect, url).because(error))?;
                Ok(answer.map(Body::from))
            })
        }
    }
}
use elsewhere::Elsewhere;

#[test]
fn another_library_sends() -> Result {
    let client = Client::new(Config::new().region("us-east-1").transport(Elsewhere));
    block_on(async {
        let call = client.register_client().client_name("demo");
        let output = call.client_type("public").send().await?;
        assert_eq!(output.client_id.as_deref(), Some("id-2"));
        Ok(())
    })
}
