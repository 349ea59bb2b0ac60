//! Roles of single sign-on, and the tokens of those who signed in.

use super::server::{Server, says};
use super::*;

/// SHA-1 of `demo`.
pub(super) const FILE: &str = ".aws/sso/cache/89e495e7941cf9e40e6980d14a16bf023ccd4c91.json";
pub(super) const SESSION: &str = "[profile p]\nsso_session = demo\nsso_account_id = 1\nsso_role_name = dev\n\
    [sso-session demo]\nsso_region = us-east-2\nsso_start_url = https://start\n";
const KEYS: &str = r#"{"roleCredentials": {"accessKeyId": "SSO", "secretAccessKey": "hush-hush", "sessionToken": "hush-hush", "expiration": 4070908800000}}"#;

pub(super) struct Home {
    pub(super) scratch: Scratch,
    pub(super) server: Server,
}

impl Home {
    /// The token renewed is `hush-hush-2`.
    pub(super) fn new() -> Self {
        let server = Server::new(|asked| match asked.line.starts_with("POST /token") {
            true if asked.body.contains("hush-hush-wrong") => says(
                400,
                r#"{"error": "invalid_grant", "__type": "InvalidGrantException"}"#,
            ),
            true => says(
                200,
                r#"{"accessToken": "hush-hush-2", "expiresIn": 3600, "refreshToken": "hush-hush-r2"}"#,
            ),
            false => match asked.header("x-amz-sso_bearer_token") {
                Some("hush-hush-1" | "hush-hush-2") => says(200, KEYS),
                _ => says(
                    401,
                    r#"{"message": "no", "__type": "UnauthorizedException"}"#,
                ),
            },
        });
        Home {
            scratch: Scratch::new(),
            server,
        }
    }

    pub(super) fn variables(&self) -> [(&'static str, String); 3] {
        [
            ("HOME", self.scratch.path("")),
            ("AWS_ENDPOINT_URL_SSO", self.server.url.clone()),
            ("AWS_ENDPOINT_URL_SSO_OIDC", self.server.url.clone()),
        ]
    }

    fn chain(&self, config: &str) -> CredentialChain {
        let variables = self.variables();
        chain(
            &variables.each_ref().map(|(name, it)| (*name, &**it)),
            config,
        )
    }
}

pub(super) fn token(expiry: &str, more: &str) -> String {
    format!(r#"{{"accessToken": "hush-hush-1", "expiresAt": "{expiry}"{more}}}"#)
}

pub(super) fn registration(refresh: &str, until: &str) -> String {
    format!(
        r#", "refreshToken": "{refresh}", "clientId": "c", "clientSecret": "hush-hush", "registrationExpiresAt": "{until}""#
    )
}

#[tokio::test]
async fn a_cached_token_gets_the_keys_of_a_role() {
    let home = Home::new();
    home.scratch.write(FILE, &token("2099-01-01T00:00:00Z", ""));
    let chain = home.chain(SESSION);
    for _ in 0..2 {
        assert_eq!(id(&chain, NOW).await, "SSO");
    }
    let line = "GET /federation/credentials?role_name=dev&account_id=1";
    assert_eq!(home.server.lines(), [line]);
}

#[tokio::test]
async fn a_token_that_expires_is_renewed_if_it_can_be() {
    const LATER: &str = "2099-01-01T00:00:00Z";
    let expired = "Error when retrieving token from sso: Token has expired and refresh failed";
    for (expiry, more, expected, renewed) in [
        // 2030-03-17T17:46:40Z is now.
        (
            "2030-03-17T18:01:40Z",
            registration("r", LATER),
            Ok("SSO"),
            false,
        ),
        (
            "2030-03-17T18:01:39Z",
            registration("r", LATER),
            Ok("SSO"),
            true,
        ),
        ("2030-03-17T17:46:41Z", String::new(), Ok("SSO"), false),
        (
            "2020-01-01T00:00:00Z",
            registration("r", LATER),
            Ok("SSO"),
            true,
        ),
        (
            "2020-01-01T00:00:00Z",
            registration("r", "2020-01-01T00:00:00UTC"),
            Err(expired),
            false,
        ),
        (
            "2020-01-01T00:00:00Z",
            registration("hush-hush-wrong", LATER),
            Err(expired),
            false,
        ),
        ("2020-01-01T00:00:00Z", String::new(), Err(expired), false),
    ] {
        let home = Home::new();
        let before = token(expiry, &more);
        home.scratch.write(FILE, &before);
        let found = keys(&home.chain(SESSION), NOW).await;
        let found = found.map(|keys| keys.unwrap().access_key_id);
        let found = found.map_err(|error| error.to_string());
        assert_eq!(found.as_deref().map_err(|it| &**it), expected, "{before}");
        let now = home.scratch.read(FILE);
        match renewed {
            false => assert_eq!(now, before),
            true => assert_eq!(
                now,
                format!(
                    r#"{{"startUrl": "https://start", "region": "us-east-2", "accessToken": "hush-hush-2", "expiresAt": "2030-03-17T18:46:40Z", "clientId": "c", "clientSecret": "hush-hush", "registrationExpiresAt": "{LATER}", "refreshToken": "hush-hush-r2"}}"#
                )
            ),
        }
    }
}

#[tokio::test]
async fn a_token_that_is_not_there_or_not_accepted_is_told() {
    let home = Home::new();
    let chain = home.chain(SESSION);
    let missing = "Error loading SSO Token: Token for demo does not exist";
    assert_eq!(fault(&chain, NOW).await, missing);
    for (text, expected) in [
        ("nonsense", missing),
        (
            "{}",
            "Error loading SSO Token: Token for https://start is invalid",
        ),
        (
            r#"{"accessToken": "hush-hush-x", "expiresAt": "2099-01-01T00:00:00Z"}"#,
            "The SSO session associated with this profile has expired or is otherwise invalid. To refresh this SSO \
             session run aws sso login with the corresponding profile.",
        ),
    ] {
        home.scratch.write(FILE, text);
        assert_eq!(fault(&chain, NOW).await, expected);
    }
}

#[tokio::test]
async fn a_profile_without_a_session_finds_its_token_by_the_start_page() {
    let home = Home::new();
    let config = "[profile p]\nsso_region = us-east-2\nsso_start_url = https://example.awsapps.com/start\n\
        sso_account_id = 1\nsso_role_name = dev\n";
    let file = ".aws/sso/cache/e8be5486177c5b5392bd9aa76563515b29358e6e.json";
    home.scratch.write(file, &token("2099-01-01T00:00:00Z", ""));
    assert_eq!(id(&home.chain(config), NOW).await, "SSO");
    // It is not renewed, and not sent when it has expired.
    let more = registration("r", "2099-01-01T00:00:00Z");
    home.scratch
        .write(file, &token("2020-01-01T00:00:00Z", &more));
    let fault = fault(&home.chain(config), NOW).await;
    assert!(fault.starts_with("The SSO session associated"), "{fault}");
    assert_eq!(home.server.asked().len(), 1);
}
