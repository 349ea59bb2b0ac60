//! `/device`: asks for the code that a device shows, shows who wants what, and approves or denies.

use bytes::Bytes;
use http::{Request, StatusCode};
use maud::{Markup, html};

use super::form::Form;
use super::guard::{FIELD, Visit};
use super::{Page, layout};
use crate::center::{Center, DeviceProblem, PendingDevice};
use crate::records::Decision;

/// Asks for the code, or for the answer to what it stands for.
pub(super) fn ask(center: &Center, request: &Request<Bytes>, visit: &Visit) -> Page {
    if center.approves() {
        return layout::message(
            StatusCode::OK,
            "Approve a device",
            "There is nothing to approve: this stand-in approves every device by itself.",
        );
    }
    let query = Form::query(request);
    let Some(code) = query.get("user_code") else {
        return layout::page(StatusCode::OK, "Approve a device", &enter("", None));
    };
    match center.pending_device(code) {
        Ok(device) => layout::page(
            StatusCode::OK,
            "Approve this device?",
            &confirm(&device, visit),
        ),
        Err(problem) => {
            let body = enter(code, Some(problem));
            layout::page(status(problem), "Approve a device", &body)
        }
    }
}

/// Approves or denies.
pub(super) fn decide(center: &Center, request: &Request<Bytes>) -> Page {
    let form = Form::body(request);
    let code = form.get("user_code").unwrap_or_default();
    let decision = match form.get("decision") {
        Some("approve") => Decision::Approved,
        Some("deny") => Decision::Denied,
        _ => {
            let words = "Please say whether to approve or to deny.";
            return layout::message(StatusCode::BAD_REQUEST, "Not possible", words);
        }
    };
    match center.decide(code, decision) {
        Ok(device) => done(&device, decision),
        Err(problem) => {
            let body = enter(code, Some(problem));
            layout::page(status(problem), "Approve a device", &body)
        }
    }
}

fn done(device: &PendingDevice, decision: Decision) -> Page {
    let (title, words) = match decision {
        Decision::Denied => (
            "Denied",
            " was denied and gets nothing. You can close this page.",
        ),
        _ => (
            "Approved",
            " is signed in. You can close this page and go back to it.",
        ),
    };
    let body = html! {
        p.notice.bad[decision == Decision::Denied].good[decision != Decision::Denied] role="status" {
            strong.name { (device.client) } (words)
        }
        p { a href="/" { "Back to the overview" } }
    };
    layout::page(StatusCode::OK, title, &body)
}

fn status(problem: DeviceProblem) -> StatusCode {
    match problem {
        DeviceProblem::Unknown => StatusCode::NOT_FOUND,
        DeviceProblem::Expired | DeviceProblem::Answered(_) => StatusCode::CONFLICT,
        DeviceProblem::Failed => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn words(problem: DeviceProblem) -> &'static str {
    match problem {
        DeviceProblem::Unknown => {
            "No device waits with this code. Please compare it with what the device shows."
        }
        DeviceProblem::Expired => "This code has expired. Please begin anew on the device.",
        DeviceProblem::Answered(Decision::Denied) => {
            "This code was denied before. Please begin anew on the device."
        }
        DeviceProblem::Answered(_) => "This code was approved before.",
        DeviceProblem::Failed => "The answer could not be stored. Please try again.",
    }
}

/// Asks for a code.
fn enter(code: &str, problem: Option<DeviceProblem>) -> Markup {
    html! {
        @if let Some(problem) = problem {
            p.notice.bad #problem role="alert" { "Error: " (words(problem)) }
        }
        form.card action="/device" method="get" {
            label for="user_code" { "Code" }
            p.hint #hint { "Eight letters that the device shows, such as BDWP-HQPK." }
            input #user_code.code name="user_code" type="text" value=(code) required
                autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="32"
                aria-invalid=[problem.map(|_| "true")]
                aria-describedby={ "hint" @if problem.is_some() { " problem" } };
            button type="submit" { "Continue" }
        }
    }
}

/// Shows who wants what.
fn confirm(device: &PendingDevice, visit: &Visit) -> Markup {
    html! {
        p { "A program asks to sign in as you. Approve only if you started it, and it shows this code:" }
        p.showcase { code { (device.user_code) } }
        form.card action="/device" method="post" {
            dl {
                dt { "Client" }
                dd.name { (device.client) }
                dt { "Asks for" }
                dd { (layout::scopes(&device.scopes)) }
                dt { "Expires in" }
                dd { (layout::span(device.left)) }
            }
            input type="hidden" name=(FIELD) value=(visit.proof);
            input type="hidden" name="user_code" value=(device.user_code);
            div.choice {
                button type="submit" name="decision" value="approve" { "Approve" }
                button.second type="submit" name="decision" value="deny" { "Deny" }
            }
        }
    }
}
