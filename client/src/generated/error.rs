//! Macros for an operation's error enum.

/// `operation_error!(Type, 0 Variant, 1 Variant, …)`: an operation's error enum, numbered as in its table.
#[doc(hidden)]
#[macro_export]
macro_rules! __operation_error {
    ($name:ident $(, $index:literal $variant:ident)* $(,)?) => {
        impl $name {
            /// The service's error code; `None` for a client-side error.
            pub fn code(&self) -> Option<&str> {
                $crate::generated::OperationError::view(self).code()
            }
            /// The service's message, unless the model marks it as sensitive.
            pub fn message(&self) -> Option<&str> {
                $crate::generated::OperationError::view(self).message()
            }
            /// The service's id for the request, for use in support requests.
            pub fn request_id(&self) -> Option<&str> {
                $crate::generated::OperationError::view(self).request_id()
            }
            /// The HTTP status; `None` if there was no response.
            pub fn status(&self) -> Option<u16> {
                $crate::generated::OperationError::view(self).status()
            }
            /// Whether a retry may succeed.
            pub fn is_retryable(&self) -> bool {
                $crate::generated::OperationError::view(self).is_retryable()
            }
        }
        impl $crate::generated::OperationError for $name {
            fn modeled(index: usize, metadata: $crate::generated::Metadata) -> Option<Self> {
                let _ = &metadata;
                match index {
                    $($index => Some(Self::$variant($crate::generated::Modeled::new(metadata))),)*
                    _ => None,
                }
            }
            fn structure_mut(&mut self) -> Option<&mut dyn $crate::generated::Structure> {
                match self {
                    $(Self::$variant(error) => Some(error.get_mut()),)*
                    Self::Unmodeled(_) | Self::Client(_) => None,
                }
            }
            fn view(&self) -> $crate::generated::ErrorView<'_> {
                match self {
                    $(Self::$variant(error) => error.view(),)*
                    Self::Unmodeled(error) => $crate::generated::ErrorView::Unmodeled(error),
                    Self::Client(error) => $crate::generated::ErrorView::Client(error),
                }
            }
        }
        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(&$crate::generated::OperationError::view(self), f)
            }
        }
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&$crate::generated::OperationError::view(self), f)
            }
        }
        impl ::std::error::Error for $name {
            fn source(&self) -> Option<&(dyn ::std::error::Error + 'static)> {
                $crate::generated::OperationError::view(self).source()
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
