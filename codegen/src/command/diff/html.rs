//! Changes as a page for a browser: one file that loads nothing, and in which text of a model is text.

use crate::Severity;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};
use smithgen_model::Place;

use super::change::{Change, Comparison, located, meaning};
use super::markup::Markup;
use crate::command::limits::PAGE_CHANGES;

const STYLE: &str = include_str!("../../../templates/diff.css");
const SCRIPT: &str = include_str!("../../../templates/diff.js");

pub(super) fn print(comparison: &Comparison) -> String {
    let shown = comparison.shown();
    let mut page = Markup::default();
    page.verbatim("<!DOCTYPE html>\n");
    page.open("html", &[("lang", "en")]);
    head(&mut page, comparison);
    page.open("body", &[]);
    top(&mut page, comparison);
    filters(&mut page, &shown);
    page.open("main", &[]);
    page.open("ol", &[]);
    page.line();
    for change in shown.iter().take(PAGE_CHANGES) {
        page.open("li", &[]);
        article(&mut page, change);
        page.close();
        page.line();
    }
    page.close();
    if shown.len() > PAGE_CHANGES {
        let more = shown.len() - PAGE_CHANGES;
        page.element(
            "p",
            &[],
            &format!("{more} more changes are not on this page."),
        );
    }
    page.close();
    bottom(&mut page);
    page.line();
    page.raw_element("script", SCRIPT);
    page.finish()
}

fn head(page: &mut Markup, comparison: &Comparison) {
    // Should a text ever be more than text, the browser still neither runs nor loads anything.
    let policy = format!(
        "default-src 'none'; img-src data:; style-src 'sha256-{}'; script-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        hash(STYLE),
        hash(SCRIPT)
    );
    page.open("head", &[]);
    page.void("meta", &[("charset", "utf-8")]);
    let policy = [
        ("http-equiv", "Content-Security-Policy"),
        ("content", policy.as_str()),
    ];
    page.void("meta", &policy);
    let viewport = [
        ("name", "viewport"),
        ("content", "width=device-width, initial-scale=1"),
    ];
    page.void("meta", &viewport);
    page.void("link", &[("rel", "icon"), ("href", "data:,")]);
    let title = format!("Changes from {} to {}", comparison.old, comparison.new);
    page.element("title", &[], &title);
    page.raw_element("style", STYLE);
    page.close();
    page.line();
}

fn hash(text: &str) -> String {
    STANDARD.encode(Sha256::digest(text.as_bytes()))
}

fn top(page: &mut Markup, comparison: &Comparison) {
    page.open("header", &[]);
    page.element("h1", &[], "Changes of the model");
    page.open("p", &[("class", "models")]);
    page.element("code", &[], &comparison.old);
    page.element("span", &[], "to");
    page.element("code", &[], &comparison.new);
    page.close();
    page.open("p", &[("class", "summary")]);
    page.text(&format!("{}.", comparison.summary()));
    if let Some(bump) = comparison.bump {
        page.text(" Proposed version: ");
        page.element("strong", &[], bump.name());
        page.text(".");
    }
    page.close();
    page.close();
    page.line();
}

/// The class of a severity, which is also its value in the filter.
fn class(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Danger => "danger",
        Severity::Warning => "warning",
        Severity::Note => "note",
        Severity::Suppressed => "suppressed",
    }
}

/// What is on the page; the script, without which none of it works, makes it appear.
fn filters(page: &mut Markup, shown: &[Change]) {
    page.open("form", &[("role", "search"), ("hidden", "")]);
    page.open("fieldset", &[]);
    page.element("legend", &[], "Show");
    for severity in super::change::SEVERITIES {
        let count = shown.iter().filter(|it| it.severity() == severity).count();
        if count == 0 {
            continue;
        }
        page.open(
            "label",
            &[("class", class(severity)), ("title", meaning(severity))],
        );
        let value = class(severity);
        let mut attributes = vec![("type", "checkbox"), ("name", "severity"), ("value", value)];
        attributes.push(("checked", ""));
        page.void("input", &attributes);
        page.element("span", &[("class", "grade")], severity.name());
        page.element("b", &[], &count.to_string());
        page.close();
    }
    page.close();
    page.open("div", &[("class", "find")]);
    let search = [
        ("type", "search"),
        ("aria-label", "Filter by text"),
        ("placeholder", "Filter by shape, kind, place or words"),
        ("autocomplete", "off"),
    ];
    page.void("input", &search);
    if shown.iter().any(|change| change.impact.is_some()) {
        for (name, label) in [("wire", "Wire"), ("rust", "Rust"), ("cli", "Command line")] {
            page.open("select", &[("name", name), ("aria-label", label)]);
            page.element("option", &[("value", "")], &format!("{label}: any"));
            for grade in ["breaking", "additive", "none"] {
                page.element("option", &[("value", grade)], &format!("{label}: {grade}"));
            }
            page.close();
        }
    }
    page.element("output", &[("aria-live", "polite")], "");
    page.close();
    page.close();
    page.line();
}

fn article(page: &mut Markup, change: &Change) {
    let event = &change.event;
    let severity = class(event.severity);
    let mut attributes = vec![
        ("class", severity),
        ("data-severity", severity),
        ("tabindex", "-1"),
    ];
    if let Some(impact) = &change.impact {
        attributes.push(("data-wire", impact.wire.grade.name()));
        attributes.push(("data-rust", impact.rust.grade.name()));
        attributes.push(("data-cli", impact.cli.grade.name()));
    }
    page.open("article", &attributes);
    page.open("h2", &[]);
    page.element("span", &[("class", "grade")], event.severity.name());
    page.text(" ");
    page.element("code", &[], event.shape.as_deref().unwrap_or("metadata"));
    page.text(" ");
    page.element("span", &[("class", "kind")], &event.id);
    page.close();
    page.open("p", &[]);
    page.sentence(&event.message);
    page.close();
    if let Some(help) = &event.help {
        page.open("p", &[("class", "help")]);
        page.sentence(help);
        page.close();
    }
    effects(page, change);
    places(page, [event.old.as_ref(), event.new.as_ref()]);
    page.close();
}

fn effects(page: &mut Markup, change: &Change) {
    let Some(impact) = &change.impact else {
        return;
    };
    page.open("table", &[("class", "impact")]);
    for (name, effect) in impact.effects() {
        page.open("tr", &[]);
        page.element("th", &[("scope", "row")], name);
        let grade = effect.grade.name();
        page.element("td", &[("class", grade)], grade);
        page.open("td", &[]);
        page.sentence(&effect.reason);
        page.close();
        page.close();
    }
    page.close();
}

fn places(page: &mut Markup, [old, new]: [Option<&Place>; 2]) {
    if old.is_none() && new.is_none() {
        return;
    }
    page.open("dl", &[("class", "places")]);
    for (name, missing, place) in [("Old", "not there", old), ("New", "not there", new)] {
        page.open("div", &[]);
        page.element("dt", &[], name);
        page.open("dd", &[]);
        match place {
            Some(place) => {
                page.element("code", &[], &located(place));
                if let Some(line) = &place.text {
                    page.element("pre", &[], line.trim());
                }
            }
            None => page.text(missing),
        }
        page.close();
        page.close();
    }
    page.close();
}

fn bottom(page: &mut Markup) {
    page.open("footer", &[]);
    page.open("p", &[("class", "keys"), ("hidden", "")]);
    let keys = [
        ("/", " filters, "),
        ("j", " and "),
        ("k", " move between changes, "),
    ];
    for (key, what) in keys {
        page.element("kbd", &[], key);
        page.text(what);
    }
    page.element("kbd", &[], "Esc");
    page.text(" shows all again.");
    page.close();
    page.open("noscript", &[]);
    page.element("p", &[], "Without scripts, all changes are shown.");
    page.close();
    page.close();
}
