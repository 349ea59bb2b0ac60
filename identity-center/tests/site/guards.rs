//! What others try.

use http::{Method, Request, header};
use http_body_util::Full;
use identity_center::limits;

use crate::desk::{Desk, HOST, authorize};

#[test]
fn forms_of_other_sites_change_nothing() {
    let mut desk = Desk::new();
    let client = desk.client("demo");
    let (device, user) = desk.device(&client);
    let proof = desk.get(&format!("/device?user_code={user}")).value("csrf");
    let good = format!("csrf={proof}&user_code={user}&decision=approve");
    let cookie = desk.cookie.clone().unwrap();
    let bare = format!("user_code={user}&decision=approve");
    let twice = format!("{good}&csrf={proof}");
    for (form, headers) in [
        (bare.as_str(), vec![]),
        (twice.as_str(), vec![]),
        (good.as_str(), vec![("origin", "http://evil.example")]),
        (good.as_str(), vec![("origin", "null")]),
        (good.as_str(), vec![("origin", "http://127.0.0.1:8081")]),
        (good.as_str(), vec![("sec-fetch-site", "cross-site")]),
        (good.as_str(), vec![("sec-fetch-site", "same-site")]),
        (good.as_str(), vec![("cookie", "")]),
        (
            good.as_str(),
            vec![("cookie", "identity-center-8080=chosen")],
        ),
        (good.as_str(), vec![("content-type", "text/plain")]),
    ] {
        let seen = desk.post_with("/device", form, |request| {
            for (name, value) in &headers {
                request.headers_mut().insert(*name, value.parse().unwrap());
            }
        });
        assert_eq!(seen.status, 403, "{form} {headers:?}");
    }
    assert_eq!(
        desk.poll(&client, &device).value("error"),
        "authorization_pending"
    );
    // The same form from the page itself is accepted.
    desk.cookie = Some(cookie);
    assert_eq!(desk.post("/device", &good).status, 200);
}

#[test]
fn pages_keep_to_themselves() {
    let mut desk = Desk::new();
    for path in ["/", "/device", "/authorize"] {
        let seen = desk.get(path);
        let policy = seen.header(header::CONTENT_SECURITY_POLICY);
        assert!(
            policy.starts_with("default-src 'none'; style-src 'self'; "),
            "{policy}"
        );
        assert!(
            policy.contains("frame-ancestors 'none'") && !policy.contains("unsafe"),
            "{policy}"
        );
        assert_eq!(seen.header(header::CACHE_CONTROL), "no-store");
        assert_eq!(seen.header(header::X_CONTENT_TYPE_OPTIONS), "nosniff");
        assert_eq!(seen.header(header::REFERRER_POLICY), "same-origin");
        // Nothing from elsewhere, no scripts, and styles in their file alone.
        assert!(
            !seen.text.contains("<script") && !seen.text.contains(" style="),
            "{}",
            seen.text
        );
        let links = seen.text.split(" href=\"").skip(1);
        let links: Vec<&str> = links.filter_map(|rest| rest.split('"').next()).collect();
        assert!(
            links
                .iter()
                .all(|it| it.starts_with(['/', '#']) || *it == "data:,"),
            "{links:?}"
        );
        assert!(seen.text.contains("<html lang=\"en\">") && seen.text.matches("<h1>").count() == 1);
    }
    let cookie = desk.cookie.take();
    assert!(cookie.unwrap().starts_with("identity-center-8080="));
    let set = desk.get("/").header(header::SET_COOKIE).to_owned();
    assert!(
        set.ends_with("; Path=/; HttpOnly; SameSite=Strict"),
        "{set}"
    );
    let style = desk.get("/style.css");
    assert_eq!(
        style.header(header::CONTENT_TYPE),
        "text/css; charset=utf-8"
    );
    assert!(style.text.contains("prefers-color-scheme: dark") && !style.text.contains("url("));
}

#[test]
fn names_of_clients_are_text() {
    let mut desk = Desk::new();
    let name = "<img src=x onerror=alert(1)>&'</td>";
    let client = desk.client(name);
    let (_, user) = desk.device(&client);
    let device = format!("/device?user_code={user}");
    let code = format!("/authorize?{}", authorize(&client.0, ""));
    for path in ["/", &device, &code] {
        let page = desk.get(path).text;
        assert!(!page.contains("<img") && !page.contains("'</td>"), "{page}");
        assert!(
            page.contains("&lt;img src=x onerror=alert(1)&gt;&amp;'&lt;/td&gt;"),
            "{page}"
        );
    }
}

#[test]
fn only_named_hosts_are_answered() {
    let mut desk = Desk::new();
    desk.site = desk
        .site
        .clone()
        .with_hosts(vec!["desk.example:8080".to_owned()]);
    let mut status = |host: &[&str], target: &str| {
        let mut request = Request::get(target);
        for host in host {
            request = request.header(header::HOST, *host);
        }
        desk.send(request.body(Full::default()).unwrap())
            .status
            .as_u16()
    };
    assert_eq!(status(&["desk.example:8080"], "/"), 200);
    assert_eq!(status(&["Desk.Example:8080"], "/device"), 200);
    assert_eq!(
        status(&["desk.example:8080"], "http://evil.example:8080/"),
        421
    );
    for host in [
        &["evil.example:8080"][..],
        &["desk.example"],
        &["127.0.0.1:8080"],
        &[],
        &["desk.example:8080"; 2],
    ] {
        assert_eq!(status(host, "/"), 421, "{host:?}");
        assert_eq!(status(host, "/assignment/accounts"), 421, "{host:?}");
    }
}

#[test]
fn wrong_ways_to_ask_are_refused() {
    let mut desk = Desk::new();
    for (method, path, status) in [
        (Method::POST, "/", 405),
        (Method::DELETE, "/device", 405),
        (Method::POST, "/style.css", 405),
        (Method::GET, "/nowhere", 404),
        (Method::GET, "/token", 405),
    ] {
        let request = Request::builder()
            .method(&method)
            .uri(path)
            .header(header::HOST, HOST);
        let seen = desk.send(request.body(Full::default()).unwrap());
        assert_eq!(seen.status, status, "{method} {path}");
    }
    let large = "x".repeat(limits::FORM_BYTES + 1);
    assert_eq!(desk.post("/device", &large).status, 413);
    let large = format!(
        r#"{{"clientName":"{}"}}"#,
        "x".repeat(limits::REQUEST_BYTES)
    );
    assert_eq!(desk.json("/client/register", large).status, 413);
    let missing = desk.json("/client/register", "{}".to_owned());
    assert_eq!(missing.status, 400);
    assert_eq!(missing.value("error"), "invalid_request");
    let words = missing.value("error_description");
    assert!(
        words.contains("clientName") && words.contains("clientType"),
        "{words}"
    );
}
