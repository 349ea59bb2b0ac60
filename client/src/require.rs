//! What generated code asks of this crate: macros that are there always, and fail to compile, each with one sentence,
//! where the feature is off that they are named after.
//!
//! A package of generated code enables what it needs. A crate that includes the code has to do so itself, and learns
//! here what that is. `xml!("Things", PATH)` borrows what stands at the path, and `xml!("Things")` is nothing.

pub use crate::__require_cbor as cbor;
pub use crate::__require_checksums as checksums;
pub use crate::__require_compression as compression;
pub use crate::__require_event_streams as event_streams;
pub use crate::__require_http2 as http2;
pub use crate::__require_query as query;
pub use crate::__require_xml as xml;

/// The error for a feature that is off.
#[doc(hidden)]
#[macro_export]
macro_rules! __missing_feature {
    ($feature:literal, $service:literal) => {
        ::core::compile_error! {::core::concat!(
            "`", $service, "` needs the feature `", $feature, "` of the crate `smithgen-client`: \
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

#[cfg(feature = "http2")]
#[doc(hidden)]
#[macro_export]
macro_rules! __require_http2 {
    ($service:literal $(, $place:path)?) => { $(&$place)? };
}
#[cfg(not(feature = "http2"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __require_http2 {
    ($service:literal $(, $place:path)?) => {
        $crate::__missing_feature! { "http2", $service }
    };
}
