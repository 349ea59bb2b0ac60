//! Macros that generated code calls to require features of this crate. They always exist; if the feature they are
//! named after is disabled, they expand to a compile error of one sentence.
//!
//! A generated package enables what it needs. A crate that includes generated code has to do so itself, and learns
//! from the error what that is. `xml!("Things", PATH)` is a reference to the item at the path, and `xml!("Things")`
//! is nothing.

pub use crate::__require_cbor as cbor;
pub use crate::__require_checksums as checksums;
pub use crate::__require_compression as compression;
pub use crate::__require_event_streams as event_streams;
pub use crate::__require_query as query;
pub use crate::__require_serde as serde;
pub use crate::__require_xml as xml;

/// The error for a disabled feature.
#[doc(hidden)]
#[macro_export]
macro_rules! __missing_feature {
    ($feature:literal, $service:literal) => {
        ::core::compile_error! {::core::concat!(
            "`", $service, "` needs the feature `", $feature, "` of the crate `smithgen-server`: \
add it to the `features` of that dependency in Cargo.toml"
        )}
    };
}

#[cfg(feature = "cbor")]
#[doc(hidden)]
#[macro_export]
macro_rules! __require_cbor {
    ($service:literal $(, $place:path)?) => { $(&$place)? };
}
#[cfg(not(feature = "cbor"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __require_cbor {
    ($service:literal $(, $place:path)?) => {
        $crate::__missing_feature! { "cbor", $service }
    };
}

#[cfg(feature = "checksums")]
#[doc(hidden)]
#[macro_export]
macro_rules! __require_checksums {
    ($service:literal $(, $place:path)?) => { $(&$place)? };
}
#[cfg(not(feature = "checksums"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __require_checksums {
    ($service:literal $(, $place:path)?) => {
        $crate::__missing_feature! { "checksums", $service }
    };
}

#[cfg(feature = "compression")]
#[doc(hidden)]
#[macro_export]
macro_rules! __require_compression {
    ($service:literal $(, $place:path)?) => { $(&$place)? };
}
#[cfg(not(feature = "compression"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __require_compression {
    ($service:literal $(, $place:path)?) => {
        $crate::__missing_feature! { "compression", $service }
    };
}

#[cfg(feature = "event-streams")]
#[doc(hidden)]
#[macro_export]
macro_rules! __require_event_streams {
    ($service:literal $(, $place:path)?) => { $(&$place)? };
}
#[cfg(not(feature = "event-streams"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __require_event_streams {
    ($service:literal $(, $place:path)?) => {
        $crate::__missing_feature! { "event-streams", $service }
    };
}

#[cfg(feature = "query")]
#[doc(hidden)]
#[macro_export]
macro_rules! __require_query {
    ($service:literal $(, $place:path)?) => { $(&$place)? };
}
#[cfg(not(feature = "query"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __require_query {
    ($service:literal $(, $place:path)?) => {
        $crate::__missing_feature! { "query", $service }
    };
}

#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __require_serde {
    ($service:literal $(, $place:path)?) => { $(&$place)? };
}
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __require_serde {
    ($service:literal $(, $place:path)?) => {
        $crate::__missing_feature! { "serde", $service }
    };
}

#[cfg(feature = "xml")]
#[doc(hidden)]
#[macro_export]
macro_rules! __require_xml {
    ($service:literal $(, $place:path)?) => { $(&$place)? };
}
#[cfg(not(feature = "xml"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __require_xml {
    ($service:literal $(, $place:path)?) => {
        $crate::__missing_feature! { "xml", $service }
    };
}
