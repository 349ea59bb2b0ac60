//! Digests in answers that are compared with messages.

use crate::view::Structure;

/// Digests in an answer, and the contents of messages that they are of. Members are indices.
pub struct MessageDigests {
    /// Whether the contents are in the answer too, rather than in the request.
    pub(crate) received: bool,
    pub(crate) contents: Messages,
    pub(crate) digests: Messages,
    pub(crate) pairs: &'static [DigestPair],
    pub(crate) compare: CompareDigests,
}

/// Reads contents of a request, and compares those and the ones of its answer. Tables name it, so that programs without
/// such digests have none of its code.
pub type CompareDigests = fn(&'static MessageDigests, &dyn Structure) -> Box<dyn SentMessages>;

/// Digests of what was sent, for the answer to come.
pub trait SentMessages: Send {
    /// Compares the digests of the answer.
    ///
    /// # Errors
    /// Which content is another than the one that the answer has the digest of.
    fn compare(&self, output: &dyn Structure) -> Result<(), String>;
}

/// Messages in a structure.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Messages {
    pub(crate) list: Option<usize>,
    pub(crate) id: Option<usize>,
}

/// A content with its digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DigestPair {
    pub(crate) content: usize,
    pub(crate) digest: usize,
    pub(crate) attributes: Option<AttributeMembers>,
}

/// Members of an attribute.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AttributeMembers {
    pub(crate) data_type: usize,
    pub(crate) values: &'static [usize],
}

impl MessageDigests {
    /// Whether the contents are in the answer, where they and their digests are, and what compares them.
    pub const fn new(
        received: bool,
        contents: Messages,
        digests: Messages,
        pairs: &'static [DigestPair],
        compare: CompareDigests,
    ) -> Self {
        MessageDigests {
            received,
            contents,
            digests,
            pairs,
            compare,
        }
    }

    /// The digests of what is sent.
    pub fn sent(&'static self, input: &dyn Structure) -> Box<dyn SentMessages> {
        (self.compare)(self, input)
    }
}

impl PartialEq for MessageDigests {
    /// Whether both compare the same.
    fn eq(&self, other: &Self) -> bool {
        self.received == other.received
            && self.contents == other.contents
            && self.digests == other.digests
            && self.pairs == other.pairs
    }
}

impl std::fmt::Debug for MessageDigests {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MessageDigests")
            .field("received", &self.received)
            .field("contents", &self.contents)
            .field("digests", &self.digests)
            .field("pairs", &self.pairs)
            .finish()
    }
}

impl Messages {
    /// The list of messages, if the structure is not the message, and what tells one from the others.
    pub const fn new(list: Option<usize>, id: Option<usize>) -> Self {
        Messages { list, id }
    }
}

impl DigestPair {
    /// The content, its digest, and the members of its attributes if it has any.
    pub const fn new(content: usize, digest: usize, attributes: Option<AttributeMembers>) -> Self {
        DigestPair {
            content,
            digest,
            attributes,
        }
    }
}

impl AttributeMembers {
    /// The type, and the values of which one is set.
    pub const fn new(data_type: usize, values: &'static [usize]) -> Self {
        AttributeMembers { data_type, values }
    }
}

/// A stand-in without the feature `checksums`, which generated code demands: that is its only error.
#[cfg(not(feature = "checksums"))]
pub fn message_digests(_: &'static MessageDigests, _: &dyn Structure) -> Box<dyn SentMessages> {
    struct Unknown;
    impl SentMessages for Unknown {
        fn compare(&self, _: &dyn Structure) -> Result<(), String> {
            Ok(())
        }
    }
    Box::new(Unknown)
}
