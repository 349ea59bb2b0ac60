//! Versions of generated code that this crate supports.

/// `layout! { 1; modules }`: the modules of a service, generated for version 1 of the tables; `layout! { 1; tables;
/// modules }` where no client is among them.
///
/// The number is incremented when the interface changes so that older code can no longer be supported. Such code
/// then fails to compile with a single error, since its modules are left out.
///
/// The disabled lints are about what a model may contain and readers cannot change, such as deprecated members, which
/// generated code uses without a warning, or about items that a program does not use if it includes the code in a private
/// module.
#[doc(hidden)]
#[macro_export]
macro_rules! __layout {
    (1; tables; $($(#[$attribute:meta])* $visibility:vis mod $name:ident;)*) => {
        $(
            $(#[$attribute])*
            #[allow(
                dead_code,
                deprecated,
                unreachable_pub,
                unused_imports,
                clippy::enum_variant_names,
                clippy::large_enum_variant,
                clippy::should_implement_trait,
                clippy::wrong_self_convention
            )]
            $visibility mod $name;
        )*
    };
    (1; $($(#[$attribute:meta])* $visibility:vis mod $name:ident;)*) => {
        $crate::__layout! { 1; tables; $($(#[$attribute])* $visibility mod $name;)* }
        #[allow(deprecated, unused_imports)]
        pub use client::Client;
    };
    ($layout:literal; $($modules:tt)*) => {
        ::core::compile_error! {::core::concat!(
            "this code was generated for layout ", $layout, " of its tables, and this version of \
`smithgen-runtime` serves layout 1: generate it again with the `smithgen` of the same version"
        )}
    };
}
