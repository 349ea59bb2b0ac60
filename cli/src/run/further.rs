//! What a command does beyond its operation: further options, and files for parts of the answer.

use std::io::Write as _;
use std::path::{Path, PathBuf};

use crate::args::operation::{Operation, Supplied};
use crate::errors::Failure;
use crate::params::paramfile::{expand, os_error};
use crate::params::{added, base64};
use crate::table::{Added, Command, Fills};
use crate::value::{Map, Value};

/// A file for a text of the answer.
pub(super) struct Wanted {
    path: PathBuf,
    within: &'static [&'static str],
    /// The text's name.
    member: String,
    /// What is removed from the answer when the file is there.
    removes: &'static [&'static str],
    is_base64: bool,
}

/// Merges what is given for further options into the parameters.
///
/// # Errors
/// 252 for what goes with no other option, or is nothing that an option takes.
pub(super) fn fill(command: &Command, asked: &Operation, params: &mut Map) -> Result<(), Failure> {
    let Some(custom) = command.custom else {
        return Ok(());
    };
    let input = command.operation.input();
    let name = |member: usize| input.members().get(member).map_or("", |it| it.name());
    let supplied = |option: &str| {
        let at = custom.added.iter().position(|it| it.name() == option);
        at.and_then(|at| asked.added.get(at)?.as_ref())
    };
    for apart in custom.apart {
        if !params.get(name(apart.from)).is_some_and(Value::is_truthy) {
            continue;
        }
        let mut options = apart.options.iter();
        let given = options.find(|option| supplied(option).is_some_and(is_truthy));
        if let Some(option) = given {
            let option = option.replace('-', "_");
            return Err(Failure::param(apart.problem.replace("{}", &option)));
        }
    }
    for member in custom.archives {
        if let Some(value) = params.get(name(*member)) {
            added::check_archive(value)?;
        }
    }
    let mut given = asked.added.iter().flatten();
    if let Some(base) = custom.base.filter(|_| given.next().is_some()) {
        added::fill_base(params, base)?;
    }
    refuse_two_switches(custom.added, asked)?;
    for (further, supplied) in custom.added.iter().zip(&asked.added) {
        if let Fills::Archive(template) = further.fills {
            refuse_inside(template, further.name(), command, params)?;
        }
        if let Some(supplied) = supplied {
            added::fill(params, further, supplied, input)?;
        }
    }
    Ok(())
}

/// # Errors
/// 252 for two switches, each of which sets what the other sets.
fn refuse_two_switches(added: &[Added], asked: &Operation) -> Result<(), Failure> {
    let given = added.iter().zip(&asked.added);
    let given = given.filter(|(it, given)| matches!(it.fills, Fills::Switch(_)) && given.is_some());
    let mut names = given.map(|(it, _)| it.shown.name);
    match (names.next(), names.next()) {
        (Some(first), Some(second)) => Err(Failure::param(format!(
            "argument {second}: not allowed with argument {first}"
        ))),
        _ => Ok(()),
    }
}

/// Whether Python takes what is given for given: empty text is not.
fn is_truthy(supplied: &Supplied) -> bool {
    match supplied {
        Supplied::One(word) => !word.bytes().is_empty(),
        Supplied::Many(words) => !words.is_empty(),
        Supplied::Flag(flag) => *flag,
    }
}

/// # Errors
/// 252 if the archive that is an option of its own is given within that of its structure.
fn refuse_inside(
    template: &str,
    further: &str,
    command: &Command,
    params: &Map,
) -> Result<(), Failure> {
    let Ok(Value::Map(template)) = crate::json::parse(template) else {
        return Ok(());
    };
    for (member, inside) in template.iter() {
        let member = member.text();
        let given = params.get(&member).and_then(Value::as_map);
        let names = inside.as_map().into_iter().flat_map(Map::keys);
        let mut names = names.map(|name| name.text());
        let Some(name) = names.find(|name| given.is_some_and(|it| it.contains_key(name))) else {
            continue;
        };
        let input = command.operation.input();
        let mut args = command.args.iter();
        let option = args.find(|arg| input.member_index(&member) == Some(arg.member));
        let option = option.map_or("", |arg| arg.name);
        return Err(Failure::param(format!(
            "{name} cannot be provided as part of the --{option} argument.  Please use the '--{further}' option \
             instead to specify a zip file."
        )));
    }
    Ok(())
}

/// The files that the line asks for.
///
/// # Errors
/// 252 if one cannot be written.
pub(super) fn files(command: &Command, asked: &Operation) -> Result<Vec<Wanted>, Failure> {
    let added = command.added();
    let text = |name: &str| {
        let at = added.iter().position(|it| it.name() == name)?;
        self::text(asked.added.get(at)?.as_ref()?)
    };
    let mut files = Vec::new();
    for further in added {
        let (within, member, removes, is_base64) = match further.fills {
            Fills::File(within, member, is_base64) => {
                (within, Some(member.to_owned()), &[][..], is_base64)
            }
            Fills::FileOf(within, option, is_base64) => {
                let choices = added.iter().find(|it| it.name() == option);
                let choices = choices.map_or(&[][..], |it| it.shown.choices);
                (within, text(option), choices, is_base64)
            }
            _ => continue,
        };
        let (Some(path), Some(member)) = (text(further.name()), member) else {
            continue;
        };
        let path = PathBuf::from(expand(&path));
        if !can_be_written(&path) {
            let path = path.display();
            return Err(Failure::param(format!("Unable to write to file: {path}")));
        }
        files.push(Wanted {
            path,
            within,
            member,
            removes,
            is_base64,
        });
    }
    Ok(files)
}

/// What is given for an option that takes one word.
pub(super) fn text(supplied: &Supplied) -> Option<String> {
    match supplied {
        Supplied::One(word) => Some(word.text().into_owned()),
        Supplied::Many(_) | Supplied::Flag(_) => None,
    }
}

/// Whether the folder of a file is there, and takes files.
fn can_be_written(path: &Path) -> bool {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    let found = folder.unwrap_or(Path::new(".")).metadata();
    found.is_ok_and(|it| it.is_dir() && !it.permissions().readonly())
}

impl Wanted {
    /// Writes the file, and removes what is in it from the answer.
    ///
    /// # Errors
    /// 255 if it cannot be written.
    pub(super) fn write(&self, result: &mut Map) -> Result<(), Failure> {
        let mut map = result;
        for name in self.within {
            match map.get_mut(name) {
                Some(Value::Map(inner)) => map = inner,
                _ => return Ok(()),
            }
        }
        let text = map.get(&self.member).and_then(Value::as_str);
        let bytes = match (text, self.is_base64) {
            (Some(text), true) => base64::decode(text).unwrap_or_default(),
            (Some(text), false) => text.as_bytes().to_vec(),
            // What is removed with its file stays if there is none.
            (None, _) if !self.removes.is_empty() => return Ok(()),
            (None, _) => Vec::new(),
        };
        let written = self.create().and_then(|mut file| file.write_all(&bytes));
        written
            .map_err(|error| Failure::general(os_error(&error, &self.path.to_string_lossy())))?;
        for name in self.removes {
            map.remove(name);
        }
        Ok(())
    }

    /// A file that only its owner reads: what is in it is a secret.
    fn create(&self) -> std::io::Result<std::fs::File> {
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        options.open(&self.path)
    }
}
