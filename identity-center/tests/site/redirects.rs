//! Browsers that are sent back with a code.

use http::header;

use crate::desk::{CALLBACK, Desk, VERIFIER, authorize};

#[test]
fn a_code_is_sent_to_the_redirect_uri_and_gives_a_token() {
    let mut desk = Desk::new();
    let client = desk.client("demo");
    // As the AWS CLI asks.
    let page = desk.get(&format!(
        "/authorize?{}",
        authorize(&client.0, "&scopes=sso%3Aaccount%3Aaccess")
    ));
    assert_eq!(page.status, 200, "{}", page.text);
    let policy = page.header(header::CONTENT_SECURITY_POLICY);
    assert!(
        policy.contains("form-action 'self' http://127.0.0.1:4711;"),
        "{policy}"
    );
    let proof = page.value("csrf");
    let form = |decision: &str| {
        format!(
            "{}&csrf={proof}&decision={decision}",
            authorize(&client.0, "")
        )
    };
    let denied = desk.post("/authorize", &form("deny"));
    assert_eq!(denied.status, 303);
    let place = denied.header(header::LOCATION);
    assert!(
        place.starts_with("http://127.0.0.1:4711/oauth/callback?error=access_denied&"),
        "{place}"
    );
    assert!(place.ends_with("&state=s%261"), "{place}");
    let given = desk.post("/authorize", &form("approve"));
    assert_eq!(given.status, 303);
    let place = given.header(header::LOCATION);
    let code = place
        .strip_prefix("http://127.0.0.1:4711/oauth/callback?code=")
        .unwrap();
    let code = code.strip_suffix("&state=s%261").unwrap();
    let token = |verifier: &str| {
        let (id, secret) = &client;
        format!(
            r#"{{"clientId":"{id}","clientSecret":"{secret}","grantType":"authorization_code","code":"{code}","redirectUri":"http://127.0.0.1:4711/oauth/callback","codeVerifier":"{verifier}"}}"#
        )
    };
    let seen = desk.json("/token", token(VERIFIER));
    assert_eq!(seen.status, 200, "{}", seen.text);
    assert!(seen.value("refreshToken").starts_with("local-refresh-"));
    assert_eq!(
        desk.json("/token", token(VERIFIER)).value("error"),
        "invalid_grant"
    );
}

#[test]
fn browsers_are_not_sent_where_no_client_registered() {
    let mut desk = Desk::new();
    let client = desk.client("demo");
    let query = authorize(&client.0, "");
    let elsewhere = query.replace("127.0.0.1%3A4711", "evil.example");
    let twice = format!("{query}&redirect_uri={CALLBACK}");
    let unknown = authorize("local-client-unknown", "");
    let proof = desk.get(&format!("/authorize?{query}")).value("csrf");
    for query in [elsewhere, twice, unknown] {
        let asked = desk.get(&format!("/authorize?{query}"));
        let sent = desk.post(
            "/authorize",
            &format!("{query}&csrf={proof}&decision=approve"),
        );
        for seen in [asked, sent] {
            assert_eq!(seen.status, 400, "{query}");
            assert_eq!(seen.header(header::LOCATION), "");
        }
    }
    // What a registered client does wrong it is told.
    let wrong = desk.get(&format!("/authorize?{}", query.replace("S256", "plain")));
    assert_eq!(wrong.status, 303);
    let place = wrong.header(header::LOCATION);
    assert!(
        place.starts_with("http://127.0.0.1:4711/oauth/callback?error=invalid_request&"),
        "{place}"
    );
    // Without the form of the page, nothing is given.
    let forged = desk.post("/authorize", &format!("{query}&decision=approve"));
    assert_eq!(forged.status, 403);
}
