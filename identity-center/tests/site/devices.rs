//! Devices that are approved with a code.

use std::sync::atomic::Ordering;

use http::{Request, header};
use http_body_util::Full;
use identity_center::Center;

use crate::desk::{Desk, HOST, authorize};

#[test]
fn a_device_is_approved_on_its_page() {
    let mut desk = Desk::new();
    let client = desk.client("demo");
    let (device, user) = desk.device(&client);
    let pending = desk.poll(&client, &device);
    assert_eq!(pending.status, 400);
    assert_eq!(pending.value("error"), "authorization_pending");
    assert_eq!(
        pending.header("x-amzn-errortype".parse().unwrap()),
        "AuthorizationPendingException"
    );
    let page = desk.get(&format!("/device?user_code={}", user.to_lowercase()));
    assert_eq!(page.status, 200);
    assert!(
        page.text.contains(&user) && page.text.contains("demo"),
        "{}",
        page.text
    );
    let form = format!(
        "csrf={}&user_code={user}&decision=approve",
        page.value("csrf")
    );
    let done = desk.post("/device", &form);
    assert_eq!(done.status, 200);
    assert!(done.text.contains("<h1>Approved</h1>"), "{}", done.text);
    let token = desk.poll(&client, &device);
    assert_eq!(token.status, 200, "{}", token.text);
    // The portal knows it.
    let token = token.value("accessToken");
    let request = Request::get("/assignment/accounts?max_result=1")
        .header(header::HOST, HOST)
        .header("x-amz-sso_bearer_token", &token);
    let accounts = desk.send(request.body(Full::default()).unwrap());
    assert_eq!(accounts.value("accountId"), "111122223333");
    assert!(!accounts.value("nextToken").is_empty());
    // The overview does not know it, nor any other secret.
    let home = desk.get("/").text;
    assert!(
        home.contains("Access") && home.contains("7 hours") || home.contains("8 hours"),
        "{home}"
    );
    for secret in [&token, &client.1, &device] {
        assert!(!home.contains(secret.as_str()), "{home}");
    }
    assert!(home.contains(&client.0));
}

#[test]
fn codes_that_wait_for_nothing_are_told_so() {
    let mut desk = Desk::new();
    let empty = desk.get("/device");
    assert_eq!(empty.status, 200);
    assert!(
        empty.text.contains("<label for=\"user_code\">"),
        "{}",
        empty.text
    );
    let unknown = desk.get("/device?user_code=%22%3E%3Cscript%3E");
    assert_eq!(unknown.status, 404);
    assert!(
        unknown.text.contains("role=\"alert\"") && !unknown.text.contains("<script"),
        "{}",
        unknown.text
    );
    let client = desk.client("demo");
    let (_, user) = desk.device(&client);
    desk.clock.fetch_add(600_000, Ordering::SeqCst);
    let expired = desk.get(&format!("/device?user_code={user}"));
    assert_eq!(expired.status, 409);
    assert!(expired.text.contains("has expired"), "{}", expired.text);
}

#[test]
fn approving_by_itself_asks_nobody() {
    let mut desk = Desk::with(Center::approving);
    let client = desk.client("demo");
    let (device, user) = desk.device(&client);
    let page = desk.get(&format!("/device?user_code={user}"));
    assert!(
        page.text.contains("approves every device by itself"),
        "{}",
        page.text
    );
    assert_eq!(
        desk.poll(&client, &device).value("error"),
        "authorization_pending"
    );
    assert_eq!(desk.poll(&client, &device).status, 200);
    let given = desk.get(&format!("/authorize?{}", authorize(&client.0, "")));
    assert_eq!(given.status, 303);
    assert!(given.header(header::LOCATION).contains("?code="));
}
