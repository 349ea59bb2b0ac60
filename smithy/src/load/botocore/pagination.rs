//! How results come page by page, as far as the trait can say it.

use super::layered::{Field, Fields};
use super::{Node, Reader, object, set};
use crate::diagnostic::{Diagnostic, Severity};
use crate::model::{Kind, ShapeId};
use crate::source::Location;

/// The members of a paginator. Only commands heed what says when to stop, and what all pages have in common.
const PAGINATOR: &[&str] = &[
    "input_token",
    "limit_key",
    "more_results",
    "non_aggregate_keys",
    "output_token",
    "py_input_token",
    "result_key",
];

impl<'a> Reader<'a, '_> {
    /// Adds a trait to each operation that has a paginator.
    pub(super) fn pagination(&mut self, root: Fields<'a>) {
        self.check_known(&root, &["pagination", "version"], "");
        let Some(paginators) = self.fields_of(&root, "pagination", "") else {
            return;
        };
        for field in &paginators.list {
            let Some(id) = self.operation_named(&field.key, field.key_at) else {
                continue;
            };
            let subject = id.as_str();
            let Some(fields) = self.fields(field.value, "a paginator", subject) else {
                continue;
            };
            self.check_known(&fields, PAGINATOR, subject);
            let paginated = self.paginated(&id, &fields, field);
            let paginator = self.paginator(&id, &fields);
            let Some(shape) = self.shapes.get_mut(&id) else {
                continue;
            };
            for (name, value) in [
                ("smithy.api#paginated", paginated),
                ("smithgen.commands#paginator", paginator),
            ] {
                if let Some(value) = value {
                    set(&mut shape.traits, name, value, field.key_at);
                }
            }
        }
    }

    /// The operation that a file beside the description names.
    pub(super) fn operation_named(&mut self, name: &str, at: Location) -> Option<ShapeId> {
        let id = self.id(name);
        let found = id.filter(|id| {
            self.shapes
                .get(id)
                .is_some_and(|it| it.as_operation().is_some())
        });
        if found.is_none() {
            let message = format!("the service has no operation `{name}`");
            let problem = Diagnostic::warning(message).at(self.file.place(at));
            self.file.push(problem.help("this has no effect"));
        }
        found
    }

    fn paginated(&mut self, id: &ShapeId, fields: &Fields<'a>, field: &Field<'a>) -> Option<Node> {
        let subject = id.as_str();
        let (input, output) = {
            let operation = self.shapes.get(id)?.as_operation()?;
            (
                operation.input.target.clone(),
                operation.output.target.clone(),
            )
        };
        let mut one = |key: &str| -> Option<String> {
            let is_list = fields.get(key)?.value.json.is_array();
            match is_list {
                true => {
                    let mut all = self.texts(fields, key, subject)?;
                    (all.len() == 1).then(|| all.swap_remove(0).0)
                }
                false => self.text(fields, key, subject).map(|it| it.0),
            }
        };
        let token = one("input_token");
        let next = one("output_token");
        let items = one("result_key");
        let size = one("limit_key");
        let token =
            token.filter(|name| self.member_at(&input, name).is_some() && !name.contains('.'));
        let next = next.filter(|path| self.member_at(&output, path).is_some());
        let (Some(token), Some(next)) = (token, next) else {
            let message =
                "the paginator's tokens are no members, or several: the operation is not paginated";
            let mut problem = Diagnostic::of(Severity::Note, "Model", message).shape(subject);
            problem.place = self.file.place(field.key_at);
            self.file.push(problem);
            return None;
        };
        let items = items.filter(|path| {
            let target = self.member_at(&output, path);
            let shape = target.and_then(|target| self.shapes.get(&target));
            shape.is_some_and(|it| matches!(it.kind, Kind::List | Kind::Map))
        });
        let size = size.filter(|name| {
            let target = self.member_at(&input, name).filter(|_| !name.contains('.'));
            let shape = target.and_then(|target| self.shapes.get(&target));
            shape.is_some_and(|it| it.kind.is_number())
        });
        Some(object([
            ("inputToken", Some(Node::String(token))),
            ("outputToken", Some(Node::String(next))),
            ("items", items.map(Node::String)),
            ("pageSize", size.map(Node::String)),
        ]))
    }

    /// The whole paginator, for commands. Mistakes in it were reported with what the trait of Smithy has of it.
    fn paginator(&mut self, id: &ShapeId, fields: &Fields<'a>) -> Option<Node> {
        let subject = id.as_str();
        let mut all = |key: &str| -> Option<Vec<String>> {
            let is_list = fields.get(key)?.value.json.is_array();
            match is_list {
                true => {
                    let texts = self.texts(fields, key, subject)?;
                    Some(texts.into_iter().map(|it| it.0).collect())
                }
                false => self.text(fields, key, subject).map(|it| vec![it.0]),
            }
        };
        let (tokens, next, items) = (
            all("input_token")?,
            all("output_token")?,
            all("result_key")?,
        );
        let shared = all("non_aggregate_keys");
        let more = all("more_results").and_then(|it| it.into_iter().next());
        let size = all("limit_key").and_then(|it| it.into_iter().next());
        let input = &self.shapes.get(id)?.as_operation()?.input.target;
        let has = |name: &String| self.member_at(input, name).is_some() && !name.contains('.');
        if tokens.len() != next.len() || !tokens.iter().all(has) {
            return None;
        }
        let texts = |texts: Vec<String>| Node::Array(texts.into_iter().map(Node::String).collect());
        Some(object([
            ("inputTokens", Some(texts(tokens))),
            ("outputTokens", Some(texts(next))),
            ("items", Some(texts(items))),
            ("pageSize", size.filter(has).map(Node::String)),
            ("moreResults", more.map(Node::String)),
            ("shared", shared.map(texts)),
        ]))
    }

    /// The target of the member that a path of names leads to.
    fn member_at(&self, shape: &ShapeId, path: &str) -> Option<ShapeId> {
        let mut at = shape;
        for name in path.split('.') {
            at = &self.shapes.get(at)?.member(name)?.target;
        }
        Some(at.clone())
    }
}
