//! Macros for open enums, which preserve values that are not in the model.

use crate::error::UnknownValue;
use crate::schema::Schema;

/// The error for a text that is not among the values.
pub fn unknown_value(
    schema: &'static Schema,
    value: String,
    known: &'static [&'static str],
) -> UnknownValue {
    UnknownValue::new(
        schema.name(),
        (!schema.is_sensitive()).then_some(value),
        known,
    )
}

/// `enumeration!(Type, SCHEMA, Unknown, "value" Variant, …)` for string enums.
#[doc(hidden)]
#[macro_export]
macro_rules! __enumeration {
    ($name:ident, $schema:path, $unknown:ident $(, $value:literal $variant:ident)* $(,)?) => {
        impl $name {
            /// The values in the model, in order.
            pub const VALUES: &'static [&'static str] = &[$($value),*];

            /// The serialized value.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $value,)*
                    Self::$unknown(value) => value,
                }
            }
        }
        impl Default for $name {
            /// The empty value, which is unknown unless the model contains it.
            fn default() -> Self {
                Self::$unknown(String::new())
            }
        }
        impl From<&str> for $name {
            fn from(value: &str) -> Self {
                match value {
                    $($value => Self::$variant,)*
                    _ => Self::$unknown(value.to_owned()),
                }
            }
        }
        impl From<String> for $name {
            fn from(value: String) -> Self {
                Self::from(value.as_str())
            }
        }
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                f.write_str(self.as_str())
            }
        }
        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::generated::show_enum(&$schema, &self.as_str(), f)
            }
        }
        impl $crate::generated::Enum for $name {
            fn as_str(&self) -> &str {
                self.as_str()
            }
            fn set(&mut self, value: &str) {
                *self = Self::from(value);
            }
        }
        impl $crate::generated::View for $name {
            fn view(&self) -> $crate::generated::Ref<'_> {
                $crate::generated::Ref::Str(self.as_str())
            }
            fn slot(&mut self) -> $crate::generated::Slot<'_> {
                $crate::generated::Slot::Enum(self)
            }
        }
    };
}

/// `int_enumeration!(Type, SCHEMA, Unknown, 1 Variant, …)` for integer enums.
#[doc(hidden)]
#[macro_export]
macro_rules! __int_enumeration {
    ($name:ident, $schema:path, $unknown:ident $(, $value:literal $variant:ident)* $(,)?) => {
        impl $name {
            /// The values in the model, in order.
            pub const VALUES: &'static [i32] = &[$($value),*];

            /// The serialized value.
            pub fn value(&self) -> i32 {
                match self {
                    $(Self::$variant => $value,)*
                    Self::$unknown(value) => *value,
                }
            }
        }
        impl Default for $name {
            fn default() -> Self {
                Self::from(0)
            }
        }
        impl From<i32> for $name {
            fn from(value: i32) -> Self {
                match value {
                    $($value => Self::$variant,)*
                    _ => Self::$unknown(value),
                }
            }
        }
        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::generated::show_enum(&$schema, &self.value(), f)
            }
        }
        impl $crate::generated::IntEnum for $name {
            fn value(&self) -> i32 {
                self.value()
            }
            fn set(&mut self, value: i32) {
                *self = Self::from(value);
            }
        }
        impl $crate::generated::View for $name {
            fn view(&self) -> $crate::generated::Ref<'_> {
                $crate::generated::Ref::Int(self.value().into())
            }
            fn slot(&mut self) -> $crate::generated::Slot<'_> {
                $crate::generated::Slot::IntEnum(self)
            }
        }
    };
}

/// `text_conversions!(Type, SCHEMA, Unknown)`: what a string enum converts to and from besides.
#[doc(hidden)]
#[macro_export]
macro_rules! __text_conversions {
    ($name:ident, $schema:path, $unknown:ident) => {
        impl ::std::str::FromStr for $name {
            type Err = $crate::generated::UnknownValue;
            /// One of the values in the model; `From` takes any other as well.
            fn from_str(value: &str) -> Result<Self, $crate::generated::UnknownValue> {
                match Self::from(value) {
                    Self::$unknown(value) => Err($crate::generated::unknown_value(
                        &$schema,
                        value,
                        Self::VALUES,
                    )),
                    known => Ok(known),
                }
            }
        }
        impl AsRef<str> for $name {
            fn as_ref(&self) -> &str {
                self.as_str()
            }
        }
        impl From<$name> for String {
            fn from(value: $name) -> Self {
                value.as_str().to_owned()
            }
        }
    };
}

/// `number_conversions!(Type)`: the same for an integer enum.
#[doc(hidden)]
#[macro_export]
macro_rules! __number_conversions {
    ($name:ident) => {
        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                ::std::fmt::Display::fmt(&self.value(), f)
            }
        }
        impl From<$name> for i32 {
            fn from(value: $name) -> Self {
                value.value()
            }
        }
    };
}
