//! Endpoint rules as static tables, made from `smithy.rules#endpointRuleSet`. Clients evaluate them.
//!
//! Source: Smithy 2.0, "Smithy Endpoints rules engine".

/// The rules of a service. Variables are numbered: parameters first, in table order, then the
/// variables that conditions assign.
#[derive(Debug)]
pub struct RuleSet {
    parameters: &'static [Parameter],
    rules: &'static [Rule],
    variables: usize,
}

/// An input of the rules.
#[derive(Debug)]
pub struct Parameter {
    name: &'static str,
    built_in: Option<&'static str>,
    required: bool,
    default: Option<Literal>,
}

/// A constant.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
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
#[non_exhaustive]
pub enum Rule {
    /// Gives an endpoint.
    #[non_exhaustive]
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
    #[non_exhaustive]
    Error {
        /// All must hold.
        conditions: &'static [Condition],
        /// The message.
        message: Expr,
    },
    /// Gives what its rules give; when its conditions hold, no later rule is tried.
    #[non_exhaustive]
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
    value: Expr,
    assign: Option<usize>,
}

/// An expression.
#[derive(Debug)]
#[non_exhaustive]
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
#[non_exhaustive]
pub enum PathStep {
    /// A field.
    Field(&'static str),
    /// An item; counted from the end when negative.
    Index(i64),
}

/// Functions of the rules' library.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
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
    name: &'static str,
    source: ContextSource,
}

/// Where the value of a parameter is.
#[derive(Debug, PartialEq)]
#[non_exhaustive]
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
#[non_exhaustive]
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

impl RuleSet {
    /// The rules, their inputs, and how many variables there are.
    pub const fn new(
        parameters: &'static [Parameter],
        rules: &'static [Rule],
        variables: usize,
    ) -> Self {
        RuleSet {
            parameters,
            rules,
            variables,
        }
    }

    /// Inputs of the rules.
    pub const fn parameters(&self) -> &'static [Parameter] {
        self.parameters
    }

    /// Tried in order; the first whose conditions hold decides.
    pub const fn rules(&self) -> &'static [Rule] {
        self.rules
    }

    /// How many variables there are, parameters included.
    pub const fn variables(&self) -> usize {
        self.variables
    }
}

impl Parameter {
    /// An input that may be left out, neither built in nor with a default.
    pub const fn new(name: &'static str) -> Self {
        Parameter {
            name,
            built_in: None,
            required: false,
            default: None,
        }
    }

    /// What it is built in as: `AWS::Region`, `SDK::Endpoint`, …
    pub const fn with_built_in(mut self, name: &'static str) -> Self {
        self.built_in = Some(name);
        self
    }

    /// Without it the rules cannot be evaluated.
    pub const fn with_required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Used when nothing else gives a value.
    pub const fn with_default(mut self, value: Literal) -> Self {
        self.default = Some(value);
        self
    }

    /// Name in the rule set.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// What it is built in as: `AWS::Region`, `SDK::Endpoint`, …
    pub const fn built_in(&self) -> Option<&'static str> {
        self.built_in
    }

    /// Whether the rules cannot be evaluated without it.
    pub const fn is_required(&self) -> bool {
        self.required
    }

    /// Used when nothing else gives a value.
    pub const fn default_value(&self) -> Option<Literal> {
        self.default
    }
}

impl Rule {
    /// An endpoint: its URL, properties and headers.
    pub const fn endpoint(
        conditions: &'static [Condition],
        url: Expr,
        properties: &'static [(&'static str, Expr)],
        headers: &'static [(&'static str, &'static [Expr])],
    ) -> Self {
        Rule::Endpoint {
            conditions,
            url,
            properties,
            headers,
        }
    }

    /// An error with its message.
    pub const fn error(conditions: &'static [Condition], message: Expr) -> Self {
        Rule::Error {
            conditions,
            message,
        }
    }

    /// Rules that are tried in order when all conditions hold.
    pub const fn tree(conditions: &'static [Condition], rules: &'static [Rule]) -> Self {
        Rule::Tree { conditions, rules }
    }

    /// What must hold, all of it, for the rule to decide.
    pub const fn conditions(&self) -> &'static [Condition] {
        match self {
            Rule::Endpoint { conditions, .. }
            | Rule::Error { conditions, .. }
            | Rule::Tree { conditions, .. } => conditions,
        }
    }
}

impl Condition {
    /// Holds when the value is set and not false.
    pub const fn new(value: Expr) -> Self {
        Condition {
            value,
            assign: None,
        }
    }

    /// A variable takes the value.
    pub const fn with_assign(mut self, variable: usize) -> Self {
        self.assign = Some(variable);
        self
    }

    /// What is evaluated.
    pub const fn value(&self) -> &Expr {
        &self.value
    }

    /// Variable that takes the value.
    pub const fn assign(&self) -> Option<usize> {
        self.assign
    }
}

impl ContextParameter {
    /// A parameter and where its value is.
    pub const fn new(name: &'static str, source: ContextSource) -> Self {
        ContextParameter { name, source }
    }

    /// Name of the parameter.
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Where its value is.
    pub const fn source(&self) -> &ContextSource {
        &self.source
    }
}
