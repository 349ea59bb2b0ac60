//! The completion scripts. Each passes the line to the program that printed it and shows the answer.

use std::ffi::OsStr;
use std::path::{MAIN_SEPARATOR, Path, absolute};

use super::Shell;

/// The script that completes this program's lines, and with `serves_aws` also those of `aws`.
///
/// It calls the program the way it was invoked: by name, or by a path made absolute. A shell must never run
/// whatever happens to lie in its current directory.
pub(crate) fn script(shell: Shell, called: &OsStr, serves_aws: bool) -> String {
    let name = crate::program::name(called);
    let path = called.to_string_lossy();
    let path = match path.contains(['/', MAIN_SEPARATOR]) {
        true => absolute(Path::new(called)).map(|path| path.to_string_lossy().into_owned()),
        false => Ok(path.to_string()),
    };
    let program = path.unwrap_or_else(|_| name.clone());
    let letters = |c: char| if c.is_ascii_alphanumeric() { c } else { '_' };
    let function = format!("_{}_answer", name.chars().map(letters).collect::<String>());
    let mut names = vec![quoted(shell, &name)];
    if serves_aws && name != "aws" {
        names.push("aws".to_owned());
    }
    let (text, between) = match shell {
        Shell::Bash => (include_str!("scripts/bash"), " "),
        Shell::Zsh => (include_str!("scripts/zsh"), " "),
        Shell::Fish => (include_str!("scripts/fish"), " -c "),
        Shell::Pwsh => (include_str!("scripts/powershell"), ", "),
    };
    // The first line of zsh's script is read by `compinit`, which knows no quoting.
    let text = match text.split_once('\n') {
        Some(("#compdef @names@", rest)) if !is_plain(&name) => rest,
        _ => text,
    };
    let text = text.replace("@function@", &function);
    let program = quoted(shell, &program);
    // Split before substituting, so that an inserted name is not itself searched for placeholders.
    let pieces = text.split("@names@");
    let pieces: Vec<String> = pieces
        .map(|piece| piece.replace("@program@", &program))
        .collect();
    pieces.join(&names.join(between))
}

fn is_plain(text: &str) -> bool {
    text.chars()
        .all(|c| c.is_ascii_alphanumeric() || "-_./".contains(c))
}

/// Quotes text for a script.
fn quoted(shell: Shell, text: &str) -> String {
    match shell {
        _ if is_plain(text) => text.to_owned(),
        Shell::Bash | Shell::Zsh => format!("'{}'", text.replace('\'', r"'\''")),
        Shell::Fish => format!("'{}'", text.replace('\\', r"\\").replace('\'', r"\'")),
        Shell::Pwsh => super::answer::for_powershell(text),
    }
}
