//! Pages and services as a browser and tools meet them, without a socket.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use bytes::Bytes;
use http::{Method, Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Full};
use identity_center::{Accounts, Center, Site, World, limits};
use tower_service::Service;

const HOST: &str = "127.0.0.1:8080";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CALLBACK: &str = "http%3A%2F%2F127.0.0.1%3A4711%2Foauth%2Fcallback";

/// A site with a browser's cookie jar.
struct Desk {
    site: Site,
    clock: Arc<AtomicI64>,
    cookie: Option<String>,
}

/// A response with its body as text.
struct Seen {
    status: StatusCode,
    head: http::HeaderMap,
    text: String,
}

impl Seen {
    fn header(&self, name: header::HeaderName) -> &str {
        self.head
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The value of a field of JSON, or of a form.
    fn value(&self, name: &str) -> String {
        let starts = [
            format!("\"{name}\":\""),
            format!("name=\"{name}\" value=\""),
        ];
        let found = starts.iter().find_map(|start| self.text.split_once(start));
        let (_, rest) = found.unwrap_or_else(|| panic!("no {name} in {}", self.text));
        rest.split('"').next().unwrap().to_owned()
    }
}

impl Desk {
    fn new() -> Desk {
        Desk::with(|center| center)
    }

    fn with(change: impl FnOnce(Center) -> Center) -> Desk {
        let clock = Arc::new(AtomicI64::new(1_700_000_000_000));
        let told = clock.clone();
        let next = AtomicI64::new(1);
        let chance = move |bytes: &mut [u8]| {
            for byte in bytes.iter_mut() {
                let number = next.fetch_add(1, Ordering::SeqCst);
                *byte = (number.wrapping_mul(2_654_435_761) >> 11) as u8;
            }
            true
        };
        let world = World::new(move || told.load(Ordering::SeqCst), chance);
        let center = change(Center::in_memory(Accounts::example(), world));
        Desk {
            site: Site::new(center, "http://127.0.0.1:8080").unwrap(),
            clock,
            cookie: None,
        }
    }

    fn send(&mut self, request: Request<Full<Bytes>>) -> Seen {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build()
            .unwrap();
        let response = self.site.call(request);
        let (head, body) = runtime.block_on(async {
            let (head, body) = Response::into_parts(response.await.unwrap());
            (head, body.collect().await.unwrap().to_bytes())
        });
        Seen {
            status: head.status,
            head: head.headers,
            text: String::from_utf8(body.to_vec()).unwrap(),
        }
    }

    /// Visits a page, and keeps its cookie as a browser does.
    fn get(&mut self, path: &str) -> Seen {
        let mut request = Request::get(path).header(header::HOST, HOST);
        if let Some(cookie) = &self.cookie {
            request = request.header(header::COOKIE, cookie);
        }
        let seen = self.send(request.body(Full::default()).unwrap());
        if let Some((cookie, _)) = seen.header(header::SET_COOKIE).split_once(';') {
            self.cookie = Some(cookie.to_owned());
        }
        seen
    }

    /// Sends a form as a browser does that shows it.
    fn post(&mut self, path: &str, form: &str) -> Seen {
        self.post_with(path, form, |request| {
            let headers = request.headers_mut();
            headers.insert("origin", format!("http://{HOST}").parse().unwrap());
            headers.insert("sec-fetch-site", "same-origin".parse().unwrap());
        })
    }

    fn post_with(
        &mut self,
        path: &str,
        form: &str,
        change: impl FnOnce(&mut Request<Full<Bytes>>),
    ) -> Seen {
        let request = Request::post(path)
            .header(header::HOST, HOST)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header(header::COOKIE, self.cookie.clone().unwrap_or_default());
        let mut request = request.body(Full::from(form.to_owned())).unwrap();
        change(&mut request);
        self.send(request)
    }

    fn json(&mut self, path: &str, body: String) -> Seen {
        let request = Request::post(path)
            .header(header::HOST, HOST)
            .header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(Full::from(body)).unwrap())
    }

    /// A client with its secret.
    fn client(&mut self, name: &str) -> (String, String) {
        let body = format!(
            r#"{{"clientName":"{name}","clientType":"public","redirectUris":["http://127.0.0.1/oauth/callback"]}}"#
        );
        let seen = self.json("/client/register", body);
        assert_eq!(seen.status, 200, "{}", seen.text);
        (seen.value("clientId"), seen.value("clientSecret"))
    }

    /// A device code with its user code.
    fn device(&mut self, (id, secret): &(String, String)) -> (String, String) {
        let url = "https://example.awsapps.com/start";
        let body = format!(r#"{{"clientId":"{id}","clientSecret":"{secret}","startUrl":"{url}"}}"#);
        let seen = self.json("/device_authorization", body);
        assert_eq!(seen.status, 200, "{}", seen.text);
        (seen.value("deviceCode"), seen.value("userCode"))
    }

    fn poll(&mut self, (id, secret): &(String, String), code: &str) -> Seen {
        let grant = "urn:ietf:params:oauth:grant-type:device_code";
        let body = format!(
            r#"{{"clientId":"{id}","clientSecret":"{secret}","grantType":"{grant}","deviceCode":"{code}"}}"#
        );
        self.json("/token", body)
    }
}

fn authorize(client: &str, more: &str) -> String {
    format!(
        "response_type=code&client_id={client}&redirect_uri={CALLBACK}&code_challenge_method=S256&\
         code_challenge={CHALLENGE}&state=s%261{more}"
    )
}

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
