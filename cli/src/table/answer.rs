//! Tables of what becomes of an answer before it is shown.

use std::fmt;

use smithgen_runtime::operation::OperationSpec;

/// What is put into an answer from those of other operations. Texts are names of members.
#[derive(Debug)]
pub struct Joins {
    /// The structure of the answer that it is put into.
    pub(crate) into: &'static str,
    /// What all inputs say it is about.
    pub(crate) by: &'static str,
    pub(crate) parts: &'static [Join],
}

/// A part of the answer of another operation.
pub struct Join {
    /// The operation that answers it.
    pub(crate) from: &'static OperationSpec,
    pub(crate) member: &'static str,
    /// Whether it is there in any case: an empty list, where the other answer has none.
    pub(crate) always: bool,
    /// A member of the structure with a text, and whether it is asked for where it has this text or where it has not.
    pub(crate) only: Option<(&'static str, &'static str, bool)>,
}

impl Joins {
    /// The structure of the answer, what all inputs say it is about, and the parts.
    #[must_use]
    pub const fn new(into: &'static str, by: &'static str, parts: &'static [Join]) -> Self {
        Joins { into, by, parts }
    }
}

/// A member of another operation's answer.
#[must_use]
pub const fn join(from: &'static OperationSpec, member: &'static str) -> Join {
    Join {
        from,
        member,
        always: false,
        only: None,
    }
}

impl Join {
    /// Makes it one that is there in any case.
    #[must_use]
    pub const fn always(mut self) -> Self {
        self.always = true;
        self
    }

    /// Makes it one for structures whose member has a text, or has not.
    #[must_use]
    pub const fn only(mut self, member: &'static str, text: &'static str, has: bool) -> Self {
        self.only = Some((member, text, has));
        self
    }
}

impl fmt::Debug for Join {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Join");
        shown.field("from", &self.from.name());
        shown.field("member", &self.member);
        shown.finish_non_exhaustive()
    }
}

/// What is shown of an answer in place of itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shows {
    /// A definition of a pipeline.
    Definition,
    /// These members, each by another name; all are there, or none is.
    Renamed(&'static [(&'static str, &'static str)]),
    /// A password, alone: what follows the colon of the text that these members lead to, in base64.
    Password(&'static [&'static str]),
}
