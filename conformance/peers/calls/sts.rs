//! awsQuery.

use smithgen_client::Config;
use smithgen_client::auth::Credentials;

use super::{Outcome, equal, error, some};
use crate::sts::Client;

pub async fn identity(config: Config) -> Outcome {
    let answer = Client::new(config).get_caller_identity().send().await?;
    equal(answer.account.as_deref(), Some("123456789012"))?;
    some(answer.arn, "arn").map(drop)
}

pub async fn role(config: Config) -> Outcome {
    let answer = Client::new(config)
        .assume_role()
        .role_arn("arn:aws:iam::123456789012:role/r")
        .role_session_name("session")
        .duration_seconds(900)
        .send()
        .await?;
    let credentials = some(answer.credentials, "credentials")?;
    equal(credentials.access_key_id.is_empty(), false)?;
    equal(
        format!("{credentials:?}").contains(&credentials.secret_access_key),
        false,
    )?;
    equal(credentials.expiration.secs() > 1_700_000_000, true)
}

pub async fn refused(config: Config) -> Outcome {
    let long = "x".repeat(100);
    let client = Client::new(config);
    let call = client.assume_role().role_arn("arn:aws:iam::1:role/r");
    let error = error(call.role_session_name(long).send().await)?;
    equal(error.code(), Some("ValidationError"))?;
    equal(error.status(), Some(400))
}

pub async fn forged(config: Config) -> Outcome {
    let forger = Credentials::new("AKIDEXAMPLE", "guessed");
    let client = Client::new(config.application("forger").credentials(forger));
    let error = error(client.get_caller_identity().send().await)?;
    equal(error.status(), Some(403))
}
