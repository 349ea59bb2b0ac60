//! How shapes are related, by the names that selectors have for it.

/// A relation between two shapes, one of which may be a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Relation {
    /// From a member to the shape that it targets.
    Target,
    /// From a shape to its member.
    Member,
    Input,
    Output,
    Error,
    Resource,
    Operation,
    CollectionOperation,
    InstanceOperation,
    /// From an operation or resource to what binds it.
    Bound,
    Create,
    Put,
    Read,
    Update,
    Delete,
    List,
    Identifier,
    Property,
    Mixin,
    Trait,
}

/// Several relations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Relations(u32);

impl Relation {
    /// Those with a name in selectors.
    pub(super) const NAMED: [(&'static str, Relation); 19] = [
        ("member", Self::Member),
        ("input", Self::Input),
        ("output", Self::Output),
        ("error", Self::Error),
        ("resource", Self::Resource),
        ("operation", Self::Operation),
        ("collectionOperation", Self::CollectionOperation),
        ("instanceOperation", Self::InstanceOperation),
        ("bound", Self::Bound),
        ("create", Self::Create),
        ("put", Self::Put),
        ("read", Self::Read),
        ("update", Self::Update),
        ("delete", Self::Delete),
        ("list", Self::List),
        ("identifier", Self::Identifier),
        ("property", Self::Property),
        ("mixin", Self::Mixin),
        ("trait", Self::Trait),
    ];

    /// The relation of that name.
    pub(super) fn named(name: &str) -> Option<Self> {
        let found = Self::NAMED.iter().find(|(known, _)| *known == name);
        found.map(|(_, relation)| *relation)
    }
}

impl Relations {
    /// None at all.
    pub(super) const NONE: Self = Self(0);

    /// What `>`, `<` and `~>` follow: all but the ways back, the summaries, and traits.
    pub(super) const DIRECT: Self = Self(
        !(1 << Relation::InstanceOperation as u32
            | 1 << Relation::Bound as u32
            | 1 << Relation::Trait as u32),
    );

    /// From services and resources down to resources and operations.
    pub(super) const BOUND_BELOW: Self = Self::NONE
        .with(Relation::Resource)
        .with(Relation::Operation)
        .with(Relation::CollectionOperation)
        .with(Relation::Create)
        .with(Relation::Put)
        .with(Relation::Read)
        .with(Relation::Update)
        .with(Relation::Delete)
        .with(Relation::List);

    /// These and one more.
    pub(super) const fn with(self, relation: Relation) -> Self {
        Self(self.0 | 1 << relation as u32)
    }

    /// Whether a relation is one of them.
    pub(crate) fn contains(self, relation: Relation) -> bool {
        self.0 & (1 << relation as u32) != 0
    }
}
