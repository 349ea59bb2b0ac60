//! Bearer tokens: of the environment, and of the session that a user signed in to.

use smithgen_aws::credentials::TokenChain;
use smithgen_client::auth::BearerToken;

use super::single_sign_on::{FILE, Home, SESSION, registration, token};
use super::*;

/// An operation that takes a bearer token.
static OPEN: OperationSpec = OperationSpec::new("Open", &SERVICE, &prelude::UNIT, &prelude::UNIT)
    .with_http(&HTTP)
    .with_auth(&[Auth::Bearer]);

const LATER: &str = "2099-01-01T00:00:00Z";
/// Half of the time in which a token is renewed, and not more.
const SOON: &str = "2030-03-17T17:58:40Z";

fn tokens(home: &Home, more: &[(&str, &str)], config: &str) -> TokenChain {
    let own = home.variables();
    let own = own.iter().map(|(name, value)| (*name, value.as_str()));
    let variables: Vec<_> = own.chain(more.iter().copied()).collect();
    let (environment, files, profile) = settings(&variables, config);
    let calls = smithgen_aws::from_profile(&environment, &files, &profile);
    let calls = calls.unwrap().without_waiting();
    TokenChain::new(&environment, &files, &profile).calling_with(calls)
}

/// The token, or why there is none; empty if none is configured.
async fn given(chain: &TokenChain, now: i64) -> String {
    let given: Result<Option<BearerToken>, AuthError> = chain
        .provide(Purpose::new(&OPEN, DateTime::from_secs(now)))
        .await;
    assert!(!format!("{given:?}").contains(HUSH));
    match given {
        Ok(token) => token.map_or(String::new(), |token| token.token),
        Err(error) => error.to_string(),
    }
}

#[tokio::test]
async fn the_variable_of_the_service_comes_before_the_session() {
    let home = Home::new();
    home.scratch.write(FILE, &token(LATER, ""));
    let name = "AWS_BEARER_TOKEN_EXAMPLE";
    let of_variable = tokens(&home, &[(name, "t")], SESSION);
    assert_eq!(given(&of_variable, NOW).await, "t");
    let of_session = tokens(&home, &[(name, "")], SESSION);
    assert_eq!(given(&of_session, NOW).await, "hush-hush-1");
    // Keys of a role are no session.
    let none = "[profile p]\nsso_account_id = 1\n";
    assert_eq!(given(&tokens(&home, &[], none), NOW).await, "");
    assert!(home.server.lines().is_empty());
}

#[tokio::test]
async fn a_client_of_the_profile_sends_the_token() {
    let home = Home::new();
    home.scratch.write(FILE, &token(LATER, ""));
    let variables = home.variables();
    let variables = variables.each_ref().map(|(name, it)| (*name, &**it));
    let (environment, files, profile) = settings(&variables, SESSION);
    let config = smithgen_aws::from_profile(&environment, &files, &profile).unwrap();
    let config = config.endpoint_url(&home.server.url).without_waiting();
    let client = smithgen_client::Client::new(config);
    client
        .dispatch(&OPEN, &smithgen_runtime::Unit)
        .await
        .unwrap();
    let asked = home.server.asked();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].header("authorization"), Some("Bearer hush-hush-1"));
}

#[tokio::test]
async fn a_token_is_renewed_in_time_and_kept() {
    let home = Home::new();
    home.scratch
        .write(FILE, &token(SOON, &registration("r", LATER)));
    let chain = tokens(&home, &[], SESSION);
    for _ in 0..2 {
        assert_eq!(given(&chain, NOW).await, "hush-hush-2");
    }
    assert_eq!(home.server.lines(), ["POST /token"]);
    // The new one is good for an hour.
    assert_eq!(given(&chain, NOW + 3000).await, "hush-hush-2");
    assert_eq!(home.server.lines().len(), 2);
}

#[tokio::test]
async fn what_cannot_be_renewed_is_used_to_its_end_and_asked_for_once_a_minute() {
    let home = Home::new();
    let wrong = registration("hush-hush-wrong", LATER);
    home.scratch.write(FILE, &token(SOON, &wrong));
    let chain = tokens(&home, &[], SESSION);
    for (later, asked) in [(0, 1), (59, 1), (60, 2)] {
        assert_eq!(given(&chain, NOW + later).await, "hush-hush-1", "{later}");
        assert_eq!(home.server.lines().len(), asked, "{later}");
    }
    let expired = "Error when retrieving token from sso: Token has expired and refresh failed";
    assert_eq!(given(&chain, NOW + 720).await, expired);
}

#[tokio::test]
async fn a_session_without_a_token_is_told() {
    let home = Home::new();
    let missing = "Error loading SSO Token: Token for demo does not exist";
    assert_eq!(given(&tokens(&home, &[], SESSION), NOW).await, missing);
    let incomplete = "[profile p]\nsso_session = demo\n[sso-session demo]\nsso_region = r\n";
    assert_eq!(
        given(&tokens(&home, &[], incomplete), NOW).await,
        "The profile \"p\" is configured to use the SSO token provider but is missing the following configuration: \
         ['sso_start_url']."
    );
}
