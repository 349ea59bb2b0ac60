//! What validators look at: a model as a graph, its definitions of traits, and facts that are found when asked for.

use std::sync::OnceLock;

use indexmap::{IndexMap, IndexSet};

use crate::definition::Definitions;
use crate::maps::HashMap;
use crate::model::{Lifecycle, Member, Model, Resource, Shape, ShapeId, Trait};
use crate::node_validation::{Finding, NodeValidator, Options};
use crate::select::{operations_of, resources_of};
use crate::selector::relation::Relation;
use crate::selector::{Index, Point, Subject};

/// A model and what is known of it.
pub(crate) struct Context<'m> {
    /// The model, with mixins flattened but present.
    pub(crate) model: &'m Model,
    /// Its shapes and members as a graph, for selectors and otherwise.
    pub(crate) index: Index<'m>,
    /// The traits that it defines, those of Smithy included.
    pub(crate) definitions: Definitions,
    services: OnceLock<IndexMap<&'m ShapeId, Bound<'m>>>,
    roles: OnceLock<HashMap<&'m ShapeId, Vec<Role>>>,
    uses: OnceLock<Uses<'m>>,
    owners: OnceLock<HashMap<ShapeId, Vec<&'m Shape>>>,
    values: OnceLock<Vec<WrongValue<'m>>>,
}

/// What is wrong with the value of a trait.
pub(crate) struct WrongValue<'m> {
    /// What has the trait.
    pub(crate) subject: Subject<'m>,
    /// The trait.
    pub(crate) applied: &'m Trait,
    /// What is wrong.
    pub(crate) finding: Finding,
}

/// What a service has, also by way of resources.
pub(crate) struct Bound<'m> {
    /// The service.
    pub(crate) shape: &'m Shape,
    /// Its operations: its own, then those of its resources.
    pub(crate) operations: IndexSet<ShapeId>,
    /// Its resources, depth first.
    pub(crate) resources: IndexMap<ShapeId, &'m Resource>,
}

/// As what a resource has an operation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Lifecycle(Lifecycle),
    /// Of `operations`: on one instance.
    Instance,
    /// Of `collectionOperations`.
    Collection,
}

/// Which operations name a structure, and as what.
#[derive(Default)]
struct Uses<'m> {
    inputs: HashMap<&'m ShapeId, Vec<&'m Shape>>,
    outputs: HashMap<&'m ShapeId, Vec<&'m Shape>>,
}

impl<'m> Context<'m> {
    pub(crate) fn of(model: &'m Model) -> Self {
        Self {
            model,
            index: Index::of(model),
            definitions: Definitions::of(model),
            services: OnceLock::new(),
            roles: OnceLock::new(),
            uses: OnceLock::new(),
            owners: OnceLock::new(),
            values: OnceLock::new(),
        }
    }

    /// All shapes, in the order of the model.
    pub(crate) fn shapes(&self) -> impl Iterator<Item = &'m Shape> + use<'m> {
        self.model.shapes.values()
    }

    /// All shapes and members, in the order of the model.
    pub(crate) fn subjects(&self) -> impl Iterator<Item = Subject<'m>> + '_ {
        self.index
            .points()
            .filter_map(|point| self.index.subject(point))
    }

    /// All shapes and members with a trait, and the trait as it is applied to them.
    pub(crate) fn with_trait<'c>(
        &'c self,
        id: &str,
    ) -> impl Iterator<Item = (Subject<'m>, &'m Trait)> + 'c {
        let subjects = self.index.with_trait(id).iter();
        let id = id.to_owned();
        subjects.filter_map(move |point| {
            let subject = self.index.subject(*point)?;
            Some((subject, subject.traits().find(&id)?))
        })
    }

    /// A shape by its id.
    pub(crate) fn shape(&self, id: &ShapeId) -> Option<&'m Shape> {
        self.model.shapes.get(id)
    }

    /// The shape that a member targets.
    pub(crate) fn target(&self, member: &Member) -> Option<&'m Shape> {
        self.model.shapes.get(&member.target)
    }

    /// The input of an operation.
    pub(crate) fn input(&self, operation: &Shape) -> Option<&'m Shape> {
        self.shape(&operation.as_operation()?.input.target)
    }

    /// The output of an operation.
    pub(crate) fn output(&self, operation: &Shape) -> Option<&'m Shape> {
        self.shape(&operation.as_operation()?.output.target)
    }

    /// A trait of a member, or else of its target.
    pub(crate) fn effective_trait(&self, member: &'m Member, id: &str) -> Option<&'m Trait> {
        let own = member.traits.find(id);
        own.or_else(|| self.target(member)?.traits.find(id))
    }

    /// All services, each with its operations and resources.
    pub(crate) fn services(&self) -> &IndexMap<&'m ShapeId, Bound<'m>> {
        self.services.get_or_init(|| {
            let model = self.model;
            let services = model.services().map(|shape| {
                let bound = Bound {
                    shape,
                    operations: operations_of(model, shape),
                    resources: resources_of(model, shape),
                };
                (&shape.id, bound)
            });
            services.collect()
        })
    }

    /// All operations, in the order of the model.
    pub(crate) fn operations(
        &self,
    ) -> impl Iterator<Item = (&'m Shape, &'m crate::model::Operation)> + use<'m> {
        let shapes = self.shapes();
        shapes.filter_map(|shape| Some((shape, shape.as_operation()?)))
    }

    /// All resources, in the order of the model.
    pub(crate) fn resources(&self) -> impl Iterator<Item = (&'m Shape, &'m Resource)> + use<'m> {
        let shapes = self.shapes();
        shapes.filter_map(|shape| Some((shape, shape.as_resource()?)))
    }

    /// As what resources have an operation: once for each that has it.
    pub(crate) fn roles(&self, operation: &ShapeId) -> &[Role] {
        let all = self.roles.get_or_init(|| {
            let mut all: HashMap<&'m ShapeId, Vec<Role>> = HashMap::default();
            for (_, resource) in self.resources() {
                for (operation, role) in operations_in(resource) {
                    all.entry(operation).or_default().push(role);
                }
            }
            all
        });
        all.get(operation).map_or(&[], Vec::as_slice)
    }

    /// The operations of which a structure is the input.
    pub(crate) fn with_input(&self, structure: &ShapeId) -> &[&'m Shape] {
        self.uses().inputs.get(structure).map_or(&[], Vec::as_slice)
    }

    /// The operations of which a structure is the output.
    pub(crate) fn with_output(&self, structure: &ShapeId) -> &[&'m Shape] {
        self.uses()
            .outputs
            .get(structure)
            .map_or(&[], Vec::as_slice)
    }

    fn uses(&self) -> &Uses<'m> {
        self.uses.get_or_init(|| {
            let mut uses = Uses::default();
            for (shape, operation) in self.operations() {
                let (input, output) = (&operation.input.target, &operation.output.target);
                uses.inputs.entry(input).or_default().push(shape);
                uses.outputs.entry(output).or_default().push(shape);
            }
            uses
        })
    }

    /// The services that have an operation, also by way of resources.
    pub(crate) fn services_of(&self, operation: &ShapeId) -> &[&'m Shape] {
        let owners = self.owners.get_or_init(|| {
            let mut owners: HashMap<ShapeId, Vec<&'m Shape>> = HashMap::default();
            for bound in self.services().values() {
                for operation in &bound.operations {
                    owners
                        .entry(operation.clone())
                        .or_default()
                        .push(bound.shape);
                }
            }
            owners
        });
        owners.get(operation).map_or(&[], Vec::as_slice)
    }

    /// Whether anything leads to a shape by a relation.
    pub(crate) fn is_led_to(&self, shape: &ShapeId, relation: Relation) -> bool {
        let point = self.index.shape(shape.as_str());
        point.is_some_and(|point| self.index.leading_to(point, relation).next().is_some())
    }

    /// What leads to a shape by a relation.
    pub(crate) fn leading_to<'c>(
        &'c self,
        shape: &ShapeId,
        relation: Relation,
    ) -> impl Iterator<Item = Subject<'m>> + 'c {
        let point = self.index.shape(shape.as_str());
        let points = point.map(|point| self.index.leading_to(point, relation));
        let points = points.into_iter().flatten();
        points.filter_map(|point| self.index.subject(point))
    }

    /// All that is wrong with the values of traits, those of the prelude excepted: nobody can mend them.
    pub(crate) fn wrong_values(&self) -> &[WrongValue<'m>] {
        self.values.get_or_init(|| {
            let validator = NodeValidator::new(&self.index, Options::default());
            let subjects = self.subjects();
            let mut wrong = Vec::new();
            for subject in subjects.filter(|subject| !subject.shape.id.is_prelude()) {
                for applied in subject.traits() {
                    let shape = self.shape(&applied.id).into_iter();
                    let found = shape.flat_map(|shape| validator.check(shape, &applied.value));
                    wrong.extend(found.map(|finding| WrongValue {
                        subject,
                        applied,
                        finding,
                    }));
                }
            }
            wrong
        })
    }

    /// All that a shape leads to, itself included, members as well; what the traits say is not followed.
    pub(crate) fn closure(&self, shape: &ShapeId) -> Vec<Subject<'m>> {
        let start = self.index.shape(shape.as_str());
        let points = start.map(|start| self.index.closure(start));
        let points: Vec<Point> = points.iter().flat_map(|points| points.iter()).collect();
        let subjects = points.into_iter();
        subjects
            .filter_map(|point| self.index.subject(point))
            .collect()
    }
}

/// The operations of a resource, and as what it has each.
pub(crate) fn operations_in(resource: &Resource) -> impl Iterator<Item = (&ShapeId, Role)> {
    let lifecycle = resource.lifecycle.iter();
    let lifecycle = lifecycle.map(|(life, it)| (&it.target, Role::Lifecycle(*life)));
    let instance = resource.operations.iter();
    let collection = resource.collection_operations.iter();
    lifecycle
        .chain(instance.map(|it| (&it.target, Role::Instance)))
        .chain(collection.map(|it| (&it.target, Role::Collection)))
}
