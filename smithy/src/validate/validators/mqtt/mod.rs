//! Validators of operations over MQTT.

mod conflict;
mod labels;
mod topic;

use super::{Stage, Validator, listed};

pub(super) const TABLE: &[Validator] = &[
    // What cannot be read is wrong with the file, as other malformed values of traits are.
    Validator {
        name: "Model",
        stage: Stage::Read,
        check: topic::malformed,
    },
    Validator::other("MqttTopicConflict", conflict::check),
    Validator::other("MqttTopicLabel", labels::check),
];

const PUBLISH: &str = "smithy.mqtt#publish";
const SUBSCRIBE: &str = "smithy.mqtt#subscribe";
