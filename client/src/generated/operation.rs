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

/// `call!(Call, Marker, Input, Output, Error)`: methods of all calls. With `; noting 0, 1, …` at its end, of those that
/// note whether these members of the input are given.
#[doc(hidden)]
#[macro_export]
macro_rules! __call {
    ($call:ident, $marker:ty, $input:ty, $output:ty, $error:ty $(; noting $($member:literal),*)?) => {
        impl $call {
            pub(in super::super) fn new(client: $crate::generated::Client) -> Self {
                $call($crate::generated::Call::new(client)$(.noting(&[$($member),*]))?)
            }
            /// Sets the whole input, replacing any members set before.
            pub fn input(mut self, input: $input) -> Self {
                self.0.give_all(input);
                self
            }
            /// Sends the request and waits for the response.
            ///
            /// # Errors
            /// An error from the service or a client-side failure.
            pub fn send(self) -> impl ::std::future::Future<Output = Result<$output, $error>> {
                self.0.send()
            }
            /// Sends the request, and returns status and headers of the response besides the output.
            ///
            /// # Errors
            /// Like [`Self::send`].
            pub fn send_with_response(
                self,
            ) -> impl ::std::future::Future<
                Output = Result<($output, $crate::http::Response<()>), $error>,
            > {
                self.0.send_with_response()
            }
            /// Signs the request in its URL, for others to send before it expires; sends nothing.
            ///
            /// # Errors
            /// The input is invalid, there are no credentials, or the operation cannot be called with such a URL.
            pub fn presign(
                self,
                expires: ::std::time::Duration,
            ) -> impl ::std::future::Future<
                Output = Result<$crate::PresignedRequest, $crate::generated::ClientError>,
            > {
                self.0.presign(expires)
            }
            /// Changes settings for this call alone, such as its region, attempts or timeouts.
            pub fn with_config(
                mut self,
                change: impl FnOnce($crate::generated::Config) -> $crate::generated::Config,
            ) -> Self {
                self.0 = self.0.with_config(change);
                self
            }
            $crate::__send_blocking!($output, $error);
        }
        impl ::std::fmt::Debug for $call {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(&self.0, f)
            }
        }
    };
}

/// The method that blocks, with the feature `blocking` of this crate.
#[cfg(feature = "blocking")]
#[doc(hidden)]
#[macro_export]
macro_rules! __send_blocking {
    ($output:ty, $error:ty) => {
        /// Sends the request, and blocks this thread until the response is there.
        ///
        /// # Errors
        /// Like [`Self::send`]; and if this thread is one of an asynchronous runtime.
        pub fn send_blocking(self) -> Result<$output, $error> {
            self.0.send_blocking()
        }
    };
}

/// The method that blocks, with the feature `blocking` of this crate.
#[cfg(not(feature = "blocking"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __send_blocking {
    ($output:ty, $error:ty) => {};
}

/// `items!(Call, Marker)`: a method for operations whose pages consist of items.
#[doc(hidden)]
#[macro_export]
macro_rules! __items {
    ($call:ident, $marker:ty) => {
        impl $call {
            /// The items of all pages, each page requested when it is needed.
            pub fn items(self) -> $crate::generated::Items<$marker> {
                self.0.into_items()
            }
        }
    };
}

/// `paginated!(Call, Marker)`: a method for paginated operations.
#[doc(hidden)]
#[macro_export]
macro_rules! __paginated {
    ($call:ident, $marker:ty) => {
        impl $call {
            /// All pages of the result, each requested when it is needed.
            pub fn pages(self) -> $crate::generated::Pages<$marker> {
                self.0.into_pages()
            }
        }
    };
}

/// `pages!(Call, Marker)`: what [`__paginated`] was before it had its name; generated code of that time calls it.
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
