//! What ties an operation together: its marker, and the call that a client begins.

/// `operation!(Marker, SPEC, Input, Output, Error)`: the operation as a type.
#[doc(hidden)]
#[macro_export]
macro_rules! __operation {
    ($marker:ident, $spec:path, $input:ty, $output:ty, $error:ty) => {
        /// The operation as a type, for code that serves all of them.
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

/// `call!(Call, Marker, Input, Output, Error)`: what every call can do.
#[doc(hidden)]
#[macro_export]
macro_rules! __call {
    ($call:ident, $marker:ty, $input:ty, $output:ty, $error:ty) => {
        impl $call {
            pub(in super::super) fn new(client: $crate::generated::Client) -> Self {
                $call($crate::generated::Call::new(client))
            }
            /// Takes the whole input, in place of what was set before.
            pub fn input(mut self, input: $input) -> Self {
                self.0.input = input;
                self
            }
            /// Sends the request and waits for the response.
            ///
            /// # Errors
            /// What the service answers, and what keeps it from being asked.
            pub async fn send(self) -> Result<$output, $error> {
                self.0.send().await
            }
        }
    };
}

/// `pages!(Call, Marker)`: a call whose results come in pages.
#[doc(hidden)]
#[macro_export]
macro_rules! __pages {
    ($call:ident, $marker:ty) => {
        impl $call {
            /// All pages of the result, each asked for when it is needed.
            pub fn into_pages(self) -> $crate::generated::Pages<$marker> {
                self.0.into_pages()
            }
        }
    };
}
