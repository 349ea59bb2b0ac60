//! A macro for what waits for an operation's answers.

/// `wait!(Wait, Marker, Input)`: methods of all that wait. With `; noting 0, 1, …` at its end, of those that note whether
/// these members of the input are given.
#[doc(hidden)]
#[macro_export]
macro_rules! __wait {
    ($wait:ident, $marker:ty, $input:ty $(; noting $($member:literal),*)?) => {
        impl $wait {
            pub(in super::super) fn new(
                client: $crate::generated::Client,
                waiter: &'static $crate::generated::Waiter,
            ) -> Self {
                $wait($crate::generated::Wait::new(client, waiter)$(.noting(&[$($member),*]))?)
            }
            /// Sets the whole input, replacing any members set before.
            pub fn input(mut self, input: $input) -> Self {
                self.0.give_all(input);
                self
            }
            /// Sets how long to wait at most, with all calls. What this returns can be awaited.
            pub fn timeout(
                self,
                timeout: ::std::time::Duration,
            ) -> $crate::generated::Waiting<$marker> {
                self.0.timeout(timeout)
            }
        }
        impl ::std::fmt::Debug for $wait {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Debug::fmt(&self.0, f)
            }
        }
    };
}
