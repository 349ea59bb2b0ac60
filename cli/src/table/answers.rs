//! Tables of pages and waiters.

/// How a command goes through the pages of its result. Members are those of the input, by index.
#[derive(Debug)]
pub struct Pages {
    pub(crate) tokens: &'static [Token],
    /// Paths to what pages consist of; the first is counted.
    pub(crate) items: &'static [&'static str],
    /// The member for the size of a page.
    pub(crate) page_size: Option<usize>,
    /// An expression that tells whether more pages follow.
    pub(crate) more: Option<&'static str>,
    /// Paths to what all pages have in common.
    pub(crate) shared: &'static [&'static str],
    /// Further members for tokens, which only those use who go through pages themselves.
    pub(crate) manual: &'static [usize],
    /// The size of a page where none is given, nor any member but these.
    pub(crate) default_size: Option<(u32, &'static [usize])>,
}

/// A token.
#[derive(Debug)]
pub struct Token {
    /// The input member that takes it.
    pub(crate) member: usize,
    /// An expression for its next value in the output.
    pub(crate) next: &'static str,
}

/// Something that `wait` waits for.
#[derive(Debug)]
pub struct Waiter {
    /// Name on the command line (`table-exists`).
    pub(crate) name: &'static str,
    /// Name in the model (`TableExists`).
    pub(crate) title: &'static str,
    /// Markdown.
    pub(crate) doc: &'static str,
    /// Index of the command that is repeated.
    pub(crate) command: usize,
    /// Seconds between two attempts.
    pub(crate) delay: u32,
    pub(crate) attempts: u32,
    /// The first that matches decides.
    pub(crate) acceptors: &'static [Acceptor],
}

/// What an answer means to a waiter.
#[derive(Debug)]
pub struct Acceptor {
    pub(crate) state: State,
    pub(crate) matcher: Matcher,
}

/// The state that an acceptor leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// What was waited for is there.
    Success,
    /// It will never be there.
    Failure,
    /// Another attempt follows.
    Retry,
}

/// What an answer is compared with: expressions, and JSON that they are expected to select.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Matcher {
    /// The output.
    Output(&'static str, &'static str),
    /// `{"input": …, "output": …}`.
    InputOutput(&'static str, &'static str),
    /// Every element of a list in the output that is not empty.
    AllOf(&'static str, &'static str),
    /// The same with the input.
    InputOutputAllOf(&'static str, &'static str),
    /// An element of a list in the output.
    AnyOf(&'static str, &'static str),
    /// The same with the input.
    InputOutputAnyOf(&'static str, &'static str),
    /// The status of the response.
    Status(u16),
    /// An error with this code.
    Error(&'static str),
    /// Any error.
    Failed,
    /// No error.
    Succeeded,
}

impl Pages {
    /// Pages that end with the tokens.
    pub const fn new(tokens: &'static [Token], items: &'static [&'static str]) -> Self {
        Pages {
            tokens,
            items,
            page_size: None,
            more: None,
            shared: &[],
            manual: &[],
            default_size: None,
        }
    }

    /// Sets the member for the size of a page.
    pub const fn with_page_size(mut self, member: usize) -> Self {
        self.page_size = Some(member);
        self
    }

    /// Sets the expression that tells whether more pages follow.
    pub const fn with_more(mut self, more: &'static str) -> Self {
        self.more = Some(more);
        self
    }

    /// Sets paths to what all pages have in common.
    pub const fn with_shared(mut self, shared: &'static [&'static str]) -> Self {
        self.shared = shared;
        self
    }

    /// Sets further members for tokens, which only those use who go through pages themselves.
    #[must_use]
    pub const fn with_manual(mut self, members: &'static [usize]) -> Self {
        self.manual = members;
        self
    }

    /// Sets the size of a page where none is given, nor any member but these.
    #[must_use]
    pub const fn with_default_size(mut self, size: u32, beside: &'static [usize]) -> Self {
        self.default_size = Some((size, beside));
        self
    }
}

/// The input member that takes a token, and an expression for its next value.
pub const fn token(member: usize, next: &'static str) -> Token {
    Token { member, next }
}

impl Waiter {
    /// A waiter that repeats the command with this index.
    pub const fn new(
        name: &'static str,
        title: &'static str,
        doc: &'static str,
        command: usize,
        delay: u32,
        attempts: u32,
        acceptors: &'static [Acceptor],
    ) -> Self {
        Waiter {
            name,
            title,
            doc,
            command,
            delay,
            attempts,
            acceptors,
        }
    }
}

/// What an answer that matches means.
pub const fn acceptor(state: State, matcher: Matcher) -> Acceptor {
    Acceptor { state, matcher }
}
