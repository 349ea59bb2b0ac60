//! Computes how an unfinished query may continue, by the schema of its input.

use smithgen_runtime::schema::{Kind as ShapeKind, Member, Schema};

use super::lexer::{Kind, Token, tokenize};

/// A longer version of the typed query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Continuation {
    /// The whole query.
    pub(crate) text: String,
    /// Whether it can usually be continued further.
    pub(crate) is_open: bool,
}

/// All queries that extend the typed one by the next name or `[]`.
pub(crate) fn continuations(schema: &'static Schema, typed: &str) -> Vec<Continuation> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let before = typed.trim_end_matches(is_part);
    let partial = typed.get(before.len()..).unwrap_or_default();
    let tokens = match before {
        "" => Vec::new(),
        _ => match tokenize(before) {
            Ok(tokens) => tokens,
            // The end is inside a string.
            Err(_) => return Vec::new(),
        },
    };
    let mut reader = Reader::new(Selected::One(schema));
    reader.read(&tokens);
    let mut found = reader.members(before);
    if !partial.is_empty() {
        reader.name(partial);
    }
    found.extend(reader.beyond(typed));
    found
}

/// The type of an expression's result.
#[derive(Clone, Copy)]
enum Selected {
    One(&'static Schema),
    /// A list that a projection builds, with one result for each element.
    Each(&'static Schema),
    Unknown,
}

impl Selected {
    fn schema(self, kinds: &[ShapeKind]) -> Option<&'static Schema> {
        match self {
            Selected::One(schema) if kinds.contains(&schema.kind()) => Some(schema),
            _ => None,
        }
    }

    fn members(self) -> &'static [Member] {
        let schema = self.schema(&[ShapeKind::Structure, ShapeKind::Union]);
        schema.map_or(&[], |schema| schema.members())
    }

    fn member(self, name: &str) -> Selected {
        let member = self.members().iter().find(|member| member.name() == name);
        member.map_or(Selected::Unknown, |member| Selected::One(member.target()))
    }

    fn element(self) -> Selected {
        match self {
            Selected::Each(schema) => Selected::One(schema),
            _ => self.last_member_of(ShapeKind::List),
        }
    }

    /// The item of a list, or the value of a map.
    fn last_member_of(self, kind: ShapeKind) -> Selected {
        let member = self
            .schema(&[kind])
            .and_then(|schema| schema.members().last());
        member.map_or(Selected::Unknown, |member| Selected::One(member.target()))
    }

    fn each(self) -> Selected {
        match self {
            Selected::One(schema) => Selected::Each(schema),
            _ => Selected::Unknown,
        }
    }
}

/// An open bracket, brace or parenthesis.
struct Frame {
    /// The base outside of it.
    base: Selected,
    close: Close,
}

/// The result once it is closed.
#[derive(Clone, Copy)]
enum Close {
    /// The result of its content.
    Inside,
    Known(Selected),
    /// The result of a function, given its first argument.
    Call(Function, Option<Selected>),
}

#[derive(Clone, Copy)]
enum Function {
    /// Returns its argument, reordered or filtered.
    Same,
    /// Returns an element of its argument.
    Element,
    Other,
}

struct Reader {
    /// What names refer to at the start of an expression.
    base: Selected,
    /// The result so far.
    here: Selected,
    /// Whether a name may come next.
    is_ready: bool,
    /// Whether what follows applies to each element.
    projects: bool,
    frames: Vec<Frame>,
}

impl Reader {
    fn new(root: Selected) -> Reader {
        Reader {
            base: root,
            here: root,
            is_ready: true,
            projects: false,
            frames: Vec::new(),
        }
    }

    fn read(&mut self, tokens: &[Token]) {
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            let next = |ahead: usize| tokens.get(at + ahead).map(|token| &token.kind);
            match &token.kind {
                Kind::Identifier(name) if next(0) == Some(&Kind::LeftParen) => {
                    at += 1;
                    self.open(self.base, Close::Call(function(name), None));
                }
                // A key of a multiselect hash.
                Kind::Identifier(_) | Kind::Quoted(_)
                    if self.is_ready && next(0) == Some(&Kind::Colon) =>
                {
                    at += 1;
                }
                Kind::Identifier(name) | Kind::Quoted(name) => self.name(name),
                Kind::LeftBracket => match index(tokens.get(at..).unwrap_or_default()) {
                    Some((skipped, projects)) => {
                        at += skipped;
                        self.select(self.here.element());
                        self.projects |= projects;
                    }
                    None => self.open(self.start(), Close::Known(Selected::Unknown)),
                },
                other => self.other(other),
            }
        }
    }

    fn other(&mut self, token: &Kind) {
        match token {
            Kind::Dot => self.is_ready = true,
            Kind::Flatten => {
                self.select(self.here.element());
                self.projects = true;
            }
            Kind::Star => {
                self.select(self.here.last_member_of(ShapeKind::Map));
                self.projects = true;
            }
            Kind::Filter => {
                let element = self.here.element();
                self.open(element, Close::Known(element));
            }
            Kind::LeftBrace => self.open(self.start(), Close::Known(Selected::Unknown)),
            Kind::LeftParen => self.open(self.base, Close::Inside),
            Kind::RightBracket | Kind::RightBrace | Kind::RightParen => self.close(),
            Kind::Comma => self.comma(),
            Kind::Pipe => {
                self.settle();
                self.base = self.here;
                self.begin();
            }
            // An expression reference, which the function applies to each element of its first argument.
            Kind::Expref => {
                if let Some(Frame {
                    close: Close::Call(_, Some(first)),
                    ..
                }) = self.frames.last()
                {
                    self.base = first.element();
                }
                self.begin();
            }
            Kind::Current => self.select(self.base),
            Kind::Literal(_) | Kind::Number(_) => self.select(Selected::Unknown),
            Kind::End => {}
            _ => self.begin(),
        }
    }

    fn name(&mut self, name: &str) {
        let found = match self.is_ready {
            true => self.here.member(name),
            false => Selected::Unknown,
        };
        self.select(found);
    }

    fn select(&mut self, found: Selected) {
        self.here = found;
        self.is_ready = false;
    }

    /// What names in a multiselect refer to; known only after a dot or at the start of an expression.
    fn start(&self) -> Selected {
        match self.is_ready {
            true => self.here,
            false => Selected::Unknown,
        }
    }

    fn begin(&mut self) {
        self.here = self.base;
        self.is_ready = true;
        self.projects = false;
    }

    /// Ends a projection, whose result is a list.
    fn settle(&mut self) {
        if std::mem::take(&mut self.projects) {
            self.here = self.here.each();
        }
    }

    fn open(&mut self, base: Selected, close: Close) {
        let around = std::mem::replace(&mut self.base, base);
        self.frames.push(Frame {
            base: around,
            close,
        });
        self.begin();
    }

    fn comma(&mut self) {
        self.settle();
        let here = self.here;
        if let Some(Frame {
            base,
            close: Close::Call(_, first),
        }) = self.frames.last_mut()
        {
            first.get_or_insert(here);
            self.base = *base;
        }
        self.begin();
    }

    fn close(&mut self) {
        self.settle();
        let Some(frame) = self.frames.pop() else {
            return self.select(Selected::Unknown);
        };
        self.base = frame.base;
        let found = match frame.close {
            Close::Inside => self.here,
            Close::Known(found) => found,
            Close::Call(function, first) => {
                let first = first.unwrap_or(self.here);
                match function {
                    Function::Same => first,
                    Function::Element => first.element(),
                    Function::Other => Selected::Unknown,
                }
            }
        };
        self.select(found);
        // What follows a filter applies to each element.
        self.projects = matches!(frame.close, Close::Known(Selected::One(_)));
    }

    /// The member names that may follow `before`.
    fn members(&self, before: &str) -> Vec<Continuation> {
        let members = match self.is_ready {
            true => self.here.members(),
            false => &[],
        };
        let named = members.iter().map(|member| Continuation {
            text: format!("{before}{}", member.name()),
            is_open: !self.frames.is_empty() || has_parts(member.target()),
        });
        named.collect()
    }

    /// What may follow a complete expression.
    fn beyond(&self, typed: &str) -> Vec<Continuation> {
        if self.is_ready {
            return Vec::new();
        }
        let inside = self.here.members().iter().map(|member| Continuation {
            text: format!("{typed}.{}", member.name()),
            is_open: !self.frames.is_empty() || has_parts(member.target()),
        });
        let each = match self.here {
            Selected::Each(_) => true,
            here => here.schema(&[ShapeKind::List]).is_some(),
        };
        let each = each.then(|| Continuation {
            text: format!("{typed}[]"),
            is_open: true,
        });
        each.into_iter().chain(inside).collect()
    }
}

fn has_parts(schema: &Schema) -> bool {
    let kinds = [
        ShapeKind::Structure,
        ShapeKind::Union,
        ShapeKind::List,
        ShapeKind::Map,
    ];
    kinds.contains(&schema.kind())
}

/// The number of tokens in an index or slice after its opening bracket, and whether it selects several elements.
/// Each element of a slice has the same type as those of its list.
fn index(tokens: &[Token]) -> Option<(usize, bool)> {
    let end = tokens.iter().position(|it| it.kind == Kind::RightBracket)?;
    let inside: Vec<&Kind> = tokens.iter().take(end).map(|token| &token.kind).collect();
    match inside.as_slice() {
        [Kind::Number(_)] => Some((end + 1, false)),
        [Kind::Star] => Some((end + 1, true)),
        [] => None,
        slice => {
            let is_slice = |kind: &&Kind| matches!(kind, Kind::Number(_) | Kind::Colon);
            slice.iter().all(is_slice).then_some((end + 1, true))
        }
    }
}

fn function(name: &str) -> Function {
    match name {
        "not_null" | "reverse" | "sort" | "sort_by" => Function::Same,
        "max_by" | "min_by" => Function::Element,
        _ => Function::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::continuations;
    use crate::fixture::SERVICE;

    /// The continuations, without the typed part.
    fn after(typed: &str) -> Vec<String> {
        let command = SERVICE
            .commands
            .iter()
            .find(|it| it.name == "put-thing")
            .unwrap();
        let found = continuations(command.operation.output(), typed);
        let rest = found
            .iter()
            .filter(|it| it.text.starts_with(typed) && it.text != typed);
        rest.map(|it| it.text[typed.len()..].to_owned()).collect()
    }

    #[test]
    fn members_of_what_is_selected_follow() {
        for (typed, expected) in [
            ("", &["thingId", "secret", "secretExpiresAt", "tree"][..]),
            ("th", &["ingId"]),
            ("secret", &["ExpiresAt"]),
            ("thingId", &[]),
            ("nothing.", &[]),
            ("tree", &[".label", ".weight", ".children", ".tags"]),
            ("tree.", &["label", "weight", "children", "tags"]),
            ("tree.ch", &["ildren"]),
            ("tree.children", &["[]"]),
            (
                "tree.children[]",
                &[".label", ".weight", ".children", ".tags"],
            ),
            ("tree.children[].l", &["abel"]),
            ("tree.children[0].l", &["abel"]),
            ("tree.children[*].children[].w", &["eight"]),
            ("tree.children[1:].w", &["eight"]),
            ("tree.children[?w", &["eight"]),
            ("tree.children[?label == 'x' && w", &["eight"]),
            ("tree.children[?label=='x'].l", &["abel"]),
            ("tree.children[].[label, w", &["eight"]),
            ("tree.children[].{a: label, b: w", &["eight"]),
            ("{a: thingId, b: tree.la", &["bel"]),
            ("[thingId, tree.la", &["bel"]),
            ("tree | la", &["bel"]),
            ("tree.children[].label | [0].l", &[]),
            ("tree.children[] | [0].l", &["abel"]),
            ("sort_by(tree.children, &w", &["eight"]),
            ("sort_by(tree.children, &weight)[-1].l", &["abel"]),
            ("max_by(tree.children[], &weight).l", &["abel"]),
            ("length(tree.ch", &["ildren"]),
            ("(tree).l", &["abel"]),
            ("@.th", &["ingId"]),
            ("tree.tags.*", &[]),
            ("tree.children[", &[]),
            ("tree.children[?label == 'th", &[]),
            ("tree)).th", &[]),
        ] {
            assert_eq!(after(typed), expected, "{typed}");
        }
    }

    #[test]
    fn what_has_parts_goes_on() {
        let command = SERVICE
            .commands
            .iter()
            .find(|it| it.name == "put-thing")
            .unwrap();
        let open = |typed: &str| -> Vec<bool> {
            let found = continuations(command.operation.output(), typed);
            found
                .iter()
                .filter(|it| it.text.starts_with(typed))
                .map(|it| it.is_open)
                .collect()
        };
        assert_eq!(open("t"), [false, true]);
        assert_eq!(open("[t"), [true, true]);
    }

    #[test]
    fn no_beginning_of_a_query_is_a_problem() {
        let query = "sort_by(a[?b == 'é' && `1` > c[1:2]].{d: e, \"f\": *}[], &g)[-1] | [@, !h]}";
        for (at, _) in query.char_indices() {
            let _ = continuations(SERVICE.commands[0].operation.output(), &query[..at]);
            let _ = after(&query[at..]);
        }
    }
}
