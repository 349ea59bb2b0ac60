//! Entries of maps, which have no order: where formats write them one after the other, they are sorted first.

/// What the entries of maps are called: names of key and value.
#[derive(Debug, Default)]
pub struct Maps(Vec<(&'static str, &'static str)>);

impl Maps {
    /// The maps that a shape reaches.
    pub fn of(schema: &'static smithgen_runtime::Schema) -> Self {
        let mut names = Vec::new();
        let mut seen: Vec<*const smithgen_runtime::Schema> = Vec::new();
        let mut open = vec![schema];
        while let Some(schema) = open.pop() {
            if seen.contains(&std::ptr::from_ref(schema)) {
                continue;
            }
            seen.push(schema);
            open.extend(schema.members().iter().map(|member| member.target()));
            if let (smithgen_runtime::Kind::Map, [key, value]) = (schema.kind(), schema.members()) {
                names.push((xml_name(key), xml_name(value)));
            }
        }
        Maps(names)
    }

    /// Whether something with parts of exactly these names is an entry. In a form the value is nowhere when it is a
    /// structure without members.
    pub(super) fn is_entry<'a>(&self, parts: impl ExactSizeIterator<Item = &'a String>) -> bool {
        let parts: Vec<&String> = match parts.len() {
            1 | 2 => parts.collect(),
            _ => return false,
        };
        let has = |name: &str| parts.iter().any(|part| *part == name);
        let mut names = self.0.iter();
        names.any(|(key, value)| has(key) && (parts.len() == 1 || has(value)))
    }
}

fn xml_name(member: &smithgen_runtime::Member) -> &'static str {
    let name = member.traits().iter().find_map(|t| match t {
        smithgen_runtime::Trait::XmlName(name) => Some(*name),
        _ => None,
    });
    name.unwrap_or(member.name())
}
