//! YAML 1.2 as the AWS CLI reads it.

mod resolve;

pub(crate) use resolve::{Tag, Version, resolve};
