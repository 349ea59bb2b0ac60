//! Formats the candidates for each shell's script.

use smithgen_help::Names;

use super::Shell;
use super::candidates::{Candidate, Candidates};
use super::grammar::Grammar;
use super::line::{beginning, quoted_within, split};
use crate::table::Commands;

/// The variable in which PowerShell's script passes the words: some versions strip quotes from program arguments.
const POWERSHELL_WORDS: &str = "COMPLETION_WORDS";

/// Line that tells the shell to offer file names.
const FILES: &str = "files";

/// Line that tells the script to ask the AWS CLI's own completer as well.
const FOREIGN: &str = "foreign";

/// A completion request.
pub(super) struct Question {
    shell: Shell,
    /// The words before the current one, the program first.
    words: Vec<String>,
    /// The current word, up to the cursor.
    current: String,
    /// The part of the current word, as typed, that bash does not replace.
    kept: String,
}

impl Question {
    /// Parses a script's arguments; `None` if they are malformed.
    pub(super) fn new(shell: Shell, mut words: Vec<String>) -> Option<Question> {
        match (shell, words.as_slice()) {
            (Shell::Bash, [line, replaced]) => return Question::of_line(line, replaced),
            (Shell::Pwsh, _) => {
                let text = std::env::var(POWERSHELL_WORDS).ok()?;
                words = text.split('\n').map(str::to_owned).collect();
            }
            _ => {}
        }
        let mut current = words.pop()?;
        if shell == Shell::Fish {
            // Fish passes the raw word, but matches candidates against its unquoted value.
            current = beginning(&current).0;
        }
        Some(Question {
            shell,
            words,
            current,
            kept: String::new(),
        })
    }

    /// Bash passes the line up to the cursor and the part of it that will be replaced, because it splits words at
    /// `=` and `:` and quotes may be open.
    fn of_line(line: &str, replaced: &str) -> Option<Question> {
        let (words, current) = split(line);
        let typed = line.get(current.start..)?;
        let words = words.into_iter().map(|word| word.text);
        Some(Question {
            shell: Shell::Bash,
            words: words.skip_while(|word| is_assignment(word)).collect(),
            current: current.text,
            kept: typed.strip_suffix(replaced)?.to_owned(),
        })
    }

    pub(super) fn answer(&self, services: &[&'static Commands]) -> String {
        let Some((program, words)) = self.words.split_first() else {
            return String::new();
        };
        let grammar = Grammar::of(services, &crate::program::name(program.as_ref()));
        let found = grammar.behind(words.iter().map(String::as_str), &self.current);
        let mut lines = Vec::new();
        if found.are_foreign || (grammar.is_reference && names_services(&found)) {
            lines.push(FOREIGN.to_owned());
        }
        match found.are_files {
            true => lines.push(FILES.to_owned()),
            false => self.lines(&found, grammar.names(), &mut lines),
        }
        lines.iter().flat_map(|line| [line, "\n"]).collect()
    }

    fn lines(&self, found: &Candidates, names: Names<'_>, lines: &mut Vec<String>) {
        // The prefix before the value in `--name=value`.
        let lead = self.current.strip_suffix(&*found.typed).unwrap_or_default();
        let whole = |item: &Candidate| format!("{lead}{}", item.text);
        let items = found.items.iter();
        match self.shell {
            Shell::Bash => {
                let (kept, quote) = beginning(&self.kept);
                let fitting = items.filter(|item| item.text.starts_with(&found.typed));
                let mut are_open = false;
                for item in fitting {
                    are_open |= item.is_open;
                    let rest = whole(item);
                    let rest = rest.strip_prefix(&kept);
                    lines.extend(rest.map(|rest| format!("+{}", quoted_within(rest, quote))));
                }
                if are_open {
                    lines.push("open".to_owned());
                }
            }
            Shell::Zsh => lines.extend(items.map(|item| {
                let mark = if item.is_open { '-' } else { '+' };
                let text = whole(item).replace('\\', r"\\").replace(':', r"\:");
                format!("{mark}{text}:{}", shown(&item.about(names)))
            })),
            Shell::Fish => lines.extend(
                items.map(|item| format!("+{}\t{}", whole(item), shown(&item.about(names)))),
            ),
            Shell::Pwsh => {
                let fitting = items.filter(|item| item.text.starts_with(&found.typed));
                lines.extend(fitting.map(|item| {
                    let about = shown(&item.about(names));
                    let about = if about.is_empty() { &item.text } else { &about };
                    format!("+{}\t{}\t{about}", for_powershell(&whole(item)), item.text)
                }));
            }
        }
    }
}

/// Whether a service name is expected; the AWS CLI has more of those.
fn names_services(found: &Candidates) -> bool {
    use super::grammar::Subject;
    let mut items = found.items.iter();
    items.any(|item| matches!(item.subject, Subject::Service(_)))
}

/// Whether a word is a variable assignment in front of the command.
fn is_assignment(word: &str) -> bool {
    let is_name = |name: &str| name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
    word.split_once('=')
        .is_some_and(|(name, _)| !name.is_empty() && is_name(name))
}

/// A description on one line, without characters that a terminal interprets.
fn shown(text: &str) -> String {
    let is_hidden = |c: char| c.is_control() || smithgen_help::is_command(c);
    text.replace(is_hidden, " ")
}

/// Quotes a word for PowerShell, which treats typographic quotation marks like plain ones.
pub(super) fn for_powershell(word: &str) -> String {
    if word
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "-_./:=%+".contains(c))
    {
        return word.to_owned();
    }
    let mut quoted = word.to_owned();
    for mark in ['\'', '‘', '’', '‚', '‛'] {
        quoted = quoted.replace(mark, &format!("{mark}{mark}"));
    }
    format!("'{quoted}'")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::SERVICE;

    fn answer(shell: Shell, words: &[&str]) -> Vec<String> {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        let text = Question::new(shell, words).unwrap().answer(&[&SERVICE]);
        text.lines().map(str::to_owned).collect()
    }

    #[test]
    fn bash_replaces_the_end_of_a_word() {
        let ask = |line: &str, replaced: &str| answer(Shell::Bash, &[line, replaced]);
        assert_eq!(ask("things put", "put"), ["+put-thing"]);
        assert_eq!(ask("X=1 /bin/things put", "put"), ["+put-thing"]);
        assert_eq!(ask("things put-thing --colour=d", "d"), ["+dark-blue"]);
        assert_eq!(
            ask("things put-thing '--colour=d", "--colour=d"),
            ["+--colour=dark-blue"]
        );
        assert_eq!(ask("things --query=", ""), [""; 0]);
        let query = ask("things put-thing --query tree.children", "tree.children");
        assert_eq!(query, ["+tree.children", r"+tree.children\[\]", "open"]);
        // The part to be replaced is not at the end of the line.
        assert!(Question::new(Shell::Bash, vec!["a b".to_owned(), "c".to_owned()]).is_none());
        assert!(
            Question::new(Shell::Bash, vec!["a b".to_owned()])
                .is_some_and(|it| it.words.is_empty())
        );
    }

    #[test]
    fn other_shells_are_told_whole_words_and_what_they_are() {
        let zsh = answer(Shell::Zsh, &["things", "put-thing", "--colour", ""]);
        assert_eq!(zsh[..3], ["+red:", "+green:", "+dark-blue:"]);
        let zsh = answer(Shell::Zsh, &["things", "put-thing", "--cli-input-json="]);
        assert_eq!(zsh, [r"---cli-input-json=file\://:"]);
        let fish = answer(Shell::Fish, &["things", "put"]);
        assert_eq!(fish[0], "+list-things\tLists all things.");
        assert_eq!(
            answer(Shell::Fish, &["things", "--ca-bundle", ""]),
            ["files"]
        );
    }

    #[test]
    fn services_of_others_are_left_to_others() {
        assert_eq!(answer(Shell::Fish, &["aws", "th"])[0], "foreign");
        assert_eq!(answer(Shell::Fish, &["aws", "s3", "l"]), ["foreign"]);
        assert_ne!(answer(Shell::Fish, &["aws", "things", "l"])[0], "foreign");
    }

    #[test]
    fn powershell_reads_a_word_as_it_is() {
        assert_eq!(for_powershell("--a=b"), "--a=b");
        assert_eq!(for_powershell("it’s $x"), "'it’’s $x'");
    }
}
