//! Macros for types that serde reads and writes.

/// `serde!(Type)`: `Serialize` and `Deserialize` for a structure or union.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($name:ident) => {
        impl $crate::serial::Serialize for $name {
            fn serialize<S: $crate::serial::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                $crate::serial::serialize(self, serializer)
            }
        }
        impl<'de> $crate::serial::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serial::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                $crate::serial::deserialize(deserializer)
            }
        }
    };
}

/// `serde_enumeration!(Type, str)`, `serde_enumeration!(Type, i32)`: the same for an enum.
#[cfg(feature = "serde")]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_enumeration {
    ($name:ident, str) => {
        impl $crate::serial::Serialize for $name {
            fn serialize<S: $crate::serial::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }
        impl<'de> $crate::serial::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serial::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                <String as $crate::serial::Deserialize>::deserialize(deserializer).map(Self::from)
            }
        }
    };
    ($name:ident, i32) => {
        impl $crate::serial::Serialize for $name {
            fn serialize<S: $crate::serial::Serializer>(
                &self,
                serializer: S,
            ) -> Result<S::Ok, S::Error> {
                serializer.serialize_i32(self.value())
            }
        }
        impl<'de> $crate::serial::Deserialize<'de> for $name {
            fn deserialize<D: $crate::serial::Deserializer<'de>>(
                deserializer: D,
            ) -> Result<Self, D::Error> {
                <i32 as $crate::serial::Deserialize>::deserialize(deserializer).map(Self::from)
            }
        }
    };
}

/// Nothing: that the feature is missing is told once for a service.
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde {
    ($name:ident) => {};
}

/// As [`__serde!`].
#[cfg(not(feature = "serde"))]
#[doc(hidden)]
#[macro_export]
macro_rules! __serde_enumeration {
    ($name:ident, $value:ident) => {};
}
