//! Emits what stands beside a command line: its reference in Markdown, man pages, completions for shells.

use std::io::{self, Write};

use serde::Serialize;
use smithgen_help::{Page, markdown, roff};
use tera::{Context, Tera};

use crate::ir::cli::{CommandName, Commands, CompletedOption, Completions, Pages, ValueKind};
use crate::ir::{Service, Source};
use crate::output::File;
use smithgen_model::{Diagnostic, Errors};

/// A shell: its template, where its file goes, and how a text stands between its quotes.
struct Shell {
    template: &'static str,
    path: fn(&CommandName) -> String,
    quote: fn(&str) -> String,
    /// What writes every text that the template shows.
    escape: fn(&str, &mut dyn Write) -> io::Result<()>,
}

const SHELLS: [Shell; 4] = [
    Shell {
        template: include_str!("../../../templates/completions/bash.tera"),
        path: |name| format!("completions/{name}.bash"),
        quote: posix,
        escape: |text, out| out.write_all(posix(text).as_bytes()),
    },
    Shell {
        template: include_str!("../../../templates/completions/zsh.tera"),
        path: |name| format!("completions/_{name}"),
        quote: posix,
        escape: |text, out| out.write_all(posix(text).as_bytes()),
    },
    Shell {
        template: include_str!("../../../templates/completions/fish.tera"),
        path: |name| format!("completions/{name}.fish"),
        quote: fish,
        escape: |text, out| out.write_all(fish(text).as_bytes()),
    },
    Shell {
        template: include_str!("../../../templates/completions/powershell.tera"),
        path: |name| format!("completions/{name}.ps1"),
        quote: powershell,
        escape: |text, out| out.write_all(powershell(text).as_bytes()),
    },
];

fn posix(text: &str) -> String {
    visible(text).replace('\'', r"'\''")
}

fn fish(text: &str) -> String {
    visible(text).replace('\\', r"\\").replace('\'', r"\'")
}

/// PowerShell takes typographic quotation marks for the plain one.
fn powershell(text: &str) -> String {
    let mut quoted = visible(text);
    for mark in ['\'', '‘', '’', '‚', '‛'] {
        quoted = quoted.replace(mark, &format!("{mark}{mark}"));
    }
    quoted
}

/// A text without control characters, which would reach the terminal when a shell lists what it completes.
fn visible(text: &str) -> String {
    text.replace(|c: char| c.is_control(), " ")
}

/// What stands beside the module of a service that has a command line.
///
/// # Errors
/// None that a model or a setting can cause: a template of ours that is broken.
pub fn command_line(service: &Service) -> Result<Vec<File>, Errors> {
    let Some(commands) = &service.cli else {
        return Ok(Vec::new());
    };
    let texts = texts(commands, &service.source)
        .map_err(|error| Diagnostic::error(format!("a template of smithgen is broken: {error}")))?;
    let files = texts.into_iter().map(|(path, text)| File { path, text });
    Ok(files.collect())
}

/// Path and text of each file.
pub(super) fn texts(
    commands: &Commands,
    source: &Source,
) -> Result<Vec<(String, String)>, tera::Error> {
    let [first, second] = crate::format::mark(source);
    let mark = format!("{first} {second}");
    let name = &commands.name;
    let mut files = vec![(format!("docs/{name}.md"), reference(&commands.pages, &mark))];
    files.push((name.page(None), man(&commands.pages.service, &mark)));
    for (command, page) in commands.commands.iter().zip(&commands.pages.commands) {
        files.push((name.page(Some(&command.name)), man(page, &mark)));
    }
    for shell in &SHELLS {
        let text = completion(shell, &commands.completions, &mark)?;
        files.push(((shell.path)(name), text));
    }
    Ok(files)
}

/// All pages in one. What holds for all commands is said once.
fn reference(pages: &Pages, mark: &str) -> String {
    let mut text = format!("<!-- {mark} -->\n\n{}", markdown(&pages.service, 1));
    for page in &pages.commands {
        let mut page = page.clone();
        page.sections
            .retain(|section| section.title != "GLOBAL OPTIONS");
        text.push('\n');
        text.push_str(&markdown(&page, 2));
    }
    text
}

fn man(page: &Page, mark: &str) -> String {
    let program = page.title.split(' ').next().unwrap_or_default();
    format!(".\\\" {mark}\n{}", roff(page, program))
}

fn completion(shell: &Shell, completions: &Completions, mark: &str) -> Result<String, tera::Error> {
    let mut tera = Tera::default();
    // Whatever a template shows is quoted for its shell, unless the template says that it is safe.
    tera.set_escape_fn(shell.escape);
    tera.autoescape_on(vec!["shell"]);
    tera.add_raw_template("shell", shell.template)?;
    let mut context = Context::new();
    let options = |list: &[CompletedOption]| -> Vec<OptionText> {
        list.iter().map(|it| option(it, shell.quote)).collect()
    };
    let commands: Vec<CommandText<'_>> = completions
        .commands
        .iter()
        .map(|command| CommandText {
            name: &command.name,
            about: &command.about,
            options: options(&command.options),
        })
        .collect();
    context.insert("name", &completions.name);
    context.insert("id", &completions.name.identifier());
    context.insert("about", &completions.about);
    context.insert("commands", &commands);
    context.insert("globals", &options(&completions.globals));
    let hash = format!("# {mark}");
    context.insert("mark", &hash);
    let text = tera.render("shell", &context)?;
    let text = text.trim();
    // zsh reads the name of the command from the first line.
    let starts = text.starts_with("#compdef");
    Ok(match starts {
        true => format!("{text}\n"),
        false => format!("{hash}\n{text}\n"),
    })
}

#[derive(Serialize)]
struct CommandText<'a> {
    name: &'a CommandName,
    about: &'a str,
    options: Vec<OptionText>,
}

#[derive(Serialize)]
struct OptionText {
    /// The name with its dashes.
    name: String,
    /// The name without them.
    bare: String,
    about: String,
    kind: &'static str,
    values: Vec<String>,
    /// The values as words of one text: each in quotes.
    list: String,
}

fn option(option: &CompletedOption, quote: fn(&str) -> String) -> OptionText {
    let quoted = option.values.iter();
    let quoted: Vec<String> = quoted.map(|value| format!("'{}'", quote(value))).collect();
    OptionText {
        name: format!("--{}", option.name),
        bare: option.name.to_string(),
        about: option.about.clone(),
        kind: match option.kind {
            ValueKind::Flag => "flag",
            ValueKind::Text => "text",
            ValueKind::List => "list",
            ValueKind::File => "file",
            ValueKind::Input => "input",
            ValueKind::Profile => "profile",
        },
        list: quoted.join(" "),
        values: option.values.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_its_quotes() {
        for (quote, text, expected) in [
            (posix as fn(&str) -> String, "it's $(x)\n", r"it'\''s $(x) "),
            (fish, r"it's \' (x)", r"it\'s \\\' (x)"),
            (powershell, "it's ‘a’ ‚b‛ $(x)", "it''s ‘‘a’’ ‚‚b‛‛ $(x)"),
        ] {
            assert_eq!(quote(text), expected);
        }
    }
}
