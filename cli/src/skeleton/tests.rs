//! Skeletons of every kind of shape.

use smithgen_runtime::schema::{Kind, Member, Schema, prelude};

use super::{Texts, sample, yaml};
use crate::fixture::SERVICE;
use crate::json;

fn put_thing() -> &'static crate::table::Command {
    SERVICE
        .commands
        .iter()
        .find(|c| c.name == "put-thing")
        .unwrap()
}

#[test]
fn inputs_hold_every_member_and_a_structure_within_itself_is_empty() {
    assert_eq!(
        json::compact(&sample(put_thing().operation.input(), Texts::Empty)),
        r#"{"thingName": "", "colour": "red", "scopes": [""], "colours": ["red"], "tree": {"label": "", "weight": 0.0, "children": [{}], "tags": {"KeyName": ""}}, "trees": [{"label": "", "weight": 0.0, "children": [{}], "tags": {"KeyName": ""}}], "place": {"shelf": 0, "room": ""}, "tags": {"KeyName": ""}, "fragile": true, "notes": {}, "instance": ""}"#
    );
}

#[test]
fn outputs_show_names_for_texts() {
    assert_eq!(
        json::compact(&sample(put_thing().operation.output(), Texts::Names)),
        r#"{"thingId": "thingId", "secret": "secret", "secretExpiresAt": 0, "tree": {"label": "label", "weight": 0.0, "children": [{}], "tags": {"KeyName": ""}}}"#
    );
}

#[test]
fn yaml_comments_what_the_documentation_says() {
    assert_eq!(
        yaml(&SERVICE, put_thing().operation.input(), true),
        "thingName: ''  # [REQUIRED] The name.
colour: red # Its colour. Valid values are: red, green, dark-blue.
scopes: # Who may see it.
- ''
colours:
- red
tree:
  label: ''  # [REQUIRED] On it.
  weight: 0.0
  children:  # Below it.
  - {}
  tags:
    KeyName: ''
trees:
- label: ''  # [REQUIRED] On it.
  weight: 0.0
  children:  # Below it.
  - {}
  tags:
    KeyName: ''
place:  # Where it goes.
  shelf: 0
  room: ''
tags:
  KeyName: ''
fragile: true  # Mind it.
notes: {}
instance: ''
"
    );
}

#[test]
fn yaml_writes_nested_lists_bytes_and_instants() {
    static INNER: Schema = Schema::new(
        "test#Inner",
        Kind::List,
        &[Member::new("member", &prelude::LONG)],
    );
    static OUTER: Schema = Schema::new("test#Outer", Kind::List, &[Member::new("member", &INNER)]);
    static INPUT: Schema = Schema::new(
        "test#Input",
        Kind::Structure,
        &[
            Member::new("matrix", &OUTER),
            Member::new("data", &prelude::BLOB),
            Member::new("when", &prelude::TIMESTAMP),
            Member::new("null", &prelude::STRING),
        ],
    );
    assert_eq!(
        yaml(&SERVICE, &INPUT, true),
        "matrix:\n- - 0\ndata: !!binary ''\nwhen: 1970-01-01 00:00:00\n'null': ''\n"
    );
    assert_eq!(
        json::compact(&sample(&INPUT, Texts::Empty)),
        r#"{"matrix": [[0]], "data": null, "when": "1970-01-01T00:00:00", "null": ""}"#
    );
}
