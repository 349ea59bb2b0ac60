//! Maps by ids and names, which are looked up all the time: the standard library's hash takes several times as long.
//!
//! Seeds differ from process to process, so that no model can be made for its names to collide.

use std::collections;

use foldhash::fast::RandomState;

pub(crate) type HashMap<K, V> = collections::HashMap<K, V, RandomState>;
pub(crate) type HashSet<T> = collections::HashSet<T, RandomState>;
