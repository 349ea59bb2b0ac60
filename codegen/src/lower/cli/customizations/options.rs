//! Options that no member gives.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Template;
use crate::ir::cli::{self, Fills, OptionName};

/// An option. What it fills is a template, in which `$` stands for what is given, `$1` and `$2` for its parts.
#[derive(Debug, Deserialize)]
pub(super) struct Added {
    pub(super) name: String,
    doc: String,
    #[serde(default)]
    required: bool,
    /// Whether it goes with the members from which the others are apart.
    #[serde(default)]
    pub(super) mixes: bool,
    #[serde(default)]
    choices: Vec<String>,
    /// A value that the member at `$` takes.
    fills: Option<Template>,
    /// That value is an archive.
    #[serde(default)]
    zip: bool,
    /// That value has these members.
    needs: Option<Needs>,
    /// A list that the member at `$` takes.
    values: Option<Template>,
    each: Option<Template>,
    flag: Option<Template>,
    pairs: Option<Template>,
    range: Option<Range>,
    words: Option<Words>,
    prefix: Option<Prefix>,
    suffix: Option<Suffix>,
    variant: Option<Variant>,
    text: Option<Template>,
    list: Option<Template>,
    tags: Option<Template>,
    switch: Option<Template>,
    file: Option<File>,
    definition: Option<Definition>,
    /// The text of the answer that the key in the file decrypts.
    decrypts: Option<String>,
}

/// A part of the definition of a pipeline.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Definition {
    Whole,
    Parameters,
    Values,
    Pairs,
}

#[derive(Debug, Deserialize)]
struct Needs {
    members: Vec<String>,
    problem: String,
}

#[derive(Debug, Deserialize)]
struct Range {
    separator: String,
    #[serde(default)]
    words: BTreeMap<String, String>,
    fills: Template,
    problem: String,
}

#[derive(Debug, Deserialize)]
struct Words {
    words: BTreeMap<String, String>,
    numbers: (i64, i64),
    fills: Template,
    problem: String,
}

#[derive(Debug, Deserialize)]
struct Prefix {
    prefix: String,
    fills: Template,
    otherwise: Template,
}

#[derive(Debug, Deserialize)]
struct Suffix {
    suffix: String,
    fills: Template,
    otherwise: Template,
}

#[derive(Debug, Deserialize)]
struct Variant {
    by: Vec<String>,
    words: BTreeMap<String, String>,
    fills: Template,
}

#[derive(Debug, Deserialize)]
struct File {
    #[serde(default)]
    within: Vec<String>,
    member: Option<String>,
    named_by: Option<String>,
    #[serde(default)]
    is_base64: bool,
}

impl Added {
    pub(super) fn lowered(&self) -> Option<cli::Added> {
        Some(cli::Added {
            name: OptionName::of(&self.name),
            doc: self.doc.clone(),
            required: self.required,
            choices: self.choices.clone(),
            fills: self.what_it_fills()?,
        })
    }

    fn what_it_fills(&self) -> Option<Fills> {
        if let Some(value) = &self.fills {
            let value = template(value);
            return Some(match (&self.needs, self.zip) {
                (Some(needs), _) => {
                    Fills::Needing(value, needs.members.clone(), needs.problem.clone())
                }
                (None, true) => Fills::Archive(value),
                (None, false) => Fills::Value(value),
            });
        }
        if let Some(range) = &self.range {
            let (separator, problem) = (range.separator.clone(), range.problem.clone());
            let fills = template(&range.fills);
            return Some(Fills::Range(separator, pairs(&range.words), fills, problem));
        }
        if let Some(words) = &self.words {
            let fills = template(&words.fills);
            let known = pairs(&words.words);
            return Some(Fills::Words(
                known,
                words.numbers,
                fills,
                words.problem.clone(),
            ));
        }
        if let Some(it) = &self.prefix {
            let (fills, otherwise) = (template(&it.fills), template(&it.otherwise));
            return Some(Fills::Prefix(it.prefix.clone(), fills, otherwise));
        }
        if let Some(it) = &self.variant {
            let fills = template(&it.fills);
            return Some(Fills::Variant(it.by.clone(), pairs(&it.words), fills));
        }
        if let Some(file) = &self.file {
            let within = file.within.clone();
            return match (&file.member, &file.named_by) {
                (Some(member), None) => Some(Fills::File(within, member.clone(), file.is_base64)),
                (None, Some(option)) => Some(Fills::FileOf(within, option.clone(), file.is_base64)),
                _ => None,
            };
        }
        if let Some(it) = &self.suffix {
            let (fills, otherwise) = (template(&it.fills), template(&it.otherwise));
            return Some(Fills::Suffix(it.suffix.clone(), fills, otherwise));
        }
        let of = |given: &Option<Template>, fills: fn(String) -> Fills| {
            given.as_ref().map(|it| fills(template(it)))
        };
        let simple = [
            of(&self.values, Fills::Values),
            of(&self.each, Fills::Each),
            of(&self.flag, Fills::Flag),
            of(&self.pairs, Fills::Pairs),
            of(&self.text, Fills::Text),
            of(&self.list, Fills::List),
            of(&self.tags, Fills::Tags),
            of(&self.switch, Fills::Switch),
        ];
        let definition = self.definition.map(|part| {
            Fills::Definition(match part {
                Definition::Whole => cli::Definition::Whole,
                Definition::Parameters => cli::Definition::Parameters,
                Definition::Values => cli::Definition::Values,
                Definition::Pairs => cli::Definition::Pairs,
            })
        });
        let decrypts = self.decrypts.clone().map(Fills::PrivateKey);
        let nothing = (!self.choices.is_empty()).then_some(Fills::Nothing);
        let simple = simple.into_iter().flatten().next();
        simple.or(definition).or(decrypts).or(nothing)
    }
}

fn pairs(words: &BTreeMap<String, String>) -> Vec<(String, String)> {
    words.iter().map(|(a, b)| (a.clone(), b.clone())).collect()
}

/// A template without the layout of the file.
pub(super) fn template(raw: &Template) -> String {
    let value: Result<serde_json::Value, _> = serde_json::from_str(raw.get());
    value.map_or_else(|_| raw.get().to_owned(), |value| value.to_string())
}
