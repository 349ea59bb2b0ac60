//! Validators of the traits of CloudFormation.

mod mutability;
mod properties;

use super::{Validator, listed};

pub(super) const TABLE: &[Validator] = &[
    Validator::other("CfnMutabilityTrait", mutability::check),
    Validator::other("CfnResourceProperty", properties::check),
];

const ADDITIONAL_IDENTIFIER: &str = "aws.cloudformation#cfnAdditionalIdentifier";
