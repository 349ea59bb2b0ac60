//! The prompt's history, kept in the user's home directory. Lines that may hold a secret are not written.

use std::path::{Path, PathBuf};

use smithgen_runtime::url::word_without_userinfo;

use crate::completion::{Grammar, quoted, words};
use crate::{limits, save};

/// The history file of a program.
pub(super) fn path(home: &Path, program: &str) -> PathBuf {
    home.join("cli/cache")
        .join(format!("{program}-prompt-history"))
}

/// Returns the lines, oldest first. An unreadable file is empty, and one that others can access is ignored.
pub(super) fn read(path: &Path, grammar: &Grammar) -> Vec<String> {
    if !save::is_private(path) {
        return Vec::new();
    }
    let text = save::read(path, limits::HISTORY_BYTES).unwrap_or_default();
    let lines = text.lines();
    lines.filter_map(|line| kept(line, grammar)).collect()
}

/// Adds a line, if it may be kept. Failures are ignored, since the line is run in any case.
pub(super) fn add(path: &Path, line: &str, grammar: &Grammar) {
    let Some(line) = kept(line, grammar) else {
        return;
    };
    if !save::is_private(path) {
        return;
    }
    let mut lines = read(path, grammar);
    lines.retain(|other| *other != line);
    lines.push(line);
    let _ = save::replace(path, latest(&lines).as_bytes());
}

/// The most recent lines, as many as are kept.
fn latest(lines: &[String]) -> String {
    let mut room = usize::try_from(limits::HISTORY_BYTES).unwrap_or(usize::MAX);
    let fitting = lines.iter().rev().take(limits::HISTORY_LINES);
    let fitting = fitting.take_while(|line| {
        let left = room.checked_sub(line.len() + 1);
        room = left.unwrap_or(0);
        left.is_some()
    });
    let first = lines.len() - fitting.count();
    let lines = lines.iter().skip(first);
    lines.flat_map(|line| [line.as_str(), "\n"]).collect()
}

/// The line as it may be written; `None` if it, or a word that is not understood, may hold a secret.
fn kept(line: &str, grammar: &Grammar) -> Option<String> {
    let line = line.trim();
    let is_text = !line.is_empty() && !line.contains(char::is_control);
    if !is_text || !grammar.is_harmless(line) {
        return None;
    }
    let words = words(line);
    let masked: Vec<_> = words
        .iter()
        .map(|word| word_without_userinfo(&word.text))
        .collect();
    // A line without a password is kept as typed.
    if masked
        .iter()
        .zip(&words)
        .all(|(one, other)| *one == other.text)
    {
        return Some(line.to_owned());
    }
    let words: Vec<_> = masked.iter().map(|word| quoted(word)).collect();
    Some(words.join(" "))
}

#[cfg(test)]
mod tests {
    use super::{add, kept, latest, read};
    use crate::alias::Aliases;
    use crate::completion::Grammar;
    use crate::fixture::SERVICE;
    use crate::limits::{HISTORY_BYTES, HISTORY_LINES};
    use crate::save;

    fn grammar() -> Grammar {
        Grammar {
            services: vec![&SERVICE],
            implied: Some(&SERVICE),
            profiles: Vec::new(),
            aliases: Aliases::default(),
            own_prefix: None,
            is_reference: false,
        }
    }

    #[test]
    fn a_file_of_lines_is_read_up_to_the_limit_and_not_beyond() {
        let name = format!("smithgen-history-{}", std::process::id());
        let directory = std::env::temp_dir().join(name);
        let path = directory.join(".aws/cli/cache/lines");
        let most = usize::try_from(HISTORY_BYTES).unwrap();
        let lines = |bytes: usize| {
            let line = "put-thing help\n";
            let text = line.to_owned() + &" ".repeat(bytes - line.len());
            save::replace(&path, text.as_bytes()).unwrap();
            read(&path, &grammar())
        };
        assert_eq!(lines(most), ["put-thing help"]);
        assert_eq!(lines(most + 1), [""; 0]);
        // New lines are kept again.
        add(&path, "help config-vars", &grammar());
        assert_eq!(read(&path, &grammar()), ["help config-vars"]);
        std::fs::remove_dir_all(&directory).unwrap();
    }

    #[test]
    fn the_last_lines_are_remembered_and_no_more_than_are_read_again() {
        let numbered = |count: usize| (0..count).map(|i| i.to_string()).collect::<Vec<_>>();
        let first = |lines: &[String]| latest(lines).lines().next().map(str::to_owned);
        assert_eq!(first(&numbered(HISTORY_LINES)).as_deref(), Some("0"));
        assert_eq!(first(&numbered(HISTORY_LINES + 1)).as_deref(), Some("1"));
        let most = usize::try_from(HISTORY_BYTES).unwrap();
        let two = |length: usize| latest(&["a".repeat(length), "b".to_owned()]);
        assert_eq!(two(most - 3).len(), most);
        assert_eq!(two(most - 2), "b\n");
    }

    #[test]
    fn passwords_of_urls_are_masked() {
        let line = "put-thing --thing-name a --endpoint-url 'http://u:p w@h/'";
        assert_eq!(
            kept(line, &grammar()).as_deref(),
            Some("put-thing --thing-name a --endpoint-url 'http://***:***@h/'")
        );
        // A scheme may be left out.
        let line = "put-thing --thing-name a --endpoint-url //user:pw@host";
        assert_eq!(
            kept(line, &grammar()).as_deref(),
            Some("put-thing --thing-name a --endpoint-url '//***:***@host'")
        );
    }

    #[test]
    fn only_what_is_understood_and_no_secret_is_kept() {
        let kept = |line: &str| kept(line, &grammar()).is_some();
        for line in [
            "put-thing --thing-name a --fragile --region=r --output json",
            "put-thing --no-fragile --scopes a b c --dry-run",
            "put-thing help",
            "help config-vars",
        ] {
            assert!(kept(line), "{line}");
        }
        for line in [
            "put-thing --thing-nmae a",
            "put-thing --thing-nam a",
            "put-thing --thing-name a b",
            "put-thng",
            "--thing-name a put-thing",
            "put-thing --fragile=x",
            "put-thing --cli-input-json {}",
            "put-thing --thing-name a --cli-input-yaml=x",
            "put-thing -x a",
            "help secret",
            "put-thing --thing-name \x1b[31m",
        ] {
            assert!(!kept(line), "{line}");
        }
    }
}
