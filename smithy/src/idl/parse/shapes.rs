//! Definitions of shapes, and `apply`.

use super::super::token::Kind;
use super::super::tree::{
    Apply, Data, Head, Inline, Name, Operation, Property, PropertyValue, Shape, ShapeBody,
    Statement, Traits,
};
use super::members::MemberKind;
use super::{Parsed, Parser};
use crate::model::Version;
use crate::nearest::nearest;

/// The types of shapes, and what stands in their braces.
const TYPES: [(&str, Form); 23] = [
    ("bigDecimal", Form::Simple),
    ("bigInteger", Form::Simple),
    ("blob", Form::Simple),
    ("boolean", Form::Simple),
    ("byte", Form::Simple),
    ("document", Form::Simple),
    ("double", Form::Simple),
    ("enum", Form::Members(MemberKind::EnumValue)),
    ("float", Form::Simple),
    ("intEnum", Form::Members(MemberKind::EnumValue)),
    ("integer", Form::Simple),
    ("list", Form::Members(MemberKind::Target)),
    ("long", Form::Simple),
    ("map", Form::Members(MemberKind::Target)),
    ("operation", Form::Operation),
    ("resource", Form::Properties),
    ("service", Form::Properties),
    ("set", Form::Members(MemberKind::Target)),
    ("short", Form::Simple),
    ("string", Form::Simple),
    ("structure", Form::Members(MemberKind::Target)),
    ("timestamp", Form::Simple),
    ("union", Form::Members(MemberKind::Target)),
];

/// What follows the name of a shape.
#[derive(Clone, Copy)]
enum Form {
    Simple,
    Members(MemberKind),
    Properties,
    Operation,
}

/// Whether a word is a type of shape.
pub(super) fn is_type(word: &str) -> bool {
    TYPES.iter().any(|(name, _)| *name == word)
}

impl<'a> Parser<'a> {
    /// A shape, whose traits were read.
    pub(super) fn shape(&mut self, traits: Traits<'a>) -> Parsed<()> {
        let keyword = Name {
            text: self.lexer.lexeme(),
            span: self.lexer.token.span,
        };
        let Some((_, form)) = TYPES.iter().find(|(name, _)| *name == keyword.text) else {
            return Err(self.no_type(keyword.text));
        };
        self.pass();
        let spaced = self.expect_space();
        spaced.map_err(|problem| problem.with("the name of a shape follows its type"))?;
        let name = self.expect_name()?;
        let read = self.rest_of_shape(traits, keyword, name, *form);
        if read.is_err() {
            self.file.broken.push(name.text);
        }
        read
    }

    /// That a statement starts with an unknown word.
    fn no_type(&self, word: &str) -> Box<super::Problem> {
        let problem = self.problem(format!("`{word}` is no type of shape"));
        problem.with(match word {
            "use" => "`use` statements stand between `namespace` and the first shape".to_owned(),
            "namespace" => {
                "a file has one namespace: put these shapes in a file of their own".to_owned()
            }
            "metadata" => "`metadata` statements stand above `namespace`".to_owned(),
            "with" | "for" => format!("`{word}` stands on the line of the shape's name"),
            _ => {
                let names = TYPES.iter().map(|(name, _)| *name);
                let joined = names
                    .clone()
                    .find(|name| word.len() > name.len() && word.starts_with(name));
                match nearest(word, names.clone().chain(["apply"])) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => match joined {
                        Some(meant) => format!("put a space after `{meant}`"),
                        None => format!("the types are {}", names.collect::<Vec<_>>().join(", ")),
                    },
                }
            }
        })
    }

    fn rest_of_shape(
        &mut self,
        traits: Traits<'a>,
        keyword: Name<'a>,
        name: Name<'a>,
        form: Form,
    ) -> Parsed<()> {
        if let Some(used) = self.used.get(name.text) {
            let problem = format!(
                "`{}` has the same name as `{used}`, which is used",
                name.text
            );
            let problem = self.problem_at(name.span.start, problem);
            return Err(problem.with("rename one of them, or leave out the `use` statement"));
        }
        let may_have_resource = matches!(form, Form::Members(MemberKind::Target));
        let head = self.head(name.text, may_have_resource)?;
        let id = self.id_of(name.text);
        let body = match form {
            Form::Simple => ShapeBody::Nothing,
            Form::Members(kind) => ShapeBody::Members(self.members(&id, kind)?),
            Form::Operation => ShapeBody::Operation(self.operation(&id)?),
            Form::Properties => self.properties(&id, keyword.text == "resource")?,
        };
        let start = traits.start().unwrap_or(keyword.span.start);
        self.file.statements.push(Statement::Shape(Shape {
            span: self.span_from(start, self.last_end),
            traits,
            keyword,
            name,
            head,
            body,
        }));
        Ok(())
    }

    /// `for Resource` and `with [Mixins]`, on the line of the shape's name.
    fn head(&mut self, name: &str, may_have_resource: bool) -> Parsed<Head<'a>> {
        let mut head = Head::default();
        loop {
            let mark = self.start();
            self.skip_spaces();
            let word = match self.kind() {
                Kind::Identifier => self.lexer.lexeme(),
                _ => "",
            };
            match word {
                "for" if may_have_resource && head.resource.is_none() => {
                    self.needs_version_2("`for` needs", || name.to_owned())?;
                    self.pass();
                    self.expect_space()?;
                    head.resource = Some(self.shape_id()?);
                }
                "with" if head.mixins.is_none() => {
                    self.needs_version_2("mixins need", || name.to_owned())?;
                    self.pass();
                    self.skip_blanks_and_docs();
                    head.mixins = Some(self.ids(false)?);
                }
                _ => {
                    self.lexer.rewind(mark);
                    return Ok(head);
                }
            }
        }
    }

    /// Refuses in a file of version 1.0 what came with 2.0.
    pub(super) fn needs_version_2(&self, what: &str, name: impl FnOnce() -> String) -> Parsed<()> {
        if self.file.version == Version::V2 {
            return Ok(());
        }
        let problem = format!("{what} version 2.0 of Smithy, and this file is of 1.0");
        let help = "state `$version: \"2.0\"` at the top of the file";
        Err(self.problem(problem).about(self.id_of(&name())).with(help))
    }

    /// The object of a service or resource.
    fn properties(&mut self, id: &str, is_resource: bool) -> Parsed<ShapeBody<'a>> {
        self.skip_blanks_and_docs();
        self.expect_kind(Kind::LeftBrace)?;
        let value = self.value()?;
        let has_properties = match &value.data {
            Data::Object(entries) => entries.iter().any(|entry| entry.key.text == "properties"),
            _ => false,
        };
        if is_resource && has_properties {
            let name = super::short_name(id);
            self.needs_version_2("properties of resources need", || name.to_owned())?;
        }
        Ok(ShapeBody::Properties(value))
    }

    /// `input`, `output` and `errors` in braces.
    fn operation(&mut self, id: &str) -> Parsed<Operation<'a>> {
        self.skip_blanks_and_docs();
        let start = self.start();
        self.demand(Kind::LeftBrace)?;
        let mut properties: Vec<Property<'_>> = Vec::new();
        loop {
            self.skip_blanks_and_docs();
            if self.kind() == Kind::RightBrace {
                break;
            }
            if self.kind() == Kind::End {
                return Err(self.unexpected("`}`"));
            }
            self.expect_kind(Kind::Identifier)?;
            let word = self.lexer.lexeme();
            if properties.iter().any(|known| known.key.text == word) {
                let problem = self.problem(format!("`{word}` is given twice"));
                return Err(problem.about(id).with("remove one of them"));
            }
            properties.push(self.property(id)?);
            if !self.kind().is_blank() && self.kind() != Kind::RightBrace {
                return Err(self.unexpected("the end of the line"));
            }
        }
        self.pass();
        Ok(Operation {
            span: self.span_from(start, self.last_end),
            properties,
        })
    }

    fn property(&mut self, id: &str) -> Parsed<Property<'a>> {
        let key = self.expect_name()?;
        self.skip_blanks_and_docs();
        let value = match key.text {
            "input" | "output" if self.kind() == Kind::Walrus => {
                self.pass();
                let name = super::short_name(id);
                self.needs_version_2("a structure defined in place needs", || name.to_owned())?;
                PropertyValue::Inline(self.inline(id, key.text)?)
            }
            "input" | "output" => {
                self.after_property(key.text)?;
                PropertyValue::Target(self.shape_id()?)
            }
            "errors" => {
                self.after_property(key.text)?;
                PropertyValue::Errors(self.ids(true)?)
            }
            other => {
                let problem = self.problem(format!("operations have no property `{other}`"));
                let known = ["input", "output", "errors"];
                let help = match nearest(other, known) {
                    Some(meant) => format!("did you mean `{meant}`?"),
                    None => format!("they have {}", known.join(", ")),
                };
                return Err(problem.about(id).with(help));
            }
        };
        Ok(Property {
            span: self.span_from(key.span.start, self.last_end),
            key,
            value,
        })
    }

    fn after_property(&mut self, key: &str) -> Parsed<()> {
        if self.kind() == Kind::Walrus {
            let problem = self.unexpected("`:`");
            return Err(problem.with("only `input` and `output` can be defined in place"));
        }
        if self.kind() != Kind::Colon {
            return Err(self.unexpected(&format!("`:` after `{key}`")));
        }
        self.pass();
        self.skip_blanks_and_docs();
        Ok(())
    }

    /// A structure after `:=`.
    fn inline(&mut self, operation: &str, key: &str) -> Parsed<Inline<'a>> {
        let walrus = self.last_end;
        let traits = self.docs_and_traits()?;
        let start = self.start();
        let head = self.head(super::short_name(operation), true)?;
        // Its name depends on settings that apply to the whole file; messages name where it is defined.
        let id = format!("the {key} of {operation}");
        let members = self.members(&id, MemberKind::Target)?;
        Ok(Inline {
            walrus,
            traits,
            start,
            head,
            members,
        })
    }

    /// `apply id @trait` or `apply id { @trait … }`
    pub(super) fn apply(&mut self, traits: &Traits<'a>) -> Parsed<()> {
        if !traits.applied.is_empty() {
            let problem = self.problem("`apply` has traits before it");
            return Err(problem.with("write them behind the shape's name, in braces"));
        }
        if let Some(docs) = traits.docs {
            self.stray(docs.start);
        }
        let start = self.start();
        self.pass();
        self.expect_blank()?;
        let target = self.shape_id()?;
        self.expect_blank()?;
        let (traits, braces) = match self.kind() {
            Kind::At => (vec![self.one_trait()?], None),
            Kind::LeftBrace => {
                let open = self.start();
                self.pass();
                let traits = self.applied()?;
                if self.kind() != Kind::RightBrace {
                    return Err(self.unexpected("a trait or `}`"));
                }
                self.pass();
                (traits, Some(self.span_from(open, self.last_end)))
            }
            _ => return Err(self.unexpected("`@` or `{`")),
        };
        self.file.statements.push(Statement::Apply(Apply {
            span: self.span_from(start, self.last_end),
            target,
            traits,
            braces,
        }));
        Ok(())
    }

    fn expect_blank(&mut self) -> Parsed<()> {
        if !self.kind().is_blank() && self.kind() != Kind::Doc {
            return Err(self.unexpected("a space"));
        }
        self.skip_blanks_and_docs();
        Ok(())
    }
}
