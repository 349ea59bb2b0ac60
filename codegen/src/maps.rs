//! Maps by ids and names, which are looked up all the time: the standard library's hash takes several times as long.
//!
//! Seeds differ from process to process, so that no model can be made for its names to collide. The order of the first two
//! differs too, so nothing that is written follows it.

use std::collections;

use foldhash::fast::RandomState;

pub(crate) type HashMap<K, V> = collections::HashMap<K, V, RandomState>;
pub(crate) type HashSet<T> = collections::HashSet<T, RandomState>;
pub(crate) type IndexMap<K, V> = indexmap::IndexMap<K, V, RandomState>;
pub(crate) type IndexSet<T> = indexmap::IndexSet<T, RandomState>;
