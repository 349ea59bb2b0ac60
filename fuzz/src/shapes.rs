//! One recursive structure with members of every kind, and an operation of each protocol that takes
//! and returns it.

use smithgen_runtime as rt;
use smithgen_runtime::{Bounds, Kind, Member, Schema, TimestampFormat, Trait, prelude};

/// Members of every kind, with the traits that change what a decoder does.
pub static ALL: Schema = Schema::new(
    "fuzz#All",
    Kind::Structure,
    &[
        Member::new("a", &prelude::STRING).with_traits(&[Trait::XmlAttribute]),
        Member::new("string", &prelude::STRING),
        Member::new("renamed", &prelude::STRING)
            .with_traits(&[Trait::JsonName("r"), Trait::XmlName("p:r")]),
        Member::new("bool", &prelude::BOOLEAN),
        Member::new("byte", &prelude::BYTE),
        Member::new("short", &prelude::SHORT),
        Member::new("int", &prelude::INTEGER),
        Member::new("long", &prelude::LONG),
        Member::new("float", &prelude::FLOAT),
        Member::new("double", &prelude::DOUBLE),
        Member::new("bigint", &prelude::BIG_INTEGER),
        Member::new("bigdec", &prelude::BIG_DECIMAL),
        Member::new("blob", &prelude::BLOB),
        Member::new("date", &prelude::TIMESTAMP)
            .with_traits(&[Trait::TimestampFormat(TimestampFormat::DateTime)]),
        Member::new("http", &prelude::TIMESTAMP)
            .with_traits(&[Trait::TimestampFormat(TimestampFormat::HttpDate)]),
        Member::new("epoch", &prelude::TIMESTAMP)
            .with_traits(&[Trait::TimestampFormat(TimestampFormat::EpochSeconds)]),
        Member::new("enum", &COLOUR),
        Member::new("intenum", &LEVEL),
        Member::new("list", &STRINGS),
        Member::new("flat", &INTEGERS).with_traits(&[Trait::XmlFlattened]),
        Member::new("sparse", &SPARSE),
        Member::new("map", &MAP),
        Member::new("flatmap", &SPARSE_MAP).with_traits(&[Trait::XmlFlattened]),
        Member::new("inner", &ALL),
        Member::new("inners", &INNERS),
        Member::new("union", &CHOICE),
        Member::new("flatinners", &INNERS).with_traits(&[Trait::XmlFlattened]),
        Member::new("secret", &prelude::STRING).with_traits(&[
            Trait::Sensitive,
            Trait::Length(&Bounds::new(Some("1"), Some("9"))),
        ]),
    ],
);

/// [`ALL`] and a document, which XML and forms have no words for.
pub static WITH_DOCUMENT: Schema = Schema::new(
    "fuzz#WithDocument",
    Kind::Structure,
    &[
        Member::new("all", &ALL),
        Member::new("doc", &prelude::DOCUMENT),
        Member::new("docs", &DOCUMENTS),
    ],
);

macro_rules! containers {
    ($($name:ident $kind:ident [$($member:literal $target:expr),*] $traits:expr;)*) => {$(
        static $name: Schema = Schema::new(
            concat!("fuzz#", stringify!($name)),
            Kind::$kind,
            &[$(Member::new($member, $target)),*],
        ).with_traits($traits);
    )*};
}

containers! {
    STRINGS List ["member" &prelude::STRING] &[];
    INTEGERS List ["member" &prelude::INTEGER] &[];
    SPARSE List ["member" &prelude::TIMESTAMP] &[Trait::Sparse];
    INNERS List ["member" &ALL] &[];
    DOCUMENTS List ["member" &prelude::DOCUMENT] &[];
    MAP Map ["key" &prelude::STRING, "value" &prelude::BLOB] &[];
    SPARSE_MAP Map ["key" &COLOUR, "value" &prelude::STRING] &[Trait::Sparse];
    COLOUR Enum [] &[Trait::EnumValues(&["red", "green"])];
    LEVEL IntEnum [] &[Trait::IntEnumValues(&[1, 2])];
    CHOICE Union ["text" &prelude::STRING, "all" &ALL, "level" &LEVEL, "list" &STRINGS, "unit" &prelude::UNIT] &[];
}

/// An error with the members that errors have.
pub static WRONG: Schema = Schema::new(
    "fuzz#Wrong",
    Kind::Structure,
    &[
        Member::new("message", &prelude::STRING),
        Member::new("all", &ALL),
    ],
)
.with_traits(&[Trait::Error { client: true }]);

/// Events with members in headers and payloads of every kind.
pub static EVENTS: Schema = Schema::new(
    "fuzz#Events",
    Kind::Union,
    &[
        Member::new("all", &ALL),
        Member::new("headers", &HEADERS),
        Member::new("blob", &BLOB_EVENT),
        Member::new("text", &TEXT_EVENT),
        Member::new("shape", &SHAPE_EVENT),
        Member::new("wrong", &WRONG),
    ],
);
static HEADERS: Schema = Schema::new(
    "fuzz#Headers",
    Kind::Structure,
    &[
        Member::new("bool", &prelude::BOOLEAN).with_traits(&[Trait::EventHeader]),
        Member::new("byte", &prelude::BYTE).with_traits(&[Trait::EventHeader]),
        Member::new("short", &prelude::SHORT).with_traits(&[Trait::EventHeader]),
        Member::new("int", &prelude::INTEGER).with_traits(&[Trait::EventHeader]),
        Member::new("long", &prelude::LONG).with_traits(&[Trait::EventHeader]),
        Member::new("text", &prelude::STRING).with_traits(&[Trait::EventHeader]),
        Member::new("blob", &prelude::BLOB).with_traits(&[Trait::EventHeader]),
        Member::new("time", &prelude::TIMESTAMP).with_traits(&[Trait::EventHeader]),
        Member::new("rest", &prelude::STRING),
    ],
);
static BLOB_EVENT: Schema = Schema::new(
    "fuzz#BlobEvent",
    Kind::Structure,
    &[Member::new("data", &prelude::BLOB).with_traits(&[Trait::EventPayload])],
);
static TEXT_EVENT: Schema = Schema::new(
    "fuzz#TextEvent",
    Kind::Structure,
    &[Member::new("data", &prelude::STRING).with_traits(&[Trait::EventPayload])],
);
static SHAPE_EVENT: Schema = Schema::new(
    "fuzz#ShapeEvent",
    Kind::Structure,
    &[Member::new("data", &ALL).with_traits(&[Trait::EventPayload])],
);

macro_rules! operations {
    ($($name:ident $service:ident $shape:ident $protocol:expr;)*) => {$(
        static $service: rt::Service = rt::Service::new("fuzz#Service", "2020-01-01", "Fuzz", $protocol).with_errors(&[&WRONG]);
        /// Takes and returns the structure.
        pub static $name: rt::OperationSpec = rt::OperationSpec::new("Do", &$service, &$shape, &$shape).with_errors(&[&WRONG]).with_http(&rt::Http::new("POST", &[], 200));
    )*};
}

operations! {
    AWS_JSON AWS_JSON_SERVICE WITH_DOCUMENT &rt::protocol::AWS_JSON_1_0;
    REST_JSON REST_JSON_SERVICE WITH_DOCUMENT &rt::protocol::REST_JSON_1;
    RPC_JSON RPC_JSON_SERVICE WITH_DOCUMENT &rt::protocol::RPC_V2_JSON;
    CBOR CBOR_SERVICE ALL &rt::protocol::RPC_V2_CBOR;
    REST_XML REST_XML_SERVICE ALL &rt::protocol::REST_XML;
    QUERY QUERY_SERVICE ALL &rt::protocol::AWS_QUERY;
    EC2 EC2_SERVICE ALL &rt::protocol::EC2_QUERY;
}
