//! Ids: time-ordered UUIDs, one type for each kind of thing.

/// Defines an id type: a UUID (version 7) that cannot be taken for the id of something else.
#[macro_export]
macro_rules! define_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(
            Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash,
            ::base::id::serde::Serialize, ::base::id::serde::Deserialize,
        )]
        #[serde(crate = "::base::id::serde")]
        pub struct $name($crate::id::Uuid);

        impl $name {
            /// A new id, later than every id made before it on this machine.
            #[must_use]
            pub fn new() -> Self {
                Self($crate::id::Uuid::now_v7())
            }

            /// The id of nothing and nobody.
            #[must_use]
            pub const fn nil() -> Self {
                Self($crate::id::Uuid::nil())
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::new()
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::id::NotAnId;

            fn from_str(text: &str) -> std::result::Result<Self, $crate::id::NotAnId> {
                text.parse().map(Self).map_err(|_| $crate::id::NotAnId)
            }
        }
    };
}

pub use serde;
pub use uuid::Uuid;

/// The text is not an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("编号无效")]
pub struct NotAnId;
