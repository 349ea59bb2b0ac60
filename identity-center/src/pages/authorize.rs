//! `/authorize`: shows which client wants what, and sends it a code, or the refusal, at its redirect URI.

use bytes::Bytes;
use http::{Request, StatusCode};
use maud::{Markup, html};

use super::form::Form;
use super::guard::{FIELD, Visit};
use super::{Answer, layout};
use crate::center::{Authorization, AuthorizationProblem, Center};
use crate::redirect;
use crate::refusal::{Reason, Refusal};

/// What a client asks with. A form repeats it.
const PARAMETERS: [&str; 8] = [
    "response_type",
    "client_id",
    "redirect_uri",
    "state",
    "scope",
    "scopes",
    "code_challenge",
    "code_challenge_method",
];

/// Asks whether the client may have what it asks for.
pub(super) fn ask(center: &Center, request: &Request<Bytes>, visit: &Visit) -> Answer {
    let query = Form::query(request);
    let authorization = match center.authorization(|name| query.only(name)) {
        Ok(authorization) => authorization,
        Err(problem) => return told(problem),
    };
    if center.approves() {
        return given(center, &authorization);
    }
    let mut page = layout::page(
        StatusCode::OK,
        "Sign in to this program?",
        &confirm(&authorization, &query, visit),
    );
    page.beyond = redirect::source(&authorization.redirect_uri);
    Answer::Page(page)
}

/// Gives a code, or tells that there is none.
pub(super) fn decide(center: &Center, request: &Request<Bytes>) -> Answer {
    let form = Form::body(request);
    // The form may be older than the registration: all is checked once more.
    let authorization = match center.authorization(|name| form.only(name)) {
        Ok(authorization) => authorization,
        Err(problem) => return told(problem),
    };
    match form.get("decision") {
        Some("approve") => given(center, &authorization),
        Some("deny") => Answer::SeeOther(authorization.denied()),
        _ => {
            let words = "Please say whether to approve or to deny.";
            Answer::Page(layout::message(
                StatusCode::BAD_REQUEST,
                "Not possible",
                words,
            ))
        }
    }
}

fn given(center: &Center, authorization: &Authorization) -> Answer {
    match center.authorize(authorization) {
        Ok(uri) => Answer::SeeOther(uri),
        Err(refusal) => failed(&refusal),
    }
}

fn told(problem: AuthorizationProblem) -> Answer {
    match problem {
        AuthorizationProblem::Here(refusal) => failed(&refusal),
        AuthorizationProblem::There(uri) => Answer::SeeOther(uri),
    }
}

fn failed(refusal: &Refusal) -> Answer {
    let status = match refusal.reason {
        Reason::ServerError => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::BAD_REQUEST,
    };
    Answer::Page(layout::refused(status, refusal))
}

fn confirm(authorization: &Authorization, query: &Form, visit: &Visit) -> Markup {
    html! {
        p { "A program asks to sign in as you. Approve only if you started it." }
        form.card action="/authorize" method="post" {
            dl {
                dt { "Client" }
                dd.name { (authorization.client) }
                dt { "Asks for" }
                dd { (layout::scopes(&authorization.scopes)) }
                dt { "Continues at" }
                dd { code { (authorization.redirect_uri) } }
            }
            input type="hidden" name=(FIELD) value=(visit.proof);
            @for name in PARAMETERS {
                @if let Some(value) = query.get(name) {
                    input type="hidden" name=(name) value=(value);
                }
            }
            div.choice {
                button type="submit" name="decision" value="approve" { "Approve" }
                button.second type="submit" name="decision" value="deny" { "Deny" }
            }
        }
    }
}
