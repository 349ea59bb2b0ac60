//! Emits what stands beside a command line: its reference in Markdown, man pages, completions for shells.

use serde::Serialize;
use smithgen_help::{Page, markdown, roff};
use tera::{Context, Tera};

use crate::error::{Diagnostic, Errors};
use crate::ir::cli::{Commands, CompletedOption, Completions, Pages, ValueKind};
use crate::ir::{Service, Source};
use crate::output::File;

/// A shell: its template, where its file goes, and how a text stands between its quotes.
struct Shell {
    template: &'static str,
    path: fn(&str) -> String,
    quote: fn(&str) -> String,
}

const SHELLS: [Shell; 4] = [
    Shell {
        template: include_str!("../../../templates/completions/bash.tera"),
        path: |name| format!("completions/{name}.bash"),
        quote: |text| text.replace('\'', r"'\''"),
    },
    Shell {
        template: include_str!("../../../templates/completions/zsh.tera"),
        path: |name| format!("completions/_{name}"),
        quote: |text| text.replace('\'', r"'\''"),
    },
    Shell {
        template: include_str!("../../../templates/completions/fish.tera"),
        path: |name| format!("completions/{name}.fish"),
        quote: |text| text.replace('\\', r"\\").replace('\'', r"\'"),
    },
    Shell {
        template: include_str!("../../../templates/completions/powershell.tera"),
        path: |name| format!("completions/{name}.ps1"),
        quote: |text| text.replace('\'', "''"),
    },
];

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
    let pages = std::iter::once(&commands.pages.service).chain(&commands.pages.commands);
    for page in pages {
        files.push((
            format!("man/{}.1", page.title.replace(' ', "-")),
            man(page, &mark),
        ));
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
    // None of this is HTML.
    tera.autoescape_on(Vec::<&str>::new());
    tera.add_raw_template("shell", shell.template)?;
    let quote = shell.quote;
    let mut context = Context::new();
    let commands: Vec<CommandText> = completions
        .commands
        .iter()
        .map(|command| CommandText {
            name: command.name.clone(),
            about: quote(&command.about),
            options: command.options.iter().map(|it| option(it, quote)).collect(),
        })
        .collect();
    let globals: Vec<OptionText> = completions
        .globals
        .iter()
        .map(|it| option(it, quote))
        .collect();
    context.insert("name", &completions.name);
    context.insert("id", &identifier(&completions.name));
    context.insert("about", &quote(&completions.about));
    context.insert("commands", &commands);
    context.insert("globals", &globals);
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

/// A name as it can stand in those of functions.
fn identifier(name: &str) -> String {
    name.replace(|c: char| !c.is_ascii_alphanumeric(), "_")
}

#[derive(Serialize)]
struct CommandText {
    name: String,
    about: String,
    options: Vec<OptionText>,
}

#[derive(Serialize)]
struct OptionText {
    name: String,
    /// The name without dashes.
    bare: String,
    about: String,
    kind: &'static str,
    /// Values in quotes.
    values: Vec<String>,
    /// The values as a list between quotes.
    list: String,
}

fn option(option: &CompletedOption, quote: fn(&str) -> String) -> OptionText {
    let values: Vec<String> = option
        .values
        .iter()
        .map(|value| format!("'{}'", quote(value)))
        .collect();
    OptionText {
        name: option.name.clone(),
        bare: option.name.trim_start_matches('-').to_owned(),
        about: quote(&option.about),
        kind: match option.kind {
            ValueKind::Flag => "flag",
            ValueKind::Text => "text",
            ValueKind::List => "list",
            ValueKind::File => "file",
            ValueKind::Input => "input",
            ValueKind::Profile => "profile",
        },
        list: quote(&values.join(" ")),
        values,
    }
}
