//! What generated code stands on, and nothing else: it is no part of this crate's public interface.
//!
//! Generated code says `rt::…` for everything here. A macro states once what each type of a kind
//! has; its patterns are plain repetitions, so that expanding them costs little.

mod enumeration;
mod error;
mod operation;
mod structure;

pub use crate::__call as call;
pub use crate::__enumeration as enumeration;
pub use crate::__error as error;
pub use crate::__int_enumeration as int_enumeration;
pub use crate::__operation as operation;
pub use crate::__operation_error as operation_error;
pub use crate::__pages as pages;
pub use crate::__structure as structure;
pub use crate::__union as union;

pub use crate::client::{Call, Client, Config};
pub use crate::debug::{enumeration as show_enum, error as show_error, structure as show};
pub use crate::endpoint::{self, RuleSet};
pub use crate::error::{ClientError, ErrorView, Metadata, Modeled, OperationError, Unmodeled};
#[cfg(feature = "event-streams")]
pub use crate::event::EventStream;
pub use crate::operation::{
    ApiKey, Auth, BucketAddressing, Checksum, ChecksumAlgorithm, DefaultText, Http, Operation,
    OperationSpec, OperationTrait, Segment, Service,
};
pub use crate::pages::{Paged, Pages, Paginated};
pub use crate::profile::ConfigError;
pub use crate::protocol;
pub use crate::require;
#[cfg(not(feature = "event-streams"))]
pub use crate::require::EventStream;
pub use crate::schema::{
    Bounds, Kind, Member, QueryError, Schema, TimestampFormat, Trait, XmlNamespace, prelude,
};
pub use crate::transport::HttpVersions;
pub use crate::unit::Unit;
pub use crate::value::{BigDecimal, BigInteger, Blob, ByteStream, DateTime, Document, Number};
pub use crate::view::{Enum, IntEnum, Key, Ref, Slot, Structure, View};
