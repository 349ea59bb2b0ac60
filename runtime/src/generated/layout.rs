//! Which generated code this crate can serve.

/// `layout! { 1; modules }`: the modules of a service, generated for the first layout of the tables.
///
/// The number grows when what generated code hands to this module changes so that older code cannot be served. Such
/// code then fails to compile with one sentence, since none of its modules is left to fail by itself.
///
/// Of the lints some warn of what a model can say and nobody who reads the code can mend, others of what a program
/// does not use that includes the code in a private module.
#[doc(hidden)]
#[macro_export]
macro_rules! __layout {
    (1; $($(#[$attribute:meta])* $visibility:vis mod $name:ident;)*) => {
        $(
            $(#[$attribute])*
            #[allow(
                dead_code,
                unreachable_pub,
                unused_imports,
                clippy::enum_variant_names,
                clippy::large_enum_variant,
                clippy::should_implement_trait,
                clippy::wrong_self_convention
            )]
            $visibility mod $name;
        )*
        #[allow(unused_imports)]
        pub use client::Client;
    };
    ($layout:literal; $($modules:tt)*) => {
        ::core::compile_error! {::core::concat!(
            "this code was generated for layout ", $layout, " of its tables, and this version of \
`smithgen-runtime` serves layout 1: generate it again with the `smithgen` of the same version"
        )}
    };
}
