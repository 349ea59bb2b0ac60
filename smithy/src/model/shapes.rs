//! The shapes of a model, by id. Copies of a model share those that are not changed.

use std::hash::Hash;
use std::sync::Arc;

use foldhash::fast::RandomState;
use indexmap::{Equivalent, IndexMap};

use super::{Shape, ShapeId};

/// What a shape can be looked up by: an id or its text.
pub trait Id: Hash + Equivalent<ShapeId> {}

impl<T: Hash + Equivalent<ShapeId> + ?Sized> Id for T {}

/// Shapes by id, in the order of a model.
///
/// A clone costs a pointer for each shape; whoever changes a shape gets a copy of that one. Definitions that are built in
/// are in every model, and few models change any.
#[derive(Debug, Clone, Default)]
pub struct Shapes {
    by_id: IndexMap<ShapeId, Arc<Shape>, RandomState>,
}

impl Shapes {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// The shape of an id.
    pub fn get<Q: Id + ?Sized>(&self, id: &Q) -> Option<&Shape> {
        self.by_id.get(id).map(|shape| &**shape)
    }

    /// The shape of an id, to be changed.
    pub fn get_mut<Q: Id + ?Sized>(&mut self, id: &Q) -> Option<&mut Shape> {
        self.by_id.get_mut(id).map(Arc::make_mut)
    }

    /// The shape of an id, and the id as the model has it.
    pub fn get_key_value<Q: Id + ?Sized>(&self, id: &Q) -> Option<(&ShapeId, &Shape)> {
        self.by_id
            .get_key_value(id)
            .map(|(id, shape)| (id, &**shape))
    }

    /// Where a shape stands in the order of the model.
    pub fn get_index_of<Q: Id + ?Sized>(&self, id: &Q) -> Option<usize> {
        self.by_id.get_index_of(id)
    }

    /// Whether there is a shape of that id.
    pub fn contains_key<Q: Id + ?Sized>(&self, id: &Q) -> bool {
        self.by_id.contains_key(id)
    }

    /// The ids, in the order of the model.
    pub fn keys(&self) -> impl Iterator<Item = &ShapeId> + Clone {
        self.by_id.keys()
    }

    /// The shapes, in the order of the model.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &Shape> + Clone {
        self.by_id.values().map(|shape| &**shape)
    }

    /// Ids and shapes, in the order of the model.
    pub fn iter(&self) -> impl Iterator<Item = (&ShapeId, &Shape)> + Clone {
        self.by_id.iter().map(|(id, shape)| (id, &**shape))
    }

    /// Adds a shape, in the place of another of that id if there is one.
    pub fn insert(&mut self, id: ShapeId, shape: Shape) {
        self.share(id, Arc::new(shape));
    }

    /// Adds a shape that others have too.
    pub(crate) fn share(&mut self, id: ShapeId, shape: Arc<Shape>) {
        self.by_id.insert(id, shape);
    }

    /// The shapes, as they are shared.
    pub(crate) fn shared(&self) -> impl Iterator<Item = &Arc<Shape>> {
        self.by_id.values()
    }

    /// Changes the shapes for which that is wanted. The others stay shared.
    pub(crate) fn change(
        &mut self,
        is_wanted: impl Fn(&Shape) -> bool,
        mut change: impl FnMut(&mut Shape),
    ) {
        let wanted = self.by_id.values_mut().filter(|shape| is_wanted(shape));
        wanted.for_each(|shape| change(Arc::make_mut(shape)));
    }

    /// Leaves out shapes.
    pub(crate) fn retain(&mut self, is_kept: impl Fn(&Shape) -> bool) {
        self.by_id.retain(|_, shape| is_kept(shape));
    }

    /// Puts them in the order of their ids, which what is built in and most files are in already.
    pub(crate) fn sort(&mut self) {
        self.by_id.sort_keys();
    }

    /// The shapes, to be shared.
    pub(crate) fn into_shared(self) -> impl Iterator<Item = (ShapeId, Arc<Shape>)> {
        self.by_id.into_iter()
    }
}
