//! Items used by generated code. Not part of this crate's public API.
//!
//! Code for servers refers to everything here as `server::…`; without a client, types and tables refer to it as `rt::…`.

pub use smithgen_runtime::Protocol;
pub use smithgen_runtime::generated::*;

pub use crate::__handle as handle;
pub use crate::__operation as operation;
pub use crate::__operation_error as operation_error;
pub use crate::require;
pub use crate::{Context, Fault, ServedError, Server};

/// What lies behind an error that a server returns.
pub fn error_source(error: &impl ServedError) -> Option<&(dyn std::error::Error + 'static)> {
    error.modeled().err().and_then(std::error::Error::source)
}

/// `operation!(Marker, SPEC, Input, Output)`: the operation as a type.
#[doc(hidden)]
#[macro_export]
macro_rules! __operation {
    ($marker:ident, $spec:path, $input:ty, $output:ty) => {
        /// The operation as a type, for generic code.
        pub struct $marker;
        impl $crate::generated::TypedOperation for $marker {
            type Input = $input;
            type Output = $output;
            const SPEC: &'static $crate::generated::OperationSpec = &$spec;
        }
    };
}

/// `handle!(server, service, Trait, method, Marker, Error)`: the server with an operation more, a method of the service.
#[doc(hidden)]
#[macro_export]
macro_rules! __handle {
    ($server:ident, $service:ident, $name:ident, $method:ident, $marker:path, $error:ident) => {{
        let service = ::std::sync::Arc::clone(&$service);
        $server.with_operation::<$marker, $error, _, _>(move |input, context| {
            let service = ::std::sync::Arc::clone(&service);
            async move { $name::$method(&*service, input, &context).await }
        })
    }};
}

/// `operation_error!(Type, Variant path, Variant, …)`: the enum of the errors that an operation returns. What a variant
/// with a path holds converts.
#[doc(hidden)]
#[macro_export]
macro_rules! __operation_error {
    ($name:ident $(, $variant:ident $($ty:path)?)* $(,)?) => {
        impl $crate::generated::ServedError for $name {
            fn modeled(
                &self,
            ) -> Result<&dyn $crate::generated::Structure, &$crate::generated::Fault> {
                match self {
                    $(Self::$variant(error) => Ok(error),)*
                    Self::Fault(fault) => Err(fault),
                }
            }
        }
        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match self {
                    $(Self::$variant(error) => ::std::fmt::Debug::fmt(error, f),)*
                    Self::Fault(fault) => ::std::fmt::Debug::fmt(fault, f),
                }
            }
        }
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match self {
                    $(Self::$variant(error) => ::std::fmt::Display::fmt(error, f),)*
                    Self::Fault(fault) => ::std::fmt::Display::fmt(fault, f),
                }
            }
        }
        impl ::std::error::Error for $name {
            fn source(&self) -> Option<&(dyn ::std::error::Error + 'static)> {
                $crate::generated::error_source(self)
            }
        }
        $($(
            impl From<$ty> for $name {
                fn from(error: $ty) -> Self {
                    Self::$variant(error)
                }
            }
        )?)*
        impl From<$crate::generated::Fault> for $name {
            fn from(fault: $crate::generated::Fault) -> Self {
                Self::Fault(fault)
            }
        }
    };
}
