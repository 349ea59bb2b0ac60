//! The tests of the language: one program, since each has to be linked.

mod bad_models;
#[path = "botocore/main.rs"]
mod botocore;
#[path = "support/changes.rs"]
mod changes;
mod corpus;
mod corpus_events;
mod corrections;
mod diff;
mod diff_shapes;
mod diff_traits;
mod inputs;
mod judge;
mod judge_aws;
mod judge_services;
mod judge_shapes;
mod language;
mod language_limits;
mod layout;
#[path = "layout_properties/main.rs"]
mod layout_properties;
mod limits;
mod linters;
mod mutations;
mod resolve;
mod secrets;
mod selector;
mod support;
mod validators;
mod values;
