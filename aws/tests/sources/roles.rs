//! Roles of profiles and of web identities, and the files that keep their keys.

use super::server::{Server, role, says};
use super::*;

const LATER: &str = "2099-01-01T00:00:00Z";
const BASE: &str = "[profile base]\naws_access_key_id = BASE\naws_secret_access_key = hush-hush\n";

fn sts(server: &Server) -> [(&str, &str); 1] {
    [("AWS_ENDPOINT_URL_STS", &server.url)]
}

fn signer(asked: &server::Asked) -> String {
    let header = asked.header("authorization").unwrap_or_default();
    let (_, credential) = header.split_once("Credential=").unwrap_or_default();
    credential.split(',').next().unwrap_or_default().to_owned()
}

/// Answers each role with keys of its name.
fn by_role(asked: &server::Asked) -> server::Answer {
    let (_, name) = asked.body.split_once("role%2F").unwrap();
    let name = name.split('&').next().unwrap();
    role("AssumeRole", &name.to_uppercase(), LATER)
}

#[tokio::test]
async fn each_role_is_assumed_with_the_keys_of_the_one_before() {
    let server = Server::new(by_role);
    let config = format!(
        "[profile p]\nrole_arn = arn:aws:iam::1:role/outer\nsource_profile = q\nexternal_id = e&f\n\
         duration_seconds = 1_800\nrole_session_name = two\n\
         [profile q]\nrole_arn = arn:aws:iam::1:role/inner\nsource_profile = base\nduration_seconds = long\n{BASE}"
    );
    let chain = chain(&sts(&server), &config);
    for _ in 0..2 {
        assert_eq!(id(&chain, NOW).await, "OUTER");
    }
    let asked = server.asked();
    assert_eq!(asked.len(), 2);
    let scope = |id: &str, asked: &server::Asked| {
        let signer = signer(asked);
        assert!(signer.starts_with(&format!("{id}/")), "{signer}");
        assert!(signer.ends_with("/eu-west-1/sts/aws4_request"), "{signer}");
    };
    scope("BASE", &asked[0]);
    scope("INNER", &asked[1]);
    assert_eq!(
        asked[1].header("x-amz-security-token"),
        Some("hush-hush-INNER")
    );
    let [inner, outer] = [&asked[0].body, &asked[1].body];
    // A name that is not set is made up, and a number that is none is ignored.
    let made_up = format!("RoleSessionName=smithgen-session-{NOW}");
    assert!(inner.contains(&made_up), "{inner}");
    assert!(!inner.contains("DurationSeconds"), "{inner}");
    for part in [
        "RoleSessionName=two",
        "ExternalId=e%26f",
        "DurationSeconds=1800",
    ] {
        assert!(outer.contains(part), "{outer}");
    }
}

#[tokio::test]
async fn an_inner_role_is_kept_as_long_as_it_is_good() {
    let server = Server::new(|asked| match asked.body.contains("inner") {
        true => role("AssumeRole", "INNER", LATER),
        // In less than twenty minutes.
        false => role("AssumeRole", "OUTER", "2030-03-17T18:05:00Z"),
    });
    let config = format!(
        "[profile p]\nrole_arn = outer\nsource_profile = q\n[profile q]\nrole_arn = inner\nsource_profile = base\n{BASE}"
    );
    let chain = chain(&sts(&server), &config);
    assert_eq!(id(&chain, NOW).await, "OUTER");
    assert_eq!(id(&chain, NOW + 300).await, "OUTER");
    let inner = server
        .asked()
        .iter()
        .filter(|it| it.body.contains("inner"))
        .count();
    assert_eq!((inner, server.asked().len()), (1, 3));
}

#[tokio::test]
async fn a_refusal_is_told_in_the_words_of_the_reference() {
    let server = Server::new(|_| {
        says(
            403,
            "<ErrorResponse><Error><Code>AccessDenied</Code><Message>not you</Message><Key>hush-hush</Key></Error>\
             </ErrorResponse>",
        )
    });
    let config = format!("[profile p]\nrole_arn = r\nsource_profile = base\n{BASE}");
    let chain = chain(&sts(&server), &config);
    assert_eq!(
        fault(&chain, NOW).await,
        "An error occurred (AccessDenied) when calling the AssumeRole operation: not you"
    );
    let unreachable = [("AWS_ENDPOINT_URL_STS", "http://u:hush-hush@127.0.0.1:1")];
    let fault = fault(&super::chain(&unreachable, &config), NOW).await;
    assert!(
        fault.starts_with("AssumeRole: could not connect"),
        "{fault}"
    );
}

#[tokio::test]
async fn the_code_of_a_device_is_asked_for() {
    let server = Server::new(|_| role("AssumeRole", "ROLE", LATER));
    let config =
        format!("[profile p]\nrole_arn = r\nsource_profile = base\nmfa_serial = device\n{BASE}");
    let without = chain(&sts(&server), &config);
    assert_eq!(
        fault(&without, NOW).await,
        "the role needs a code of the device device: give the credential chain a prompt for it"
    );
    assert_eq!(server.asked().len(), 0);
    let with = chain(&sts(&server), &config).asking_for_codes(|device| {
        assert_eq!(device, "device");
        Box::pin(async { Ok("123456".to_owned()) })
    });
    assert_eq!(id(&with, NOW).await, "ROLE");
    let body = &server.asked()[0].body;
    assert!(body.contains("SerialNumber=device"), "{body}");
    assert!(body.contains("TokenCode=123456"), "{body}");
}

#[tokio::test]
async fn a_token_of_another_provider_is_read_when_it_is_needed_and_needs_no_signature() {
    let scratch = Scratch::new();
    let server = Server::new(|_| role("AssumeRoleWithWebIdentity", "WEB", "2030-03-17T18:00:00Z"));
    let file = scratch.path("token");
    let config = format!("[profile p]\nrole_arn = r\nweb_identity_token_file = {file}\n");
    let chain = chain(&sts(&server), &config);
    let missing = fault(&chain, NOW).await;
    assert!(missing.contains("token: No such file"), "{missing}");
    for (token, now) in [("hush-hush-1", NOW + 300), ("hush-hush-2", NOW + 360)] {
        scratch.write("token", token);
        // What it gives is about to expire.
        assert_eq!(id(&chain, now).await, "WEB");
    }
    let asked = server.asked();
    assert_eq!(asked.len(), 2);
    for (asked, token) in asked.iter().zip(["hush-hush-1", "hush-hush-2"]) {
        assert_eq!(asked.header("authorization"), None);
        let token = format!("WebIdentityToken={token}");
        assert!(asked.body.contains(&token), "{}", asked.body);
    }
}

#[tokio::test]
async fn keys_of_roles_are_kept_in_files_and_what_is_no_good_is_replaced() {
    let scratch = Scratch::new();
    let directory = scratch.path("cache");
    let server = Server::new(|_| role("AssumeRole", "NEW", LATER));
    let config =
        format!("[profile p]\nrole_arn = r\nrole_session_name = s\nsource_profile = base\n{BASE}");
    let cached = || chain(&sts(&server), &config).cached_in(&directory);
    // SHA-1 of `{"RoleArn": "r", "RoleSessionName": "s"}`.
    const FILE: &str = "cache/191d9cc537cdaff967fcc20713d4452778334c2f.json";
    let kept = |id: &str, expiry: &str| {
        format!(
            r#"{{"Credentials": {{"AccessKeyId": "{id}", "SecretAccessKey": "hush-hush", "SessionToken": "t", "Expiration": "{expiry}"}}}}"#
        )
    };
    for (text, asked) in [
        (None, 1),
        (Some("{\"Credentials\": ".to_owned()), 1),
        (Some("[]".to_owned()), 1),
        (
            Some("{\"Credentials\": {\"AccessKeyId\": 1}}".to_owned()),
            1,
        ),
        (Some(kept("OLD", "2020-01-01T00:00:00Z")), 1),
        (Some(kept("SOON", "2030-03-17T17:50:00Z")), 1),
        (Some(kept("NEW", "soon")), 1),
        (Some(kept("NEW", "2098-01-01T00:00:00UTC")), 0),
    ] {
        let before = server.asked().len();
        let _ = std::fs::remove_dir_all(scratch.path("cache"));
        if let Some(text) = &text {
            scratch.write(FILE, text);
        }
        assert_eq!(id(&cached(), NOW).await, "NEW", "{text:?}");
        assert_eq!(server.asked().len() - before, asked, "{text:?}");
        // Another run needs no service.
        assert_eq!(id(&cached(), NOW).await, "NEW");
        assert_eq!(server.asked().len() - before, asked, "{text:?}");
    }
    std::fs::remove_dir_all(scratch.path("cache")).unwrap();
    id(&cached(), NOW).await;
    assert_eq!(
        scratch.read(FILE),
        r#"{"Credentials": {"AccessKeyId": "NEW", "SecretAccessKey": "hush-hush", "SessionToken": "hush-hush-NEW", "Expiration": "2099-01-01T00:00:00+00:00", "AccountId": "123456789012"}, "AssumedRoleUser": {"AssumedRoleId": "A:x", "Arn": "arn:aws:sts::123456789012:assumed-role/r/x"}, "ResponseMetadata": {"RequestId": "id-1", "HTTPStatusCode": 200, "HTTPHeaders": {"content-length": "502", "connection": "close"}, "RetryAttempts": 0}}"#
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(scratch.path(FILE))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}

#[tokio::test]
async fn a_cache_that_cannot_be_written_is_no_error() {
    let scratch = Scratch::new();
    let server = Server::new(|_| role("AssumeRole", "NEW", LATER));
    let config = format!("[profile p]\nrole_arn = r\nsource_profile = base\n{BASE}");
    // A file is where the directory should be.
    let directory = scratch.write("cache", "");
    let chain = chain(&sts(&server), &config).cached_in(directory);
    assert_eq!(id(&chain, NOW).await, "NEW");
}
