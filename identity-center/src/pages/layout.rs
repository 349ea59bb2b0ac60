//! What all pages share.

use http::StatusCode;
use maud::{DOCTYPE, Markup, html};

use super::Page;
use crate::refusal::Refusal;
use crate::world::Millis;

/// A page with a title and a body.
pub(super) fn page(status: StatusCode, title: &str, body: &Markup) -> Page {
    let body = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " – Identity Center on your desk" }
                link rel="stylesheet" href="/style.css";
                // None, rather than a request for one.
                link rel="icon" href="data:,";
            }
            body {
                a.skip href="#main" { "Skip to the content" }
                header {
                    a.brand href="/" { "Identity Center" span.where { "on your desk" } }
                    nav aria-label="Pages" {
                        a href="/" { "Overview" }
                        a href="/device" { "Approve a device" }
                    }
                }
                main #main {
                    h1 { (title) }
                    (body)
                }
                footer {
                    p { "A stand-in for trying things out. What it gives is worth nothing anywhere else." }
                }
            }
        }
    };
    Page {
        status,
        body,
        beyond: None,
    }
}

/// A page that says one thing.
pub(super) fn message(status: StatusCode, title: &str, words: &str) -> Page {
    let role = match status.is_success() {
        true => "status",
        false => "alert",
    };
    let body = html! {
        p.notice.bad[!status.is_success()] role=(role) { (words) }
        p { a href="/" { "Back to the overview" } }
    };
    page(status, title, &body)
}

/// A page that says why something is refused.
pub(super) fn refused(status: StatusCode, refusal: &Refusal) -> Page {
    let body = html! {
        p.notice.bad role="alert" { "The request was refused: " (refusal.description) "." }
        p { "Error code: " code { (refusal.reason.code()) } }
    };
    page(status, "Not possible", &body)
}

/// A time span in words, by its two largest units.
pub(super) fn span(millis: Millis) -> String {
    let seconds = millis.max(0) / 1_000;
    let units = [
        ("day", 86_400),
        ("hour", 3_600),
        ("minute", 60),
        ("second", 1),
    ];
    let mut rest = seconds;
    let mut words = Vec::new();
    for (name, size) in units {
        let count = rest / size;
        rest %= size;
        match count {
            0 if words.is_empty() => {}
            // Two units that follow each other.
            0 => break,
            1 => words.push(format!("1 {name}")),
            _ => words.push(format!("{count} {name}s")),
        }
        if words.len() == 2 {
            break;
        }
    }
    match words.is_empty() {
        true => "less than a second".to_owned(),
        false => words.join(" "),
    }
}

/// Scopes as a list.
pub(super) fn scopes(scopes: &[String]) -> Markup {
    html! {
        ul.tags {
            @for scope in scopes {
                li { code { (scope) } }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_have_two_units_at_most() {
        for (millis, words) in [
            (-5, "less than a second"),
            (999, "less than a second"),
            (1_000, "1 second"),
            (61_000, "1 minute 1 second"),
            (7_200_000, "2 hours"),
            (28_799_000, "7 hours 59 minutes"),
            (86_400_000, "1 day"),
            (7_775_999_999, "89 days 23 hours"),
        ] {
            assert_eq!(span(millis), words);
        }
    }
}
