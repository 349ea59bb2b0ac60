//! Registers a client with the generated client.
//!
//! `consumer-smithgen ENDPOINT [CALLS]`

use std::error::Error;

use sso_oidc_client::{Client, Config};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let endpoint = arguments.next();
    let calls: u32 = arguments.next().map_or(Ok(1), |text| text.parse())?;
    tokio::runtime::Builder::new_current_thread().enable_all().build()?.block_on(run(endpoint, calls))
}

async fn run(endpoint: Option<String>, calls: u32) -> Result<(), Box<dyn Error>> {
    let mut config = Config::new().region("us-east-1");
    if let Some(endpoint) = endpoint {
        config = config.endpoint_url(endpoint);
    }
    let client = Client::new(config);
    for _ in 0..calls {
        let output =
            client.register_client().client_name("demo").client_type("public").send().await?;
        println!("{}", output.client_id.unwrap_or_default());
    }
    Ok(())
}
