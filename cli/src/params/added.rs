//! Options that no member gives: what is given for them is merged into the parameters by a template.

use smithgen_runtime::schema::{Kind, Member, Schema};

use super::fixes::is_archive;
use super::unpack::{loaded, unpack};
use crate::args::Word;
use crate::args::operation::Supplied;
use crate::errors::Failure;
use crate::json;
use crate::python;
use crate::table::{Added, Fills};
use crate::value::{Int, Map, Value};

/// What stands in templates for what is given, or for its first and second part.
const GIVEN: [&str; 3] = ["$", "$1", "$2"];
/// Why an archive is refused.
const NO_ARCHIVE: &str = "--zip-file must be a zip file with the fileb:// prefix.\n\
                          Example usage:  --zip-file fileb://path/to/file.zip";

/// A template that is being filled: what is given for an option, and where it goes.
struct Filling<'a> {
    added: &'static Added,
    supplied: &'a Supplied,
    input: &'static Schema,
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
    };
    if let Some(patch) = filling.patch()? {
        merge(params, patch);
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
            Fills::Each(template) => {
                let words = match self.supplied {
                    Supplied::Many(words) => words.as_slice(),
                    Supplied::One(_) | Supplied::Flag(_) => &[],
                };
                if words.is_empty() {
                    return Ok(None);
                }
                let items: Vec<Vec<Value>> = words.iter().map(|it| vec![it.value()]).collect();
                repeated(&parsed(template)?, &items)
            }
            Fills::Flag(template) => {
                let flag = matches!(self.supplied, Supplied::Flag(true));
                substituted(&parsed(template)?, &[Value::Bool(flag)])
            }
            Fills::Range(separator, words, template, problem) => {
                let numbers = range(&self.text()?, separator, words);
                let numbers = numbers.ok_or_else(|| Failure::param(problem))?;
                substituted(&parsed(template)?, &numbers)
            }
            Fills::Words(words, numbers, template, problem) => {
                let text = word(&self.text()?, words, numbers);
                let text = text.ok_or_else(|| Failure::param(problem))?;
                substituted(&parsed(template)?, &[Value::from(text)])
            }
            Fills::Pairs(template) => {
                let pairs = pairs(&self.text()?)?;
                repeated(&parsed(template)?, &pairs)
            }
            Fills::Prefix(prefix, template, otherwise) => {
                let text = self.text()?;
                let template = match text.starts_with(prefix) {
                    true => template,
                    false => otherwise,
                };
                substituted(&parsed(template)?, &[Value::from(text)])
            }
            Fills::File(..) | Fills::FileOf(..) | Fills::Nothing => return Ok(None),
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

    /// The text that is given, or that of the file that is named.
    fn text(&self) -> Result<String, Failure> {
        let Supplied::One(word) = self.supplied else {
            return Ok(String::new());
        };
        let value = loaded(self.added.shown.name, word)?.unwrap_or_else(|| Word::value(word));
        Ok(value.to_string())
    }
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
fn merge(params: &mut Map, patch: Map) {
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
mod tests {
    use super::*;

    use crate::fixture::SERVICE;
    use crate::table::added;

    /// The parameters after options of `put-thing` were given.
    fn filled(given: &[(&'static Added, Supplied)]) -> Result<String, Failure> {
        let input = SERVICE.commands[1].operation.input();
        let mut params = Map::new();
        for (added, supplied) in given {
            fill(&mut params, added, supplied, input)?;
        }
        Ok(json::compact(&Value::Map(params)))
    }

    fn word(text: &str) -> Supplied {
        Supplied::One(Word::from(text))
    }

    #[test]
    fn options_fill_nested_members() {
        static LABEL: Added = added("--label", "", Fills::Value(r#"{"tree": {"label": "$"}}"#));
        static WEIGHT: Added = added("--weight", "", Fills::Value(r#"{"tree": {"weight": "$"}}"#));
        static TREES: Added = added(
            "--saplings",
            "",
            Fills::Each(r#"{"trees": [{"label": "$"}]}"#),
        );
        static TAGS: Added = added(
            "--tags-of",
            "",
            Fills::Needing(r#"{"tree": {"tags": "$"}}"#, &["a"], "a is needed"),
        );
        let words = Supplied::Many(vec![Word::from("x"), Word::from("y")]);
        let all = [
            (&LABEL, word("oak")),
            (&WEIGHT, word("1.5")),
            (&TREES, words),
            (&TAGS, word("a=1,b=2")),
        ];
        assert_eq!(
            filled(&all).unwrap(),
            r#"{"tree": {"label": "oak", "weight": 1.5, "tags": {"a": "1", "b": "2"}}, "trees": [{"label": "x"}, {"label": "y"}]}"#
        );
        for (added, text, problem) in [(&WEIGHT, "heavy", "heavy"), (&TAGS, "b=2", "a is needed")] {
            let failure = filled(&[(added, word(text))]).unwrap_err().told(true);
            assert!(format!("{failure:?}").contains(problem), "{failure:?}");
        }
    }

    #[test]
    fn options_choose_by_what_is_given() {
        static BY_PREFIX: Added = added(
            "--place",
            "",
            Fills::Prefix("r-", r#"{"place": {"room": "$"}}"#, r#"{"thingName": "$"}"#),
        );
        static FLAG: Added = added("--kept", "", Fills::Flag(r#"{"fragile": "$"}"#));
        assert_eq!(
            filled(&[(&BY_PREFIX, word("r-1"))]).unwrap(),
            r#"{"place": {"room": "r-1"}}"#
        );
        assert_eq!(
            filled(&[(&BY_PREFIX, word("vase"))]).unwrap(),
            r#"{"thingName": "vase"}"#
        );
        assert_eq!(
            filled(&[(&FLAG, Supplied::Flag(false))]).unwrap(),
            r#"{"fragile": false}"#
        );
    }

    #[test]
    fn ranges_are_one_number_or_two() {
        let shown = |text: &str, separator: &str| {
            let words = [("-1", "-1"), ("all", "-1")];
            range(text, separator, &words).map(|[a, b]| format!("{a} {b}"))
        };
        assert_eq!(shown("3", ":").as_deref(), Some("3 3"));
        assert_eq!(shown("1:3", ":").as_deref(), Some("1 3"));
        assert_eq!(shown("-1", "-").as_deref(), Some("-1 -1"));
        assert_eq!(shown("22-25", "-").as_deref(), Some("22 25"));
        for wrong in ["", "a", "1:", ":1", "1:2:3"] {
            assert_eq!(shown(wrong, ":"), None, "{wrong}");
        }
    }

    #[test]
    fn words_and_numbers_are_known() {
        let known = |text: &str| super::word(text, &[("tcp", "tcp"), ("all", "-1")], (-1, 255));
        assert_eq!(known("tcp").as_deref(), Some("tcp"));
        assert_eq!(known("all").as_deref(), Some("-1"));
        assert_eq!(known("50").as_deref(), Some("50"));
        assert_eq!(known("256"), None);
        assert_eq!(known("smtp"), None);
    }

    #[test]
    fn templates_are_merged_into_what_is_there() {
        let mut params = Map::new();
        for template in [
            r#"{"Items": [{"Index": 0, "Size": "$"}]}"#,
            r#"{"Items": [{"Index": 0, "Flag": true}], "Name": "$"}"#,
        ] {
            let filled = substituted(&json::parse(template).unwrap(), &[Value::from(4)]);
            merge(&mut params, filled.as_map().unwrap().clone());
        }
        assert_eq!(
            json::compact(&Value::Map(params)),
            r#"{"Items": [{"Index": 0, "Size": 4, "Flag": true}], "Name": 4}"#
        );
    }

    #[test]
    fn the_innermost_list_has_an_item_for_each() {
        let template = r#"{"A": [{"B": [{"N": "$1", "V": "$2"}]}]}"#;
        let given = pairs(r#"x=1,"y,z=2""#).unwrap();
        let filled = repeated(&json::parse(template).unwrap(), &given);
        assert_eq!(
            json::compact(&filled),
            r#"{"A": [{"B": [{"N": "x", "V": "1"}, {"N": "y,z", "V": "2"}]}]}"#
        );
        assert!(pairs("x").is_err() && pairs("x=1=2").is_err());
    }
}
