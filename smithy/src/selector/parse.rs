//! Reads selectors: their expressions and functions.

use super::attribute::Segment;
use super::error::SelectorError;
use super::relation::{Relation, Relations};
use super::tree::{Chain, Expression};
use super::types::{self, Types};
use crate::limits::{SELECTOR_DEPTH, SELECTOR_EXPRESSIONS, SELECTOR_LENGTH};
use crate::nearest::nearest;

pub(super) type Result<T> = std::result::Result<T, SelectorError>;

/// A selector that was read.
pub(super) struct Parsed {
    pub(super) chain: Chain,
    pub(super) roots: Vec<Chain>,
    pub(super) variables: Vec<String>,
    pub(super) warnings: Vec<SelectorError>,
}

/// Reads one selector from start to end.
pub(super) struct Parser<'t> {
    pub(super) text: &'t str,
    pub(super) at: usize,
    depth: usize,
    count: usize,
    roots: Vec<Chain>,
    variables: Vec<String>,
    warnings: Vec<SelectorError>,
}

/// The functions, those that are gone left out.
const FUNCTIONS: [&str; 7] = ["test", "is", "not", "in", "root", "topdown", "recursive"];

pub(super) fn parse(text: &str) -> Result<Parsed> {
    let mut parser = Parser::new(text);
    if text.len() > SELECTOR_LENGTH {
        let message = format!("a selector has {SELECTOR_LENGTH} bytes at the most");
        return Err(parser.error_at(0, message));
    }
    let chain = parser.chain()?;
    match parser.peek() {
        None => Ok(Parsed {
            chain,
            roots: parser.roots,
            variables: parser.variables,
            warnings: parser.warnings,
        }),
        Some(found) => Err(parser.error(format!("`{found}` closes nothing"))),
    }
}

impl<'t> Parser<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self {
            text,
            at: 0,
            depth: 0,
            count: 0,
            roots: Vec::new(),
            variables: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// Expressions up to the end, or to what closes them.
    fn chain(&mut self) -> Result<Chain> {
        self.depth += 1;
        if self.depth > SELECTOR_DEPTH {
            let message = format!("expressions nest more than {SELECTOR_DEPTH} deep");
            return Err(self.error(message));
        }
        let mut expressions = Vec::new();
        loop {
            self.count += 1;
            if self.count > SELECTOR_EXPRESSIONS {
                let message =
                    format!("a selector has {SELECTOR_EXPRESSIONS} expressions at the most");
                return Err(self.error(message));
            }
            expressions.extend(self.expression()?);
            self.spaces();
            if matches!(self.peek(), None | Some(',' | ']' | ')')) {
                break;
            }
        }
        self.depth -= 1;
        Ok(Chain(expressions))
    }

    /// One expression; none for `*`, which changes nothing.
    fn expression(&mut self) -> Result<Option<Expression>> {
        self.spaces();
        let start = self.at;
        let Some(first) = self.peek() else {
            return Err(self.error("an expression is missing"));
        };
        if first.is_ascii_alphabetic() || first == '_' {
            return self.types().map(Some);
        }
        self.skip();
        match first {
            '*' => return Ok(None),
            ':' => self.function(start),
            '[' => self.attribute(),
            '>' => Ok(Expression::Ahead(Relations::DIRECT)),
            '<' if self.take('-') => {
                self.demand('[')?;
                let relations = self.relations()?;
                self.demand('-')?;
                Ok(Expression::Back(relations))
            }
            '<' => Ok(Expression::Back(Relations::DIRECT)),
            '~' => {
                self.demand('>')?;
                Ok(Expression::Reached)
            }
            '-' => {
                self.demand('[')?;
                let relations = self.relations()?;
                self.demand('-')?;
                self.demand('>')?;
                Ok(Expression::Ahead(relations))
            }
            '$' => self.variable(),
            found => {
                let message = format!("no expression starts with `{found}`");
                Err(self.error_at(start, message))
            }
        }
        .map(Some)
    }

    fn types(&mut self) -> Result<Expression> {
        let start = self.at;
        let name = self.identifier("a type of shapes")?;
        match Types::named(name) {
            Some(types) => Ok(Expression::Types(types)),
            None => {
                let names = types::NAMES.iter().map(|(known, _)| *known);
                let error = self.error_at(start, format!("there are no shapes of type `{name}`"));
                Err(match nearest(name, names) {
                    Some(meant) => error.help(format!("did you mean `{meant}`?")),
                    None => error,
                })
            }
        }
    }

    fn function(&mut self, start: usize) -> Result<Expression> {
        let name = self.identifier("the name of a function")?;
        self.spaces();
        self.demand('(')?;
        let mut arguments = Vec::new();
        loop {
            arguments.push(self.chain()?);
            if !self.take(',') {
                break;
            }
        }
        self.demand(')')?;
        match name {
            "test" => Ok(Expression::Test(arguments)),
            "is" => Ok(Expression::Is(arguments)),
            "each" => {
                self.warn(start, "`:each` is deprecated", "write `:is`".to_owned());
                Ok(Expression::Is(arguments))
            }
            "of" => {
                let help = "write the type of shape first, as in `structure > member`";
                self.warn(start, "`:of` is deprecated", help.to_owned());
                Ok(Expression::Of(arguments))
            }
            "not" => Ok(Expression::Not(self.single(start, name, arguments)?)),
            "in" => Ok(Expression::In(self.single(start, name, arguments)?)),
            "recursive" => Ok(Expression::Recursive(self.single(start, name, arguments)?)),
            "root" => {
                let root = self.single(start, name, arguments)?;
                self.roots.push(root);
                Ok(Expression::Root(self.roots.len() - 1))
            }
            "topdown" => {
                let count = arguments.len();
                let mut arguments = arguments.into_iter();
                match (arguments.next(), arguments.next(), arguments.next()) {
                    (Some(first), second, None) => Ok(Expression::TopDown(first, second)),
                    _ => {
                        let message = format!("`:topdown` has one or two arguments, not {count}");
                        Err(self.error_at(start, message))
                    }
                }
            }
            unknown => {
                // Selectors may name functions of later versions; such find nothing.
                let help = match nearest(unknown, FUNCTIONS) {
                    Some(meant) => format!("did you mean `:{meant}`?"),
                    None => format!("the functions are :{}", FUNCTIONS.join(", :")),
                };
                self.warn(
                    start,
                    &format!("`:{unknown}` is no function and finds nothing"),
                    help,
                );
                Ok(Expression::Nothing)
            }
        }
    }

    fn single(&self, start: usize, name: &str, arguments: Vec<Chain>) -> Result<Chain> {
        let count = arguments.len();
        match <[Chain; 1]>::try_from(arguments) {
            Ok([only]) => Ok(only),
            Err(_) => {
                let message = format!("`:{name}` has one argument, not {count}");
                Err(self.error_at(start, message))
            }
        }
    }

    /// The names of relations, after their opening bracket and to the closing one.
    fn relations(&mut self) -> Result<Relations> {
        let mut relations = Relations::NONE;
        loop {
            self.spaces();
            let start = self.at;
            let name = self.identifier("the name of a relation")?;
            match Relation::named(name) {
                Some(relation) => relations = relations.with(relation),
                None => {
                    let names = Relation::NAMED.map(|(known, _)| known);
                    let help = match nearest(name, names) {
                        Some(meant) => format!("did you mean `{meant}`?"),
                        None => format!("the relations are {}", names.join(", ")),
                    };
                    self.warn(
                        start,
                        &format!("`{name}` is no relation and finds nothing"),
                        help,
                    );
                }
            }
            self.spaces();
            if !self.take(',') {
                break;
            }
        }
        self.demand(']')?;
        Ok(relations)
    }

    fn variable(&mut self) -> Result<Expression> {
        self.spaces();
        if self.take('{') {
            self.spaces();
            let start = self.at;
            let name = self.identifier("the name of a variable")?.to_owned();
            self.spaces();
            self.demand('}')?;
            if !self.variables.contains(&name) {
                let message =
                    format!("the variable `{name}` is read before anything is kept in it");
                let help = match nearest(&name, self.variables.iter().map(String::as_str)) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("write `${name}(…)` before"),
                };
                self.warn(start, &message, help);
            }
            return Ok(Expression::Stored(self.number_of(name)));
        }
        let name = self.identifier("the name of a variable")?.to_owned();
        self.spaces();
        self.demand('(')?;
        let chain = self.chain()?;
        self.demand(')')?;
        Ok(Expression::Store(self.number_of(name), chain))
    }

    fn number_of(&mut self, name: String) -> usize {
        let known = self.variables.iter().position(|known| *known == name);
        known.unwrap_or_else(|| {
            self.variables.push(name);
            self.variables.len() - 1
        })
    }

    /// The step to a variable, which may be kept further on.
    pub(super) fn variable_segment(&mut self, name: &str) -> Segment {
        Segment::Variable(self.number_of(name.to_owned()))
    }

    /// A letter or underscores, then letters, digits and underscores.
    pub(super) fn identifier(&mut self, what: &str) -> Result<&'t str> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let ends = |c: char| !c.is_ascii_alphanumeric() && c != '_';
        let name = rest
            .get(..rest.find(ends).unwrap_or(rest.len()))
            .unwrap_or_default();
        if !crate::model::id::is_identifier(name) {
            let message = format!("expected {what}, found {}", self.found());
            return Err(self.error(message));
        }
        self.at += name.len();
        Ok(name)
    }

    pub(super) fn spaces(&mut self) {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let after = rest.trim_start_matches([' ', '\t', '\r', '\n']);
        self.at += rest.len() - after.len();
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    pub(super) fn skip(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    pub(super) fn take(&mut self, wanted: char) -> bool {
        let is_there = self.peek() == Some(wanted);
        if is_there {
            self.skip();
        }
        is_there
    }

    pub(super) fn demand(&mut self, wanted: char) -> Result<()> {
        match self.take(wanted) {
            true => Ok(()),
            false => Err(self.error(format!("expected `{wanted}`, found {}", self.found()))),
        }
    }

    pub(super) fn found(&self) -> String {
        match self.peek() {
            Some(found) => format!("`{found}`"),
            None => "the end".to_owned(),
        }
    }

    /// The names of the variables that were met, by their numbers.
    pub(super) fn variables(self) -> Vec<String> {
        self.variables
    }

    fn warn(&mut self, at: usize, message: &str, help: String) {
        let warning = self.error_at(at, message.to_owned()).help(help);
        self.warnings.push(warning);
    }

    pub(super) fn error(&self, message: impl Into<String>) -> SelectorError {
        self.error_at(self.at, message)
    }

    pub(super) fn error_at(&self, at: usize, message: impl Into<String>) -> SelectorError {
        SelectorError::at(self.text, at, message)
    }
}
