//! A single parser: a table of options, at most one positional, prefix matching.
//!
//! The rules are those of Python's argparse, which the reference is built on. First every word is classified as
//! option, value or separator, and ambiguous prefixes fail at once; then options take their values from left to
//! right.

use std::borrow::Cow;

use super::suggest::close_matches;
use super::{Word, spelling};
use crate::errors::Voice;
use crate::value::repr_str;

/// How many values an option takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arity {
    Flag,
    One,
    /// Zero or one.
    Optional,
    Many,
    /// None, and parsing stops here (`--version`).
    Stop,
}

/// Checks that the parser makes on a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Check {
    /// Any text.
    Text,
    /// An integer, as accepted by Python's `int()`.
    Int,
    /// A number, as accepted by Python's `float()`.
    Float,
}

#[derive(Clone, Debug)]
pub(crate) struct Opt {
    pub(crate) name: Cow<'static, str>,
    pub(crate) arity: Arity,
    /// The allowed values; empty if any value is allowed.
    pub(crate) choices: &'static [&'static str],
    pub(crate) required: bool,
    pub(crate) check: Check,
    /// Matched by its exact name only, and never listed as a candidate.
    pub(crate) exact: bool,
}

impl Opt {
    /// An option that takes any text.
    pub(crate) const fn new(name: Cow<'static, str>, arity: Arity) -> Opt {
        Opt {
            name,
            arity,
            choices: &[],
            required: false,
            check: Check::Text,
            exact: false,
        }
    }
}

/// The one positional of a parser.
#[derive(Clone, Debug)]
pub(crate) struct Positional<'a> {
    /// The name used in messages.
    pub(crate) name: &'static str,
    /// The allowed values; `None` if any value is allowed.
    pub(crate) choices: Option<Vec<&'a str>>,
    pub(crate) required: bool,
}

/// What was given for an option.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Given {
    Bare,
    One(Word),
    /// Any number of values.
    Many(Vec<Word>),
}

/// The result of parsing.
#[derive(Debug)]
pub(crate) struct Parsed {
    /// The last value given for each option of the table.
    pub(crate) given: Vec<Option<Given>>,
    /// The position on the line of that value, for each option of the table.
    pub(crate) at: Vec<usize>,
    pub(crate) positional: Option<Word>,
    /// Everything else, in order.
    pub(crate) rest: Vec<Word>,
}

/// Why a parser stopped early.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Stop {
    /// An error message.
    Error(String),
    /// A prefix that several options share: the word as typed, which may include a value, and the options.
    Ambiguous(String, String),
    /// A value that is not one of the choices.
    Choice(Choice),
    /// Required arguments that are missing.
    Missing(Missing),
    /// The option at this index stops parsing.
    At(usize),
}

/// A value that is not one of the choices.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Choice {
    /// The option, or the name of the positional.
    argument: String,
    /// The value in Python's `repr`.
    shown: String,
    /// Choices similar to the value.
    close: Vec<String>,
    all: Vec<String>,
}

/// Required arguments that are missing.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Missing {
    /// Names of the missing options, and of the positional.
    names: Vec<String>,
    /// Unknown words, which may be misspelt options.
    pub(crate) unknown: Vec<Word>,
}

impl Choice {
    fn message(&self, voice: Voice) -> String {
        let Choice {
            argument, shown, ..
        } = self;
        let list = |choices: &[String]| -> String {
            choices.iter().map(|it| ["\n  * ", it].concat()).collect()
        };
        let close = match self.close.as_slice() {
            [] => String::new(),
            close => format!("\nMaybe you meant:\n{}", list(close)),
        };
        match voice {
            Voice::Reference => {
                format!("argument {argument}: Found invalid choice {shown}\n{close}")
            }
            Voice::Own if close.is_empty() => {
                let all = list(&self.all);
                format!(
                    "argument {argument}: Found invalid choice {shown}. The choices are:\n{all}"
                )
            }
            Voice::Own => format!("argument {argument}: Found invalid choice {shown}\n{close}"),
        }
    }
}

impl Stop {
    /// The message to print, if there is one.
    pub(crate) fn message(&self, voice: Voice) -> Option<String> {
        match self {
            Stop::Error(message) => Some(message.clone()),
            Stop::Ambiguous(word, options) => {
                let shown = match voice {
                    Voice::Reference => word,
                    Voice::Own => spelling::name(word),
                };
                Some(format!("ambiguous option: {shown} could match {options}"))
            }
            Stop::Choice(choice) => Some(choice.message(voice)),
            Stop::Missing(missing) => Some(format!(
                "the following arguments are required: {}",
                missing.names.join(", ")
            )),
            Stop::At(_) => None,
        }
    }
}

/// A classified word.
enum Sorted {
    /// `--`.
    Separator,
    /// A value or positional.
    Value,
    /// An option with the value after its `=`.
    Option(usize, Option<Word>),
    /// Looks like an option, but this parser does not know it.
    Unknown,
}

/// Parses `words` and returns unknown ones in [`Parsed::rest`].
pub(crate) fn parse(
    words: &[Word],
    options: &[Opt],
    positional: Option<Positional<'_>>,
) -> Result<Parsed, Stop> {
    let mut sorted = Vec::with_capacity(words.len());
    let mut words_only = false;
    for word in words {
        if words_only {
            sorted.push(Sorted::Value);
        } else if word.is("--") {
            words_only = true;
            sorted.push(Sorted::Separator);
        } else {
            sorted.push(sort(word, options)?);
        }
    }
    let parsed = Parsed {
        given: vec![None; options.len()],
        at: vec![0; options.len()],
        positional: None,
        rest: Vec::new(),
    };
    Run {
        words,
        sorted,
        options,
        positional: positional.as_ref(),
        pending: positional.is_some(),
        parsed,
    }
    .run()
}

/// Classifies a word that precedes any `--`.
fn sort(word: &Word, options: &[Opt]) -> Result<Sorted, Stop> {
    let bytes = word.bytes();
    if bytes.first() != Some(&b'-') {
        return Ok(Sorted::Value);
    }
    if let Some(index) = options.iter().position(|o| word.is(&o.name)) {
        return Ok(Sorted::Option(index, None));
    }
    if bytes.len() == 1 {
        return Ok(Sorted::Value);
    }
    let (name, value) = match bytes.iter().position(|&b| b == b'=') {
        Some(at) => (
            bytes.get(..at).unwrap_or_default(),
            Some(Word::new(bytes.get(at + 1..).unwrap_or_default())),
        ),
        None => (bytes, None),
    };
    if value.is_some()
        && let Some(index) = options.iter().position(|o| name == o.name.as_bytes())
    {
        return Ok(Sorted::Option(index, value));
    }
    // After a single dash the whole word is matched, `=` included; none of our options is spelled that way.
    let prefix = if bytes.starts_with(b"--") {
        name
    } else {
        bytes
    };
    let mut matches = (0..)
        .zip(options)
        .filter(|(_, o)| !o.exact && o.name.as_bytes().starts_with(prefix));
    if let Some((index, first)) = matches.next() {
        let others: Vec<&str> = matches.map(|(_, o)| &*o.name).collect();
        if others.is_empty() {
            return Ok(Sorted::Option(index, value));
        }
        let options = format!("{}, {}", first.name, others.join(", "));
        return Err(Stop::Ambiguous(word.text().into_owned(), options));
    }
    if is_negative_number(bytes) || bytes.contains(&b' ') {
        return Ok(Sorted::Value);
    }
    Ok(Sorted::Unknown)
}

/// Whether the word is a negative number (`-5`, `-.5`, `-1.5`), which is a value since no option looks like one.
fn is_negative_number(bytes: &[u8]) -> bool {
    let Some(number) = bytes.strip_prefix(b"-") else {
        return false;
    };
    let whole = number.iter().take_while(|b| b.is_ascii_digit()).count();
    match number.get(whole..).unwrap_or_default() {
        [] => whole > 0,
        [b'.', fraction @ ..] => !fraction.is_empty() && fraction.iter().all(u8::is_ascii_digit),
        _ => false,
    }
}

/// The second step: options take their values from left to right.
struct Run<'a> {
    words: &'a [Word],
    sorted: Vec<Sorted>,
    options: &'a [Opt],
    positional: Option<&'a Positional<'a>>,
    /// Whether the positional is still unfilled.
    pending: bool,
    parsed: Parsed,
}

impl Run<'_> {
    fn run(mut self) -> Result<Parsed, Stop> {
        let last_option = self
            .sorted
            .iter()
            .rposition(is_option)
            .map_or(0, |at| at + 1);
        let mut at = 0;
        while at < last_option {
            let next = self.next_option(at);
            if at != next {
                let end = self.take_positional(at)?;
                if end > at {
                    at = end;
                    continue;
                }
            }
            if at < next {
                self.leave(at, next);
                at = next;
            }
            at = self.take_option(at)?;
        }
        at = self.take_positional(at)?;
        self.leave(at, self.words.len());
        self.require()?;
        Ok(self.parsed)
    }

    fn next_option(&self, from: usize) -> usize {
        let rest = self.sorted.get(from..).unwrap_or_default();
        rest.iter()
            .position(is_option)
            .map_or(self.words.len(), |at| from + at)
    }

    fn leave(&mut self, from: usize, to: usize) {
        self.parsed
            .rest
            .extend_from_slice(self.words.get(from..to).unwrap_or_default());
    }

    fn separators(&self, from: usize) -> usize {
        let rest = self.sorted.get(from..).unwrap_or_default();
        rest.iter()
            .take_while(|s| matches!(s, Sorted::Separator))
            .count()
    }

    /// Fills the positional with the value here and consumes the separators around it. An optional positional is
    /// filled with nothing if there is no value.
    fn take_positional(&mut self, at: usize) -> Result<usize, Stop> {
        let Some(positional) = self.positional.filter(|_| self.pending) else {
            return Ok(at);
        };
        let mut end = at + self.separators(at);
        let is_value = matches!(self.sorted.get(end), Some(Sorted::Value));
        if !is_value {
            if positional.required {
                return Ok(at);
            }
            self.pending = false;
            return Ok(end);
        }
        let Some(word) = self.words.get(end) else {
            return Ok(at);
        };
        self.pending = false;
        if let Some(choices) = &positional.choices {
            check_choice(positional.name, word, choices)?;
        }
        self.parsed.positional = Some(word.clone());
        end += 1;
        Ok(end + self.separators(end))
    }

    fn take_option(&mut self, at: usize) -> Result<usize, Stop> {
        let Some(Sorted::Option(index, explicit)) = self.sorted.get_mut(at) else {
            self.leave(at, at + 1);
            return Ok(at + 1);
        };
        let (index, explicit) = (*index, explicit.take());
        let Some(option) = self.options.get(index) else {
            return Ok(at + 1);
        };
        let (given, end) = match explicit {
            Some(value) => match option.arity {
                Arity::Flag | Arity::Stop => {
                    let value = value.value().repr().to_string();
                    return Err(error(
                        &option.name,
                        &format!("ignored explicit argument {value}"),
                    ));
                }
                Arity::Many => (Given::Many(vec![value]), at + 1),
                Arity::One | Arity::Optional => (Given::One(value), at + 1),
            },
            None => self.values(option, at + 1)?,
        };
        check(option, &given)?;
        if option.arity == Arity::Stop {
            return Err(Stop::At(index));
        }
        if let (Some(given_place), Some(at_place)) = (
            self.parsed.given.get_mut(index),
            self.parsed.at.get_mut(index),
        ) {
            *given_place = Some(given);
            *at_place = at;
        }
        Ok(end)
    }

    /// The values that follow an option.
    fn values(&self, option: &Opt, from: usize) -> Result<(Given, usize), Stop> {
        let rest = self.sorted.get(from..).unwrap_or_default();
        let available = rest
            .iter()
            .take_while(|s| matches!(s, Sorted::Value))
            .count();
        let first = self.words.get(from).filter(|_| available > 0);
        match (option.arity, first) {
            (Arity::Flag | Arity::Stop, _) | (Arity::Optional, None) => Ok((Given::Bare, from)),
            (Arity::One | Arity::Optional, Some(word)) => Ok((Given::One(word.clone()), from + 1)),
            (Arity::One, None) => Err(error(&option.name, "expected one argument")),
            (Arity::Many, _) => {
                let words = self.words.get(from..from + available).unwrap_or_default();
                Ok((Given::Many(words.to_vec()), from + available))
            }
        }
    }

    fn require(&self) -> Result<(), Stop> {
        let mut missing: Vec<&str> = self
            .options
            .iter()
            .zip(&self.parsed.given)
            .filter(|(option, given)| option.required && given.is_none())
            .map(|(option, _)| &*option.name)
            .collect();
        if let Some(positional) = self.positional.filter(|p| p.required && self.pending) {
            missing.push(positional.name);
        }
        if missing.is_empty() {
            return Ok(());
        }
        Err(Stop::Missing(Missing {
            names: missing.into_iter().map(str::to_owned).collect(),
            unknown: self.parsed.rest.clone(),
        }))
    }
}

fn is_option(sorted: &Sorted) -> bool {
    matches!(sorted, Sorted::Option(..) | Sorted::Unknown)
}

/// The error message of one argument.
pub(crate) fn error(argument: &str, message: &str) -> Stop {
    Stop::Error(format!("argument {argument}: {message}"))
}

fn check(option: &Opt, given: &Given) -> Result<(), Stop> {
    let Given::One(word) = given else {
        return Ok(());
    };
    if !option.choices.is_empty() {
        check_choice(&option.name, word, option.choices)?;
    }
    let kind = match option.check {
        Check::Int if crate::python::int(&word.text()).is_none() => "int",
        Check::Float if crate::python::float(&word.text()).is_none() => "float",
        _ => return Ok(()),
    };
    let value = word.value().repr().to_string();
    Err(error(
        &option.name,
        &format!("invalid {kind} value: {value}"),
    ))
}

fn check_choice(argument: &str, word: &Word, choices: &[&str]) -> Result<(), Stop> {
    let text = word.text();
    if choices.contains(&&*text) {
        return Ok(());
    }
    let shown = match std::str::from_utf8(word.bytes()) {
        Ok(text) => repr_str(text),
        Err(_) => word.value().repr().to_string(),
    };
    let close = close_matches(&text, choices);
    let owned = |choices: &[&str]| choices.iter().map(|it| (*it).to_owned()).collect();
    Err(Stop::Choice(Choice {
        argument: argument.to_owned(),
        shown,
        close: owned(&close),
        all: owned(choices),
    }))
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
