//! A site, and what visits it.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use bytes::Bytes;
use http::{Request, Response, StatusCode, header};
use http_body_util::{BodyExt, Full};
use identity_center::{Accounts, Center, Site, World};
use tower_service::Service;

pub(crate) const HOST: &str = "127.0.0.1:8080";
pub(crate) const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
pub(crate) const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
pub(crate) const CALLBACK: &str = "http%3A%2F%2F127.0.0.1%3A4711%2Foauth%2Fcallback";

/// A site with a browser's cookie jar.
pub(crate) struct Desk {
    pub(crate) site: Site,
    pub(crate) clock: Arc<AtomicI64>,
    pub(crate) cookie: Option<String>,
}

/// A response with its body as text.
pub(crate) struct Seen {
    pub(crate) status: StatusCode,
    pub(crate) head: http::HeaderMap,
    pub(crate) text: String,
}

impl Seen {
    pub(crate) fn header(&self, name: header::HeaderName) -> &str {
        self.head
            .get(name)
            .map_or("", |value| value.to_str().unwrap())
    }

    /// The value of a field of JSON, or of a form.
    pub(crate) fn value(&self, name: &str) -> String {
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
    pub(crate) fn new() -> Desk {
        Desk::with(|center| center)
    }

    pub(crate) fn with(change: impl FnOnce(Center) -> Center) -> Desk {
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

    pub(crate) fn send(&mut self, request: Request<Full<Bytes>>) -> Seen {
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
    pub(crate) fn get(&mut self, path: &str) -> Seen {
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
    pub(crate) fn post(&mut self, path: &str, form: &str) -> Seen {
        self.post_with(path, form, |request| {
            let headers = request.headers_mut();
            headers.insert("origin", format!("http://{HOST}").parse().unwrap());
            headers.insert("sec-fetch-site", "same-origin".parse().unwrap());
        })
    }

    pub(crate) fn post_with(
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

    pub(crate) fn json(&mut self, path: &str, body: String) -> Seen {
        let request = Request::post(path)
            .header(header::HOST, HOST)
            .header(header::CONTENT_TYPE, "application/json");
        self.send(request.body(Full::from(body)).unwrap())
    }

    /// A client with its secret.
    pub(crate) fn client(&mut self, name: &str) -> (String, String) {
        let body = format!(
            r#"{{"clientName":"{name}","clientType":"public","redirectUris":["http://127.0.0.1/oauth/callback"]}}"#
        );
        let seen = self.json("/client/register", body);
        assert_eq!(seen.status, 200, "{}", seen.text);
        (seen.value("clientId"), seen.value("clientSecret"))
    }

    /// A device code with its user code.
    pub(crate) fn device(&mut self, (id, secret): &(String, String)) -> (String, String) {
        let url = "https://example.awsapps.com/start";
        let body = format!(r#"{{"clientId":"{id}","clientSecret":"{secret}","startUrl":"{url}"}}"#);
        let seen = self.json("/device_authorization", body);
        assert_eq!(seen.status, 200, "{}", seen.text);
        (seen.value("deviceCode"), seen.value("userCode"))
    }

    pub(crate) fn poll(&mut self, (id, secret): &(String, String), code: &str) -> Seen {
        let grant = "urn:ietf:params:oauth:grant-type:device_code";
        let body = format!(
            r#"{{"clientId":"{id}","clientSecret":"{secret}","grantType":"{grant}","deviceCode":"{code}"}}"#
        );
        self.json("/token", body)
    }
}

pub(crate) fn authorize(client: &str, more: &str) -> String {
    format!(
        "response_type=code&client_id={client}&redirect_uri={CALLBACK}&code_challenge_method=S256&\
         code_challenge={CHALLENGE}&state=s%261{more}"
    )
}
