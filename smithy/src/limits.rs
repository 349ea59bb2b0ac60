//! How much of a model is taken: every limit of this crate, each with its reason.
//!
//! A limit is there for the reader of an error rather than for the machine: what lies beyond it is a mistake or an
//! attack, and is told as such instead of ending in an exhausted stack or memory. Models that people wrote are far
//! below all of them.

/// How long a file of a model is, in bytes. The longest of AWS, EC2's, has some ten million; a place in a file is kept
/// in 32 bits.
pub(crate) const MODEL_LENGTH: usize = 256 << 20;

/// How long the name of a member or of an enum's value is, in bytes. The longest of AWS has 66; every name is
/// repeated some ten times in what is generated.
pub(crate) const MEMBER_NAME: usize = 1_000;

/// How deep shapes nest: structures, unions, lists and maps in each other, an operation's input or output included. Types
/// that contain each other are deeper still for rustc, which gives up at 128 levels of what a type is made of when it
/// asks whether a value may go to another thread. The deepest shapes of AWS reach 21.
pub(crate) const SHAPE_DEPTH: usize = 32;

/// How deep the value of a trait or of metadata nests. It is the limit of `serde_json`, which reads these values in JSON;
/// the interface language has the same, so that each model can be written either way. The deepest of AWS, the
/// endpoint rules of S3, reach 42.
pub(crate) const VALUE_DEPTH: usize = 127;

/// The longest documentation of one shape or member, in bytes. AWS's longest has 66,129; fifteen times that
/// is a mistake, and would be printed up to four times.
pub(crate) const DOCUMENTATION_LENGTH: usize = 1_000_000;

/// How long a line of a model is that is still quoted in an error, in bytes: a model on a single line would bury the
/// message.
pub(crate) const QUOTED_LINE: usize = 300;

/// How many shapes of a cycle an error names: who reads it follows no more, and a cycle of thousands reported at each of
/// its shapes would take the square of its length.
pub(crate) const CYCLE_SHOWN: usize = 8;

/// How many mistakes of a kind are reported of a file in the interface language, those of its syntax being one kind: such a
/// file is not the one that was meant, and who mends it starts at the top.
pub(crate) const SYNTAX_ERRORS: usize = 1_000;

/// For how many names of a file that mean nothing the nearest is looked for, which takes the number of all names each
/// time.
pub(crate) const SUGGESTIONS: usize = 100;

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

/// How many members shapes inherit from mixins altogether where mixins are kept: a chain of mixins gives each all members
/// of those before it, the square of its length. No model that is known has more than some hundred.
pub(crate) const INHERITED_MEMBERS: usize = 1_000_000;
