//! Macros that generated code calls to require features of this crate. They always exist; if the feature they are
//! named after is disabled, they expand to a compile error of one sentence.

pub use crate::__require_sigv4 as sigv4;
pub use crate::__require_sigv4a as sigv4a;

/// The error for a disabled feature.
#[doc(hidden)]
#[macro_export]
macro_rules! __missing_feature {
    ($feature:literal, $service:literal) => {
        ::core::compile_error! {::core::concat!(
            "`", $service, "` needs the feature `", $feature, "` of the crate `smithgen-aws`: \
add it to the `features` of that dependency in Cargo.toml"
        )}
    };
}

#[cfg(feature = "sigv4")]
#[doc(hidden)]
#[macro_export]
macro_rules! __require_sigv4 {
    ($service:literal $(, $place:path)?) => { $(&$place)? };
}
#[cfg(not(feature = "sigv4"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __require_sigv4 {
    ($service:literal $(, $place:path)?) => {
        $crate::__missing_feature! { "sigv4", $service }
    };
}

#[cfg(feature = "sigv4a")]
#[doc(hidden)]
#[macro_export]
macro_rules! __require_sigv4a {
    ($service:literal $(, $place:path)?) => { $(&$place)? };
}
#[cfg(not(feature = "sigv4a"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __require_sigv4a {
    ($service:literal $(, $place:path)?) => {
        $crate::__missing_feature! { "sigv4a", $service }
    };
}
