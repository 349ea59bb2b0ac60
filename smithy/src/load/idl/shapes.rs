//! Turns definitions of shapes into shapes, all but services, resources and operations.

use super::super::ast::kind_named;
use super::super::elide::Elided;
use super::super::names::refused_type;
use super::{File, empty_shape};
use crate::diagnostic::Diagnostic;
use crate::idl::tree::{self, Head, ShapeBody};
use crate::model::traits::id;
use crate::model::{Kind, Member, Node, Shape, ShapeId};
use crate::source::Location;

impl<'a> File<'_, 'a> {
    /// Adds a shape to the model.
    pub(super) fn shape(&mut self, namespace: &str, definition: &tree::Shape<'a>) {
        let at = self.at(definition.keyword.span);
        let type_name = definition.keyword.text;
        let id = ShapeId::parse(&format!("{namespace}#{}", definition.name.text));
        let (Ok(id), Some(kind)) = (id, kind_named(type_name, at)) else {
            return;
        };
        if let Some((message, help)) = refused_type(self.version(), type_name) {
            let problem = Diagnostic::error(message).at(self.sources.place(at));
            self.errors.push(problem.shape(&id).help(help));
            self.merge.model.broken.insert(id);
            return;
        }
        let mut shape = empty_shape(id, kind, at, self.version());
        let subject = shape.id.to_string();
        let problems = self.errors.len();
        shape.traits = self.traits(&definition.traits, &subject);
        self.head(&mut shape, &definition.head);
        match &definition.body {
            ShapeBody::Nothing => {}
            ShapeBody::Members(members) => {
                self.members(&mut shape, type_name, &definition.head, members);
            }
            ShapeBody::Properties(value) => self.entity(&mut shape, value),
            ShapeBody::Operation(operation) => self.operation(namespace, &mut shape, operation),
        }
        // What is wrong anyway is not told to be out of date as well.
        if type_name == "set" && self.errors.len() == problems {
            self.merge.model.sets.insert(shape.id.clone());
        }
        if type_name == "set" && !shape.traits.has(id::UNIQUE_ITEMS) {
            let value = Node::Object(serde_json::Map::new());
            self.add_trait(&mut shape.traits, id::UNIQUE_ITEMS, value, at, &subject);
        }
        self.merge.shape(shape, self.sources, self.errors);
    }

    /// Adds a structure that is defined in an operation, and returns its id.
    pub(super) fn inline(
        &mut self,
        namespace: &str,
        name: &str,
        inline: &tree::Inline<'a>,
        mark: &'static str,
    ) -> Option<ShapeId> {
        let id = ShapeId::parse(&format!("{namespace}#{name}")).ok()?;
        let at = Location::new(self.number, inline.start);
        let mut shape = empty_shape(id.clone(), Kind::Structure, at, self.version());
        shape.traits = self.traits(&inline.traits, id.as_str());
        if !shape.traits.has(mark) {
            let value = Node::Object(serde_json::Map::new());
            self.add_trait(&mut shape.traits, mark, value, at, id.as_str());
        }
        self.head(&mut shape, &inline.head);
        self.members(&mut shape, "structure", &inline.head, &inline.members);
        self.merge.shape(shape, self.sources, self.errors);
        Some(id)
    }

    fn head(&mut self, shape: &mut Shape, head: &Head<'a>) {
        let mixins = head.mixins.iter().flat_map(|mixins| &mixins.ids);
        shape.mixins = mixins.filter_map(|mixin| self.reference(mixin)).collect();
    }

    fn members(
        &mut self,
        shape: &mut Shape,
        type_name: &str,
        head: &Head<'a>,
        members: &tree::Members<'a>,
    ) {
        let resource = head.resource.as_ref().and_then(|it| self.reference(it));
        for definition in &members.list {
            if let Some(refused) = self.refused_member(shape, type_name, definition) {
                self.errors.push(refused);
                continue;
            }
            let Some(member) = self.member(shape, definition) else {
                continue;
            };
            if definition.is_elided {
                self.merge.elided.push(Elided {
                    shape: shape.id.clone(),
                    member: member.name.clone(),
                    resource: resource.clone(),
                    location: member.location,
                });
            }
            shape.members.push(member);
        }
        if matches!(shape.kind, Kind::Map) {
            shape.members.order_map();
        }
    }

    /// Why a list or map cannot have a member.
    fn refused_member(
        &self,
        shape: &Shape,
        type_name: &str,
        definition: &tree::Member<'a>,
    ) -> Option<Diagnostic> {
        let name = definition.name.bare();
        let (is_known, known) = match shape.kind {
            Kind::List => (name == "member", "`member` alone"),
            Kind::Map => (matches!(name, "key" | "value"), "`key` and `value` alone"),
            _ => return None,
        };
        let message = format!("a {type_name} has the members {known}, and not `{name}`");
        let problem = Diagnostic::error(message.replace("members `member`", "member `member`"))
            .at(self.place(definition.name.span.start));
        (!is_known).then(|| problem.shape(&shape.id).help("rename it or remove it"))
    }

    fn member(&mut self, shape: &Shape, definition: &tree::Member<'a>) -> Option<Member> {
        let name = definition.name.bare();
        let subject = shape.id.member(name);
        let location = self.at(definition.name.span);
        let target = match &definition.target {
            Some(target) => self.resolve(target.text)?.shape,
            // That of an enum's members, and of those whose target is still to be found.
            None => ShapeId::unit(),
        };
        let mut traits = self.traits(&definition.traits, &subject);
        if let Some(value) = &definition.value {
            let namespace = self.tree.namespace.as_ref().map(|it| it.name);
            let (trait_id, node) = match shape.kind {
                Kind::Enum | Kind::IntEnum => (id::ENUM_VALUE, self.node(value, namespace)),
                _ => (id::DEFAULT, self.node(value, namespace)),
            };
            let at = self.at(value.span);
            self.add_trait(&mut traits, trait_id, node, at, &subject);
        }
        Some(Member {
            name: name.into(),
            target,
            traits,
            location,
        })
    }
}
