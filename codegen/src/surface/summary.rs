//! Changes of a surface in a few lines.

use super::compare::{Grade, SurfaceChange};
use crate::limits::CHANGES_SHOWN;

/// What changes, in a line, then the gravest changes, one a line; nothing if there are none.
pub(crate) fn summary(changes: &[SurfaceChange]) -> Vec<String> {
    let Some(worst) = changes.iter().filter_map(SurfaceChange::grade).max() else {
        return match changes.is_empty() {
            true => Vec::new(),
            false => shown("only messages on the wire change", changes),
        };
    };
    let title = match worst {
        Grade::Breaking => "the change breaks who uses what is generated",
        Grade::Additive => "the change only adds to what is generated",
        Grade::None => "the change breaks nobody",
    };
    shown(title, changes)
}

fn shown(title: &str, changes: &[SurfaceChange]) -> Vec<String> {
    let mut sorted: Vec<&SurfaceChange> = changes.iter().collect();
    sorted.sort_by_key(|change| std::cmp::Reverse(change.grade()));
    let mut lines = vec![format!("{title}:")];
    let room = CHANGES_SHOWN - 1;
    let shown = match sorted.len() > room {
        true => room - 1,
        false => sorted.len(),
    };
    lines.extend(
        sorted
            .iter()
            .take(shown)
            .map(|change| format!("  {change}")),
    );
    match sorted.len() - shown {
        0 => {}
        more => lines.push(format!("  and {more} more, all in the surface file")),
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::super::{differences, parse};
    use super::*;

    #[test]
    fn ten_lines_are_shown_the_gravest_first() {
        let old: String = (0..30)
            .map(|n| format!("rust Old{n:02}: struct\n"))
            .collect();
        let new: String = (0..30)
            .map(|n| format!("rust New{n:02}: struct\n"))
            .collect();
        let lines = summary(&differences(&parse(&old), &parse(&new)));
        assert_eq!(lines.len(), CHANGES_SHOWN);
        assert_eq!(lines[0], "the change breaks who uses what is generated:");
        assert_eq!(lines[1], "  - rust Old00: struct");
        assert_eq!(lines[9], "  and 52 more, all in the surface file");
        let few = summary(&differences(&parse(""), &parse(&new[..38])));
        assert_eq!(few.len(), 3);
        assert_eq!(summary(&[]), Vec::<String>::new());
    }
}
