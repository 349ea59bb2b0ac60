//! The options of one operation, made from its table.

use std::borrow::Cow;

use smithgen_runtime::schema::Kind;

use super::Word;
use super::parse::{Arity, Check, Given, Opt, Parsed, Positional, Stop, parse};
use crate::table::{Added, Arg, Command, Definition, Fills, file_of_output};

/// Values of `--generate-cli-skeleton`.
const SKELETONS: &[&str] = &["input", "output", "yaml-input"];

/// What a table entry's option means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meaning {
    /// Sets the member at this index of the command's `args`.
    Arg(usize),
    /// Sets the boolean member at this index to false.
    No(usize),
    /// Fills what the further option at this index fills.
    Added(usize),
    /// The opposite of the flag at this index.
    NotAdded(usize),
    InputJson,
    InputYaml,
    Skeleton,
    DryRun,
    Save,
    Reuse,
    /// One of the options about pages.
    Page(PageOption),
}

/// The options about pages, in the order in which messages name them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PageOption {
    StartingToken,
    PageSize,
    MaxItems,
}

impl PageOption {
    /// All of them.
    pub(crate) const ALL: [PageOption; 3] = [
        PageOption::StartingToken,
        PageOption::PageSize,
        PageOption::MaxItems,
    ];

    /// The option's name without dashes.
    pub(crate) fn name(self) -> &'static str {
        match self {
            PageOption::StartingToken => "starting-token",
            PageOption::PageSize => "page-size",
            PageOption::MaxItems => "max-items",
        }
    }
}

/// What was given for the options about pages.
#[derive(Clone, Debug, Default)]
pub(crate) struct PageWords([Option<Word>; 3]);

impl PageWords {
    pub(crate) fn get(&self, option: PageOption) -> Option<&Word> {
        self.0.get(option as usize).and_then(Option::as_ref)
    }

    pub(crate) fn take(&mut self, option: PageOption) -> Option<Word> {
        self.0.get_mut(option as usize).and_then(Option::take)
    }

    fn set(&mut self, option: PageOption, word: Option<Word>) {
        if let Some(place) = self.0.get_mut(option as usize) {
            *place = word;
        }
    }
}

/// Which skeleton to print.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Skeleton {
    /// JSON of the input.
    Input,
    /// YAML of the input, with comments.
    YamlInput,
    /// What the command would print.
    Output,
}

/// What was given for an argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Supplied {
    One(Word),
    /// Any number of words.
    Many(Vec<Word>),
    /// A flag or its negation.
    Flag(bool),
}

#[derive(Debug, Default)]
pub(crate) struct Operation {
    /// What was given for each entry of the command's `args`.
    pub(crate) args: Vec<Option<Supplied>>,
    /// What was given for each of the command's further options.
    pub(crate) added: Vec<Option<Supplied>>,
    /// What was given for the options about pages.
    pub(crate) pages: PageWords,
    pub(crate) input_json: Option<Word>,
    pub(crate) input_yaml: Option<Word>,
    pub(crate) skeleton: Option<Skeleton>,
    /// Print the request instead of sending it. Not in the reference.
    pub(crate) dry_run: bool,
    /// Keep the result. Not in the reference.
    pub(crate) save: bool,
    /// Print a kept result. Not in the reference.
    pub(crate) reuse: bool,
    /// A structure of one boolean that is given as a flag and as its opposite: the names of both.
    pub(crate) both: Option<(String, String)>,
    /// `help` was asked for.
    pub(crate) help: bool,
    /// The file for the body of the response.
    pub(crate) outfile: Option<Word>,
    /// Unknown words, in the order the message lists them.
    pub(crate) unknown: Vec<Word>,
}

/// Parses an operation's options. `own_name` allows `--help` and `-h`.
pub(crate) fn parse_operation(
    command: &Command,
    words: &[Word],
    own_name: bool,
) -> Result<Operation, Stop> {
    if let [word] = words
        && word.is("help")
    {
        return Ok(Operation {
            help: true,
            ..Operation::default()
        });
    }
    let to_file = file_of_output(command.operation).is_some();
    let is_lifted = lifts_requirement(words);
    // The options of a command with a file stay required, whatever else gives their values, as in the reference.
    let (options, meanings) = options(command, is_lifted && !to_file);
    if own_name && asks_for_help(words, &options) {
        return Ok(Operation {
            help: true,
            ..Operation::default()
        });
    }
    let positional = Positional {
        name: if to_file { "outfile" } else { "help" },
        choices: None,
        required: to_file && !is_lifted,
    };
    let mut parsed = parse(words, &options, Some(positional))?;
    let mut result = read(command, &mut parsed, &meanings);
    if to_file {
        result.outfile = parsed.positional;
        return Ok(result);
    }
    match parsed.positional {
        Some(word) if word.is("help") => result.help = true,
        Some(word) if !word.bytes().is_empty() => result.unknown.push(word),
        _ => {}
    }
    Ok(result)
}

/// Finds the word that is one of `choices`, and returns it with the remaining words. The operation's required
/// options are not enforced here.
pub(crate) fn parse_subcommand(
    command: &Command,
    words: &[Word],
    choices: Vec<&str>,
) -> Result<Option<(Word, Vec<Word>)>, Stop> {
    if let [word] = words
        && word.is("help")
    {
        return Ok(None);
    }
    let (options, _) = options(command, true);
    let positional = Positional {
        name: "subcommand",
        choices: Some(choices),
        required: false,
    };
    let Some(name) = parse(words, &options, Some(positional))?.positional else {
        return Ok(None);
    };
    let mut rest = words.to_vec();
    if let Some(at) = rest.iter().position(|word| *word == name) {
        rest.remove(at);
    }
    Ok(Some((name, rest)))
}

/// Whether required options may be omitted. The reference decides by the literal words on the line.
fn lifts_requirement(words: &[Word]) -> bool {
    let has = |text: &str| words.iter().position(|w| w.is(text));
    if has("--cli-input-json").is_some() || has("--cli-input-yaml").is_some() {
        return true;
    }
    match has("--generate-cli-skeleton") {
        Some(at) => !words.get(at + 1).is_some_and(|w| w.is("output")),
        None => false,
    }
}

fn asks_for_help(words: &[Word], options: &[Opt]) -> bool {
    words
        .iter()
        .take_while(|w| !w.is("--"))
        .any(|w| (w.is("--help") || w.is("-h")) && !options.iter().any(|o| w.is(&o.name)))
}

/// Options, each with its meaning.
struct Table {
    options: Vec<Opt>,
    meanings: Vec<Meaning>,
}

impl Table {
    fn push(&mut self, option: Opt, meaning: Meaning) {
        self.options.push(option);
        self.meanings.push(meaning);
    }

    /// Adds an option that is not a member's.
    fn add(&mut self, name: &'static str, arity: Arity, meaning: Meaning) {
        let mut option = Opt::new(Cow::Borrowed(name), arity);
        option.exact = matches!(meaning, Meaning::DryRun | Meaning::Save | Meaning::Reuse);
        if meaning == Meaning::Skeleton {
            option.choices = SKELETONS;
        }
        // If the model has an option of this name, it wins, as in the reference.
        if !(option.exact && self.options.iter().any(|o| o.name == name)) {
            self.push(option, meaning);
        }
    }

    /// Adds the options of a member.
    fn add_member(&mut self, command: &Command, index: usize, arg: &Arg, optional: bool) {
        let kind = kind_of(command, arg.member);
        let arity = match arg.flag {
            true => Arity::Optional,
            false => arity(kind),
        };
        let mut option = Opt::new(dashed("--", arg.name), arity);
        option.check = match kind {
            Kind::Long => Check::Int,
            Kind::Float | Kind::Double => Check::Float,
            _ => Check::Text,
        };
        // Flags are never required: either of the pair may be left out.
        option.required = arg.required && !optional && kind != Kind::Boolean;
        self.push(option, Meaning::Arg(index));
        if kind == Kind::Boolean || arg.flag {
            let no = Opt::new(dashed("--", &arg.negative()), Arity::Flag);
            self.push(no, Meaning::No(index));
        }
    }

    /// Adds an option that no member gives.
    fn add_further(&mut self, index: usize, added: &'static Added, optional: bool) {
        let arity = match added.fills {
            Fills::Each(_)
            | Fills::Values(_)
            | Fills::List(_)
            | Fills::Tags(_)
            | Fills::Definition(Definition::Pairs) => Arity::Many,
            Fills::Flag(_) | Fills::Switch(_) => Arity::Flag,
            _ => Arity::One,
        };
        let mut option = Opt::new(Cow::Borrowed(added.shown.name), arity);
        option.required = added.required && !optional;
        option.choices = added.shown.choices;
        self.push(option, Meaning::Added(index));
        if matches!(added.fills, Fills::Flag(_)) {
            let no = Opt::new(dashed("--no-", added.name()), Arity::Flag);
            self.push(no, Meaning::NotAdded(index));
        }
    }
}

fn options(command: &Command, optional: bool) -> (Vec<Opt>, Vec<Meaning>) {
    let mut table = Table {
        options: Vec::with_capacity(command.args.len() + 4),
        meanings: Vec::with_capacity(command.args.len() + 4),
    };
    let mut page_options = page_options(command);
    for (index, arg) in command.args.iter().enumerate() {
        // An option about pages hides that of a member with its name.
        let hiding = page_options
            .iter()
            .position(|(it, _)| it.name() == arg.name);
        match hiding.map(|at| page_options.remove(at)) {
            Some((hiding, option)) => table.push(option, Meaning::Page(hiding)),
            None => table.add_member(command, index, arg, optional),
        }
    }
    for (index, added) in command.added().iter().enumerate() {
        table.add_further(index, added, optional);
    }
    table.add("--cli-input-json", Arity::One, Meaning::InputJson);
    table.add("--cli-input-yaml", Arity::One, Meaning::InputYaml);
    for (meaning, option) in page_options {
        table.push(option, Meaning::Page(meaning));
    }
    if file_of_output(command.operation).is_none() {
        let skeleton = "--generate-cli-skeleton";
        table.add(skeleton, Arity::Optional, Meaning::Skeleton);
    }
    table.add("--dry-run", Arity::Flag, Meaning::DryRun);
    if command.keep.is_some() {
        table.add("--save", Arity::Flag, Meaning::Save);
        table.add("--reuse", Arity::Flag, Meaning::Reuse);
    }
    (table.options, table.meanings)
}

/// The kind of an input member.
fn kind_of(command: &Command, member: usize) -> Kind {
    let member = command.operation.input().members().get(member);
    member.map_or(Kind::String, |member| member.target().kind())
}

/// The options about pages that a command has.
fn page_options(command: &Command) -> Vec<(PageOption, Opt)> {
    let Some(pages) = command.pages else {
        return Vec::new();
    };
    // The reference reads numbers of items as it reads the size of a page.
    let is_text = pages
        .page_size
        .is_some_and(|member| kind_of(command, member) == Kind::String);
    let offered = PageOption::ALL.into_iter();
    let offered = offered.filter(|it| *it != PageOption::PageSize || pages.page_size.is_some());
    let option = |it: PageOption| {
        let mut option = Opt::new(dashed("--", it.name()), Arity::One);
        if it != PageOption::StartingToken && !is_text {
            option.check = Check::Int;
        }
        (it, option)
    };
    offered.map(option).collect()
}

/// The names of all options that a command takes, global ones included.
pub(crate) fn names(command: &Command) -> Vec<Cow<'static, str>> {
    let (own, _) = options(command, true);
    let global = super::globals::ALL.iter().map(|option| option.name.clone());
    own.into_iter()
        .map(|option| option.name)
        .chain(global)
        .collect()
}

fn dashed(dashes: &str, name: &str) -> Cow<'static, str> {
    Cow::Owned([dashes, name].concat())
}

fn arity(kind: Kind) -> Arity {
    match kind {
        Kind::List => Arity::Many,
        Kind::Boolean => Arity::Flag,
        _ => Arity::One,
    }
}

fn read(command: &Command, parsed: &mut Parsed, meanings: &[Meaning]) -> Operation {
    let mut result = Operation {
        args: vec![None; command.args.len()],
        added: vec![None; command.added().len()],
        ..Operation::default()
    };
    for (place, (meaning, given)) in meanings.iter().zip(&mut parsed.given).enumerate() {
        let Some(given) = given.take() else { continue };
        let one = |given: Given| match given {
            Given::One(word) => Some(word),
            Given::Bare | Given::Many(_) => None,
        };
        match *meaning {
            Meaning::Arg(index) => set(&mut result.args, index, supplied(given)),
            Meaning::Added(index) => set(&mut result.added, index, supplied(given)),
            // Of a flag and its negation the last one wins, as far as both may be given. The flag directly precedes its negation in the table.
            Meaning::No(index) | Meaning::NotAdded(index) => {
                let args = match *meaning {
                    Meaning::No(_) => &mut result.args,
                    _ => &mut result.added,
                };
                let arg = command.args.get(index).filter(|it| it.flag);
                if let (Meaning::No(_), Some(Some(_)), Some(arg)) = (*meaning, args.get(index), arg)
                {
                    let names = [arg.name, &arg.negative()].map(|name| format!("--{name}"));
                    let [flag, negative] = names;
                    result.both = Some((flag, negative));
                }
                if args.get(index).is_none_or(Option::is_none)
                    || parsed.at.get(place) > parsed.at.get(place.wrapping_sub(1))
                {
                    set(args, index, Supplied::Flag(false));
                }
            }
            Meaning::InputJson => result.input_json = one(given),
            Meaning::InputYaml => result.input_yaml = one(given),
            Meaning::Skeleton => {
                result.skeleton = Some(match one(given) {
                    Some(word) if word.is("output") => Skeleton::Output,
                    Some(word) if word.is("yaml-input") => Skeleton::YamlInput,
                    _ => Skeleton::Input,
                });
            }
            Meaning::DryRun => result.dry_run = true,
            Meaning::Save => result.save = true,
            Meaning::Reuse => result.reuse = true,
            Meaning::Page(option) => result.pages.set(option, one(given)),
        }
    }
    result.unknown = std::mem::take(&mut parsed.rest);
    result
}

fn supplied(given: Given) -> Supplied {
    match given {
        Given::Bare => Supplied::Flag(true),
        Given::One(word) => Supplied::One(word),
        Given::Many(words) => Supplied::Many(words),
    }
}

fn set(args: &mut [Option<Supplied>], index: usize, supplied: Supplied) {
    if let Some(place) = args.get_mut(index) {
        *place = Some(supplied);
    }
}
