//! What is looked for in the changes between two models, one kind a file.

mod added_entity_binding;
mod added_metadata;
mod added_operation_error;
mod added_required_member;
mod added_service_error;
mod added_shape;
mod added_trait_definition;
mod bounds;
mod changed_default;
mod changed_enum_trait;
mod changed_length_trait;
mod changed_member_order;
mod changed_member_target;
mod changed_metadata;
mod changed_nullability;
mod changed_operation_input;
mod changed_operation_output;
mod changed_range_trait;
mod changed_resource_identifiers;
mod changed_shape_type;
mod endpoint_sigv4_migration;
mod entities;
mod modified_trait;
mod removed_entity_binding;
mod removed_metadata;
mod removed_operation_error;
mod removed_service_error;
mod removed_shape;
mod removed_trait_definition;
mod service_rename;
mod sigv4;
mod sigv4_migration;
mod trait_breaking_change;

pub(super) use self::changed_member_target::Verdict;
pub(super) use self::modified_trait::Strategies;
use super::changes::Changes;
use super::context::Context;
use super::report::Report;

/// Looks for one kind of change.
type Evaluate = for<'m> fn(&Context<'m>, &Changes<'m>, &mut Report<'_, 'm>);

/// All evaluators, each with the id that its events have or start with.
pub(super) const TABLE: &[(&str, Evaluate)] = &[
    // These tell of operations and resources, as `AddedOperationBinding` and so on.
    ("AddedEntityBinding", added_entity_binding::evaluate),
    ("RemovedEntityBinding", removed_entity_binding::evaluate),
    ("AddedMetadata", added_metadata::evaluate),
    ("AddedOperationError", added_operation_error::evaluate),
    ("AddedRequiredMember", added_required_member::evaluate),
    ("AddedServiceError", added_service_error::evaluate),
    ("AddedShape", added_shape::evaluate),
    ("AddedTraitDefinition", added_trait_definition::evaluate),
    ("ChangedDefault", changed_default::evaluate),
    ("ChangedEnumTrait", changed_enum_trait::evaluate),
    ("ChangedLengthTrait", changed_length_trait::evaluate),
    ("ChangedMemberOrder", changed_member_order::evaluate),
    (changed_member_target::ID, changed_member_target::evaluate),
    ("ChangedMetadata", changed_metadata::evaluate),
    ("ChangedNullability", changed_nullability::evaluate),
    ("ChangedOperationInput", changed_operation_input::evaluate),
    ("ChangedOperationOutput", changed_operation_output::evaluate),
    ("ChangedRangeTrait", changed_range_trait::evaluate),
    (
        "ChangedResourceIdentifiers",
        changed_resource_identifiers::evaluate,
    ),
    ("ChangedShapeType", changed_shape_type::evaluate),
    ("EndpointSigV4Migration", endpoint_sigv4_migration::evaluate),
    ("ModifiedTrait", modified_trait::evaluate),
    ("RemovedMetadata", removed_metadata::evaluate),
    ("RemovedOperationError", removed_operation_error::evaluate),
    ("RemovedServiceError", removed_service_error::evaluate),
    ("RemovedShape", removed_shape::evaluate),
    ("RemovedTraitDefinition", removed_trait_definition::evaluate),
    ("ServiceRename", service_rename::evaluate),
    ("SigV4Migration", sigv4_migration::evaluate),
    ("TraitBreakingChange", trait_breaking_change::evaluate),
];
