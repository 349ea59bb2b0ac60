//! A model as a graph: its shapes and members numbered, with what relates them, found once for all selectors.

use std::sync::{Arc, Mutex, OnceLock};

use super::edges::{Direction, Edges, Found};
use super::error::SelectorError;
use super::points::{Point, Points};
use super::relation::{Relation, Relations};
use super::types::Type;
use crate::maps::HashMap;
use crate::model::{Kind, Member, Model, Resource, Shape, ShapeId, Trait, Traits, UNIT};
use crate::source::Location;

/// A shape of a model, or one of its members.
#[derive(Debug, Clone, Copy)]
pub struct Subject<'m> {
    /// The shape.
    pub shape: &'m Shape,
    /// Its member, where it is about one.
    pub member: Option<&'m Member>,
}

impl<'m> Subject<'m> {
    /// Its id: `ns#Shape` or `ns#Shape$member`.
    pub fn id(&self) -> String {
        match self.member {
            Some(member) => self.shape.id.member(&member.name),
            None => self.shape.id.to_string(),
        }
    }

    /// Its own traits.
    pub fn traits(&self) -> &'m Traits {
        match self.member {
            Some(member) => &member.traits,
            None => &self.shape.traits,
        }
    }

    /// Where it is defined.
    pub fn location(&self) -> Location {
        match self.member {
            Some(member) => member.location,
            None => self.shape.location,
        }
    }

    /// The name of its type; that of a member is `member`.
    pub fn type_name(&self) -> &'static str {
        match self.member {
            Some(_) => "member",
            None => self.shape.kind.name(),
        }
    }
}

impl<'m> From<&'m Shape> for Subject<'m> {
    fn from(shape: &'m Shape) -> Self {
        Self {
            shape,
            member: None,
        }
    }
}

impl<'m> From<(&'m Shape, &'m Member)> for Subject<'m> {
    fn from((shape, member): (&'m Shape, &'m Member)) -> Self {
        Self {
            shape,
            member: Some(member),
        }
    }
}

/// What selectors look up of a model. Parts that few selectors need are found when the first asks for them.
#[derive(Debug)]
pub struct Index<'m> {
    model: &'m Model,
    subjects: Vec<Subject<'m>>,
    types: Vec<Type>,
    /// The number of each shape, in the order of the model.
    starts: Vec<u32>,
    edges: OnceLock<Edges>,
    trait_edges: OnceLock<Edges>,
    traits: OnceLock<HashMap<&'m str, Vec<Point>>>,
    /// What selectors were found to match, by their texts, or that they take too long.
    pub(super) selected: Mutex<HashMap<String, Result<Arc<Points>, SelectorError>>>,
}

impl<'m> Index<'m> {
    /// Numbers the shapes and members of a model.
    pub fn of(model: &'m Model) -> Self {
        let mut subjects = Vec::new();
        let mut types = Vec::new();
        let mut starts = Vec::new();
        for shape in model.shapes.values() {
            starts.push(Point::at(subjects.len()).0);
            subjects.push(Subject::from(shape));
            types.push(Type::of(&shape.kind));
            for member in &shape.members {
                subjects.push(Subject::from((shape, member)));
                types.push(Type::Member);
            }
        }
        Self {
            model,
            subjects,
            types,
            starts,
            edges: OnceLock::new(),
            trait_edges: OnceLock::new(),
            traits: OnceLock::new(),
            selected: Mutex::default(),
        }
    }

    /// The model.
    pub fn model(&self) -> &'m Model {
        self.model
    }

    /// How many shapes and members there are.
    pub fn len(&self) -> usize {
        self.subjects.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.subjects.is_empty()
    }

    /// All shapes and members, in the order of the model.
    pub fn points(&self) -> impl Iterator<Item = Point> + use<> {
        (0..self.subjects.len()).map(Point::at)
    }

    /// What a number stands for.
    pub fn subject(&self, point: Point) -> Option<Subject<'m>> {
        self.subjects.get(point.number()).copied()
    }

    /// A shape by its id.
    pub fn shape(&self, id: &str) -> Option<Point> {
        let at = self.model.shapes.get_index_of(id)?;
        self.starts.get(at).copied().map(Point)
    }

    /// A member by the shape that has it and its name.
    pub fn member(&self, shape: &str, name: &str) -> Option<Point> {
        let start = self.shape(shape)?;
        let members = &self.subject(start)?.shape.members;
        let at = members.position(name)?;
        Some(Point::at(start.number() + 1 + at))
    }

    /// A shape or member by an id that may name a member: `ns#Shape$member`.
    pub fn find(&self, id: &str) -> Option<Point> {
        match id.split_once('$') {
            Some((shape, member)) => self.member(shape, member),
            None => self.shape(id),
        }
    }

    /// The members of a shape, by their numbers.
    pub fn members(&self, shape: Point) -> impl Iterator<Item = Point> + use<> {
        let own = self
            .subject(shape)
            .filter(|subject| subject.member.is_none());
        let count = own.map_or(0, |subject| subject.shape.members.len());
        (shape.number() + 1..=shape.number() + count).map(Point::at)
    }

    /// The shape that a member belongs to, by its number.
    pub fn container(&self, member: Point) -> Option<Point> {
        let subject = self.subject(member)?;
        subject
            .member
            .and_then(|_| self.shape(subject.shape.id.as_str()))
    }

    /// The shapes and members that a trait is applied to, in the order of the model.
    pub fn with_trait(&self, id: &str) -> &[Point] {
        self.traits().get(id).map_or(&[], Vec::as_slice)
    }

    /// The ids of all traits that are applied, in no order.
    pub fn applied_traits(&self) -> impl Iterator<Item = &'m str> + '_ {
        self.traits().keys().copied()
    }

    fn traits(&self) -> &HashMap<&'m str, Vec<Point>> {
        self.traits.get_or_init(|| {
            let mut found: HashMap<&'m str, Vec<Point>> = HashMap::default();
            for (number, subject) in self.subjects.iter().enumerate() {
                for applied in subject.traits() {
                    let id = applied.id.as_str();
                    found.entry(id).or_default().push(Point::at(number));
                }
            }
            found
        })
    }

    pub(super) fn type_of(&self, point: Point) -> Option<Type> {
        self.types.get(point.number()).copied()
    }

    pub(super) fn trait_of(&self, point: Point, id: &str) -> Option<&'m Trait> {
        self.subject(point)?.traits().find(id)
    }

    pub(super) fn none(&self) -> Points {
        Points::none(self.len())
    }

    pub(super) fn all(&self) -> Points {
        Points::all(self.len())
    }

    /// Where some relations of a shape or member lead, in a direction.
    pub(super) fn related(
        &self,
        point: Point,
        direction: Direction,
        relations: Relations,
    ) -> impl Iterator<Item = Point> + '_ {
        let traits = relations
            .contains(Relation::Trait)
            .then(|| self.trait_edges());
        let traits = traits.map(|traits| traits.of(point, direction, relations));
        let edges = self.edges().of(point, direction, relations);
        edges.chain(traits.into_iter().flatten())
    }

    /// What leads to a shape or member by a relation.
    pub(crate) fn leading_to(
        &self,
        point: Point,
        relation: Relation,
    ) -> impl Iterator<Item = Point> + '_ {
        self.related(point, Direction::Back, Relations::NONE.with(relation))
    }

    fn edges(&self) -> &Edges {
        self.edges.get_or_init(|| {
            let mut found = Found::default();
            for shape in self.model.shapes.values() {
                self.relate(shape, &mut found);
            }
            Edges::new(self.len(), found)
        })
    }

    /// The relations to traits, which few selectors follow.
    fn trait_edges(&self) -> &Edges {
        self.trait_edges.get_or_init(|| {
            let mut found = Found::default();
            for (id, points) in self.traits() {
                if let Some(to) = self.shape(id) {
                    points
                        .iter()
                        .for_each(|from| found.push(*from, Relation::Trait, to));
                }
            }
            Edges::new(self.len(), found)
        })
    }

    /// All that a shape or member leads to, itself included; traits are not followed.
    pub fn closure(&self, start: Point) -> Points {
        self.closure_of([start])
    }

    /// All that some shapes and members lead to, these included; traits are not followed.
    pub(crate) fn closure_of(&self, starts: impl IntoIterator<Item = Point>) -> Points {
        self.closure_with(starts, |_| &[])
    }

    /// The same where shapes and members lead further than their relations say.
    pub(crate) fn closure_with<'a>(
        &self,
        starts: impl IntoIterator<Item = Point>,
        further: impl Fn(Point) -> &'a [Point],
    ) -> Points {
        let mut found = self.none();
        let starts = starts.into_iter();
        let mut open: Vec<Point> = starts.filter(|start| found.insert(*start)).collect();
        while let Some(at) = open.pop() {
            let related = self.related(at, Direction::Ahead, Relations::DIRECT);
            for next in related.chain(further(at).iter().copied()) {
                if found.insert(next) {
                    open.push(next);
                }
            }
        }
        found
    }

    fn relate(&self, shape: &Shape, found: &mut Found) {
        let Some(from) = self.shape(shape.id.as_str()) else {
            return;
        };
        for mixin in &shape.mixins {
            self.push(from, Relation::Mixin, &mixin.target, found);
        }
        let is_enum = matches!(shape.kind, Kind::Enum | Kind::IntEnum);
        for (point, member) in self.members(from).zip(&shape.members) {
            found.push(from, Relation::Member, point);
            if !is_enum {
                self.push(point, Relation::Target, &member.target, found);
            }
        }
        match &shape.kind {
            Kind::Service(service) => {
                for bound in &service.operations {
                    self.bind(from, &[Relation::Operation], &bound.target, found);
                }
                for bound in &service.resources {
                    self.bind(from, &[Relation::Resource], &bound.target, found);
                }
                for error in &service.errors {
                    self.push(from, Relation::Error, &error.target, found);
                }
            }
            Kind::Operation(operation) => {
                let sides = [
                    (Relation::Input, &operation.input),
                    (Relation::Output, &operation.output),
                ];
                for (relation, side) in sides {
                    if side.target != UNIT {
                        self.push(from, relation, &side.target, found);
                    }
                }
                for error in &operation.errors {
                    self.push(from, Relation::Error, &error.target, found);
                }
            }
            Kind::Resource(resource) => self.relate_resource(from, resource, found),
            _ => {}
        }
    }

    fn relate_resource(&self, from: Point, resource: &Resource, found: &mut Found) {
        for identifier in resource.identifiers.values() {
            self.push(from, Relation::Identifier, &identifier.target, found);
        }
        for property in resource.properties.values() {
            self.push(from, Relation::Property, &property.target, found);
        }
        for below in &resource.resources {
            self.bind(from, &[Relation::Resource], &below.target, found);
        }
        for (life, operation) in &resource.lifecycle {
            use crate::model::Lifecycle as Life;
            let relations: &[Relation] = match life {
                Life::Create => &[Relation::Create],
                Life::List => &[Relation::List],
                Life::Put => &[Relation::Put, Relation::InstanceOperation],
                Life::Read => &[Relation::Read, Relation::InstanceOperation],
                Life::Update => &[Relation::Update, Relation::InstanceOperation],
                Life::Delete => &[Relation::Delete, Relation::InstanceOperation],
            };
            self.bind(from, relations, &operation.target, found);
        }
        let instance = [Relation::Operation, Relation::InstanceOperation];
        for operation in &resource.operations {
            self.bind(from, &instance, &operation.target, found);
        }
        for operation in &resource.collection_operations {
            self.bind(
                from,
                &[Relation::CollectionOperation],
                &operation.target,
                found,
            );
        }
    }

    fn bind(&self, from: Point, relations: &[Relation], target: &ShapeId, found: &mut Found) {
        for relation in relations {
            self.push(from, *relation, target, found);
        }
        if let Some(to) = self.shape(target.as_str()) {
            found.push(to, Relation::Bound, from);
        }
    }

    /// Adds a relation, unless there is nothing at its end.
    fn push(&self, from: Point, relation: Relation, target: &ShapeId, found: &mut Found) {
        if let Some(to) = self.shape(target.as_str()) {
            found.push(from, relation, to);
        }
    }
}
