//! Sessions that `aws login` began.

use super::server::{Answer, Asked, Server, says};
use super::*;

/// SHA-256 of `me`.
const FILE: &str = "2744ccd10c7533bd736ad890f9dd5cab2adb27b07d500b9493f29cdc420cb2e0.json";
const CONFIG: &str = "[profile p]\nlogin_session = me\n";
const KEY: &str = "-----BEGIN EC PRIVATE KEY-----\\n\
    MHcCAQEEIHcRVrrJZEdf9hFi4MHFHcsAQm0jn6Tgs/HX1pnCRIwjoAoGCCqGSM49\\n\
    AwEHoUQDQgAE73eYyWqvvoNbHBIMcxzEkrVrTR5P7HADZG5Blk91benT6Ieq2+Dz\\n\
    njj/EqlwSCC0Yuq7g/sAo0f/rbh0Oj8pwA==\\n-----END EC PRIVATE KEY-----\\n";

fn kept(expiry: &str, refresh: &str) -> String {
    format!(
        r#"{{"accessToken": {{"accessKeyId": "OLD", "secretAccessKey": "hush-hush", "sessionToken": "hush-hush", "accountId": "1", "expiresAt": "{expiry}"}}, "refreshToken": "{refresh}", "dpopKey": "{KEY}", "clientId": "c", "tokenType": "t"}}"#
    )
}

fn signin(asked: &Asked) -> Answer {
    let denied = |error: &str| {
        let body =
            format!(r#"{{"__type": "AccessDeniedException", "error": "{error}", "message": "m"}}"#);
        says(400, body)
    };
    match asked
        .body
        .split('"')
        .rfind(|it| it.starts_with("hush-hush-"))
    {
        Some("hush-hush-1") => says(
            200,
            r#"{"accessToken": {"accessKeyId": "NEW", "secretAccessKey": "hush-hush", "sessionToken": "hush-hush"}, "tokenType": "t", "expiresIn": 900, "refreshToken": "hush-hush-2"}"#,
        ),
        Some("hush-hush-ended") => denied("TOKEN_EXPIRED"),
        Some("hush-hush-forbidden") => denied("INSUFFICIENT_PERMISSIONS"),
        _ => denied("AUTHCODE_EXPIRED"),
    }
}

fn login(server: &Server, scratch: &Scratch) -> CredentialChain {
    let directory = scratch.path("");
    let variables = [
        ("AWS_ENDPOINT_URL_SIGNIN", &*server.url),
        ("AWS_LOGIN_CACHE_DIRECTORY", &directory),
    ];
    chain(&variables, CONFIG)
}

#[tokio::test]
async fn keys_of_a_session_are_renewed_five_minutes_before_they_expire() {
    let (server, scratch) = (Server::new(signin), Scratch::new());
    // 2030-03-17T17:46:40Z is now.
    scratch.write(FILE, &kept("2030-03-17T17:51:41Z", "hush-hush-1"));
    assert_eq!(id(&login(&server, &scratch), NOW).await, "OLD");
    assert_eq!(server.asked().len(), 0);
    scratch.write(FILE, &kept("2030-03-17T17:51:40Z", "hush-hush-1"));
    let chain = login(&server, &scratch);
    assert_eq!(id(&chain, NOW).await, "NEW");
    // The file has what the next one needs.
    assert_eq!(id(&chain, NOW + 60).await, "NEW");
    assert_eq!(id(&login(&server, &scratch), NOW + 60).await, "NEW");
    let asked = server.asked();
    assert_eq!(asked.len(), 1);
    assert_eq!(asked[0].line, "POST /v1/token");
    assert_eq!(
        asked[0].body,
        r#"{"clientId":"c","grantType":"refresh_token","refreshToken":"hush-hush-1"}"#
    );
    assert_eq!(asked[0].header("authorization"), None);
    assert_eq!(asked[0].header("dpop").unwrap().split('.').count(), 3);
    let expected = kept("2030-03-17T18:01:40Z", "hush-hush-2").replace("OLD", "NEW");
    assert_eq!(scratch.read(FILE), expected);
}

#[tokio::test]
async fn a_session_that_cannot_be_continued_is_told() {
    const LOADING: &str = "Error loading login session token:";
    let (server, scratch) = (Server::new(signin), Scratch::new());
    let ended = |refresh: &str| kept("2020-01-01T00:00:00Z", refresh);
    assert_eq!(
        fault(&login(&server, &scratch), NOW).await,
        format!(
            "{LOADING} Unable to load a existing login session for session me. Please reauthenticate with 'aws login'."
        )
    );
    for (text, expected) in [
        (
            r#"{"accessToken": {}, "clientId": "c"}"#.to_owned(),
            format!(
                "{LOADING} Failed to load access token from token cache, missing required fields: refreshToken, dpopKey."
            ),
        ),
        (
            ended("hush-hush-1").replace("MHcC", "AHcC"),
            format!("{LOADING} Unable to load private key from cached token."),
        ),
        (
            ended("hush-hush-ended"),
            "Your session has expired or credentials have changed. Please reauthenticate using 'aws login'.".to_owned(),
        ),
        (
            ended("hush-hush-forbidden"),
            "Unable to create or refresh login credentials due to insufficient permissions. You may be missing \
             permission for the 'signin:CreateOAuth2Token' action."
                .to_owned(),
        ),
        (
            ended("hush-hush-x"),
            "An unspecified error happened when resolving AWS credentials or refreshing a login session profile."
                .to_owned(),
        ),
    ] {
        scratch.write(FILE, &text);
        assert_eq!(fault(&login(&server, &scratch), NOW).await, expected);
    }
}
