//! Values, shape ids and traits.

use std::borrow::Cow;

use super::super::token::Kind;
use super::super::tree::{Applied, Body, Data, Entry, Ids, Inside, Key, Name, Traits, Value};
use super::{Parsed, Parser};
use crate::maps::HashSet;

/// What starts a value, as messages say it.
const VALUE: &str = "a value";

impl<'a> Parser<'a> {
    /// A value of any kind.
    pub(super) fn value(&mut self) -> Parsed<Value<'a>> {
        let start = self.start();
        let data = match self.kind() {
            Kind::LeftBrace => Data::Object(self.object()?),
            Kind::LeftBracket => Data::Array(self.array()?),
            Kind::Identifier => {
                let id = self.shape_id()?;
                self.id_value(id)
            }
            Kind::String => Data::String(self.text()),
            Kind::TextBlock => Data::Block(self.text()),
            Kind::Number => Data::Number(self.lexer.lexeme()),
            Kind::Equal | Kind::Walrus | Kind::Newline | Kind::Comment => {
                let problem = self.unexpected(VALUE);
                return Err(problem.with("a value starts on the line of what it belongs to"));
            }
            _ => return Err(self.unexpected(VALUE)),
        };
        if matches!(data, Data::String(_) | Data::Block(_) | Data::Number(_)) {
            self.pass();
        }
        let end = self.last_end;
        Ok(Value {
            span: self.span_from(start, end),
            data,
        })
    }

    /// What the string at hand says.
    fn text(&self) -> Cow<'a, str> {
        self.lexer.value.clone()
    }

    /// A word without quotes: a keyword, or the id of a shape.
    fn id_value(&mut self, id: Name<'a>) -> Data<'a> {
        match id.text {
            "true" => Data::Bool(true),
            "false" => Data::Bool(false),
            "null" => Data::Null,
            text => {
                self.file.ids.push(id);
                Data::Id(text)
            }
        }
    }

    fn array(&mut self) -> Parsed<Vec<Value<'a>>> {
        self.nest()?;
        self.pass();
        let mut values = Vec::new();
        loop {
            self.skip_blanks_and_docs();
            if self.kind() == Kind::RightBracket {
                break;
            }
            if self.kind() == Kind::End {
                return Err(self.unexpected("a value or `]`"));
            }
            values.push(self.value()?);
        }
        self.pass();
        self.depth -= 1;
        Ok(values)
    }

    fn object(&mut self) -> Parsed<Vec<Entry<'a>>> {
        self.nest()?;
        self.pass();
        let mut entries = Entries::default();
        loop {
            self.skip_blanks_and_docs();
            match self.kind() {
                Kind::RightBrace => break,
                Kind::String | Kind::Identifier => self.entry(&mut entries)?,
                Kind::End => return Err(self.unexpected("`}`")),
                _ => return Err(self.unexpected("a key or `}`")),
            }
        }
        self.pass();
        self.depth -= 1;
        Ok(entries.list)
    }

    fn entry(&mut self, entries: &mut Entries<'a>) -> Parsed<()> {
        let key = self.key()?;
        self.skip_blanks_and_docs();
        self.after_key(key, entries)
    }

    /// The colon and value that follow a key.
    fn after_key(&mut self, key: Key<'a>, entries: &mut Entries<'a>) -> Parsed<()> {
        if self.kind() != Kind::Colon {
            let problem = self.unexpected(&format!("`:` after the key `{}`", key.text));
            return Err(problem.with("an entry is written `key: value`"));
        }
        self.pass();
        self.skip_blanks_and_docs();
        let value = self.value()?;
        if entries.push(Entry { key, value }) {
            return Ok(());
        }
        let entry = entries.list.pop();
        let (at, key) = entry.map_or((self.start(), Cow::Borrowed("")), |entry| {
            (entry.key.span.start, entry.key.text)
        });
        let problem = self.problem_at(at, format!("`{key}` is given twice"));
        Err(problem.with("remove one of them"))
    }

    /// Names separated by dots, with nothing between them.
    pub(super) fn dotted(&mut self) -> Parsed<Name<'a>> {
        let start = self.start();
        self.expect_name()?;
        while self.kind() == Kind::Dot {
            self.pass();
            self.expect_name()?;
        }
        Ok(self.name_from(start))
    }

    /// A shape id, with or without namespace and member.
    pub(super) fn shape_id(&mut self) -> Parsed<Name<'a>> {
        let start = self.start();
        self.dotted()?;
        if self.kind() == Kind::Pound {
            self.pass();
            self.expect_name()?;
        }
        if self.kind() == Kind::Dollar {
            self.pass();
            self.expect_name()?;
        }
        Ok(self.name_from(start))
    }

    /// Shape ids in brackets.
    pub(super) fn ids(&mut self, may_be_empty: bool) -> Parsed<Ids<'a>> {
        let start = self.start();
        self.demand(Kind::LeftBracket)?;
        let mut ids = Vec::new();
        loop {
            self.skip_blanks_and_docs();
            if self.kind() == Kind::RightBracket && (may_be_empty || !ids.is_empty()) {
                break;
            }
            if self.kind() != Kind::Identifier {
                return Err(self.unexpected("the name of a shape"));
            }
            ids.push(self.shape_id()?);
        }
        self.pass();
        Ok(Ids {
            span: self.span_from(start, self.last_end),
            ids,
        })
    }

    /// The documentation and traits before a shape or member; what follows them is at hand then.
    pub(super) fn docs_and_traits(&mut self) -> Parsed<Traits<'a>> {
        self.skip_blanks();
        self.stray_docs(self.start());
        let mut docs = None;
        if self.kind() == Kind::Doc {
            let start = self.start();
            let mut end = start;
            while self.kind().is_blank() || self.kind() == Kind::Doc {
                if self.kind() == Kind::Doc {
                    end = self.lexer.token.span.end;
                }
                self.lexer.next();
            }
            docs = Some(self.span_from(start, end));
        }
        self.docs_seen = self.start();
        let applied = self.applied()?;
        Ok(Traits { docs, applied })
    }

    /// Traits, as many as follow.
    pub(super) fn applied(&mut self) -> Parsed<Vec<Applied<'a>>> {
        let mut applied = Vec::new();
        self.skip_blanks_and_docs();
        while self.kind() == Kind::At {
            applied.push(self.one_trait()?);
            self.skip_blanks_and_docs();
        }
        Ok(applied)
    }

    /// `@id`, `@id()`, `@id(value)` or `@id(key: value, …)`
    pub(super) fn one_trait(&mut self) -> Parsed<Applied<'a>> {
        let start = self.start();
        self.demand(Kind::At)?;
        let id = self.shape_id()?;
        let mut body = None;
        if self.kind() == Kind::LeftParen {
            let open = self.start();
            self.pass();
            self.skip_blanks_and_docs();
            let inside = self.inside_trait()?;
            self.skip_blanks_and_docs();
            self.demand(Kind::RightParen)?;
            body = Some(Body {
                span: self.span_from(open, self.last_end),
                inside,
            });
        }
        Ok(Applied {
            span: self.span_from(
                start,
                body.as_ref().map_or(id.span.end, |body| body.span.end),
            ),
            id,
            body,
        })
    }

    fn inside_trait(&mut self) -> Parsed<Inside<'a>> {
        match self.kind() {
            Kind::RightParen => Ok(Inside::Nothing),
            Kind::String => {
                let key = self.key()?;
                self.skip_blanks_and_docs();
                if self.kind() == Kind::Colon {
                    return self.entries_from(key);
                }
                Ok(Inside::Value(Value {
                    span: key.span,
                    data: Data::String(key.text),
                }))
            }
            Kind::Identifier => {
                let id = self.shape_id()?;
                self.skip_blanks_and_docs();
                let is_id = id.text.contains(['.', '#', '$']);
                if is_id || self.kind() == Kind::RightParen {
                    return Ok(Inside::Value(Value {
                        span: id.span,
                        data: self.id_value(id),
                    }));
                }
                self.entries_from(Key {
                    span: id.span,
                    text: id.text.into(),
                })
            }
            _ => self.value().map(Inside::Value),
        }
    }

    /// The entries of a trait, of which the first key was read.
    fn entries_from(&mut self, key: Key<'a>) -> Parsed<Inside<'a>> {
        self.nest()?;
        let mut entries = Entries::default();
        self.after_key(key, &mut entries)?;
        loop {
            self.skip_blanks_and_docs();
            match self.kind() {
                Kind::RightParen => break,
                Kind::String | Kind::Identifier => self.entry(&mut entries)?,
                _ => return Err(self.unexpected("a key or `)`")),
            }
        }
        self.depth -= 1;
        Ok(Inside::Entries(entries.list))
    }
}

/// The entries of an object, and their keys once there are many.
#[derive(Default)]
struct Entries<'a> {
    list: Vec<Entry<'a>>,
    keys: HashSet<String>,
}

impl<'a> Entries<'a> {
    /// Adds an entry; false when its key was there before.
    fn push(&mut self, entry: Entry<'a>) -> bool {
        const FEW: usize = 8;
        let is_new = if self.list.len() < FEW {
            !self
                .list
                .iter()
                .any(|known| known.key.text == entry.key.text)
        } else {
            if self.keys.is_empty() {
                let keys = self.list.iter().map(|known| known.key.text.to_string());
                self.keys = keys.collect();
            }
            self.keys.insert(entry.key.text.to_string())
        };
        self.list.push(entry);
        is_new
    }
}
