//! Macros for an operation's marker type and its calls.

/// `operation!(Marker, SPEC, Input, Output, Error)`: the operation as a type.
#[doc(hidden)]
#[macro_export]
macro_rules! __operation {
    ($marker:ident, $spec:path, $input:ty, $output:ty, $error:ty) => {
        /// The operation as a type, for generic code.
        pub struct $marker;
        impl $crate::generated::TypedOperation for $marker {
            type Input = $input;
            type Output = $output;
            const SPEC: &'static $crate::generated::OperationSpec = &$spec;
        }
        impl $crate::generated::Operation for $marker {
            type Error = $error;
        }
    };
}

/// `call!(Call, Marker, Input, Output, Error)`: methods of all calls.
#[doc(hidden)]
#[macro_export]
macro_rules! __call {
    ($call:ident, $marker:ty, $input:ty, $output:ty, $error:ty) => {
        impl $call {
            pub(in super::super) fn new(client: $crate::generated::Client) -> Self {
                $call($crate::generated::Call::new(client))
            }
            /// Sets the whole input, replacing any members set before.
            pub fn input(mut self, input: $input) -> Self {
                self.0.input = input;
                self
            }
            /// Sends the request and waits for the response.
            ///
            /// # Errors
            /// An error from the service or a client-side failure.
            pub fn send(self) -> impl ::std::future::Future<Output = Result<$output, $error>> {
                self.0.send()
            }
        }
        impl ::std::fmt::Debug for $call {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(&self.0, f)
            }
        }
    };
}

/// `pages!(Call, Marker)`: a method for paginated operations.
#[doc(hidden)]
#[macro_export]
macro_rules! __pages {
    ($call:ident, $marker:ty) => {
        impl $call {
            /// All pages of the result, each requested when it is needed.
            pub fn into_pages(self) -> $crate::generated::Pages<$marker> {
                self.0.into_pages()
            }
        }
    };
}
