//! AWS endpoints: partitions, rules engine functions, and buckets.

mod bucket;
mod functions;
mod partition;
mod platform;

pub use partition::{PARTITIONS, Partition};
pub use platform::Aws;

pub(crate) use platform::AWS;
