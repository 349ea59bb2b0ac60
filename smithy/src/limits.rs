//! All limits on models, on what is said about them, and on selectors, each with its reason.
//!
//! Limits turn mistakes and attacks into clear errors, instead of exhausting the stack or memory. Handwritten
//! models are far below all of them.

/// Size of a model file, in bytes. AWS's largest, EC2's, has about ten million; locations are stored in 32 bits.
pub(crate) const MODEL_LENGTH: usize = 256 << 20;

/// Size of a `smithy-build.json`, in bytes. Those of large builds have some thousand; the rest is plugins' settings.
pub(crate) const BUILD_FILE_LENGTH: usize = 4 << 20;

/// Length of the name of a member or enum value, in bytes. AWS's longest has 66; each name is repeated about ten
/// times in generated code.
pub(crate) const MEMBER_NAME: usize = 1_000;

/// Nesting of structures, unions, lists and maps, including an operation's input or output. The generated types are
/// nested more deeply for rustc, which stops at 128 levels when it checks whether a type is `Send`. AWS's deepest
/// shapes have 21 levels.
pub(crate) const SHAPE_DEPTH: usize = 32;

/// How deep the value of a trait or of metadata nests. It is the limit of `serde_json`, which reads these values in JSON;
/// the interface language has the same, so that each model can be written either way. The deepest of AWS, the
/// endpoint rules of S3, reach 42.
pub(crate) const VALUE_DEPTH: usize = 127;

/// Length of a shape's or member's documentation, in bytes. AWS's longest has 66,129; fifteen times that is a
/// mistake, and would be printed up to four times.
pub(crate) const DOCUMENTATION_LENGTH: usize = 1_000_000;

/// Length of a line quoted in an error, in bytes: a model on a single line would bury the message.
pub(crate) const QUOTED_LINE: usize = 300;

/// Members that all shapes together inherit from mixins. AWS's largest model has some thirty thousand members, and a mixin
/// of many in as many shapes is their product.
pub(crate) const INHERITED_MEMBERS: usize = 200_000;

/// Length of a name for which the one that was meant is looked for, in characters. AWS's longest has about eighty, and
/// the time of a comparison grows with the square.
pub(crate) const SUGGESTED_LENGTH: usize = 100;

/// Number of problems up to which the name that was meant is looked for among all shapes. Nobody reads more, and each
/// search takes as long as there are shapes.
pub(crate) const SUGGESTIONS: usize = 100;

/// How many names are compared for all suggestions of a pass together. A hundred suggestions in the largest models of
/// AWS, which have ten thousand shapes, take a quarter of this.
pub(crate) const SUGGESTION_STEPS: usize = 4_000_000;

/// So many faults in the values of traits are shown at their own places, which are searched for in the text. Further
/// ones are shown where the trait is applied.
pub(crate) const PLACES_IN_VALUES: usize = 100;

/// Number of problems that a report shows. Of others it says how many there are.
pub(crate) const PROBLEMS_SHOWN: usize = 1_000;

/// Number of members up to which a shape finds them one by one. Most have fewer, for which an index would only take
/// memory.
pub(crate) const MEMBERS_UNINDEXED: usize = 16;

/// Shapes of a cycle that an error names: readers do not follow more, and a cycle of thousands, reported at each of
/// its shapes, would take quadratic time.
pub(crate) const CYCLE_SHOWN: usize = 8;

/// How many mistakes of a kind are reported of a file in the interface language, those of its syntax being one kind: such a
/// file is not the one that was meant, and who mends it starts at the top.
pub(crate) const SYNTAX_ERRORS: usize = 1_000;

/// How long a selector is, in bytes. The longest of Smithy's own traits has some 200; that of a linter, some 1,000.
pub(crate) const SELECTOR_LENGTH: usize = 10_000;

/// How many expressions a selector has: each is a pass over the model. The most of Smithy's own has 20.
pub(crate) const SELECTOR_EXPRESSIONS: usize = 500;

/// How deep the functions of a selector nest. Each level takes a frame on the stack.
pub(crate) const SELECTOR_DEPTH: usize = 50;

/// How many steps a selector takes that is evaluated shape by shape, as variables ask for: more than some seconds' work is
/// a mistake, such as `~>` many times in a row. A selector without variables takes no more steps than its expressions times the
/// relations of the model.
/// Tests are content with less.
pub(crate) const SELECTOR_STEPS: u64 = if cfg!(test) { 100_000 } else { 20_000_000 };

/// How many steps the search for resources below themselves takes, from each resource down to the first that is met
/// again. Hierarchies are a few levels deep; a chain of a thousand takes half of this.
pub(crate) const RESOURCE_STEPS: u32 = 1_000_000;

/// How long an expression in JMESPath is, in bytes. The longest of AWS's waiters has some 200.
pub(crate) const JMESPATH_LENGTH: usize = 10_000;

/// How many parts an expression in JMESPath has. Chains of them are as deep as long, and each part is a frame on the stack.
pub(crate) const JMESPATH_PARTS: usize = 500;

/// How deep an expression in JMESPath nests. Each level takes some frames on the stack; AWS's reach five.
pub(crate) const JMESPATH_DEPTH: usize = 50;

/// How many steps the check of an expression in JMESPath takes: lists of lists of lists multiply.
pub(crate) const JMESPATH_STEPS: u32 = 100_000;

/// How long the lists and texts are at most that stand for those of a shape with a minimal length.
pub(crate) const JMESPATH_SAMPLE: usize = 1_000;

/// How many steps the tests of the endpoint rules of a service take together. Those of S3, the largest of AWS, take about
/// a tenth of this.
pub(crate) const RULE_STEPS: u64 = 10_000_000;

/// Length of a trait's value in what is said of its change, in characters. Rule sets of endpoints have a hundred thousand;
/// of longer values the places that differ are shown.
pub(crate) const VALUE_SHOWN: usize = 160;

/// How many places are shown at which the values of a trait differ. Readers of more look at both models.
pub(crate) const VALUE_PLACES: usize = 3;

/// How deep a change of a member's target is followed into lists and maps. Valid ones nest no deeper than all shapes do
/// ([`SHAPE_DEPTH`]), and each level takes a frame on the stack.
pub(crate) const TARGET_DEPTH: usize = SHAPE_DEPTH;

/// How many effects of a changed target are told with it. Readers of more look at both shapes.
pub(crate) const TARGET_EFFECTS: usize = 8;

/// How long the effects of a changed target are together, in characters. Each level of lists and maps repeats those of
/// the next, and a map those of both its keys and values.
pub(crate) const TARGET_REASON: usize = 2_000;

/// Traits of a shape up to which two versions are compared one by one. Most have fewer, for which an index would only
/// take time.
pub(crate) const TRAITS_UNINDEXED: usize = 16;

/// How many values of an enum a message lists. The longest messages that people read to their end have some ten.
pub(crate) const ENUM_VALUES_SHOWN: usize = 50;
