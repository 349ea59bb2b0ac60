//! Macros for structures and unions.

/// `structure!(Type, SCHEMA, 0 field, 1 field, …)`: the views and debug output of a structure.
#[doc(hidden)]
#[macro_export]
macro_rules! __structure {
    ($name:ident, $schema:path $(, $index:literal $field:ident)* $(,)?) => {
        impl $crate::generated::Structure for $name {
            fn schema(&self) -> &'static $crate::generated::Schema {
                &$schema
            }
            fn get(&self, member: usize) -> $crate::generated::Ref<'_> {
                match member {
                    $($index => $crate::generated::View::view(&self.$field),)*
                    _ => $crate::generated::Ref::Unset,
                }
            }
            fn slot(&mut self, member: usize) -> $crate::generated::Slot<'_> {
                match member {
                    $($index => $crate::generated::View::slot(&mut self.$field),)*
                    _ => $crate::generated::Slot::Skip,
                }
            }
        }
        $crate::__viewed!($name);
    };
}

/// `union!(Type, SCHEMA, Unknown, 0 Variant, 1 Variant, …)`: the same for a union, and its default.
#[doc(hidden)]
#[macro_export]
macro_rules! __union {
    ($name:ident, $schema:path, $unknown:ident $(, $index:literal $variant:ident)* $(,)?) => {
        impl Default for $name {
            fn default() -> Self {
                Self::$unknown(String::new())
            }
        }
        impl $crate::generated::Structure for $name {
            fn schema(&self) -> &'static $crate::generated::Schema {
                &$schema
            }
            fn get(&self, member: usize) -> $crate::generated::Ref<'_> {
                match (member, self) {
                    $(($index, Self::$variant(value)) => $crate::generated::View::view(value),)*
                    _ => $crate::generated::Ref::Unset,
                }
            }
            fn slot(&mut self, member: usize) -> $crate::generated::Slot<'_> {
                *self = match member {
                    $($index => Self::$variant(Default::default()),)*
                    _ => return $crate::generated::Slot::Skip,
                };
                match self {
                    $(Self::$variant(value) => $crate::generated::View::slot(value),)*
                    Self::$unknown(_) => $crate::generated::Slot::Skip,
                }
            }
            fn set_unknown(&mut self, tag: &str) {
                *self = Self::$unknown(tag.to_owned());
            }
            fn unknown(&self) -> Option<&str> {
                match self {
                    Self::$unknown(tag) => Some(tag),
                    _ => None,
                }
            }
        }
        $crate::__viewed!($name);
    };
}

#[doc(hidden)]
#[macro_export]
macro_rules! __viewed {
    ($name:ident) => {
        impl ::std::fmt::Debug for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                $crate::generated::debug_structure(self, f)
            }
        }
    };
}
