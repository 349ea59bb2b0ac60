//! The call of a page of the book, with the AWS SDK for Rust.

use aws_config::BehaviorVersion;
use aws_sdk_ssooidc::Client;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), aws_sdk_ssooidc::Error> {
    let config = aws_config::load_defaults(BehaviorVersion::latest()).await;
    let client = Client::new(&config);
    let registered = client
        .register_client()
        .client_name("demo")
        .client_type("public")
        .send()
        .await;
    match registered {
        Ok(output) => println!("{}", output.client_id().unwrap_or_default()),
        Err(error) => match error.into_service_error() {
            error if error.is_invalid_client_metadata_exception() => println!("refused"),
            error => return Err(error.into()),
        },
    }
    Ok(())
}
