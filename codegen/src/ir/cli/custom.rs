//! What a command has that no model gives it: further options, and parameters that are not sent as they are given.

use super::OptionName;
use crate::ir::Path;

/// What a command has beyond its operation; numbers are those of members of the input.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Custom {
    /// Further options, after those of members.
    pub added: Vec<Added>,
    /// Options that go together with no option of a member.
    pub apart: Vec<Apart>,
    /// What becomes of parameters, in this order.
    pub fixes: Vec<Fix>,
    /// Members whose options take archives.
    pub archives: Vec<usize>,
    /// A time of the answer that is also shown as the text that came, and its name then.
    pub as_text: Option<(usize, String)>,
    /// A template of what is there before any further option fills it.
    pub base: Option<String>,
    /// The region from which something is copied, and the URL that is signed for it.
    pub copy: Option<(usize, usize)>,
    /// What is asked for first.
    pub reads: Option<Reads>,
    /// What is put into the answer.
    pub joins: Option<Joins>,
    /// What is shown in place of the answer.
    pub shows: Option<Shows>,
}

/// What is put into an answer from those of other operations. Texts are names of members.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Joins {
    /// The structure of the answer that it is put into.
    pub into: String,
    /// What all inputs say it is about.
    pub by: String,
    /// The parts.
    pub parts: Vec<Join>,
}

/// A part of the answer of another operation.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Join {
    /// The static of the operation that answers it.
    pub from: Path,
    /// The member.
    pub member: String,
    /// Whether there is an empty list in its place.
    pub always: bool,
    /// A member of the structure with a text, and whether it must have this text or another one.
    pub only: Option<(String, String, bool)>,
}

/// What is shown of an answer in place of itself. The variants are those of the tables.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Shows {
    /// A definition of a pipeline.
    Definition,
    /// Some members, by other names.
    Renamed(Vec<(String, String)>),
    /// A password, alone: the members that lead to it.
    Password(Vec<String>),
}

/// A part of the definition of a pipeline. The variants are those of the tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Definition {
    /// All of it, as JSON.
    Whole,
    /// The parameters, as JSON.
    Parameters,
    /// The values of parameters, as JSON.
    Values,
    /// The same, as words like `key=value`.
    Pairs,
}

/// What a command asks for before it changes a part of it. Texts are names of members.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Reads {
    /// The option that needs it, without dashes.
    pub option: String,
    /// The static of the operation that answers it.
    pub from: Path,
    /// What both inputs say it is.
    pub by: String,
    /// Its version in the answer, and in the input.
    pub version: (String, String),
    /// What is in the answer, and changed in the input.
    pub whole: String,
}

/// A further option.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Added {
    /// Name without dashes: `zip-file`.
    pub name: OptionName,
    /// What it is, as a terminal shows it.
    pub doc: String,
    /// Whether it must be given.
    pub required: bool,
    /// What may be given; anything if it is empty.
    pub choices: Vec<String>,
    /// What it does.
    pub fills: Fills,
}

/// What a further option does. Templates are JSON that is merged into the parameters, in which `$` stands for what is
/// given, or `$1` and `$2` for its two parts. The variants are those of the tables.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Fills {
    /// The value that a member at `$` takes.
    Value(String),
    /// The same, for a list, of which each word is an item.
    Values(String),
    /// The same, for an archive.
    Archive(String),
    /// The same, for a structure that needs these members; else there is this problem.
    Needing(String, Vec<String>, String),
    /// Words, for each of which the innermost list has an item.
    Each(String),
    /// A flag and its opposite.
    Flag(String),
    /// A number, or two with this text between them; words that stand for both; the template; the problem.
    Range(String, Vec<(String, String)>, String, String),
    /// One of these words, or a number in this range; the template; the problem.
    Words(Vec<(String, String)>, (i64, i64), String, String),
    /// `Name=Value` pairs, for each of which the innermost list has an item.
    Pairs(String),
    /// A text with this prefix, or another text, for which there is a template each.
    Prefix(String, String, String),
    /// A text as it is.
    Text(String),
    /// A text with this suffix, or another text, for which there is a template each; `$2` is a name that is made of it.
    Suffix(String, String, String),
    /// A value of the structure that a word given before names: the members that lead to the word, names by words, and the
    /// template, in which `$2` stands for the name.
    Variant(Vec<String>, Vec<(String, String)>, String),
    /// Words: `$1` is their list, and `$2` how many they are.
    List(String),
    /// Words of a key and a value, for each of which the innermost list has an item.
    Tags(String),
    /// A flag without an opposite.
    Switch(String),
    /// The file of a private key, by which this text of the answer is decrypted.
    PrivateKey(String),
    /// A file for the text of this name within these structures of the answer; whether that is base64.
    File(Vec<String>, String, bool),
    /// The same, for the text that another option names.
    FileOf(Vec<String>, String, bool),
    /// A part of a definition.
    Definition(Definition),
    /// Nothing of itself.
    Nothing,
}

/// Options that go together with no option of a member.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Apart {
    /// The member.
    pub from: usize,
    /// The options, without dashes.
    pub options: Vec<String>,
    /// The problem, with `{}` in place of the first of them that is given.
    pub problem: String,
}

/// What becomes of a parameter. The variants are those of the tables.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Fix {
    /// A number, if none is given.
    Number(usize, i64),
    /// Text becomes base64.
    Base64(usize),
    /// Words become others.
    Words(usize, Vec<(String, String)>),
    /// Of text with slashes, what follows the last.
    LastSegment(usize),
    /// It must be the name of a bucket.
    Bucket(usize),
    /// The source of a copy, as part of a URL.
    CopySource(usize),
    /// A map of texts without other characters.
    Ascii(usize),
    /// A key becomes base64, and its digest the other member.
    Key(usize, usize),
    /// A policy for uploads within a structure of this one, made and signed.
    UploadPolicy(usize, String),
    /// Groups of instances that have a type and perhaps a bid price.
    InstanceGroups(usize),
    /// Members move into the first item of a list, if that has any of these: templates that replace what is there.
    Gather(usize, Vec<String>, Vec<(usize, String)>),
}
