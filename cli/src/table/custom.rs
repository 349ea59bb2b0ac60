//! Tables of what a command has beyond its operation.

use std::fmt;

use super::answer::{Joins, Shows};
use smithgen_help::options::GlobalOption;
use smithgen_runtime::operation::OperationSpec;

/// What a service whose buckets are in regions tells of them.
pub struct Buckets {
    /// Tells the region of a bucket.
    pub(crate) head: &'static OperationSpec,
    /// Makes a bucket, in another region if that is asked for.
    pub(crate) create: &'static OperationSpec,
    /// Makes a session for a directory bucket.
    pub(crate) session: &'static OperationSpec,
}

impl Buckets {
    /// The operations that tell the region of a bucket, make one, and make a session for one.
    #[must_use]
    pub const fn new(
        head: &'static OperationSpec,
        create: &'static OperationSpec,
        session: &'static OperationSpec,
    ) -> Self {
        Buckets {
            head,
            create,
            session,
        }
    }
}

/// Further options of a command, and what becomes of its parameters. Numbers are those of members of the input.
#[derive(Debug)]
pub struct Custom {
    pub(crate) added: &'static [Added],
    pub(crate) apart: &'static [Apart],
    pub(crate) fixes: &'static [Fix],
    pub(crate) archives: &'static [usize],
    pub(crate) as_text: Option<(usize, &'static str)>,
    pub(crate) base: Option<&'static str>,
    pub(crate) copy: Option<Copy>,
    pub(crate) reads: Option<&'static Reads>,
    pub(crate) joins: Option<&'static Joins>,
    pub(crate) shows: Option<Shows>,
}

/// A copy from another region, which a URL allows that is signed for that region.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Copy {
    /// The region from which something is copied.
    pub(crate) source: usize,
    /// The URL.
    pub(crate) url: usize,
}

/// What a command asks for before it changes a part of it. Texts are names of members.
pub struct Reads {
    /// The option that needs it, without dashes.
    pub(crate) option: &'static str,
    /// The operation that answers it.
    pub(crate) from: &'static OperationSpec,
    /// What both inputs say it is.
    pub(crate) by: &'static str,
    /// Its version in the answer, and in the input.
    pub(crate) version: (&'static str, &'static str),
    /// What is in the answer, and changed in the input.
    pub(crate) whole: &'static str,
}

impl fmt::Debug for Reads {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Reads");
        shown.field("option", &self.option);
        shown.field("from", &self.from.name());
        shown.finish_non_exhaustive()
    }
}

impl Reads {
    /// The option without dashes, the operation, and names of members: what both inputs say it is; its version in the
    /// answer, and in the input; what is in the answer, and changed in the input.
    #[must_use]
    pub const fn new(
        option: &'static str,
        from: &'static OperationSpec,
        by: &'static str,
        version: (&'static str, &'static str),
        whole: &'static str,
    ) -> Self {
        Reads {
            option,
            from,
            by,
            version,
            whole,
        }
    }
}

/// An option that no member gives.
#[derive(Debug)]
pub struct Added {
    /// As help and completion have it.
    pub(crate) shown: GlobalOption,
    pub(crate) required: bool,
    pub(crate) fills: Fills,
}

/// Words, each with another.
type Words = &'static [(&'static str, &'static str)];

/// What a further option does. Templates are JSON that is merged into the parameters, in which `$` stands for what is
/// given, or `$1` and `$2` for its two parts, and `$unique` for a name that nothing else has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fills {
    /// The value that the member at `$` takes.
    Value(&'static str),
    /// The same, for a list, of which each word is an item.
    Values(&'static str),
    /// The same, for an archive.
    Archive(&'static str),
    /// The same, for a structure that needs these members; else there is this problem.
    Needing(&'static str, &'static [&'static str], &'static str),
    /// Words, for each of which the innermost list has an item.
    Each(&'static str),
    /// A flag and its opposite.
    Flag(&'static str),
    /// A number, or two with this text between them; words that stand for both; the template; the problem.
    Range(&'static str, Words, &'static str, &'static str),
    /// One of these words, or a number in this range; the template; the problem.
    Words(Words, (i64, i64), &'static str, &'static str),
    /// `Name=Value` pairs, for each of which the innermost list has an item.
    Pairs(&'static str),
    /// A text with this prefix, or another text, for which there is a template each.
    Prefix(&'static str, &'static str, &'static str),
    /// A text as it is.
    Text(&'static str),
    /// A text with this suffix, or another text, for which there is a template each; `$2` is a name that is made of it.
    Suffix(&'static str, &'static str, &'static str),
    /// A value of the structure that a word given before names: the members that lead to the word, names by words, and the
    /// template, in which `$2` stands for the name. The value is what the member at `$` takes.
    Variant(&'static [&'static str], Words, &'static str),
    /// Words: `$1` is their list, and `$2` how many they are.
    List(&'static str),
    /// Words of a key and a value, for each of which the innermost list has an item.
    Tags(&'static str),
    /// A flag without an opposite.
    Switch(&'static str),
    /// The file of a private key, by which this text of the answer is decrypted.
    PrivateKey(&'static str),
    /// A file for the text of this name within these structures of the answer; whether that is base64.
    File(&'static [&'static str], &'static str, bool),
    /// The same, for the text that another option names.
    FileOf(&'static [&'static str], &'static str, bool),
    /// This part of a definition.
    Definition(Definition),
    /// Nothing of itself.
    Nothing,
}

/// A part of the definition of a pipeline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Definition {
    /// All of it, as JSON.
    Whole,
    /// The parameters, as JSON.
    Parameters,
    /// The values of parameters, as JSON.
    Values,
    /// The same, as words like `key=value`.
    Pairs,
}

/// Options that go together with no option of a member.
#[derive(Debug)]
pub struct Apart {
    pub(crate) from: usize,
    pub(crate) options: &'static [&'static str],
    /// With `{}` in place of the first of them that is given.
    pub(crate) problem: &'static str,
}

/// What becomes of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fix {
    /// A number, if none is given.
    Number(usize, i64),
    /// Text becomes base64.
    Base64(usize),
    /// Words become others.
    Words(usize, Words),
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
    /// A policy for uploads within a structure of this one, made if none is given, and signed.
    UploadPolicy(usize, &'static str),
    /// Groups of instances that have a type in place of a role, and a bid price only in the spot market.
    InstanceGroups(usize),
    /// Members move into the first item of a list, if that has any of these: templates that replace what is there.
    Gather(
        usize,
        &'static [&'static str],
        &'static [(usize, &'static str)],
    ),
}

impl Custom {
    /// Nothing.
    #[must_use]
    pub const fn new() -> Self {
        Custom {
            added: &[],
            apart: &[],
            fixes: &[],
            archives: &[],
            as_text: None,
            base: None,
            copy: None,
            reads: None,
            joins: None,
            shows: None,
        }
    }

    /// Sets the further options.
    #[must_use]
    pub const fn with_added(mut self, added: &'static [Added]) -> Self {
        self.added = added;
        self
    }

    /// Sets the options that go together with no option of a member.
    #[must_use]
    pub const fn with_apart(mut self, apart: &'static [Apart]) -> Self {
        self.apart = apart;
        self
    }

    /// Sets what becomes of parameters, in this order.
    #[must_use]
    pub const fn with_fixes(mut self, fixes: &'static [Fix]) -> Self {
        self.fixes = fixes;
        self
    }

    /// Sets the members whose options take archives.
    #[must_use]
    pub const fn with_archives(mut self, members: &'static [usize]) -> Self {
        self.archives = members;
        self
    }

    /// Sets a template of what is there before any further option fills it.
    #[must_use]
    pub const fn with_base(mut self, base: &'static str) -> Self {
        self.base = Some(base);
        self
    }

    /// Sets the members with the region from which something is copied, and with the URL that is signed for it.
    #[must_use]
    pub const fn with_copy(mut self, source: usize, url: usize) -> Self {
        self.copy = Some(Copy { source, url });
        self
    }

    /// Sets what is asked for first.
    #[must_use]
    pub const fn with_reads(mut self, reads: &'static Reads) -> Self {
        self.reads = Some(reads);
        self
    }

    /// Sets what is put into an answer from those of other operations.
    #[must_use]
    pub const fn with_joins(mut self, joins: &'static Joins) -> Self {
        self.joins = Some(joins);
        self
    }

    /// Sets what is shown of an answer in place of itself.
    #[must_use]
    pub const fn with_shows(mut self, shows: Shows) -> Self {
        self.shows = Some(shows);
        self
    }

    /// Shows this member of the output, a time in a header, also as the text that came, under this name.
    #[must_use]
    pub const fn with_text(mut self, member: usize, name: &'static str) -> Self {
        self.as_text = Some((member, name));
        self
    }
}

impl Default for Custom {
    fn default() -> Self {
        Custom::new()
    }
}

/// An option that no member gives: its name with dashes, and its documentation in Markdown.
#[must_use]
pub const fn added(name: &'static str, doc: &'static str, fills: Fills) -> Added {
    let (kind, value) = match fills {
        Fills::Flag(_) | Fills::Switch(_) => ("boolean", ""),
        Fills::Each(_)
        | Fills::Values(_)
        | Fills::List(_)
        | Fills::Tags(_)
        | Fills::Definition(Definition::Pairs) => ("list", "value"),
        _ => ("string", "value"),
    };
    Added {
        shown: GlobalOption {
            name,
            kind,
            value,
            choices: &[],
            doc,
        },
        required: false,
        fills,
    }
}

impl Added {
    /// The name without dashes.
    pub(crate) fn name(&self) -> &'static str {
        self.shown.name.trim_start_matches('-')
    }

    /// Makes it one that must be given.
    #[must_use]
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Sets what may be given.
    #[must_use]
    pub const fn with_choices(mut self, choices: &'static [&'static str]) -> Self {
        self.shown.choices = choices;
        self
    }
}

impl Apart {
    /// The member, the options without dashes, and the problem.
    #[must_use]
    pub const fn new(from: usize, options: &'static [&'static str], problem: &'static str) -> Self {
        Apart {
            from,
            options,
            problem,
        }
    }
}
