//! Whether patterns are regular expressions, and for the whole of a text.

use crate::diagnostic::Severity;
use crate::model::Node;
use crate::model::traits::{Known, Pattern};
use crate::validate::context::Context;
use crate::validate::report::Report;

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, applied) in context.with_trait(Pattern::ID) {
        let Node::String(pattern) = &applied.value else {
            continue;
        };
        if let Some((at, fault)) = fault(pattern) {
            let message = format!("its pattern `{pattern}` is no regular expression: {fault}");
            let event = report.of_trait(Severity::Error, subject, Pattern::ID, message);
            let help =
                format!("look at character {at}, or write `\\` before what stands for itself");
            report.push(event.help(help));
            continue;
        }
        let missing = match (pattern.starts_with('^'), pattern.ends_with('$')) {
            (true, true) => continue,
            (true, false) => "`$` at its end",
            (false, true) => "`^` at its start",
            (false, false) => "`^` at its start and `$` at its end",
        };
        let message = format!("the pattern `{pattern}` matches any text with such a part in it");
        let event = report.of_trait(Severity::Warning, subject, Pattern::ID, message);
        report.push(event.help(format!("write {missing} if all of a text must match")));
    }
}

/// What is wrong with a regular expression in every dialect, and at which character, from 1. What only some dialects have
/// passes: those who match texts with it know which they speak.
fn fault(pattern: &str) -> Option<(usize, &'static str)> {
    let mut groups: Vec<usize> = Vec::new();
    let mut class = None;
    // Whether a repetition would have nothing before it.
    let mut is_empty = true;
    let mut characters = pattern.chars().zip(1..).peekable();
    while let Some((c, at)) = characters.next() {
        match (c, class) {
            ('\\', _) => {
                if characters.next().is_none() {
                    return Some((at, "it ends in `\\`"));
                }
                is_empty = false;
            }
            (']', Some(_)) => {
                class = None;
                is_empty = false;
            }
            (_, Some(_)) => {}
            ('[', None) => class = Some(at),
            ('(', None) => {
                groups.push(at);
                // `(?:`, `(?=` and the like.
                characters.next_if(|(next, _)| *next == '?');
                is_empty = true;
            }
            (')', None) => {
                if groups.pop().is_none() {
                    return Some((at, "`)` closes nothing"));
                }
                is_empty = false;
            }
            ('|', None) => is_empty = true,
            ('*' | '+' | '?', None) if is_empty => {
                return Some((at, "there is nothing to repeat"));
            }
            (_, None) => is_empty = false,
        }
    }
    let open = class.map(|at| (at, "`[` is not closed"));
    open.or_else(|| groups.pop().map(|at| (at, "`(` is not closed")))
}

#[cfg(test)]
mod tests {
    use super::fault;

    #[test]
    fn what_no_dialect_reads_is_no_regular_expression() {
        for (pattern, at) in [
            ("[a-z", 1),
            ("^(a|b$", 2),
            ("a)", 2),
            ("*a", 1),
            ("a|+", 3),
            ("a\\", 2),
            ("(a(b)", 1),
        ] {
            assert_eq!(fault(pattern).map(|(at, _)| at), Some(at), "{pattern}");
        }
        for pattern in [
            "",
            "^[\\w+=,.@-]*$",
            "(?!x)a*?",
            "[(]",
            "[]a]",
            "a{2,3}+",
            "\\(",
            "(?<n>a)|b",
            "[^\\]]+",
        ] {
            assert_eq!(fault(pattern), None, "{pattern}");
        }
    }
}
