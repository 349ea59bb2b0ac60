//! Keeps forms to the pages that show them: against pages of others that send them (CSRF).

use bytes::Bytes;
use http::{HeaderMap, Request, StatusCode, header};

use super::form::Form;
use super::{Page, layout};
use crate::center::Center;
use crate::digest::digest;
use crate::refusal::Refusal;

/// The name of the field that a form proves with where it comes from.
pub(super) const FIELD: &str = "csrf";

/// Knows which forms are its own.
#[derive(Clone)]
pub(super) struct Guard {
    key: String,
}

/// Somebody who visits, with what tells them from others.
pub(super) struct Visit {
    cookie_name: String,
    nonce: String,
    is_new: bool,
    /// What the forms of this visitor hold.
    pub(super) proof: String,
}

impl Guard {
    pub(super) fn new(center: &Center) -> Result<Guard, Refusal> {
        Ok(Guard {
            key: center.nonce()?,
        })
    }

    /// Who visits: known by a cookie, or new.
    pub(super) fn visit(
        &self,
        center: &Center,
        request: &Request<Bytes>,
    ) -> Result<Visit, Refusal> {
        let cookie_name = cookie_name(request.headers());
        let (nonce, is_new) = match cookie(request.headers(), &cookie_name) {
            Some(nonce) => (nonce, false),
            None => (center.nonce()?, true),
        };
        // Bound to the cookie by a key that is not in it: who can set a cookie still cannot make a form.
        let proof = digest(&format!("{} {nonce}", self.key));
        Ok(Visit {
            cookie_name,
            nonce,
            is_new,
            proof,
        })
    }

    /// Whether a form was sent by a page of this server to the one that it was shown to.
    pub(super) fn check(&self, request: &Request<Bytes>, visit: &Visit) -> Result<(), Page> {
        let is_form = header(request.headers(), header::CONTENT_TYPE.as_str())
            .and_then(|kind| kind.split(';').next())
            .is_some_and(|kind| {
                kind.trim()
                    .eq_ignore_ascii_case("application/x-www-form-urlencoded")
            });
        let is_proved =
            !visit.is_new && Form::body(request).get(FIELD) == Some(visit.proof.as_str());
        match is_form && is_proved && is_from_here(request.headers()) {
            true => Ok(()),
            false => {
                let words = "This form did not come from the page that you were shown, or it is too old. Nothing was \
                             changed. Please go back, load the page anew, and answer once more.";
                Err(layout::message(
                    StatusCode::FORBIDDEN,
                    "Not accepted",
                    words,
                ))
            }
        }
    }
}

impl Visit {
    /// The cookie to set, for somebody new. It is sent with what starts here alone.
    pub(super) fn cookie(&self) -> Option<String> {
        self.is_new.then(|| {
            format!(
                "{}={}; Path=/; HttpOnly; SameSite=Strict",
                self.cookie_name, self.nonce
            )
        })
    }
}

/// What a browser says of where a request comes from, if it does.
fn is_from_here(headers: &HeaderMap) -> bool {
    let host = header(headers, header::HOST.as_str()).unwrap_or_default();
    let is_origin = match header(headers, header::ORIGIN.as_str()) {
        // Behind a proxy, pages may come with TLS.
        Some(origin) => origin
            .strip_prefix("http://")
            .or_else(|| origin.strip_prefix("https://"))
            .is_some_and(|origin| origin.eq_ignore_ascii_case(host)),
        None => !headers.contains_key(header::ORIGIN),
    };
    let is_site = match header(headers, "sec-fetch-site") {
        Some(site) => site == "same-origin",
        None => !headers.contains_key("sec-fetch-site"),
    };
    is_origin && is_site
}

/// The only value of a header, if it is text.
fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    match (values.next(), values.next()) {
        (Some(value), None) => value.to_str().ok(),
        _ => None,
    }
}

/// Browsers share cookies between the ports of a host.
fn cookie_name(headers: &HeaderMap) -> String {
    let host = header(headers, header::HOST.as_str()).unwrap_or_default();
    let port = host.rsplit_once(':').map_or("", |(_, port)| port);
    let port: String = port.chars().filter(char::is_ascii_digit).collect();
    format!("identity-center-{port}")
}

fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let values = headers.get_all(header::COOKIE).iter();
    let pairs = values
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'));
    let mut found = pairs.filter_map(|pair| pair.trim().strip_prefix(name)?.strip_prefix('='));
    found
        .next()
        .filter(|nonce| !nonce.is_empty())
        .map(str::to_owned)
}
