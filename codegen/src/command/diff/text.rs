//! Changes for people at a terminal: what, where it was, where it is, and why it matters.

use std::fmt::Write;

use super::change::{Change, Comparison, located};

pub(super) fn print(comparison: &Comparison) -> String {
    let mut text = String::new();
    for change in &comparison.shown() {
        // Writing to a string cannot fail.
        let _ = write(&mut text, change);
        text.push('\n');
    }
    for line in &comparison.rest {
        let _ = writeln!(text, "besides: {line}");
    }
    text.push_str(&comparison.summary());
    text.push('\n');
    if let Some(bump) = comparison.bump {
        let _ = writeln!(text, "proposed version: {}", bump.name());
    }
    text
}

fn write(text: &mut String, change: &Change) -> std::fmt::Result {
    let event = &change.event;
    write!(text, "{} {}", event.severity.name(), event.id)?;
    if let Some(shape) = &event.shape {
        write!(text, " {shape}")?;
    }
    writeln!(text, "\n  {}", event.message)?;
    for (name, place) in [("old", &event.old), ("new", &event.new)] {
        if let Some(place) = place {
            writeln!(text, "  {name}:  {}", located(place))?;
        }
    }
    if let Some(impact) = &change.impact {
        for (name, effect) in impact.effects() {
            let grade = effect.grade.name();
            let line = format!("  {:<5} {grade:<9} {}", format!("{name}:"), effect.reason);
            writeln!(text, "{}", line.trim_end())?;
        }
    }
    if let Some(help) = &event.help {
        writeln!(text, "  help: {help}")?;
    }
    Ok(())
}
