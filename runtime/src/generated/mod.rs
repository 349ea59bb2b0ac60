//! Items used by generated code. Not part of this crate's public API.
//!
//! Generated code refers to everything here as `rt::…`. Each macro defines what all types of a kind have in common;
//! its patterns are plain repetitions, so that expansion is cheap.

pub mod endpoint;
mod enumeration;
mod error;
mod layout;
mod serial;
mod structure;
mod tables;

pub use crate::__enumeration as enumeration;
pub use crate::__error as error;
pub use crate::__int_enumeration as int_enumeration;
pub use crate::__layout as layout;
pub use crate::__number_conversions as number_conversions;
pub use crate::__serde as serde;
pub use crate::__serde_enumeration as serde_enumeration;
pub use crate::__structure as structure;
pub use crate::__text_conversions as text_conversions;
pub use crate::__union as union;

pub use crate::debug::{
    debug_structure, enumeration as show_enum, error as show_error, structure as show,
};
pub use crate::endpoint_rules::RuleSet;
pub use crate::error::{Metadata, UnknownValue};
#[cfg(feature = "event-streams")]
pub use crate::event::EventStream;
#[cfg(not(feature = "event-streams"))]
pub use crate::event_stand_in::EventStream;
#[cfg(feature = "checksums")]
pub use crate::message::message_digests;
#[cfg(not(feature = "checksums"))]
pub use crate::operation::message_digests;
pub use crate::operation::{
    ApiKey, AttributeMembers, Auth, BucketAddressing, Checksum, ChecksumAlgorithm, DefaultText,
    DigestPair, Discovery, Http, HttpVersions, MessageDigests, Messages, OperationSpec,
    OperationTrait, Segment, Service, TypedOperation,
};
pub use crate::protocol;
pub use crate::schema::{
    Bounds, QueryError, Schema, TimestampFormat, Trait, XmlNamespace, prelude::*,
};
pub use crate::unit::Unit;
pub use crate::value::{BigDecimal, BigInteger, Blob, ByteStream, DateTime, Document, Number};
pub use crate::view::{Enum, IntEnum, Key, Ref, Slot, Structure, View};
pub use enumeration::unknown_value;
pub use tables::*;
