//! Endpoint rules: names resolved to numbers, templates and paths taken apart.

/// The rules of a service.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RuleSet {
    /// Inputs of the rules; they are the first variables.
    pub parameters: Vec<RuleParameter>,
    /// Tried in order.
    pub rules: Vec<Rule>,
    /// How many variables there are, parameters included.
    pub variables: usize,
}

/// An input of the rules.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RuleParameter {
    /// Name in the rule set.
    pub name: String,
    /// What SDKs fill it with: `AWS::Region`.
    pub built_in: Option<String>,
    /// Without it the rules cannot be evaluated.
    pub required: bool,
    /// Used when nothing else gives a value.
    pub default: Option<Literal>,
}

/// A constant. The variants are the runtime's.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs, reason = "these are the rules' own types")]
pub(crate) enum Literal {
    Str(String),
    Bool(bool),
    Int(i64),
    StrList(Vec<String>),
}

/// A rule. The variants are the runtime's.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Rule {
    /// Gives an endpoint.
    Endpoint {
        /// All must hold.
        conditions: Vec<Condition>,
        /// The URL.
        url: Expr,
        /// `authSchemes` and others.
        properties: Vec<(String, Expr)>,
        /// Headers to send.
        headers: Vec<(String, Vec<Expr>)>,
    },
    /// Gives an error.
    Error {
        /// All must hold.
        conditions: Vec<Condition>,
        /// The message.
        message: Expr,
    },
    /// Gives what its rules give.
    Tree {
        /// All must hold.
        conditions: Vec<Condition>,
        /// Tried in order.
        rules: Vec<Rule>,
    },
}

/// A condition.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Condition {
    /// What is evaluated.
    pub value: Expr,
    /// The variable that takes the value.
    pub assign: Option<usize>,
}

/// An expression. The variants are the runtime's.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Expr {
    /// A constant.
    Literal(Literal),
    /// A variable.
    Variable(usize),
    /// Texts joined.
    Template(Vec<Expr>),
    /// A function of the rules' library.
    Call(Function, Vec<Expr>),
    /// A part of a value.
    Attribute(Box<Expr>, Vec<PathStep>),
    /// A list.
    List(Vec<Expr>),
    /// A record.
    Record(Vec<(String, Expr)>),
}

/// A step into a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PathStep {
    /// A field.
    Field(String),
    /// An item; counted from the end when negative.
    Index(i64),
}

/// Functions of the rules' library. The variants are the runtime's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "each is the function it is named for")]
pub(crate) enum Function {
    IsSet,
    Not,
    BooleanEquals,
    StringEquals,
    Substring,
    Split,
    Coalesce,
    Ite,
    UriEncode,
    ParseUrl,
    IsValidHostLabel,
    Partition,
    ParseArn,
    IsVirtualHostableS3Bucket,
}

/// Where an operation takes the value of a rule set's parameter from.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct ContextParameter {
    /// Name of the parameter.
    pub name: String,
    /// Where its value is.
    pub source: ContextSource,
}

/// Where the value of a parameter is. The variants are the runtime's.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum ContextSource {
    /// Always this.
    Static(Literal),
    /// The input's member with this index.
    Member(usize),
    /// What the path finds in the input.
    Path(Vec<InputStep>),
}

/// A step of a path into an input. The variants are the runtime's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum InputStep {
    /// The member with this name.
    Field(String),
    /// Every item of a list.
    Items,
    /// Every value of a map.
    Values,
    /// The keys of a map.
    Keys,
    /// What each of the paths finds.
    Select(Vec<Vec<InputStep>>),
    /// Lists within the list become one.
    Flatten,
}
