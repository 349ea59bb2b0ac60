//! Macros for an operation's error enum.
//!
//! Its methods call functions that take any error, so that the compiler need not look for a method in each of them.

use std::error::Error;
use std::fmt;

use crate::error::OperationError;

/// The service's error code.
pub fn error_code(error: &impl OperationError) -> Option<&str> {
    error.view().code()
}

/// The service's message.
pub fn error_message(error: &impl OperationError) -> Option<&str> {
    error.view().message()
}

/// The service's id for the request.
pub fn error_request_id(error: &impl OperationError) -> Option<&str> {
    error.view().request_id()
}

/// The HTTP status.
pub fn error_status(error: &impl OperationError) -> Option<u16> {
    error.view().status()
}

/// Whether a retry may succeed.
pub fn error_is_retryable(error: &impl OperationError) -> bool {
    error.view().is_retryable()
}

/// The source of a client-side error.
pub fn error_source(error: &impl OperationError) -> Option<&(dyn Error + 'static)> {
    error.view().source()
}

/// Debug output.
pub fn debug_error(error: &impl OperationError, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    fmt::Debug::fmt(&error.view(), f)
}

/// What users read.
pub fn display_error(error: &impl OperationError, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    fmt::Display::fmt(&error.view(), f)
}

/// `operation_error!(Type, 0 Variant, 1 Variant, …)`: an operation's error enum, numbered as in its table.
#[doc(hidden)]
#[macro_export]
macro_rules! __operation_error {
    ($name:ident $(, $index:literal $variant:ident)* $(,)?) => {
        impl $name {
            /// The service's error code; `None` for a client-side error.
            pub fn code(&self) -> Option<&str> {
                $crate::generated::error_code(self)
            }
            /// The service's message, unless the model marks it as sensitive.
            pub fn message(&self) -> Option<&str> {
                $crate::generated::error_message(self)
            }
            /// The service's id for the request, for use in support requests.
            pub fn request_id(&self) -> Option<&str> {
                $crate::generated::error_request_id(self)
            }
            /// The HTTP status; `None` if there was no response.
            pub fn status(&self) -> Option<u16> {
                $crate::generated::error_status(self)
            }
            /// Whether a retry may succeed.
            pub fn is_retryable(&self) -> bool {
                $crate::generated::error_is_retryable(self)
            }
        }
        impl $crate::generated::OperationError for $name {
            fn modeled(index: usize, unread: $crate::generated::Unread<'_>) -> Option<Self> {
                let _ = &unread;
                match index {
                    $($index => Some(Self::$variant($crate::generated::Unread::read(unread))),)*
                    _ => None,
                }
            }
            fn view(&self) -> $crate::generated::ErrorView<'_> {
                match self {
                    $(Self::$variant(error) => $crate::generated::Modeled::view(error),)*
                    Self::Unmodeled(error) => $crate::generated::ErrorView::Unmodeled(error),
                    Self::Client(error) => $crate::generated::ErrorView::Client(error),
                }
            }
        }
        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::generated::debug_error(self, f)
            }
        }
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::generated::display_error(self, f)
            }
        }
        impl ::std::error::Error for $name {
            fn source(&self) -> Option<&(dyn ::std::error::Error + 'static)> {
                $crate::generated::error_source(self)
            }
        }
        impl From<$crate::generated::Unmodeled> for $name {
            fn from(error: $crate::generated::Unmodeled) -> Self {
                Self::Unmodeled(error)
            }
        }
        impl From<$crate::generated::ClientError> for $name {
            fn from(error: $crate::generated::ClientError) -> Self {
                Self::Client(Box::new(error))
            }
        }
    };
}
