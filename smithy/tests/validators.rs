//! What each validator says of small models: the severity, id and shape of its events.

use smithgen_model::validate::{Options, validate};

/// A validator, a model in the namespace `ex`, and the events of the validator.
type Case = (&'static str, &'static str, &'static [&'static str]);

fn check(cases: &[Case]) {
    for (name, text, expected) in cases {
        let (model, errors) =
            crate::support::model(&format!("$version: \"2.0\"\nnamespace ex\n{text}"));
        let options = Options {
            all_validators: true,
        };
        let found = validate(&model, errors, &options);
        let own = found.iter().filter(|event| {
            let id = event.id.strip_prefix(name);
            id.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
        });
        let line = |event: &smithgen_model::Diagnostic| {
            assert!(event.place.is_some() && !event.message.is_empty(), "{text}");
            let shape = event.shape.as_deref().unwrap_or("-");
            format!("{} {} {shape}", event.severity.name(), event.id)
        };
        let mut own: Vec<String> = own.map(line).collect();
        own.sort();
        assert_eq!(own, *expected, "{name}: {text}\n{found}");
    }
}

const DEFAULTS_AND_ENUMS: &[Case] = &[
    (
        "DefaultTrait",
        "structure A {\na: String = 1\nb: L = [\"x\"]\nc: L = []\nd: Document = {\"a\": 1}\n}\nlist L { member: String }",
        &[
            "ERROR DefaultTrait ex#A$a",
            "ERROR DefaultTrait ex#A$b",
            "ERROR DefaultTrait ex#A$d",
        ],
    ),
    (
        "DefaultTrait",
        "structure A {\na: N\nb: N = 2\nc: N = 1\nd: N = null\n}\n@default(1)\ninteger N\n@default(null)\nstring S\n@default(\"?\")\nblob B",
        &[
            "ERROR DefaultTrait ex#A$a",
            "ERROR DefaultTrait ex#A$b",
            "ERROR DefaultTrait ex#S",
            "WARNING DefaultTrait ex#B",
        ],
    ),
    (
        "DefaultTrait",
        "structure A {\na: N = 0\n@range(min: 5)\nb: Integer = 1\n}\n@range(min: 1)\ninteger N",
        &[
            "ERROR DefaultTrait.Member.InvalidRange ex#A$b",
            "WARNING DefaultTrait.Target.InvalidRange ex#A$a",
        ],
    ),
    (
        "DefaultValueInUpdate",
        "operation UpdateA { input: I }\noperation B { input: I }\noperation C { input: I }\nstructure I {\na: String = \"\"\n}\nresource R { update: B }",
        &[
            "WARNING DefaultValueInUpdate ex#B",
            "WARNING DefaultValueInUpdate ex#UpdateA",
        ],
    ),
    (
        "EnumShape",
        "enum A {\nA\nB = \"A\"\nC = \"\"\nD = 1\ne\n}",
        &[
            "ERROR EnumShape ex#A$B",
            "ERROR EnumShape ex#A$C",
            "ERROR EnumShape ex#A$D",
            "WARNING EnumShape ex#A$e",
        ],
    ),
    (
        "EnumShape",
        "intEnum A {\nA = 1\nB = 1\nC\nD = \"x\"\nE = 1.5\nF = 3000000000\nG_7 = -2\n}",
        &[
            "ERROR EnumShape ex#A$B",
            "ERROR EnumShape ex#A$C",
            "ERROR EnumShape ex#A$D",
            "ERROR EnumShape ex#A$E",
            "ERROR EnumShape ex#A$F",
        ],
    ),
    (
        "EnumTrait",
        "@enum([{value: \"a\", name: \"A\"}, {value: \"a\", name: \"A\"}, {value: \"b\"}, {value: \"c\", name: \"c\"}])\nstring A",
        &[
            "ERROR EnumTrait ex#A",
            "ERROR EnumTrait ex#A",
            "ERROR EnumTrait ex#A",
            "WARNING EnumTrait.c ex#A",
        ],
    ),
    (
        "EnumNamesPresent",
        "@enum([{value: \"a\"}])\nstring A\n@enum([{value: \"a\", name: \"A\"}])\nstring B",
        &["WARNING EnumNamesPresent ex#A"],
    ),
    (
        "ModelDeprecation",
        "@enum([{value: \"a\"}])\nstring A\nstring B",
        &["WARNING ModelDeprecation ex#A"],
    ),
];

#[test]
fn defaults_and_enums() {
    check(DEFAULTS_AND_ENUMS);
}

const BOUNDS_AND_EXAMPLES: &[Case] = &[
    (
        "LengthTrait",
        "@length(min: 3, max: 2)\nstring A\n@length(min: -1)\nstring B\n@length(max: 2)\nstring C",
        &["ERROR LengthTrait ex#A", "ERROR LengthTrait ex#B"],
    ),
    (
        "PatternTrait",
        "@pattern(\"^a\")\nstring A\n@pattern(\"^a$\")\nstring B",
        &["WARNING PatternTrait ex#A"],
    ),
    (
        "RangeTrait",
        "@range(min: 3, max: 2)\ninteger A\n@range(min: 1.0)\ninteger B\n@range(min: 1.5, max: 1.5)\nfloat C\nstructure D {\n@range(max: 0.5)\na: Byte\n}",
        &[
            "ERROR RangeTrait ex#A",
            "ERROR RangeTrait ex#B",
            "ERROR RangeTrait ex#D$a",
        ],
    ),
    (
        "ExamplesTrait",
        r#"
            @examples([
                { title: "1", input: {a: 1}, output: {b: 1} }
                { title: "2", input: {a: "x"}, error: {shapeId: F, content: {}} }
                { title: "3", input: {}, output: {}, error: {shapeId: E, content: {}} }
                { title: "4", input: {}, allowConstraintErrors: true, error: {shapeId: E, content: {}} }
                { title: "5", input: {a: "x"}, allowConstraintErrors: true, output: {} }
            ])
            operation A {
                input := { @required a: String }
                output := {}
                errors: [E]
            }
            @error("client")
            structure E {}
            @error("client")
            structure F {}
            "#,
        &[
            "ERROR ExamplesTrait ex#A",
            "ERROR ExamplesTrait ex#A",
            "ERROR ExamplesTrait ex#A",
            "ERROR ExamplesTrait ex#A",
            "ERROR ExamplesTrait ex#A",
            "WARNING ExamplesTrait ex#A",
            "WARNING ExamplesTrait.UnknownMember.ex#AOutput.b ex#A",
        ],
    ),
    // All services that have the operation have the error, but for one of them.
    (
        "ExamplesTrait",
        r#"
            @examples([{ title: "1", input: {}, error: {shapeId: E, content: {}} }])
            operation A { input := {} }
            @examples([{ title: "1", input: {}, error: {shapeId: E, content: {}} }])
            operation B { input := {} }
            service S { version: "1", operations: [A, B], errors: [E] }
            service T { version: "1", operations: [B] }
            @error("client")
            structure E {}
            "#,
        &["ERROR ExamplesTrait ex#B"],
    ),
];

#[test]
fn bounds_and_examples() {
    check(BOUNDS_AND_EXAMPLES);
}

const FORMATS: &[Case] = &[
    (
        "EventPayloadTrait",
        "structure A {\n@eventPayload\na: Blob\n@eventHeader\nb: String\nc: String\n}\n@streaming\nunion U { a: A }",
        &["ERROR EventPayloadTrait ex#A"],
    ),
    (
        "JsonName",
        "structure A {\n@jsonName(\"b\")\na: String\nb: String\n}\nstructure B {\n@jsonName(\"b\")\na: String\n@jsonName(\"a\")\nb: String\n}",
        &["ERROR JsonName ex#A"],
    ),
    (
        "MediaType",
        "@mediaType(\"text\")\nstring A\n@mediaType(\"text/plain; charset=utf-8\")\nstring B",
        &["ERROR MediaType ex#A"],
    ),
    (
        "Model",
        "@externalDocumentation(a: \"example.com\", b: \"https://example.com\")\nstring A",
        &["ERROR Model ex#A"],
    ),
    (
        "StreamingTrait",
        "@streaming\nblob A\nstructure B { a: A }\n@error(\"client\")\nstructure C {\n@required\na: A\n}\nstructure D {\n@required\nb: B\n}\noperation O { input: D, errors: [C] }",
        &[
            "ERROR StreamingTrait ex#B$a",
            "ERROR StreamingTrait ex#D$b",
            "ERROR StreamingTrait ex#O",
        ],
    ),
    (
        "StreamingTrait",
        "@streaming\nunion A { a: String }\n@streaming\n@requiresLength\nblob B\noperation O { output: C }\nstructure C {\n@required\nb: B\n}",
        &["ERROR StreamingTrait ex#A", "ERROR StreamingTrait ex#C"],
    ),
    (
        "StreamingTrait",
        "@trait(selector: \"service\")\n@protocolDefinition(traits: [httpPayload])\nstructure p {}\n@p\nservice S { version: \"1\", operations: [O] }\noperation O { input: I }\nstructure I {\n@required\na: A\n}\n@streaming\nblob A",
        &["ERROR StreamingTrait ex#I$a"],
    ),
    (
        "XmlFlattenedTrait",
        "structure A {\n@xmlFlattened\na: L\n@xmlFlattened\nx: L\n@xmlFlattened\n@xmlName(\"y\")\nb: L\n}\nlist L {\n@xmlName(\"x\")\nmember: String\n}",
        &["WARNING XmlFlattenedTrait ex#A$a"],
    ),
    (
        "XmlNamespaceTrait",
        "@xmlNamespace(uri: \"a b\")\nstructure A {}\n@xmlNamespace(uri: \"http://example.com\")\nstructure B {}",
        &["ERROR XmlNamespaceTrait ex#A"],
    ),
];

#[test]
fn formats() {
    check(FORMATS);
}

const BEHAVIOUR: &[Case] = &[
    (
        "AuthTrait",
        "@httpBasicAuth\n@auth([httpBasicAuth])\nservice S { version: \"1\", operations: [A, B] }\n@auth([httpBearerAuth])\noperation A {}\n@auth([])\noperation B {}",
        &["DANGER AuthTrait ex#A"],
    ),
    (
        "DeprecatedTrait",
        "@trait\n@deprecated(message: \"use u\")\nstructure t {}\n@t\nstring A\nstructure B {\n@t\nb: A\n}",
        &[
            "WARNING DeprecatedTrait ex#A",
            "WARNING DeprecatedTrait ex#B$b",
        ],
    ),
    (
        "IdempotencyTokenIgnored",
        "structure A {\n@idempotencyToken\na: String\n}\nstructure B {\n@idempotencyToken\na: String\n}\nstructure C { b: B }\noperation O { input: A, output: C }",
        &["WARNING IdempotencyTokenIgnored ex#B$a"],
    ),
    (
        "IdempotentTrait",
        "@idempotent(exists: [E], notFound: [F])\noperation O { errors: [E] }\n@error(\"client\")\nstructure E {}\n@error(\"client\")\nstructure F {}",
        &["ERROR IdempotentTrait ex#O", "ERROR IdempotentTrait ex#O"],
    ),
    (
        "PaginatedTrait",
        "@paginated(inputToken: \"a.b\", outputToken: \"x.y.z\", pageSize: \"size\", items: \"none\")\noperation O { input: I, output: P }\nstructure I {\n@required\nsize: Long\n}\nstructure P { x: X }\nstructure X { y: Y }\nstructure Y {\n@required\nz: String\n}",
        &[
            "DANGER PaginatedTrait.ShouldNotBeRequired.outputToken ex#O",
            "DANGER PaginatedTrait.WrongShapeType.pageSize ex#O",
            "ERROR PaginatedTrait ex#O",
            "ERROR PaginatedTrait ex#O",
            "WARNING PaginatedTrait.DeeplyNested.outputToken ex#O",
            "WARNING PaginatedTrait.ShouldNotBeRequired.pageSize ex#O",
        ],
    ),
    (
        "PaginatedTrait",
        "@paginated(inputToken: \"token\")\nservice S { version: \"1\", operations: [O] }\n@paginated(items: \"items\")\noperation O { input: I, output: P }\nstructure I { token: M }\nstructure P { items: L }\nlist L { member: String }\nmap M { key: String, value: String }",
        &[
            "DANGER PaginatedTrait.WrongShapeType.inputToken ex#O",
            "ERROR PaginatedTrait ex#O",
        ],
    ),
    (
        "RequestCompressionTrait",
        "@requestCompression(encodings: [])\noperation A {}\n@requestCompression(encodings: [\"GZIP\", \"zip\"])\noperation B { input: I }\nstructure I {\n@required\na: S\n}\n@streaming\n@requiresLength\nblob S",
        &[
            "ERROR RequestCompressionTrait ex#A",
            "ERROR RequestCompressionTrait ex#A",
            "ERROR RequestCompressionTrait ex#B",
            "ERROR RequestCompressionTrait ex#B",
        ],
    ),
];

#[test]
fn behaviour() {
    check(BEHAVIOUR);
}

const SERVICES_OVER_HTTP: &[Case] = &[
    (
        "CorsTrait",
        "@cors(origin: \"a\", origins: {b: \"c\"})\nservice A { version: \"1\" }\n@cors(origin: \"a\")\nservice B { version: \"1\" }",
        &["ERROR CorsTrait ex#A"],
    ),
    (
        "HttpApiKeyAuthTrait",
        "@httpApiKeyAuth(name: \"a\", in: \"query\", scheme: \"b\")\nservice A { version: \"1\" }\n@httpApiKeyAuth(name: \"a\", in: \"header\", scheme: \"b\")\nservice B { version: \"1\" }",
        &["ERROR HttpApiKeyAuthTrait ex#A"],
    ),
    (
        "HttpBindingsMissing",
        "service S { version: \"1\", operations: [A, B] }\n@http(method: \"POST\", uri: \"/\")\noperation A {}\noperation B {}\nservice T { version: \"1\", operations: [B] }",
        &["WARNING HttpBindingsMissing ex#B"],
    ),
    (
        "HttpBindingsMissing",
        "@trait(selector: \"service\")\n@protocolDefinition(traits: [http])\nstructure p {}\n@p\nservice S { version: \"1\", operations: [A, B] }\n@http(method: \"POST\", uri: \"/\")\noperation A {}\noperation B {}",
        &["ERROR HttpBindingsMissing ex#B"],
    ),
    (
        "HttpUriConflict",
        "service S { version: \"1\", operations: [A, B, C, D, E] }\n@http(method: \"POST\", uri: \"/{a}\")\noperation A { input := { @required @httpLabel a: String } }\n@http(method: \"POST\", uri: \"/{b}/\")\noperation B { input := { @required @httpLabel b: String } }\n@http(method: \"POST\", uri: \"/c\")\noperation C {}\n@http(method: \"PUT\", uri: \"/c\")\noperation D {}\n@http(method: \"POST\", uri: \"/c?d\")\noperation E {}",
        &["ERROR HttpUriConflict ex#A", "ERROR HttpUriConflict ex#B"],
    ),
    // Hosts tell operations apart, if patterns say that they do.
    (
        "HttpUriConflict",
        "service S { version: \"1\", operations: [A, B, C, D] }\n@http(method: \"POST\", uri: \"/\")\noperation A {}\n@endpoint(hostPrefix: \"a.\")\n@http(method: \"POST\", uri: \"/\")\noperation B {}\n@endpoint(hostPrefix: \"{b}.\")\n@http(method: \"POST\", uri: \"/\")\noperation C { input := { @required @hostLabel @pattern(\"^b$\") b: String } }\n@endpoint(hostPrefix: \"{b}.c.\")\n@http(method: \"POST\", uri: \"/\")\noperation D { input := { @required @hostLabel b: String } }",
        &[
            "ERROR HttpUriConflict ex#B",
            "ERROR HttpUriConflict ex#C",
            "ERROR HttpUriConflict ex#D",
        ],
    ),
];

#[test]
fn services_over_http() {
    check(SERVICES_OVER_HTTP);
}

const OPERATIONS_OVER_HTTP: &[Case] = &[
    (
        "HostLabelTrait",
        "@endpoint(hostPrefix: \"{a}-{b}\")\noperation O { input: I }\nstructure I {\n@required\n@hostLabel\na: String\n@required\n@hostLabel\nc: String\n}\n@endpoint(hostPrefix: \"-.\")\noperation P {}",
        &[
            "DANGER HostLabelTrait ex#O",
            "ERROR HostLabelTrait ex#I$c",
            "ERROR HostLabelTrait ex#O",
            "ERROR HostLabelTrait ex#P",
        ],
    ),
    (
        "HttpLabelTrait",
        "@http(method: \"POST\", uri: \"/{a}/{c}/{d+}\")\noperation O { input: I }\nstructure I {\n@required\n@httpLabel\na: String\n@required\n@httpLabel\nb: String\n@required\n@httpLabel\nd: Integer\n}",
        &[
            "ERROR HttpLabelTrait ex#I$b",
            "ERROR HttpLabelTrait ex#I$d",
            "ERROR HttpLabelTrait ex#O",
        ],
    ),
    (
        "HttpMethodSemantics",
        "@http(method: \"get\", uri: \"/a\")\noperation A { input := { a: String } }\n@readonly\n@http(method: \"POST\", uri: \"/b\")\noperation B { input := { b: String } }\n@http(method: \"PUT\", uri: \"/c\")\noperation C {}\n@readonly\n@http(method: \"OPTIONS\", uri: \"/d\")\noperation D {}\n@idempotent\n@http(method: \"PATCH\", uri: \"/e\")\noperation E {}",
        &[
            "DANGER HttpMethodSemantics.UnexpectedPayload ex#A",
            "WARNING HttpMethodSemantics ex#A",
            "WARNING HttpMethodSemantics.MissingIdempotentTrait ex#C",
            "WARNING HttpMethodSemantics.MissingReadonlyTrait ex#A",
            "WARNING HttpMethodSemantics.OPTIONS ex#D",
            "WARNING HttpMethodSemantics.UnnecessaryReadonlyTrait ex#B",
        ],
    ),
    (
        "HttpPayload",
        "@http(method: \"POST\", uri: \"/a\")\noperation A { input: I, output: I, errors: [E] }\nstructure I {\n@httpPayload\na: String\n@httpQuery(\"b\")\nb: String\n}\n@error(\"client\")\nstructure E {\n@httpPayload\na: String\nb: String\n}",
        &["ERROR HttpPayload ex#E", "ERROR HttpPayload ex#I"],
    ),
    (
        "HttpResponseCodeSemantics",
        "@http(method: \"POST\", uri: \"/a\", code: 300)\noperation A {}\n@http(method: \"POST\", uri: \"/b\", code: 204)\noperation B { output := { a: String } }\n@http(method: \"POST\", uri: \"/c\", code: 204)\noperation C { output := { @httpHeader(\"a\") a: String } }\n@error(\"client\")\n@httpError(500)\nstructure E {}\n@error(\"server\")\n@httpError(500)\nstructure F {}",
        &[
            "DANGER HttpResponseCodeSemantics ex#A",
            "DANGER HttpResponseCodeSemantics ex#E",
            "WARNING HttpResponseCodeSemantics ex#B",
        ],
    ),
    (
        "HttpUriFormat",
        "@http(method: \"POST\", uri: \"/ä\")\noperation A {}\n@http(method: \"POST\", uri: \"/a\")\noperation B {}",
        &["ERROR HttpUriFormat ex#A"],
    ),
    (
        "HttpUriGreedyLabel",
        "@http(method: \"POST\", uri: \"/{a+}/{b+}/c\")\noperation A {}\n@http(method: \"POST\", uri: \"/{a}/{b+}/c\")\noperation B {}",
        &[
            "DANGER HttpUriGreedyLabel.GreedyLabelIsNotLastLabel ex#A",
            "DANGER HttpUriGreedyLabel.MultipleGreedyLabels ex#A",
        ],
    ),
    // What cannot be read ends all else.
    (
        "Model",
        "@http(method: \"POST\", uri: \"a\")\noperation A {}\n@endpoint(hostPrefix: \"{a\")\noperation B {}",
        &["ERROR Model ex#A", "ERROR Model ex#B"],
    ),
];

#[test]
fn operations_over_http() {
    check(OPERATIONS_OVER_HTTP);
}

const BINDINGS_TO_HTTP: &[Case] = &[
    (
        "HttpBindingTraitIgnored",
        "operation O { input: I, output: P, errors: [E] }\nstructure I {\n@httpResponseCode\na: Integer\n@httpQuery(\"b\")\nb: String\nn: N\n}\nstructure P {\n@httpQuery(\"b\")\nb: String\n}\n@error(\"client\")\nstructure E {\n@httpHeader(\"a\")\na: String\n}\nstructure N {\n@httpHeader(\"a\")\na: String\n}\nstructure Unused {\n@httpQuery(\"b\")\nb: String\n}",
        &[
            "WARNING HttpBindingTraitIgnored.Input ex#P$b",
            "WARNING HttpBindingTraitIgnored.Output ex#I$a",
            "WARNING HttpBindingTraitIgnored.TopLevel ex#N$a",
        ],
    ),
    (
        "HttpHeaderTrait",
        "structure A {\n@httpHeader(\"X-a\")\na: String\n@httpHeader(\"x-A\")\nb: String\n@httpHeader(\"Host\")\nc: String\n@httpHeader(\"a b\")\nd: String\n}",
        &[
            "DANGER HttpHeaderTrait ex#A$c",
            "DANGER HttpHeaderTrait ex#A$d",
            "ERROR HttpHeaderTrait ex#A",
        ],
    ),
    (
        "HttpPrefixHeadersTrait",
        "structure A {\n@httpPrefixHeaders(\"x-\")\na: M\n@httpHeader(\"X-b\")\nb: String\n@httpHeader(\"y\")\nc: String\n}\nstructure B {\n@httpPrefixHeaders(\"\")\na: M\n@httpHeader(\"b\")\nb: String\n}\nmap M { key: String, value: String }",
        &[
            "ERROR HttpPrefixHeadersTrait ex#A$b",
            "NOTE HttpPrefixHeadersTrait ex#B$b",
        ],
    ),
    (
        "HttpQueryTrait",
        "@http(method: \"POST\", uri: \"/?c=1&d\")\noperation O { input: I }\nstructure I {\n@httpQuery(\"a\")\na: String\n@httpQuery(\"a\")\nb: String\n@httpQuery(\"c\")\nc: String\n@httpQuery(\"C\")\nd: String\n}",
        &["ERROR HttpQueryTrait ex#I", "ERROR HttpQueryTrait ex#I"],
    ),
    (
        "HttpQueryParamsTrait",
        "structure A {\n@httpQueryParams\na: M\n@httpQuery(\"b\")\nb: String\n}\nstructure B {\n@httpQueryParams\na: M\n}\nmap M { key: String, value: String }",
        &["NOTE HttpQueryParamsTrait ex#A"],
    ),
];

#[test]
fn bindings_to_http() {
    check(BINDINGS_TO_HTTP);
}
