//! The service of these tests: what commands of the AWS CLI add to operations, on operations made up for it.

use smithgen_cli::table;
use smithgen_runtime::{
    Auth, Http, Kind, Member, OperationSpec, Schema, Segment, Service, prelude, protocol,
};

static KNOWING: Schema = Schema::new(
    "test#Knowing",
    Kind::Structure,
    &[
        Member::new("DestinationRegion", &prelude::STRING),
        Member::new("PresignedUrl", &prelude::STRING),
        Member::new("SourceRegion", &prelude::STRING),
    ],
);
static UNKNOWING: Schema = Schema::new(
    "test#Unknowing",
    Kind::Structure,
    &[
        Member::new("Id", &prelude::STRING),
        Member::new("PreSignedUrl", &prelude::STRING),
        Member::new("SourceRegion", &prelude::STRING),
    ],
);
static LAMP: Schema = Schema::new(
    "test#Lamp",
    Kind::Structure,
    &[
        Member::new("Colour", &prelude::STRING),
        Member::new("Level", &prelude::INTEGER),
        Member::new("Names", &NAMES),
    ],
);
static NAMES: Schema = Schema::new(
    "test#Names",
    Kind::List,
    &[Member::new("member", &prelude::STRING)],
);
static CHANGE: Schema = Schema::new(
    "test#Change",
    Kind::Structure,
    &[
        Member::new("Id", &prelude::STRING),
        Member::new("IfMatch", &prelude::STRING),
        Member::new("Lamp", &LAMP),
    ],
);
static ASKED: Schema = Schema::new(
    "test#Asked",
    Kind::Structure,
    &[Member::new("Id", &prelude::STRING)],
);
static STATE: Schema = Schema::new(
    "test#State",
    Kind::Structure,
    &[
        Member::new("ETag", &prelude::STRING),
        Member::new("Lamp", &LAMP),
    ],
);
static TOLD: Schema = Schema::new(
    "test#Told",
    Kind::Structure,
    &[
        Member::new("Sent", &prelude::STRING),
        Member::new("Password", &prelude::STRING),
    ],
);
macro_rules! structure {
    ($name:ident: $($member:literal $of:path),*) => {
        static $name: Schema = Schema::new(
            concat!("test#", stringify!($name)),
            Kind::Structure,
            &[$(Member::new($member, &$of)),*],
        );
    };
}

macro_rules! list {
    ($name:ident: $of:path) => {
        static $name: Schema = Schema::new(
            concat!("test#", stringify!($name)),
            Kind::List,
            &[Member::new("member", &$of)],
        );
    };
}

structure!(FIELD: "key" prelude::STRING, "stringValue" prelude::STRING, "refValue" prelude::STRING);
list!(FIELDS: FIELD);
structure!(OBJECT: "id" prelude::STRING, "name" prelude::STRING, "fields" FIELDS);
list!(OBJECTS: OBJECT);
structure!(PARAMETER: "id" prelude::STRING, "attributes" FIELDS);
list!(PARAMETERS: PARAMETER);
structure!(VALUE: "id" prelude::STRING, "stringValue" prelude::STRING);
list!(VALUES: VALUE);
structure!(
    DEFINITION: "pipelineObjects" OBJECTS, "parameterObjects" PARAMETERS, "parameterValues" VALUES
);
structure!(
    GROUP: "Name" prelude::STRING, "Market" prelude::STRING, "InstanceRole" prelude::STRING,
    "BidPrice" prelude::STRING, "InstanceCount" prelude::INTEGER
);
list!(GROUPS: GROUP);
structure!(GROWTH: "Groups" GROUPS);
structure!(NAMED: "Names" NAMES);

static STORE: Service = Service::new("test#Store", "2020-01-01", "Store", &protocol::AWS_QUERY)
    .with_signing_name("store");
const fn operation(
    name: &'static str,
    input: &'static Schema,
    output: &'static Schema,
) -> OperationSpec {
    static HTTP: Http = Http::new("POST", &[Segment::Literal("")], 200);
    OperationSpec::new(name, &STORE, input, output)
        .with_http(&HTTP)
        .with_auth(&[Auth::SigV4])
}
static COPY: OperationSpec = operation("Copy", &KNOWING, &TOLD);
static MOVE: OperationSpec = operation("Move", &UNKNOWING, &TOLD);
static SET: OperationSpec = operation("Set", &CHANGE, &TOLD);
static GET: OperationSpec = operation("Get", &ASKED, &STATE);
static LIST: OperationSpec = operation("List", &ASKED, &NAMED);
static DEFINE: OperationSpec = operation("Define", &DEFINITION, &TOLD);
static DEFINED: OperationSpec = operation("Defined", &prelude::UNIT, &DEFINITION);
static GROW: OperationSpec = operation("Grow", &GROWTH, &TOLD);
static ENTER: OperationSpec = operation("Enter", &prelude::UNIT, &TOLD);
static UNLOCK: OperationSpec = operation("Unlock", &prelude::UNIT, &TOLD);

pub(crate) static COMMANDS: table::Commands =
    table::Commands::new(&STORE, "store", "STORE", "store")
        .of_aws()
        .with_commands(&[
            table::Command::new(
                "copy",
                &COPY,
                "",
                &[
                    table::arg("destination-region", 0, false),
                    table::arg("presigned-url", 1, false),
                    table::arg("source-region", 2, true),
                ],
            )
            .with_custom(&table::Custom::new().with_copy(2, 1)),
            table::Command::new("define", &DEFINE, "", &[]).with_custom(
                &table::Custom::new().with_added(&[
                    table::added(
                        "--objects",
                        "",
                        table::Fills::Definition(table::Definition::Parameters),
                    ),
                    table::added(
                        "--pairs",
                        "",
                        table::Fills::Definition(table::Definition::Pairs),
                    ),
                    table::added(
                        "--definition",
                        "",
                        table::Fills::Definition(table::Definition::Whole),
                    ),
                    table::added(
                        "--values",
                        "",
                        table::Fills::Definition(table::Definition::Values),
                    ),
                ]),
            ),
            table::Command::new("defined", &DEFINED, "", &[])
                .with_custom(&table::Custom::new().with_shows(table::Shows::Definition)),
            table::Command::new("enter", &ENTER, "", &[]).with_custom(
                &table::Custom::new().with_shows(table::Shows::Password(&["Password"])),
            ),
            table::Command::new("grow", &GROW, "", &[table::arg("groups", 0, true)]).with_custom(
                &table::Custom::new()
                    .with_fixes(&[table::Fix::InstanceGroups(0)])
                    .with_shows(table::Shows::Renamed(&[
                        ("Sent", "Told"),
                        ("Password", "Key"),
                    ])),
            ),
            table::Command::new("look", &GET, "", &[table::arg("id", 0, true)]).with_custom(
                &table::Custom::new().with_joins(&table::Joins::new(
                    "Lamp",
                    "Id",
                    &[table::join(&LIST, "Names")
                        .always()
                        .only("Colour", "red", true)],
                )),
            ),
            table::Command::new(
                "move",
                &MOVE,
                "",
                &[
                    table::arg("id", 0, false),
                    table::arg("pre-signed-url", 1, false),
                    table::arg("source-region", 2, false),
                ],
            )
            .with_custom(&table::Custom::new().with_copy(2, 1)),
            table::Command::new(
                "set",
                &SET,
                "",
                &[
                    table::arg("id", 0, true),
                    table::arg("if-match", 1, false),
                    table::arg("lamp", 2, false),
                ],
            )
            .with_custom(
                &table::Custom::new()
                    .with_base(r#"{"Lamp": {"Level": 1, "Names": []}}"#)
                    .with_added(&[
                        table::added(
                            "--colour",
                            "The colour.",
                            table::Fills::Text(r#"{"Lamp": {"Colour": "$"}}"#),
                        ),
                        table::added(
                            "--names",
                            "Names.",
                            table::Fills::List(r#"{"Lamp": {"Names": "$1", "Level": "$2"}}"#),
                        ),
                        table::added(
                            "--bright",
                            "Full light.",
                            table::Fills::Switch(r#"{"Lamp": {"Level": 9}}"#),
                        ),
                        table::added(
                            "--dark",
                            "No light.",
                            table::Fills::Switch(r#"{"Lamp": {"Level": 0}}"#),
                        ),
                    ])
                    .with_reads(&table::Reads::new(
                        "colour",
                        &GET,
                        "Id",
                        ("ETag", "IfMatch"),
                        "Lamp",
                    )),
            ),
            table::Command::new("unlock", &UNLOCK, "", &[]).with_custom(
                &table::Custom::new().with_added(&[table::added(
                    "--key",
                    "The file of the key.",
                    table::Fills::PrivateKey("Password"),
                )]),
            ),
        ]);
