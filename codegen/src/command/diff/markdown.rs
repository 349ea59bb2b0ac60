//! Changes as Markdown: a table for each severity, for pull requests and changelogs.

use std::fmt::Write;

use crate::impact::Effect;

use super::change::{Change, Comparison, SEVERITIES, counted, located, meaning};

pub(super) fn print(comparison: &Comparison) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write(&mut text, comparison);
    text
}

fn write(text: &mut String, comparison: &Comparison) -> std::fmt::Result {
    let (old, new) = (code(&comparison.old), code(&comparison.new));
    writeln!(text, "# Changes from {old} to {new}\n")?;
    writeln!(text, "{}.", comparison.summary())?;
    if let Some(bump) = comparison.bump {
        writeln!(text, "\nProposed version: **{}**.", bump.name())?;
    }
    let shown = comparison.shown();
    let has_impact = shown.iter().any(|change| change.impact.is_some());
    for severity in SEVERITIES {
        let of_it = shown.iter().filter(|it| it.severity() == severity);
        let of_it: Vec<&Change> = of_it.collect();
        if of_it.is_empty() {
            continue;
        }
        let counted = counted(severity, of_it.len());
        writeln!(text, "\n## {}: {counted}\n", meaning(severity))?;
        let columns = if has_impact {
            " Wire | Rust | CLI |"
        } else {
            ""
        };
        let rules = if has_impact { "---|---|---|" } else { "" };
        writeln!(
            text,
            "| What changed | Kind | Where |{columns}\n|---|---|---|{rules}"
        )?;
        for change in of_it {
            row(text, change, has_impact)?;
        }
    }
    Ok(())
}

fn row(text: &mut String, change: &Change, has_impact: bool) -> std::fmt::Result {
    let event = &change.event;
    let mut what = sentence(&event.message);
    if let Some(help) = &event.help {
        write!(what, "<br>{}", sentence(help))?;
    }
    let places = [("old", &event.old), ("new", &event.new)];
    let places = places.into_iter().filter_map(|(name, place)| {
        let place = located(place.as_ref()?);
        Some(format!("{name} {}", code(&place)))
    });
    let places: Vec<String> = places.collect();
    write!(
        text,
        "| {what} | {} | {} |",
        code(&event.id),
        places.join("<br>")
    )?;
    if has_impact {
        let effects = change.impact.as_ref().map(|it| it.effects());
        for number in 0..3 {
            let effect = effects.and_then(|effects| effects.get(number).map(|(_, it)| *it));
            write!(text, " {} |", effect.map(cell).unwrap_or_default())?;
        }
    }
    writeln!(text)
}

fn cell(effect: &Effect) -> String {
    match effect.reason.is_empty() {
        true => effect.grade.name().to_owned(),
        false => format!("{}: {}", effect.grade.name(), sentence(&effect.reason)),
    }
}

/// A sentence in which names stand in backticks; all else is text.
fn sentence(text: &str) -> String {
    let parts = text.split('`').enumerate();
    let parts = parts.map(|(number, part)| match number % 2 {
        0 => plain(part),
        _ => code(part),
    });
    parts.collect()
}

/// Text in which nothing is markup.
fn plain(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\n' | '\r' => escaped.push(' '),
            '<' => escaped.push_str("&lt;"),
            '&' => escaped.push_str("&amp;"),
            // A name after it would be told of the change.
            '@' => escaped.push_str("&#64;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' | '$' => {
                escaped.push('\\');
                escaped.push(c);
            }
            c => escaped.push(c),
        }
    }
    escaped
}

/// Code, in a table or not.
fn code(text: &str) -> String {
    let inside = text.replace(['\n', '\r', '`'], " ");
    // Nothing but blanks is no code.
    match inside.trim().is_empty() {
        true => String::new(),
        false => format!("`{}`", inside.replace('|', "\\|")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_never_markup() {
        assert_eq!(
            sentence("<b> @me `a|b\n<i>` *x* [y](z) | `un`paired`"),
            "&lt;b> &#64;me `a\\|b <i>` \\*x\\* \\[y\\](z) \\| `un`paired"
        );
    }
}
