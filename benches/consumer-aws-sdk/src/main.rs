//! Registers a client with the AWS SDK for Rust: what the generated client is measured against.
//!
//! `consumer-aws-sdk ENDPOINT [CALLS]`

use std::error::Error;

use aws_sdk_ssooidc::config::{BehaviorVersion, Region};
use aws_sdk_ssooidc::{Client, Config};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let endpoint = arguments.next();
    let calls: u32 = arguments.next().map_or(Ok(1), |text| text.parse())?;
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(run(endpoint, calls))
}

async fn run(endpoint: Option<String>, calls: u32) -> Result<(), Box<dyn Error>> {
    let mut config =
        Config::builder().behavior_version(BehaviorVersion::latest()).region(Region::new("us-east-1"));
    config.set_endpoint_url(endpoint);
    let client = Client::from_conf(config.build());
    for _ in 0..calls {
        let output =
            client.register_client().client_name("demo").client_type("public").send().await?;
        println!("{}", output.client_id().unwrap_or_default());
    }
    Ok(())
}
