//! Validators of how values are written: media types, names in JSON and XML, events and streams.

mod event_payload;
mod external_documentation;
mod json_name;
mod media_type;
mod streaming;
mod uri;
mod xml_flattened;
mod xml_namespace;

use super::{EXCLUSIVE, Stage, Validator, listed};

pub(super) const TABLE: &[Validator] = &[
    // What cannot be read is wrong with the file, as other malformed values of traits are.
    Validator {
        name: "Model",
        stage: Stage::Correct,
        check: external_documentation::check,
    },
    Validator {
        name: "EventPayloadTrait",
        stage: Stage::Other,
        check: event_payload::check,
    },
    Validator {
        name: "JsonName",
        stage: Stage::Other,
        check: json_name::check,
    },
    Validator {
        name: "MediaType",
        stage: Stage::Other,
        check: media_type::check,
    },
    Validator {
        name: "StreamingTrait",
        stage: Stage::Other,
        check: streaming::check,
    },
    Validator {
        name: "XmlFlattenedTrait",
        stage: Stage::Other,
        check: xml_flattened::check,
    },
    Validator {
        name: "XmlNamespaceTrait",
        stage: Stage::Other,
        check: xml_namespace::check,
    },
];
