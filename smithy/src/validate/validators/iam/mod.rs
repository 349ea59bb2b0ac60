//! Validators of the traits of IAM: actions, resources and condition keys.

mod action;
mod defined_keys;
mod key_values;
mod keys;
mod resource;

use super::{Validator, listed};

pub(super) const TABLE: &[Validator] = &[
    Validator::other("ConditionKeyValueTrait", key_values::check),
    Validator::other("ConditionKeys", keys::check),
    Validator::other("DefineConditionKeysTrait", defined_keys::check),
    Validator::other("IamAction", action::check),
    Validator::other("IamResourceTrait", resource::matches_arn),
    Validator::other("IamResourceTraitConflictingName", resource::is_unique),
];

const IAM_RESOURCE: &str = "aws.iam#iamResource";
const CONDITION_KEY_VALUE: &str = "aws.iam#conditionKeyValue";
