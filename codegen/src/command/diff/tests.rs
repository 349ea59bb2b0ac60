//! What each printer makes of the same changes: `tests/fixtures/diff/expected/`, which `UPDATE_EXPECT=1` rewrites.

use std::path::{Path, PathBuf};

use crate::impact::{Bump, Effect, Impact};
use crate::surface::Grade;
use crate::{Errors, Severity};
use smithgen_model::diff::{Event, diff};
use smithgen_model::{load, resolve};

use super::change::{Change, Comparison};
use super::{github, html, json, junit, markdown, text};

type Print = fn(&Comparison) -> String;

const PRINTERS: [(&str, Print); 6] = [
    ("txt", text::print),
    ("json", json::print),
    ("md", markdown::print),
    ("xml", junit::print),
    ("github", github::print),
    ("html", page_without_program),
];

/// The page without its style sheet and script, which would bury the rest.
fn page_without_program(comparison: &Comparison) -> String {
    let mut page = html::print(comparison);
    for name in ["style", "script"] {
        let (start, end) = (format!("<{name}>"), format!("</{name}>"));
        let from = page.find(&start).map(|at| at + start.len());
        let (from, to) = (from.unwrap(), page.find(&end).unwrap());
        page.replace_range(from..to, "…");
    }
    page.replace("</dl>", "</dl>\n").replace("</p>", "</p>\n")
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/diff")
}

fn events() -> Vec<Event> {
    let [old, new] = ["old.smithy", "new.smithy"].map(|name| {
        let text = std::fs::read(folder().join(name)).unwrap();
        let mut errors = Errors::new();
        let loaded = load::load_with(vec![(name.into(), text)], Vec::new(), &mut errors);
        let merged = resolve::merge(loaded, false, &mut errors);
        let model = resolve::judged(merged.model, &mut errors);
        assert!(errors.is_empty(), "{errors}");
        model
    });
    diff(&old, &new)
}

fn comparison(changes: Vec<Change>) -> Comparison {
    let impacts = || {
        changes
            .iter()
            .filter_map(|change: &Change| change.impact.as_ref())
    };
    let bump = impacts().next().map(|_| Bump::of(impacts()));
    Comparison {
        rest: Vec::new(),
        bump,
        old: "old.smithy".to_owned(),
        new: "new.smithy".to_owned(),
        changes,
        least: Severity::Suppressed,
        fail_on: Some(Severity::Danger),
    }
}

/// What somebody might find out of a change.
fn impact(event: &Event) -> Option<Impact> {
    let effect = |grade, reason: &str| Effect {
        grade,
        reason: reason.to_owned(),
    };
    let (wire, rust, cli) = match event.severity {
        Severity::Error => (Grade::None, Grade::Breaking, Grade::Breaking),
        Severity::Note => (Grade::Additive, Grade::Additive, Grade::None),
        // Of some it is not known.
        _ => return None,
    };
    Some(Impact {
        wire: effect(wire, ""),
        rust: effect(rust, "`Type` is another | <type>"),
        cli: effect(cli, "`--option` is required"),
    })
}

#[track_caller]
fn check(name: &str, comparison: &Comparison) {
    let mut differences = Vec::new();
    for (ending, print) in PRINTERS {
        let file = folder().join("expected").join(format!("{name}.{ending}"));
        let printed = format!("{}\n", print(comparison).trim_end());
        if std::env::var_os("UPDATE_EXPECT").is_some() {
            std::fs::write(&file, &printed).unwrap();
        }
        if std::fs::read_to_string(&file).ok().as_ref() != Some(&printed) {
            differences.push(format!("{}:\n{printed}", file.display()));
        }
    }
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

fn change(event: Event) -> Change {
    Change {
        event,
        impact: None,
    }
}

#[test]
fn changes_are_printed_as_expected() {
    let changes = events().into_iter().map(change).collect();
    check("plain", &comparison(changes));
}

#[test]
fn what_changes_mean_is_printed_where_it_is_known() {
    let changes = events().into_iter().map(|event| Change {
        impact: impact(&event),
        event,
    });
    check("impact", &comparison(changes.collect()));
}

#[test]
fn nothing_is_a_result_too() {
    let nothing = comparison(Vec::new());
    assert_eq!(
        text::print(&nothing),
        "nothing changed that is worth telling\n"
    );
    assert!(html::print(&nothing).contains("nothing changed that is worth telling."));
    assert!(junit::print(&nothing).contains("tests=\"0\""));
    assert!(!nothing.fails());
}

/// A change in which everything is an attack on what reads it.
fn hostile() -> Change {
    let attack = "<script>alert(1)</script>\"'&|`]]>\u{1b}[31m\u{202e}\n::error::x".to_owned();
    let place = smithgen_model::Place {
        file: attack.clone(),
        line: 1,
        column: 1,
        text: Some(attack.clone()),
    };
    let effect = Effect {
        grade: Grade::Breaking,
        reason: attack.clone(),
    };
    Change {
        event: Event {
            severity: Severity::Error,
            id: attack.clone().into(),
            shape: Some(attack.clone()),
            message: attack.clone(),
            help: Some(attack),
            old: Some(place.clone()),
            new: Some(place),
        },
        impact: Some(Impact {
            wire: effect.clone(),
            rust: effect.clone(),
            cli: effect,
        }),
    }
}

#[test]
fn text_of_a_model_is_never_more_than_text() {
    let comparison = comparison(vec![hostile()]);
    let page = html::print(&comparison);
    assert_eq!(page.matches("<script").count(), 1, "{page}");
    let results = junit::print(&comparison);
    assert!(!results.contains("<script"), "{results}");
    let annotations = github::print(&comparison);
    let commands = annotations.lines().filter(|line| line.starts_with("::"));
    assert_eq!(commands.count(), 1, "{annotations}");
    let table = markdown::print(&comparison);
    let rows = table.lines().filter(|line| line.starts_with("| "));
    // The head, and the one change.
    assert_eq!(rows.count(), 2, "{table}");
    // Programs are told what there is.
    let people = PRINTERS.iter().filter(|(name, _)| *name != "json");
    for (name, print) in people {
        let printed = print(&comparison);
        assert!(
            !printed.contains(['\u{1b}', '\u{202e}']),
            "{name}: {printed}"
        );
    }
}

/// The elements of a page, each with what encloses it; panics where one is not closed.
fn elements(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open: Vec<&str> = Vec::new();
    let mut rest = page;
    while let Some((_, after)) = rest.split_once('<') {
        let (tag, after) = after.split_once('>').unwrap();
        rest = after;
        let name = tag
            .trim_start_matches('/')
            .split([' ', '/'])
            .next()
            .unwrap();
        match tag {
            _ if tag.starts_with('!') => {}
            _ if tag.starts_with('/') => assert_eq!(open.pop(), Some(name), "{tag}"),
            _ => {
                found.push(format!("{} {tag}", open.join(" ")));
                if !tag.ends_with('/') {
                    open.push(name);
                }
                if name == "style" || name == "script" {
                    let end = format!("</{name}>");
                    rest = &rest[rest.find(&end).unwrap()..];
                }
            }
        }
    }
    assert_eq!(open, Vec::<&str>::new());
    found
}

#[test]
fn the_page_is_whole_and_loads_nothing() {
    let changes: Vec<Change> = events()
        .into_iter()
        .map(|event| Change {
            impact: impact(&event),
            event,
        })
        .collect();
    let count = changes.len();
    let page = html::print(&comparison(changes));
    let elements = elements(&page);
    let having = |what: &str| elements.iter().filter(|it| it.contains(what)).count();
    assert_eq!(having("html body main ol li article class="), count);
    assert_eq!(having("type=\"checkbox\""), 5);
    assert_eq!(having("type=\"search\""), 1);
    assert_eq!(having(" select name="), 3);
    assert_eq!(having("data-rust=\"breaking\""), 9);
    assert_eq!(having("aria-live"), 1);
    // Nothing that a browser would fetch but an empty icon.
    assert_eq!(having(" src="), 0);
    assert_eq!(having(" href="), 1);
    assert!(!page.contains("@import") && !page.contains("url("));
    assert!(page.contains("default-src &#39;none&#39;"));
}

#[test]
fn a_page_has_an_end() {
    let most = crate::command::limits::PAGE_CHANGES;
    let event = events().remove(0);
    let many = vec![change(event); most + 7];
    let page = html::print(&comparison(many));
    assert_eq!(page.matches("<article ").count(), most);
    assert!(page.contains("7 more changes are not on this page."));
}
