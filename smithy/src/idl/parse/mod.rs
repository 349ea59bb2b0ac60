//! Reads a file of the interface language by recursive descent; after a mistake it goes on at the next statement.

mod members;
mod shapes;
mod values;

use super::token::{Kind, Lexer, Span};
use super::tree::{Data, File, Key, Name, Namespace, Problem, ProblemKind, Setting, Use};
use crate::limits::{SYNTAX_ERRORS, VALUE_DEPTH};
use crate::maps::{HashMap, HashSet};
use crate::model::Version;
use crate::nearest::nearest;

/// What was read, or what is wrong.
type Parsed<T> = Result<T, Box<Problem>>;

/// Reads a file, with all its mistakes.
pub(crate) fn parse(text: &str) -> File<'_> {
    let mut parser = Parser::new(text);
    parser.file();
    let mut file = parser.file;
    file.comments = parser.lexer.comments;
    file
}

/// The place in a file, and what was read of it.
struct Parser<'a> {
    lexer: Lexer<'a>,
    file: File<'a>,
    /// Where the last token ended that was passed over and is no blank.
    last_end: usize,
    /// How deep the value being read is nested.
    depth: usize,
    /// Up to where documentation comments are accounted for: attached, or reported as stray.
    docs_seen: usize,
    /// The keys of control statements.
    controls: HashSet<String>,
    /// What `use` imported, by its name without namespace.
    used: HashMap<&'a str, &'a str>,
}

impl<'a> Parser<'a> {
    fn new(text: &'a str) -> Self {
        let file = File {
            text,
            version: Version::V1,
            controls: Vec::new(),
            metadata: Vec::new(),
            namespace: None,
            uses: Vec::new(),
            statements: Vec::new(),
            comments: Vec::new(),
            ids: Vec::new(),
            broken: Vec::new(),
            problems: Vec::new(),
            is_incomplete: false,
        };
        Self {
            lexer: Lexer::new(text),
            file,
            last_end: 0,
            depth: 0,
            docs_seen: 0,
            controls: HashSet::default(),
            used: HashMap::default(),
        }
    }

    fn file(&mut self) {
        self.skip_blanks_and_docs();
        while self.kind() == Kind::Dollar && self.goes_on() {
            let read = self.control();
            self.recovered(read);
            self.skip_blanks_and_docs();
        }
        while self.kind() == Kind::Identifier
            && self.lexer.lexeme().starts_with('m')
            && self.goes_on()
        {
            let read = self.metadata();
            self.recovered(read);
            self.skip_blanks_and_docs();
        }
        if self.kind() == Kind::End || !self.goes_on() {
            return;
        }
        if let Err(problem) = self.namespace() {
            // Without a namespace nothing that follows has a name.
            self.file.problems.push(*problem);
            self.file.is_incomplete = true;
            return;
        }
        self.uses();
        while self.kind() != Kind::End && self.goes_on() {
            let read = self.statement();
            self.recovered(read);
        }
    }

    /// Whether there is a point in reading on: who gets so many errors has named the wrong file.
    fn goes_on(&mut self) -> bool {
        let is_fine = self.file.problems.len() < SYNTAX_ERRORS;
        self.file.is_incomplete |= !is_fine;
        is_fine
    }

    /// Reports a mistake and goes on at the next line that starts like a statement.
    fn recovered(&mut self, read: Parsed<()>) {
        let Err(problem) = read else {
            return;
        };
        self.file.problems.push(*problem);
        self.depth = 0;
        loop {
            self.lexer.next();
            let starts = matches!(
                self.kind(),
                Kind::Identifier | Kind::Doc | Kind::At | Kind::Dollar
            );
            if self.kind() == Kind::End || (starts && self.lexer.is_at_line_start()) {
                break;
            }
        }
        self.docs_seen = self.start();
    }

    /// `$key: value`
    fn control(&mut self) -> Parsed<()> {
        let start = self.start();
        self.lexer.next();
        let key = self.key()?;
        self.skip_spaces();
        self.demand(Kind::Colon)?;
        self.skip_spaces();
        if !self.controls.insert(key.text.to_string()) {
            let problem = format!("`${}` is given twice", key.text);
            return Err(self.problem(problem).with("remove one of them"));
        }
        let value = self.value()?;
        if key.text == "version" {
            self.version(&value)?;
        }
        let span = self.span_from(start, value.span.end);
        self.file.controls.push(Setting { span, key, value });
        self.line_break()
    }

    fn version(&mut self, value: &super::tree::Value<'a>) -> Parsed<()> {
        const HELP: &str = "use \"1.0\" or \"2.0\", in quotes";
        let (Data::String(version) | Data::Block(version)) = &value.data else {
            let problem = self.problem_at(value.span.start, "`$version` is not a string");
            return Err(problem.with(HELP));
        };
        let Some(known) = Version::named(version) else {
            let problem = self.problem(format!("version `{version}` of Smithy is not known"));
            return Err(problem.with(HELP));
        };
        self.file.version = known;
        Ok(())
    }

    /// `metadata key = value`
    fn metadata(&mut self) -> Parsed<()> {
        let start = self.start();
        self.expect_word("metadata")?;
        self.expect_space()?;
        let key = self.key()?;
        self.skip_spaces();
        self.demand(Kind::Equal)?;
        self.skip_spaces();
        let value = self.value()?;
        let span = self.span_from(start, value.span.end);
        self.file.metadata.push(Setting { span, key, value });
        self.line_break()
    }

    /// `namespace name`
    fn namespace(&mut self) -> Parsed<()> {
        const HELP: &str =
            "shapes, `use` and `apply` stand below a line such as `namespace com.example`";
        let start = self.start();
        if self.kind() != Kind::Identifier || self.lexer.lexeme() != "namespace" {
            let problem = format!("expected `namespace`, found {}", self.found());
            let mut problem = self.problem(problem).with(HELP);
            if self.kind() == Kind::Dollar {
                problem.help = Some("statements with `$` stand at the top of the file".to_owned());
            }
            return Err(problem);
        }
        self.lexer.next();
        self.expect_space()?;
        let name = self.dotted()?;
        let span = self.span_from(start, name.span.end);
        self.file.namespace = Some(Namespace {
            span,
            name: name.text,
        });
        let ended = self.line_break();
        self.recovered(ended);
        Ok(())
    }

    /// The `use` statements. Documentation that no `use` follows is left to the first shape.
    fn uses(&mut self) {
        loop {
            let mark = self.start();
            self.skip_blanks_and_docs();
            if self.kind() != Kind::Identifier || self.lexer.lexeme() != "use" || !self.goes_on() {
                self.lexer.rewind(mark);
                return;
            }
            let read = self.one_use();
            self.file.is_incomplete |= read.is_err();
            self.recovered(read);
        }
    }

    fn one_use(&mut self) -> Parsed<()> {
        let start = self.start();
        self.lexer.next();
        self.expect_space()?;
        let id_start = self.start();
        self.dotted()?;
        self.demand(Kind::Pound)?;
        self.expect_name()?;
        let id = self.name_from(id_start);
        if self.kind() == Kind::Dollar {
            let problem = self.problem("`use` names a shape, and not a member of one");
            return Err(problem.with("leave out what follows the `$`"));
        }
        let short = short_name(id.text);
        let known = self.used.get(short).copied();
        if let Some(known) = known.filter(|known| *known != id.text) {
            let problem = format!(
                "`{}` has the same name as `{known}`, which is used already",
                id.text
            );
            let problem = self.problem_at(id.span.start, problem);
            return Err(problem.with("write one of them with its namespace where it is needed"));
        }
        self.used.insert(short, id.text);
        let span = self.span_from(start, id.span.end);
        self.file.uses.push(Use { span, id });
        self.line_break()
    }

    /// A shape or `apply`, with the documentation and traits before it.
    fn statement(&mut self) -> Parsed<()> {
        let traits = self.docs_and_traits()?;
        if self.kind() == Kind::End && traits.applied.is_empty() {
            if let Some(docs) = traits.docs {
                self.stray(docs.start);
            }
            return Ok(());
        }
        if self.kind() == Kind::Dollar {
            let problem = self.unexpected("a shape or `apply`");
            return Err(problem.with("statements with `$` stand at the top of the file"));
        }
        if self.kind() != Kind::Identifier {
            return Err(self.unexpected("a shape or `apply`"));
        }
        if self.lexer.lexeme() == "apply" {
            self.apply(&traits)?;
        } else {
            self.shape(traits)?;
        }
        self.line_break()
    }
}

/// What is looked at and passed over.
impl<'a> Parser<'a> {
    fn kind(&self) -> Kind {
        self.lexer.token.kind
    }

    /// Where the token at hand starts.
    fn start(&self) -> usize {
        self.lexer.token.span.start
    }

    fn span_from(&self, start: usize, end: usize) -> Span {
        Span { start, end }
    }

    /// What stands between a place and the token at hand.
    fn name_from(&self, start: usize) -> Name<'a> {
        let span = Span {
            start,
            end: self.start(),
        };
        Name {
            text: self.file.slice(span),
            span,
        }
    }

    /// Passes over the token at hand.
    fn pass(&mut self) {
        self.last_end = self.lexer.token.span.end;
        self.lexer.next();
    }

    fn skip_spaces(&mut self) {
        while self.kind() == Kind::Space {
            self.lexer.next();
        }
    }

    fn skip_blanks(&mut self) {
        while self.kind().is_blank() {
            self.lexer.next();
        }
    }

    fn skip_blanks_and_docs(&mut self) {
        while self.kind().is_blank() || self.kind() == Kind::Doc {
            self.lexer.next();
        }
    }

    /// The token at hand as messages name it.
    fn found(&self) -> String {
        match self.kind() {
            Kind::Identifier | Kind::Number => {
                let text = self.lexer.lexeme();
                let shown: String = text.chars().take(60).collect();
                let more = if shown.len() < text.len() { "…" } else { "" };
                format!("`{shown}{more}`")
            }
            kind => kind.name().to_owned(),
        }
    }

    /// A mistake at the token at hand.
    fn problem(&self, message: impl Into<String>) -> Box<Problem> {
        self.problem_at(self.start(), message)
    }

    fn problem_at(&self, at: usize, message: impl Into<String>) -> Box<Problem> {
        Box::new(Problem {
            at,
            message: message.into(),
            help: None,
            shape: None,
            kind: ProblemKind::Error,
        })
    }

    /// That something else was expected here, or what is wrong with a token that is none.
    fn unexpected(&self, wanted: &str) -> Box<Problem> {
        match self.kind() {
            Kind::Bad => self.problem(self.lexer.problem.as_str()),
            _ => self.problem(format!("expected {wanted}, found {}", self.found())),
        }
    }

    fn expect_kind(&self, kind: Kind) -> Parsed<()> {
        match self.kind() == kind {
            true => Ok(()),
            false => Err(self.unexpected(kind.name())),
        }
    }

    /// Passes over a token of a kind.
    fn demand(&mut self, kind: Kind) -> Parsed<()> {
        self.expect_kind(kind).map(|()| self.pass())
    }

    fn expect_name(&mut self) -> Parsed<Name<'a>> {
        self.expect_kind(Kind::Identifier)?;
        let start = self.start();
        self.pass();
        Ok(self.name_from(start))
    }

    fn expect_word(&mut self, word: &str) -> Parsed<()> {
        if self.kind() == Kind::Identifier && self.lexer.lexeme() == word {
            self.pass();
            return Ok(());
        }
        let problem = self.unexpected(&format!("`{word}`"));
        let meant = nearest(self.lexer.lexeme(), [word]);
        Err(match meant {
            Some(_) => problem.with(format!("did you mean `{word}`?")),
            None => problem,
        })
    }

    fn expect_space(&mut self) -> Parsed<()> {
        self.expect_kind(Kind::Space).map(|()| self.skip_spaces())
    }

    /// The end of a statement: a line break, perhaps after a comment, or the end of the file.
    fn line_break(&mut self) -> Parsed<()> {
        self.skip_spaces();
        self.stray_docs(self.lexer.token.span.end);
        match self.kind() {
            Kind::End => {}
            Kind::Newline | Kind::Comment | Kind::Doc => {
                self.lexer.next();
                self.skip_blanks();
            }
            _ => {
                let problem = self.unexpected("the end of the line");
                return Err(problem.with("each statement ends with its line"));
            }
        }
        self.docs_seen = self.start();
        Ok(())
    }

    /// Reports documentation up to a place that went to no shape or member.
    fn stray_docs(&mut self, until: usize) {
        let comments = self.lexer.comments.iter().rev();
        let stray = comments
            .take_while(|comment| comment.span.start >= self.docs_seen)
            .filter(|comment| comment.is_doc && comment.span.start < until)
            .last();
        if let Some(stray) = stray {
            self.stray(stray.span.start);
        }
    }

    fn stray(&mut self, at: usize) {
        let mut problem = self.problem_at(at, "this documentation comment documents nothing");
        problem.help = Some(
            "move it to the line above a shape or member and its traits, or start it with `//`"
                .to_owned(),
        );
        problem.kind = ProblemKind::StrayDocumentation;
        self.file.problems.push(*problem);
    }

    /// Opens a list or object in another one.
    fn nest(&mut self) -> Parsed<()> {
        self.depth += 1;
        if self.depth <= VALUE_DEPTH {
            return Ok(());
        }
        let problem =
            format!("a value nests more than {VALUE_DEPTH} deep: lists and objects in each other");
        Err(self.problem(problem))
    }

    fn key(&mut self) -> Parsed<Key<'a>> {
        let text = match self.kind() {
            Kind::Identifier => self.lexer.lexeme().into(),
            Kind::String => self.lexer.value.clone(),
            _ => return Err(self.unexpected("a name or string")),
        };
        let span = self.lexer.token.span;
        self.pass();
        Ok(Key { span, text })
    }

    /// The id of a shape of this file, for messages.
    fn id_of(&self, name: &str) -> String {
        match &self.file.namespace {
            Some(namespace) => format!("{}#{name}", namespace.name),
            None => name.to_owned(),
        }
    }
}

impl Problem {
    /// Adds what to do about it.
    fn with(mut self: Box<Self>, help: impl Into<String>) -> Box<Self> {
        self.help = Some(help.into());
        self
    }

    /// Adds the shape or member concerned.
    fn about(mut self: Box<Self>, shape: impl Into<String>) -> Box<Self> {
        self.shape = Some(shape.into());
        self
    }
}

fn short_name(id: &str) -> &str {
    id.split_once('#').map_or(id, |(_, name)| name)
}
