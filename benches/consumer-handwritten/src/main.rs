//! Registers a client by hand on hyper, rustls and serde: what the generated client is measured against.
//!
//! `consumer-handwritten ENDPOINT [CALLS]`

use std::error::Error;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper_rustls::HttpsConnectorBuilder;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Input<'a> {
    client_name: &'a str,
    client_type: &'a str,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Output {
    client_id: Option<String>,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let endpoint = arguments.next().unwrap_or_else(|| "https://oidc.us-east-1.amazonaws.com".into());
    let calls: u32 = arguments.next().map_or(Ok(1), |text| text.parse())?;
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(run(&endpoint, calls))
}

async fn run(endpoint: &str, calls: u32) -> Result<(), Box<dyn Error>> {
    let connector =
        HttpsConnectorBuilder::new().with_webpki_roots().https_or_http().enable_http1().build();
    let client: Client<_, Full<Bytes>> = Client::builder(TokioExecutor::new()).build(connector);
    for _ in 0..calls {
        let body = serde_json::to_vec(&Input { client_name: "demo", client_type: "public" })?;
        let request = http::Request::post(format!("{endpoint}/client/register"))
            .header("content-type", "application/json")
            .body(Full::new(Bytes::from(body)))?;
        let response = client.request(request).await?;
        let status = response.status();
        let body = response.into_body().collect().await?.to_bytes();
        if !status.is_success() {
            return Err(format!("HTTP {status}").into());
        }
        let output: Output = serde_json::from_slice(&body)?;
        println!("{}", output.client_id.unwrap_or_default());
    }
    Ok(())
}
