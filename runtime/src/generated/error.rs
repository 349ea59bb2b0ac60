//! Macro for modelled errors.

/// `error!(Type)`: makes a structure an error.
#[doc(hidden)]
#[macro_export]
macro_rules! __error {
    ($name:ident) => {
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::generated::show_error(self, f)
            }
        }
        impl ::std::error::Error for $name {}
    };
}
