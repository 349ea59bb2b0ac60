//! Validators of tags: whether services and resources can be tagged in the ways that AWS knows.

mod property;
mod resource;
mod service;
mod shapes;

use super::Validator;

pub(super) const TABLE: &[Validator] = &[
    Validator::other("ServiceTagging", service::operations),
    Validator::other("TagEnabledService", service::check),
    Validator::other("TagResourcePropertyName", property::name),
    Validator::other("TagResourcePropertyType", property::target),
    Validator::other("TaggableResource", resource::check),
];

const TAG_ENABLED: &str = "aws.api#tagEnabled";
const TAGGABLE: &str = "aws.api#taggable";
