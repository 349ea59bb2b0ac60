//! The same call with the generated client.

use std::error::Error;

use sso_oidc_client::Client;
use sso_oidc_client::operations::register_client::RegisterClientError;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::from_env()?;
    let registered = client
        .register_client()
        .client_name("demo")
        .client_type("public")
        .send()
        .await;
    match registered {
        Ok(output) => println!("{}", output.client_id.unwrap_or_default()),
        Err(RegisterClientError::InvalidClientMetadataException(_)) => println!("refused"),
        Err(error) => return Err(error.into()),
    }
    Ok(())
}
