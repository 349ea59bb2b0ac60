//! Endpoint rules as static tables, made from `smithy.rules#endpointRuleSet`. Clients evaluate them.
//!
//! Source: Smithy 2.0, "Smithy Endpoints rules engine".

/// The rules of a service. Variables are numbered: parameters first, in table order, then the
/// variables that conditions assign.
#[derive(Debug)]
pub struct RuleSet {
    /// Inputs of the rules.
    pub parameters: &'static [Parameter],
    /// Tried in order; the first whose conditions hold decides.
    pub rules: &'static [Rule],
    /// How many variables there are, parameters included.
    pub variables: usize,
}

/// An input of the rules.
#[derive(Debug)]
pub struct Parameter {
    /// Name in the rule set.
    pub name: &'static str,
    /// `AWS::Region`, `SDK::Endpoint`, …
    pub built_in: Option<&'static str>,
    /// Without it the rules cannot be evaluated.
    pub required: bool,
    /// Used when nothing else gives a value.
    pub default: Option<Literal>,
}

/// A constant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Literal {
    /// Text.
    Str(&'static str),
    /// Boolean.
    Bool(bool),
    /// Integer.
    Int(i64),
    /// Texts.
    StrList(&'static [&'static str]),
}

/// A rule.
#[derive(Debug)]
pub enum Rule {
    /// Gives an endpoint.
    Endpoint {
        /// All must hold.
        conditions: &'static [Condition],
        /// The URL.
        url: Expr,
        /// `authSchemes` and others.
        properties: &'static [(&'static str, Expr)],
        /// Headers to send.
        headers: &'static [(&'static str, &'static [Expr])],
    },
    /// Gives an error.
    Error {
        /// All must hold.
        conditions: &'static [Condition],
        /// The message.
        message: Expr,
    },
    /// Gives what its rules give; when its conditions hold, no later rule is tried.
    Tree {
        /// All must hold.
        conditions: &'static [Condition],
        /// Tried in order.
        rules: &'static [Rule],
    },
}

/// A condition: holds when the value is set and not false.
#[derive(Debug)]
pub struct Condition {
    /// What is evaluated.
    pub value: Expr,
    /// Variable that takes the value.
    pub assign: Option<usize>,
}

/// An expression.
#[derive(Debug)]
pub enum Expr {
    /// A constant.
    Literal(Literal),
    /// A variable.
    Variable(usize),
    /// Texts joined: `https://{Region}.…`.
    Template(&'static [Expr]),
    /// A function of the rules' library.
    Call(Function, &'static [Expr]),
    /// `getAttr` with its path already split.
    Attribute(&'static Expr, &'static [PathStep]),
    /// A list.
    List(&'static [Expr]),
    /// A record.
    Record(&'static [(&'static str, Expr)]),
}

/// A step of a `getAttr` path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathStep {
    /// A field.
    Field(&'static str),
    /// An item; counted from the end when negative.
    Index(i64),
}

/// Functions of the rules' library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// `isSet`.
    IsSet,
    /// `not`.
    Not,
    /// `booleanEquals`.
    BooleanEquals,
    /// `stringEquals`.
    StringEquals,
    /// `substring`.
    Substring,
    /// `split`.
    Split,
    /// `coalesce`.
    Coalesce,
    /// `ite`.
    Ite,
    /// `uriEncode`.
    UriEncode,
    /// `parseURL`.
    ParseUrl,
    /// `isValidHostLabel`.
    IsValidHostLabel,
    /// `aws.partition`.
    Partition,
    /// `aws.parseArn`.
    ParseArn,
    /// `aws.isVirtualHostableS3Bucket`.
    IsVirtualHostableS3Bucket,
}

/// Where an operation takes the value of a rule set's parameter from.
#[derive(Debug, PartialEq)]
pub struct ContextParameter {
    /// Name of the parameter.
    pub name: &'static str,
    /// Where its value is.
    pub source: ContextSource,
}

/// Where the value of a parameter is.
#[derive(Debug, PartialEq)]
pub enum ContextSource {
    /// `@staticContextParams`: always this.
    Static(Literal),
    /// `@contextParam`: the input's member with this index.
    Member(usize),
    /// `@operationContextParams`: what the path finds in the input.
    Path(&'static [InputStep]),
}

/// A step of an `@operationContextParams` path: the part of JMESPath that the trait allows.
#[derive(Debug, PartialEq)]
pub enum InputStep {
    /// The member with this name.
    Field(&'static str),
    /// `[*]`: every item of a list; the rest of the path applies to each.
    Items,
    /// `*`: every value of a map; the rest of the path applies to each.
    Values,
    /// `keys(@)`: the keys of a map.
    Keys,
    /// `[a, b]`: what each of the paths finds.
    Select(&'static [&'static [InputStep]]),
    /// `[]`: lists within the list become one.
    Flatten,
}
