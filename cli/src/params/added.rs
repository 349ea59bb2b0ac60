//! Options that no member gives: what is given for them is merged into the parameters by a template.

use std::time::{SystemTime, UNIX_EPOCH};

use smithgen_runtime::fraction;
use smithgen_runtime::schema::{Kind, Member, Schema};

use super::definition;
use super::fixes::is_archive;
use super::unpack::{loaded, unpack};
use crate::args::Word;
use crate::args::operation::Supplied;
use crate::errors::Failure;
use crate::json;
use crate::python;
use crate::table::{Added, Fills};
use crate::value::{Int, Key, Map, Value, repr_str};

/// What stands in templates for what is given, or for its first and second part.
const GIVEN: [&str; 3] = ["$", "$1", "$2"];
/// What stands in templates for a name that nothing else has.
const UNIQUE: &str = "$unique";
/// Why an archive is refused.
const NO_ARCHIVE: &str = "--zip-file must be a zip file with the fileb:// prefix.\n\
                          Example usage:  --zip-file fileb://path/to/file.zip";

/// A template that is being filled: what is given for an option, and where it goes.
struct Filling<'a> {
    added: &'static Added,
    supplied: &'a Supplied,
    input: &'static Schema,
    /// What is there already.
    params: &'a Map,
}

/// Merges what is given for an option into the parameters.
///
/// # Errors
/// 252 if it is nothing that the option takes.
pub(crate) fn fill(
    params: &mut Map,
    added: &'static Added,
    supplied: &Supplied,
    input: &'static Schema,
) -> Result<(), Failure> {
    let filling = Filling {
        added,
        supplied,
        input,
        params,
    };
    if let Fills::Definition(part) = added.fills {
        let text = filling.text()?;
        return definition::fill(params, part, supplied, &text);
    }
    if let Some(patch) = filling.patch()? {
        merge(params, patch);
    }
    Ok(())
}

/// Merges what is there before any further option fills it.
pub(crate) fn fill_base(params: &mut Map, template: &str) -> Result<(), Failure> {
    if let Value::Map(base) = substituted(&parsed(template)?, &[]) {
        merge(params, base);
    }
    Ok(())
}

/// # Errors
/// 252 if what is given for the option of a member is no archive.
pub(crate) fn check_archive(value: &Value) -> Result<(), Failure> {
    let is_one = matches!(value, Value::Bytes(bytes) if is_archive(bytes));
    is_one
        .then_some(())
        .ok_or_else(|| Failure::param(NO_ARCHIVE))
}

impl Filling<'_> {
    /// What the parameters get; nothing from an option that fills none.
    fn patch(&self) -> Result<Option<Map>, Failure> {
        let filled = match self.added.fills {
            Fills::Value(template) | Fills::Values(template) => self.typed(template, |_| Ok(()))?,
            Fills::Archive(template) => self.typed(template, check_archive)?,
            Fills::Needing(template, members, problem) => self.typed(template, |value| {
                let has = |name: &&str| value.get(name).is_some_and(Value::is_truthy);
                match members.iter().all(has) {
                    true => Ok(()),
                    false => Err(Failure::param(problem)),
                }
            })?,
            Fills::Each(_) if self.words().is_empty() => return Ok(None),
            Fills::Each(template) => {
                let items = self.words().iter().map(|it| vec![it.value()]);
                repeated(&parsed(template)?, &items.collect::<Vec<_>>())
            }
            Fills::Tags(template) => {
                let tags: Vec<Vec<Value>> = self.words().iter().map(tag).collect();
                repeated(&parsed(template)?, &tags)
            }
            Fills::List(template) => {
                let words: Vec<Value> = self.words().iter().map(Word::value).collect();
                let number = i64::try_from(words.len()).unwrap_or(i64::MAX);
                let given = [Value::List(words), Value::from(number)];
                substituted(&parsed(template)?, &given)
            }
            Fills::Flag(template) => {
                let flag = matches!(self.supplied, Supplied::Flag(true));
                substituted(&parsed(template)?, &[Value::Bool(flag)])
            }
            Fills::Switch(template) => parsed(template)?,
            Fills::Variant(by, words, template) => self.variant(by, words, template)?,
            Fills::File(..)
            | Fills::FileOf(..)
            | Fills::PrivateKey(_)
            | Fills::Definition(_)
            | Fills::Nothing => {
                return Ok(None);
            }
            fills => match self.text().and_then(|text| of_text(fills, text))? {
                Some(filled) => filled,
                None => return Ok(None),
            },
        };
        match filled {
            Value::Map(map) => Ok(Some(map)),
            _ => Ok(None),
        }
    }

    /// The template with the value that its member takes, which `check` may refuse.
    fn typed(
        &self,
        template: &str,
        check: impl Fn(&Value) -> Result<(), Failure>,
    ) -> Result<Value, Failure> {
        let template = parsed(template)?;
        let Some(member) = place(&template, self.input) else {
            return Err(Failure::general("an option fills no member"));
        };
        let value = unpack(self.added.shown.name, member, self.supplied)?;
        check(&value)?;
        Ok(substituted(&template, &[value]))
    }

    /// The template for the structure that the word at `by` names, with a value of it. Where the structure has no such
    /// member, that is found when the parameters are validated.
    fn variant(
        &self,
        by: &[&str],
        words: &[(&str, &str)],
        template: &str,
    ) -> Result<Value, Failure> {
        let mut path = by.iter();
        let first = path.next().and_then(|name| self.params.get(name));
        let word = path.try_fold(first, |it, name| Some(it?.get(name)));
        let word = word.flatten().and_then(Value::as_str).unwrap_or_default();
        let known = words.iter().find(|(it, _)| *it == word);
        let template = renamed(&parsed(template)?, known.map_or(word, |(_, name)| name));
        let kind = place(&template, self.input).map(|member| member.target().kind());
        Ok(substituted(&template, &[of_kind(kind, self.text()?)?]))
    }

    fn words(&self) -> &[Word] {
        match self.supplied {
            Supplied::Many(words) => words.as_slice(),
            Supplied::One(_) | Supplied::Flag(_) => &[],
        }
    }

    /// The text that is given, or that of the file that is named.
    fn text(&self) -> Result<String, Failure> {
        let Supplied::One(word) = self.supplied else {
            return Ok(String::new());
        };
        let value = loaded(self.added.shown.name, word)?.unwrap_or_else(|| Word::value(word));
        Ok(value.to_string())
    }
}

/// A text as what a member takes, by Python's rules.
///
/// # Errors
/// 255 for what is no number.
fn of_kind(kind: Option<Kind>, text: String) -> Result<Value, Failure> {
    match kind {
        Some(Kind::Boolean) => Ok(Value::Bool(!text.eq_ignore_ascii_case("false"))),
        Some(Kind::Byte | Kind::Short | Kind::Integer | Kind::Long) => {
            let number = python::int(&text).map(Value::Int);
            number.ok_or_else(|| Failure::general(python::int_error(&repr_str(&text))))
        }
        Some(Kind::Float | Kind::Double) => {
            let number = python::float(&text).map(Value::from);
            let why = || format!("could not convert string to float: {}", repr_str(&text));
            number.ok_or_else(|| Failure::general(why()))
        }
        _ => Ok(Value::from(text)),
    }
}

/// The template with a name in place of `$2`.
fn renamed(template: &Value, name: &str) -> Value {
    let Value::Map(map) = template else {
        return template.clone();
    };
    let entries = map.iter().map(|(key, it)| {
        let key = match key.as_str() {
            Some("$2") => Key::from(name),
            _ => key.clone(),
        };
        (key, renamed(it, name))
    });
    Value::Map(Map::from_entries(entries.collect()))
}

/// What an option fills that takes a text; nothing if it fills none.
fn of_text(fills: Fills, text: String) -> Result<Option<Value>, Failure> {
    Ok(Some(match fills {
        Fills::Text(template) => substituted(&parsed(template)?, &[Value::from(text)]),
        Fills::Range(separator, words, template, problem) => {
            let numbers = range(&text, separator, words);
            let numbers = numbers.ok_or_else(|| Failure::param(problem))?;
            substituted(&parsed(template)?, &numbers)
        }
        Fills::Words(words, numbers, template, problem) => {
            let text = word(&text, words, numbers);
            let text = text.ok_or_else(|| Failure::param(problem))?;
            substituted(&parsed(template)?, &[Value::from(text)])
        }
        Fills::Pairs(template) => repeated(&parsed(template)?, &pairs(&text)?),
        Fills::Prefix(prefix, template, otherwise) => {
            let template = match text.starts_with(prefix) {
                true => template,
                false => otherwise,
            };
            substituted(&parsed(template)?, &[Value::from(text)])
        }
        Fills::Suffix(suffix, template, otherwise) => {
            let template = match text.ends_with(suffix) {
                true => template,
                false => otherwise,
            };
            let name = unique(&text);
            substituted(&parsed(template)?, &[Value::from(text), Value::from(name)])
        }
        _ => return Ok(None),
    }))
}

/// The member at the place of a template's `$`.
fn place(template: &Value, schema: &'static Schema) -> Option<&'static Member> {
    let inner = |value: &Value, member: &'static Member| match value.as_str() {
        Some(text) if GIVEN.contains(&text) => Some(member),
        _ => place(value, member.target()),
    };
    match template {
        Value::Map(map) => map.iter().find_map(|(key, value)| {
            let members = schema.members().iter();
            let mut members = members.filter(|it| Some(it.name()) == key.as_str());
            inner(value, members.next()?)
        }),
        Value::List(items) if schema.kind() == Kind::List => {
            let member = schema.members().first()?;
            items.iter().find_map(|item| inner(item, member))
        }
        _ => None,
    }
}

fn parsed(template: &str) -> Result<Value, Failure> {
    json::parse(template).map_err(|error| Failure::general(error.to_string()))
}

/// The template with what is given, or its parts.
pub(super) fn substituted(template: &Value, given: &[Value]) -> Value {
    match template {
        Value::Str(text) if text == UNIQUE => Value::from(unique("cli")),
        Value::Str(text) => {
            let number = match text.as_str() {
                "$" | "$1" => Some(0),
                "$2" => Some(1),
                _ => None,
            };
            let given = number.and_then(|number| given.get(number));
            given.unwrap_or(template).clone()
        }
        Value::List(items) => Value::List(items.iter().map(|it| substituted(it, given)).collect()),
        Value::Map(map) => {
            let entries = map.iter();
            let entries = entries.map(|(key, it)| (key.clone(), substituted(it, given)));
            Value::Map(Map::from_entries(entries.collect()))
        }
        other => other.clone(),
    }
}

/// The template with an item of its innermost list for each thing that is given.
fn repeated(template: &Value, given: &[Vec<Value>]) -> Value {
    match template {
        Value::List(items) if items.iter().any(is_filled) => match items.as_slice() {
            [item] if !has_list(item) => {
                Value::List(given.iter().map(|it| substituted(item, it)).collect())
            }
            items => Value::List(items.iter().map(|it| repeated(it, given)).collect()),
        },
        Value::Map(map) => {
            let entries = map.iter();
            let entries = entries.map(|(key, it)| (key.clone(), repeated(it, given)));
            Value::Map(Map::from_entries(entries.collect()))
        }
        other => other.clone(),
    }
}

/// Whether anything in it stands for what is given.
fn is_filled(template: &Value) -> bool {
    match template {
        Value::Str(text) => GIVEN.contains(&text.as_str()),
        Value::List(items) => items.iter().any(is_filled),
        Value::Map(map) => map.values().any(is_filled),
        _ => false,
    }
}

fn has_list(template: &Value) -> bool {
    match template {
        Value::List(_) => true,
        Value::Map(map) => map.values().any(has_list),
        _ => false,
    }
}

/// Merges structures, and the first items of lists; all else is replaced.
pub(crate) fn merge(params: &mut Map, patch: Map) {
    for (key, value) in patch.iter() {
        let name = key.text();
        match (params.get_mut(&name), value) {
            (Some(Value::Map(own)), Value::Map(other)) => merge(own, other.clone()),
            (Some(Value::List(own)), Value::List(others)) => {
                match (own.first_mut(), others.as_slice()) {
                    (Some(Value::Map(first)), [Value::Map(other)]) => merge(first, other.clone()),
                    _ => own.clone_from(others),
                }
            }
            _ => {
                params.insert(key.clone(), value.clone());
            }
        }
    }
}

/// Two numbers: one twice, or two with the separator between them.
fn range(text: &str, separator: &str, words: &[(&str, &str)]) -> Option<[Value; 2]> {
    let known = words.iter().find(|(word, _)| *word == text);
    let (first, second) = match known {
        Some((_, number)) => (*number, *number),
        None => text.split_once(separator).unwrap_or((text, text)),
    };
    let number = |text: &str| python::int(text).map(Value::Int);
    Some([number(first)?, number(second)?])
}

/// What a word stands for, or a number within these.
fn word(text: &str, words: &[(&str, &str)], (least, most): (i64, i64)) -> Option<String> {
    if let Some((_, meant)) = words.iter().find(|(word, _)| *word == text) {
        return Some((*meant).to_owned());
    }
    let number = python::int(text).as_ref().and_then(Int::as_i64)?;
    (least..=most).contains(&number).then(|| text.to_owned())
}

/// A key and a value; the value may be missing.
fn tag(word: &Word) -> Vec<Value> {
    let text = word.text();
    let (key, value) = text.split_once('=').unwrap_or((&text, ""));
    vec![Value::from(key), Value::from(value)]
}

/// A name that nothing else has: with the time and a random number.
fn unique(prefix: &str) -> String {
    let time = SystemTime::now().duration_since(UNIX_EPOCH);
    let time = time.map_or(0, |it| it.as_secs());
    // From 1 to a million.
    let number = (fraction() * 1e6) as u32 + 1;
    format!("{prefix}-{time}-{number}")
}

/// Texts between commas, each of which is a name and a value.
///
/// # Errors
/// 255 with Python's message for what is no pair.
fn pairs(text: &str) -> Result<Vec<Vec<Value>>, Failure> {
    let pair = |text: &str| match *text.split('=').collect::<Vec<_>>() {
        [name, value] => Ok(vec![Value::from(name), Value::from(value)]),
        [_] => Err(Failure::general(
            "not enough values to unpack (expected 2, got 1)",
        )),
        _ => Err(Failure::general("too many values to unpack (expected 2)")),
    };
    split_on_commas(text).iter().map(|it| pair(it)).collect()
}

/// What is between commas; those within quotes divide nothing.
fn split_on_commas(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut quote = None;
    for c in text.chars() {
        match (quote, c) {
            (None, ',') => parts.push(String::new()),
            (None, '"') => quote = Some(c),
            (Some(open), c) if open == c => quote = None,
            (_, c) => {
                if let Some(part) = parts.last_mut() {
                    part.push(c);
                }
            }
        }
    }
    parts
}

#[cfg(test)]
#[path = "added_tests.rs"]
mod tests;
