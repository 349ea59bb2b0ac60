//! Registers a client four times: over a transport of its own, over the default one, and twice in vain.
//!
//! `consumer [URL]`: without a URL it starts a small server of its own.

mod local;

use std::error::Error;

use sso_oidc_client::operations::register_client::{
    RegisterClient, RegisterClientError, RegisterClientInput, RegisterClientOutput,
};
use sso_oidc_client::runtime::transport::LocalTransport;
use sso_oidc_client::runtime::{InputError, encode, http};
use sso_oidc_client::{Client, Config};

fn main() -> Result<(), Box<dyn Error>> {
    let url = match std::env::args().nth(1) {
        Some(url) => url,
        None => local::serve()?,
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(run(&url))
}

async fn run(url: &str) -> Result<(), Box<dyn Error>> {
    println!("{}", request()?);

    let registered = register(&without_network(), "public").await?;
    println!(
        "registered {} in memory",
        registered.client_id.unwrap_or_default()
    );

    let client = Client::new(Config::new().region("us-east-1").endpoint_url(url));
    let registered = register(&client, "public").await?;
    println!(
        "registered {} at {url}",
        registered.client_id.unwrap_or_default()
    );

    for kind in ["confidential", "teapot"] {
        match register(&client, kind).await {
            Ok(_) => println!("`{kind}` was accepted"),
            Err(error) => println!("`{kind}`: {}", explain(&error)),
        }
    }
    Ok(())
}

async fn register(
    client: &Client,
    kind: &str,
) -> Result<RegisterClientOutput, RegisterClientError> {
    client
        .register_client()
        .client_name("demo")
        .client_type(kind)
        .scopes(["sso:account:access"])
        .send()
        .await
}

/// What can be done about an error depends on what kind it is.
fn explain(error: &RegisterClientError) -> String {
    match error {
        RegisterClientError::InvalidClientMetadataException(it) => {
            format!(
                "refused: {}",
                it.error_description.as_deref().unwrap_or("no reason given")
            )
        }
        // The model does not know it, but nothing of it is lost.
        RegisterClientError::Unmodeled(it) => {
            format!(
                "{} with a body of {} bytes",
                it.metadata().code,
                it.response().body().len()
            )
        }
        other if other.is_retryable() => format!("later, perhaps: {other}"),
        other => other.to_string(),
    }
}

/// The request as it would be sent. No client is needed to make it.
fn request() -> Result<String, InputError> {
    let input = RegisterClientInput {
        client_name: Some("demo".to_owned()),
        client_type: Some("public".to_owned()),
        ..RegisterClientInput::default()
    };
    let request = encode::<RegisterClient>(&input)?;
    let body = String::from_utf8_lossy(request.body()).into_owned();
    Ok(format!("{} {} {body}", request.method(), request.uri()))
}

/// A client whose requests a function answers.
fn without_network() -> Client {
    let transport = LocalTransport::new(|request: http::Request<_>| {
        let path = request.uri().path();
        let (status, body) = local::answer(path, request.body());
        let mut response = http::Response::new(body.into());
        *response.status_mut() = http::StatusCode::from_u16(status).unwrap_or_default();
        response
    });
    Client::new(Config::new().region("us-east-1").transport(transport))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block_on<T>(future: impl Future<Output = T>) -> T {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        runtime.unwrap().block_on(future)
    }

    #[test]
    fn over_its_own_transport_and_over_the_default_one() {
        let url = local::serve().unwrap();
        let default = Client::new(Config::new().region("us-east-1").endpoint_url(url));
        for client in [without_network(), default] {
            block_on(async {
                let output = register(&client, "public").await.unwrap();
                assert_eq!(output.client_id.as_deref(), Some("local-client"));
                let refused = register(&client, "confidential").await.unwrap_err();
                assert_eq!(explain(&refused), "refused: only public clients are served");
                assert_eq!(refused.code(), Some("InvalidClientMetadataException"));
                let unknown = register(&client, "teapot").await.unwrap_err();
                assert_eq!(explain(&unknown), "TeapotException with a body of 34 bytes");
                assert!(!unknown.is_retryable());
            });
        }
    }

    #[test]
    fn what_is_missing_is_told_before_anything_is_sent() {
        let missing = block_on(without_network().register_client().send()).unwrap_err();
        assert_eq!(
            missing.to_string(),
            "missing required input: clientName, clientType"
        );
        assert_eq!(
            request().unwrap(),
            "POST /client/register {\"clientName\":\"demo\",\"clientType\":\"public\"}"
        );
    }
}
