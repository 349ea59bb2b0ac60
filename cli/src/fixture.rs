//! Test tables of a small service with every kind of shape.

use smithgen_runtime as rt;
use smithgen_runtime::schema::{Bounds, Kind, Member, Schema, Trait, prelude};

use crate::table::{Arg, Command, Commands, Example, Keep, ShapeDoc};

static COLOURS: Schema = Schema::new("test#Colour", Kind::Enum, &[])
    .with_traits(&[Trait::EnumValues(&["red", "green", "dark-blue"])]);
static NAMES: Schema = Schema::new(
    "test#Names",
    Kind::List,
    &[Member::new("member", &prelude::STRING)],
);
static COLOUR_LIST: Schema = Schema::new(
    "test#Colours",
    Kind::List,
    &[Member::new("member", &COLOURS)],
);
static TAGS: Schema = Schema::new(
    "test#Tags",
    Kind::Map,
    &[
        Member::new("key", &prelude::STRING),
        Member::new("value", &prelude::STRING),
    ],
);
static TREE: Schema = Schema::new(
    "test#Tree",
    Kind::Structure,
    &[
        Member::new("label", &prelude::STRING).with_traits(&[Trait::Required]),
        Member::new("weight", &prelude::DOUBLE),
        Member::new("children", &TREES),
        Member::new("tags", &TAGS),
    ],
);
static TREES: Schema = Schema::new("test#Trees", Kind::List, &[Member::new("member", &TREE)]);
static PLACE: Schema = Schema::new(
    "test#Place",
    Kind::Union,
    &[
        Member::new("shelf", &prelude::INTEGER),
        Member::new("room", &prelude::STRING),
    ],
);
static INPUT: Schema = Schema::new(
    "test#PutThingInput",
    Kind::Structure,
    &[
        Member::new("thingName", &prelude::STRING).with_traits(&[
            Trait::Required,
            Trait::Length(&Bounds::new(Some("1"), Some("20"))),
            Trait::Pattern("^[a-z.]+$"),
        ]),
        Member::new("colour", &COLOURS),
        Member::new("scopes", &NAMES),
        Member::new("colours", &COLOUR_LIST),
        Member::new("tree", &TREE),
        Member::new("trees", &TREES),
        Member::new("place", &PLACE),
        Member::new("tags", &TAGS),
        Member::new("fragile", &prelude::BOOLEAN),
        Member::new("notes", &prelude::DOCUMENT),
        Member::new("instance", &prelude::STRING),
    ],
);
static OUTPUT: Schema = Schema::new(
    "test#PutThingOutput",
    Kind::Structure,
    &[
        Member::new("thingId", &prelude::STRING),
        Member::new("secret", &prelude::STRING).with_traits(&[Trait::Sensitive]),
        Member::new("secretExpiresAt", &prelude::LONG),
        Member::new("tree", &TREE),
    ],
);

static THINGS: rt::operation::Service = rt::operation::Service::new(
    "test#Things",
    "2026-01-01",
    "Things",
    &rt::protocol::REST_JSON_1,
);

static PUT_THING: rt::operation::OperationSpec =
    rt::operation::OperationSpec::new("PutThing", &THINGS, &INPUT, &OUTPUT).with_http(
        &rt::operation::Http::new("POST", &[rt::operation::Segment::Literal("things")], 200),
    );
static LIST_THINGS: rt::operation::OperationSpec =
    rt::operation::OperationSpec::new("ListThings", &THINGS, &prelude::UNIT, &prelude::UNIT);

const fn arg(name: &'static str, member: usize) -> Arg {
    crate::table::arg(name, member, member == 0)
}

/// The service `things` with the commands `list-things` and `put-thing`.
pub(crate) static SERVICE: Commands = Commands {
    service: &THINGS,
    name: "things",
    env: "THINGS",
    config_key: "things",
    aws: true,
    doc: "Keeps things. Nothing else.\n\n- Small ones\n- Large ones",
    commands: &[
        Command {
            name: "list-things",
            operation: &LIST_THINGS,
            doc: "Lists all things.",
            args: &[],
            examples: &[],
            encoded_names: None,
            keep: None,
            pages: None,
            custom: None,
        },
        Command {
            name: "put-thing",
            operation: &PUT_THING,
            doc: "Puts a thing where it belongs. It stays there until someone takes it away again.\n\n\
                  See [the guide](https://example.com/guide) about `things`.",
            args: &[
                arg("thing-name", 0),
                arg("colour", 1),
                arg("scopes", 2),
                arg("colours", 3),
                arg("tree", 4),
                arg("trees", 5),
                arg("place", 6),
                arg("tags", 7),
                arg("fragile", 8),
                arg("notes", 9),
                arg("instance", 10),
            ],
            examples: &[Example {
                title: "Put a vase",
                doc: "It is red.",
                input: "{\"thingName\": \"vase\"}",
                output: "{\"thingId\": \"1\"}",
                error: None,
            }],
            encoded_names: None,
            keep: Some(&Keep {
                expires: 2,
                with: &[2],
                scopes: Some(2),
                instance: Some(10),
            }),
            pages: None,
            custom: None,
        },
    ],
    recoded: &[],
    waiters: &[],
    foreign: &[],
    buckets: None,
    docs: &[
        ShapeDoc {
            schema: &INPUT,
            doc: "",
            members: &[
                "The name.",
                "Its colour.",
                "Who may see it.",
                "",
                "",
                "",
                "Where it goes.",
                "",
                "Mind it.",
                "",
                "",
            ],
        },
        ShapeDoc {
            schema: &OUTPUT,
            doc: "",
            members: &["The id.", "A secret.", "", "The tree."],
        },
        ShapeDoc {
            schema: &TREE,
            doc: "A tree of things.",
            members: &["On it.", "", "Below it.", ""],
        },
    ],
};

/// The same service without AWS traits.
#[cfg(test)]
pub(crate) static OWN_SERVICE: Commands = Commands {
    recoded: &[],
    service: &THINGS,
    name: "things",
    env: "THINGS",
    config_key: "things",
    aws: false,
    doc: SERVICE.doc,
    commands: SERVICE.commands,
    waiters: SERVICE.waiters,
    foreign: &[],
    buckets: None,
    docs: SERVICE.docs,
};
