//! Pages for people: what is remembered, and the questions that a sign-in asks. HTML from the server, without scripts and
//! without anything from elsewhere.

mod authorize;
mod device;
mod form;
mod guard;
mod home;
mod layout;

use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode, header};

use crate::center::Center;

/// The pages of an Identity Center.
#[derive(Clone)]
pub(crate) struct Pages {
    /// Where tools find the server, as in `http://127.0.0.1:8080`.
    pub(crate) endpoint: String,
    guard: guard::Guard,
}

/// What a page says before it is a response.
pub(crate) struct Page {
    status: StatusCode,
    body: maud::Markup,
    /// Where its forms may end up, besides here.
    beyond: Option<String>,
}

/// The answer of a page.
pub(crate) enum Answer {
    Page(Page),
    /// Elsewhere, with GET.
    SeeOther(String),
}

impl Pages {
    /// Pages at an endpoint.
    ///
    /// # Errors
    /// There are no random bytes.
    pub(crate) fn new(center: &Center, endpoint: String) -> Result<Pages, crate::refusal::Refusal> {
        let guard = guard::Guard::new(center)?;
        Ok(Pages { endpoint, guard })
    }

    /// Whether there is a page at this path.
    pub(crate) fn has(path: &str) -> bool {
        ["/", "/device", "/authorize", "/style.css"].contains(&path)
    }

    /// The page that is asked for, with a body of at most [`FORM_BYTES`](crate::limits::FORM_BYTES).
    pub(crate) fn respond(&self, center: &Center, request: &Request<Bytes>) -> Response<Bytes> {
        let path = request.uri().path();
        let is_post = match *request.method() {
            Method::GET | Method::HEAD => false,
            Method::POST if path == "/device" || path == "/authorize" => true,
            _ => return not_allowed(path),
        };
        if path == "/style.css" {
            return style();
        }
        // A form is good only with the cookie that its page set.
        let visit = match self.guard.visit(center, request) {
            Ok(visit) => visit,
            Err(refusal) => {
                return page_response(
                    layout::refused(StatusCode::INTERNAL_SERVER_ERROR, &refusal),
                    None,
                );
            }
        };
        if is_post && let Err(page) = self.guard.check(request, &visit) {
            return page_response(page, None);
        }
        let answer = match (path, is_post) {
            ("/device", false) => Answer::Page(device::ask(center, request, &visit)),
            ("/device", true) => Answer::Page(device::decide(center, request)),
            ("/authorize", false) => authorize::ask(center, request, &visit),
            ("/authorize", true) => authorize::decide(center, request),
            _ => Answer::Page(home::page(center, &self.endpoint)),
        };
        let cookie = visit.cookie();
        match answer {
            Answer::Page(page) => page_response(page, cookie),
            Answer::SeeOther(uri) => see_other(&uri),
        }
    }
}

/// A page as a response, with the headers that keep it to itself.
fn page_response(page: Page, cookie: Option<String>) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(page.body.into_string()));
    *response.status_mut() = page.status;
    let headers = response.headers_mut();
    let beyond = page
        .beyond
        .map(|source| format!(" {source}"))
        .unwrap_or_default();
    // Forms that lead to a client end at its redirect URI, which browsers count as their target.
    let policy = format!(
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'{beyond}; base-uri 'none'; frame-ancestors 'none'"
    );
    let mut set = |name: header::HeaderName, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.append(name, value);
        }
    };
    set(header::CONTENT_TYPE, "text/html; charset=utf-8");
    set(header::CONTENT_SECURITY_POLICY, &policy);
    if let Some(cookie) = cookie {
        set(header::SET_COOKIE, &cookie);
    }
    keep_to_itself(response)
}

/// Headers of every answer here.
fn keep_to_itself(mut response: Response<Bytes>) -> Response<Bytes> {
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        // With `no-referrer`, browsers would not say either where a form comes from.
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (
            header::HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
        (
            header::HeaderName::from_static("cross-origin-resource-policy"),
            "same-origin",
        ),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    response
}

fn style() -> Response<Bytes> {
    let mut response = Response::new(Bytes::from_static(include_bytes!("style.css")));
    let css = HeaderValue::from_static("text/css; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, css);
    keep_to_itself(response)
}

fn see_other(uri: &str) -> Response<Bytes> {
    let mut response = Response::new(Bytes::new());
    // Redirect URIs are printable ASCII: they are checked when they are registered.
    match HeaderValue::from_str(uri) {
        Ok(uri) => {
            *response.status_mut() = StatusCode::SEE_OTHER;
            response.headers_mut().insert(header::LOCATION, uri);
        }
        Err(_) => *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR,
    }
    keep_to_itself(response)
}

fn not_allowed(path: &str) -> Response<Bytes> {
    let page = layout::message(
        StatusCode::METHOD_NOT_ALLOWED,
        "Not possible",
        "This page cannot be asked so.",
    );
    let mut response = page_response(page, None);
    let allowed = match path {
        "/device" | "/authorize" => "GET, HEAD, POST",
        _ => "GET, HEAD",
    };
    response
        .headers_mut()
        .insert(header::ALLOW, HeaderValue::from_static(allowed));
    response
}
