//! Endpoint rules: every function of the rules' library on texts of all sorts, and URLs.

use smithgen_aws::endpoint::{Aws, PARTITIONS};
use smithgen_client::endpoint::{Url, Value, resolve};
use smithgen_runtime::RuleSet;
use smithgen_runtime::endpoint_rules::{
    Condition, Expr, Function, Literal, Parameter, PathStep, Rule,
};

const fn text(name: &'static str) -> Parameter {
    Parameter::new(name)
}

const fn assigned(value: Expr, variable: usize) -> Condition {
    Condition::new(value).with_assign(variable)
}

const fn holds(value: Expr) -> Condition {
    Condition::new(value)
}

const fn int(value: i64) -> Expr {
    Expr::Literal(Literal::Int(value))
}

const YES: Expr = Expr::Literal(Literal::Bool(true));
const NO: Expr = Expr::Literal(Literal::Bool(false));

// Variables.
const TEXT: Expr = Expr::Variable(0);
const OTHER: Expr = Expr::Variable(1);
const FLAG: Expr = Expr::Variable(2);

/// Each rule computes with the texts and gives an endpoint of what it computed. As the first rule
/// whose conditions hold decides, the third parameter chooses which one is tried first.
static RULES: RuleSet = RuleSet::new(
    &[
        text("Text"),
        text("Other"),
        Parameter::new("Flag")
            .with_required()
            .with_default(Literal::Bool(false)),
    ],
    &[
        Rule::endpoint(
            &[
                holds(FLAG),
                assigned(Expr::Call(Function::ParseUrl, &[TEXT]), 3),
                holds(Expr::Call(
                    Function::Not,
                    &[Expr::Call(
                        Function::StringEquals,
                        &[
                            Expr::Attribute(
                                &Expr::Variable(3),
                                &[PathStep::Field("normalizedPath")],
                            ),
                            OTHER,
                        ],
                    )],
                )),
                holds(Expr::Call(
                    Function::IsSet,
                    &[Expr::Attribute(
                        &Expr::Variable(3),
                        &[PathStep::Field("isIp")],
                    )],
                )),
            ],
            Expr::Template(&[
                Expr::Attribute(&Expr::Variable(3), &[PathStep::Field("scheme")]),
                Expr::Literal(Literal::Str("://")),
                Expr::Attribute(&Expr::Variable(3), &[PathStep::Field("authority")]),
                Expr::Attribute(&Expr::Variable(3), &[PathStep::Field("path")]),
                Expr::Attribute(&Expr::Variable(3), &[PathStep::Field("isIp")]),
            ]),
            &[],
            &[],
        ),
        Rule::endpoint(
            &[
                holds(FLAG),
                assigned(Expr::Call(Function::ParseArn, &[TEXT]), 3),
                assigned(
                    Expr::Attribute(
                        &Expr::Variable(3),
                        &[PathStep::Field("resourceId"), PathStep::Index(0)],
                    ),
                    4,
                ),
                assigned(
                    Expr::Attribute(
                        &Expr::Variable(3),
                        &[PathStep::Field("resourceId"), PathStep::Index(-1)],
                    ),
                    5,
                ),
            ],
            Expr::Template(&[
                Expr::Variable(4),
                Expr::Variable(5),
                Expr::Attribute(&Expr::Variable(3), &[PathStep::Field("accountId")]),
            ]),
            &[("arn", Expr::Variable(3))],
            &[("region", &[Expr::Call(Function::UriEncode, &[TEXT])])],
        ),
        Rule::endpoint(
            &[
                holds(FLAG),
                assigned(Expr::Call(Function::Partition, &[TEXT]), 3),
                holds(Expr::Call(
                    Function::IsValidHostLabel,
                    &[
                        Expr::Call(Function::Coalesce, &[OTHER, TEXT]),
                        Expr::Call(
                            Function::BooleanEquals,
                            &[
                                FLAG,
                                Expr::Call(Function::IsVirtualHostableS3Bucket, &[OTHER, YES]),
                            ],
                        ),
                    ],
                )),
            ],
            Expr::Template(&[
                Expr::Attribute(&Expr::Variable(3), &[PathStep::Field("name")]),
                Expr::Attribute(&Expr::Variable(3), &[PathStep::Field("dnsSuffix")]),
                Expr::Attribute(&Expr::Variable(3), &[PathStep::Field("supportsFIPS")]),
            ]),
            &[],
            &[],
        ),
        Rule::endpoint(
            &[assigned(
                Expr::Call(Function::Split, &[TEXT, OTHER, int(0)]),
                3,
            )],
            Expr::Template(&[
                Expr::Attribute(&Expr::Variable(3), &[PathStep::Index(-1)]),
                Expr::Call(
                    Function::Coalesce,
                    &[
                        Expr::Call(Function::Substring, &[TEXT, int(0), int(4), YES]),
                        Expr::Call(Function::Substring, &[OTHER, int(1), int(2), NO]),
                        Expr::Call(Function::Ite, &[FLAG, TEXT, OTHER]),
                    ],
                ),
            ]),
            &[
                ("all", Expr::Variable(3)),
                ("few", Expr::Call(Function::Split, &[TEXT, OTHER, int(3)])),
            ],
            &[],
        ),
        Rule::error(&[], Expr::Call(Function::UriEncode, &[TEXT])),
    ],
    6,
);

/// Reads the bytes: two texts with a zero byte between them.
///
/// # Panics
/// When a URL that was read, put together again, is another one, or an endpoint is much longer than
/// what it was made of.
pub fn run(data: &[u8]) {
    let Ok(data) = std::str::from_utf8(data) else {
        return;
    };
    let (one, other) = data.split_once('\0').unwrap_or((data, ""));
    for flag in [false, true] {
        let parameters = [
            one.to_owned().into(),
            other.to_owned().into(),
            Value::Bool(flag),
        ];
        let resolved = resolve(
            &RULES,
            parameters.map(Some).into(),
            Some(&Aws::new(PARTITIONS)),
        );
        if let Ok(endpoint) = resolved {
            assert!(endpoint.url.len() <= 4 * data.len() + 64, "{endpoint:?}");
        }
    }
    url(one);
}

fn url(text: &str) {
    let Some(url) = Url::parse(text) else {
        return;
    };
    assert!(!url.host().is_empty());
    assert!(url.authority.starts_with(url.host()));
    assert!(url.path.is_empty() || url.path.starts_with('/'));
    let _ = (url.has_valid_host(), url.port());
    let mut again = format!(
        "{}://{}{}",
        if url.https { "https" } else { "http" },
        url.authority,
        url.path
    );
    if let Some(query) = &url.query {
        again.push('?');
        again.push_str(query);
    }
    assert_eq!(Url::parse(&again).as_ref(), Some(&url), "{text}");
}
