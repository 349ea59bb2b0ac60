//! Rule sets as models write them.

use serde_json::json;

use super::path::{Piece, attribute, input, template};
use super::rules;
use crate::ir::endpoint::{Condition, Expr, Function, InputStep, Literal, PathStep, Rule};
use crate::limits::INPUT_PATH_DEPTH;

fn text(text: &str) -> Expr {
    Expr::Literal(Literal::Str(text.to_owned()))
}

#[test]
fn numbers_variables_and_takes_templates_apart() {
    let set = rules(&json!({
        "version": "1.0",
        "parameters": {
            "Region": { "builtIn": "AWS::Region", "required": true, "type": "String" },
            "UseFIPS": { "builtIn": "AWS::UseFIPS", "required": true, "default": false, "type": "Boolean" },
        },
        "rules": [
            {
                "type": "tree",
                "conditions": [{ "fn": "aws.partition", "argv": [{ "ref": "Region" }], "assign": "P" }],
                "rules": [{
                    "type": "endpoint",
                    "conditions": [
                        { "fn": "booleanEquals", "argv": [
                            { "fn": "getAttr", "argv": [{ "ref": "P" }, "supportsFIPS"] }, true] },
                    ],
                    "endpoint": {
                        "url": "https://x.{Region}.{P#dnsSuffix}/{{a}}",
                        "properties": { "authSchemes": [{ "name": "sigv4", "signingName": "x" }] },
                        "headers": { "x-region": ["{Region}"] },
                    },
                }],
            },
            { "type": "error", "conditions": [], "error": "no" },
        ],
    }))
    .unwrap();
    assert_eq!((set.parameters.len(), set.variables), (2, 3));
    assert_eq!(set.parameters[1].default, Some(Literal::Bool(false)));
    let Rule::Tree { conditions, rules } = &set.rules[0] else {
        panic!("{:?}", set.rules)
    };
    let partition = Expr::Call(Function::Partition, vec![Expr::Variable(0)]);
    assert_eq!(
        *conditions,
        [Condition {
            value: partition,
            assign: Some(2)
        }]
    );
    let Rule::Endpoint {
        url,
        properties,
        headers,
        ..
    } = &rules[0]
    else {
        panic!("{rules:?}")
    };
    let suffix = vec![PathStep::Field("dnsSuffix".into())];
    let suffix = Expr::Attribute(Box::new(Expr::Variable(2)), suffix);
    let parts = vec![
        text("https://x."),
        Expr::Variable(0),
        text("."),
        suffix,
        text("/{a}"),
    ];
    assert_eq!(*url, Expr::Template(parts));
    assert_eq!(properties[0].0, "authSchemes");
    assert_eq!(headers[0].1, [Expr::Template(vec![Expr::Variable(0)])]);
    assert_eq!(
        set.rules[1],
        Rule::Error {
            conditions: vec![],
            message: text("no")
        }
    );
}

#[test]
fn reports_every_problem() {
    let problems = rules(&json!({
        "parameters": { "Region": {} },
        "rules": [
            { "type": "tree", "conditions": [{ "fn": "isSett", "argv": [1] }], "rules": [] },
            { "type": "tree", "conditions": [{ "fn": "isSet", "argv": [{ "ref": "Region" }], "assign": "A" }],
              "rules": [] },
            { "type": "endpoint", "conditions": [], "endpoint": { "url": "{A}" } },
            { "type": "endpoint", "conditions": [], "endpoint": { "url": "{Regoin" } },
            { "type": "endpoint", "conditions": [], "endpoint": { "url": { "ref": "Regoin" } } },
            { "type": "error", "conditions": [{ "fn": "not", "argv": [] }], "error": 1.5 },
            { "type": "detour" },
        ],
    }))
    .unwrap_err();
    let told: Vec<(&str, Option<&str>)> = problems
        .iter()
        .map(|p| (p.message.as_str(), p.help.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            (
                "the endpoint rules call `isSett`, which is not a function",
                Some("did you mean `isSet`?")
            ),
            ("the endpoint rules use `A`, which has no value there", None),
            ("the braces of the template `{Regoin` do not match", None),
            (
                "the endpoint rules use `Regoin`, which has no value there",
                Some("did you mean `Region`?")
            ),
            ("the endpoint rules give `not` 0 arguments", None),
            ("endpoint rules have no number such as `1.5`", None),
            ("endpoint rules have no rule of type `detour`", None),
        ]
    );
}

#[test]
fn rules_nested_without_end_are_refused() {
    let mut rule = json!({ "type": "tree", "rules": [] });
    for _ in 0..100 {
        rule = json!({ "type": "tree", "rules": [rule] });
    }
    let problems = rules(&json!({ "parameters": {}, "rules": [rule] })).unwrap_err();
    assert!(problems[0].message.contains("nested"));
}

#[test]
fn templates_and_paths() {
    assert_eq!(
        template("a{b}{c#d[0]}}}").unwrap(),
        [
            Piece::Text("a".into()),
            Piece::Value("b", None),
            Piece::Value("c", Some("d[0]")),
            Piece::Text("}".into())
        ]
    );
    for bad in ["{", "}", "a}b", "{}", "{a{b}"] {
        assert_eq!(template(bad), None, "{bad}");
    }
    let field = |name: &str| PathStep::Field(name.to_owned());
    assert_eq!(
        attribute("a.b[0][-1]").unwrap(),
        [
            field("a"),
            field("b"),
            PathStep::Index(0),
            PathStep::Index(-1)
        ]
    );
    assert_eq!(
        attribute("[1].a").unwrap(),
        [PathStep::Index(1), field("a")]
    );
    for bad in ["", "a..b", "a[", "a[x]", "a[0]b", "a."] {
        assert_eq!(attribute(bad), None, "{bad}");
    }
}

#[test]
fn paths_into_an_input_nest_this_deep_and_no_deeper() {
    let path = |depth: usize| format!("{}x{}", "keys(".repeat(depth), ")".repeat(depth));
    assert!(input(&path(INPUT_PATH_DEPTH)).is_some());
    assert!(input(&path(INPUT_PATH_DEPTH + 1)).is_none());
}

#[test]
fn paths_into_an_input() {
    let field = |name: &str| InputStep::Field(name.to_owned());
    let path = |text: &str| input(text).unwrap_or_else(|| panic!("{text}"));
    assert_eq!(path("a.b"), [field("a"), field("b")]);
    assert_eq!(path("a[*].b"), [field("a"), InputStep::Items, field("b")]);
    assert_eq!(path("keys(a.b)"), [field("a"), field("b"), InputStep::Keys]);
    assert_eq!(path("a.keys(@)"), [field("a"), InputStep::Keys]);
    assert_eq!(path("a.*.b"), [field("a"), InputStep::Values, field("b")]);
    let select = InputStep::Select(vec![vec![field("b"), field("c")], vec![field("d")]]);
    assert_eq!(
        path("a[*].[b.c, d][]"),
        [field("a"), InputStep::Items, select, InputStep::Flatten]
    );
    for bad in ["", "a.", "a[0]", "a[?b]", "length(a)", "a | b", "a[b"] {
        assert_eq!(input(bad), None, "{bad}");
    }
}
