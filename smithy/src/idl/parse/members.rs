//! Members of structures, unions, lists, maps and enums.

use super::super::token::Kind;
use super::super::tree::{Member, Members, Name, Value};
use super::{Parsed, Parser};
use crate::maps::HashSet;
use crate::model::Version;

/// What members of a kind of shape have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum MemberKind {
    /// A target, and a default if need be.
    Target,
    /// A value if need be.
    EnumValue,
}

impl<'a> Parser<'a> {
    /// Members in braces; `shape` is the id of their shape, for messages.
    pub(super) fn members(&mut self, shape: &str, kind: MemberKind) -> Parsed<Members<'a>> {
        self.skip_blanks_and_docs();
        let start = self.start();
        if self.kind() == Kind::Identifier && matches!(self.lexer.lexeme(), "with" | "for") {
            let word = self.lexer.lexeme();
            let problem = self.unexpected("`{`");
            return Err(problem.with(format!("`{word}` stands on the line of the shape's name")));
        }
        self.demand(Kind::LeftBrace)?;
        let mut list = Vec::new();
        let mut names = HashSet::default();
        loop {
            let traits = self.docs_and_traits()?;
            if self.kind() == Kind::RightBrace && traits.applied.is_empty() {
                if let Some(docs) = traits.docs {
                    self.stray(docs.start);
                }
                break;
            }
            if self.kind() == Kind::End && traits.is_empty() {
                return Err(self.unexpected("a member or `}`"));
            }
            let start = traits.start().unwrap_or(self.start());
            let mut member = self.member(shape, kind, &mut names)?;
            member.span.start = start;
            member.traits = traits;
            list.push(member);
        }
        self.pass();
        Ok(Members {
            span: self.span_from(start, self.last_end),
            list,
        })
    }

    /// A member without its traits.
    fn member(
        &mut self,
        shape: &str,
        kind: MemberKind,
        names: &mut HashSet<&'a str>,
    ) -> Parsed<Member<'a>> {
        let start = self.start();
        let is_elided = self.kind() == Kind::Dollar;
        if is_elided {
            self.pass();
        }
        if self.kind() != Kind::Identifier {
            return Err(self.unexpected("the name of a member"));
        }
        let word = self.lexer.lexeme();
        if !names.insert(word) {
            let problem = self.problem(format!("member `{word}` is defined twice"));
            return Err(problem.about(shape).with("remove one of them"));
        }
        if is_elided {
            let owner = super::short_name(shape);
            self.needs_version_2("a member without target needs", || {
                format!("{owner}${word}")
            })?;
        }
        self.pass();
        let name = self.name_from(start);
        let target = match kind == MemberKind::EnumValue || is_elided {
            true => None,
            false => Some(self.target(word)?),
        };
        let end = self.last_end;
        let value = self.assigned(kind)?;
        let end = value.as_ref().map_or(end, |value| value.span.end);
        Ok(Member {
            span: self.span_from(start, end),
            traits: Default::default(),
            name,
            target,
            is_elided,
            value,
        })
    }

    fn target(&mut self, member: &str) -> Parsed<Name<'a>> {
        self.skip_spaces();
        if self.kind() == Kind::Walrus {
            let problem = self.unexpected("`:`");
            let help = "only the input and output of an operation can be defined in place";
            return Err(problem.with(help));
        }
        if self.kind() != Kind::Colon {
            let problem = self.unexpected(&format!("`:` after the member `{member}`"));
            return Err(problem.with(match super::shapes::is_type(member) {
                true => "the braces of the shape above are not closed, if this is a new one",
                false => "a member is written `name: Shape`",
            }));
        }
        self.pass();
        self.skip_spaces();
        if self.kind() != Kind::Identifier {
            return Err(self.unexpected("the name of a shape"));
        }
        self.shape_id()
    }

    /// `= value`, which ends with its line.
    fn assigned(&mut self, kind: MemberKind) -> Parsed<Option<Value<'a>>> {
        let mark = self.start();
        self.skip_spaces();
        if self.kind() != Kind::Equal {
            self.lexer.rewind(mark);
            return Ok(None);
        }
        if kind == MemberKind::Target && self.file.version == Version::V1 {
            let problem = "defaults need version 2.0 of Smithy, and this file is of 1.0";
            let help = "state `$version: \"2.0\"` at the top of the file";
            return Err(self.problem(problem).with(help));
        }
        self.pass();
        self.skip_spaces();
        let value = self.value()?;
        self.skip_spaces();
        if self.kind() == Kind::Comma {
            self.pass();
        }
        self.line_break()?;
        Ok(Some(value))
    }
}
