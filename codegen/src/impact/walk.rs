//! Walks through what each operation sends and receives, old and new side by side.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::Consequence;
use super::member::{self, Direction};
use crate::ir::{Auth, Operation, Path, Schema, SchemaKind, SchemaMember, ServiceClient, Trait};
use crate::surface::{
    Format, Grade, Index, Side, kind_name, local_name, operation_line, operation_place,
};

/// Adds what changes in the messages of all operations, and in the values that a command takes and prints.
pub(super) fn walk(old: &ServiceClient, new: &ServiceClient, found: &mut Vec<Consequence>) {
    let mut walk = Walk {
        old: Index::of(old),
        new: Index::of(new),
        format: Format::of(new.protocol.as_str()),
        seen: HashSet::new(),
        left: Vec::new(),
        found,
    };
    if old.protocol != new.protocol {
        let reason = format!("the protocol is {}, was {}", new.protocol, old.protocol);
        walk.wire(&new.id, Grade::Breaking, reason);
    }
    let by_name = |service: &'_ ServiceClient| -> BTreeMap<String, usize> {
        let operations = service.operations.iter().enumerate();
        operations.map(|(at, it)| (it.name.clone(), at)).collect()
    };
    let (before, after) = (by_name(old), by_name(new));
    for (name, at) in &before {
        let Some(operation) = old.operations.get(*at) else {
            continue;
        };
        let now = after.get(name).and_then(|at| new.operations.get(*at));
        match now {
            Some(now) => walk.operation(operation, now),
            None => {
                let reason = format!("the operation {name} is gone");
                walk.wire(&operation.id, Grade::Breaking, reason);
            }
        }
    }
    for (name, at) in &after {
        if let Some(operation) = new
            .operations
            .get(*at)
            .filter(|_| !before.contains_key(name))
        {
            let reason = format!("the operation {name} is new");
            walk.wire(&operation.id, Grade::Additive, reason);
        }
    }
}

/// A schema, and the module that its paths are written in.
struct Placed<'s> {
    schema: &'s Schema,
    place: Vec<&'s str>,
}

struct Walk<'o, 'n, 'f> {
    old: Index<'o>,
    new: Index<'n>,
    format: Format,
    /// The pairs of schemas that were compared or are about to be.
    seen: HashSet<(*const Schema, *const Schema, Direction, bool)>,
    left: Vec<(Placed<'o>, Placed<'n>, Direction, bool)>,
    found: &'f mut Vec<Consequence>,
}

impl<'o, 'n> Walk<'o, 'n, '_> {
    fn wire(&mut self, shape: &str, grade: Grade, reason: String) {
        self.add(Side::Wire, shape, grade, reason);
    }

    fn add(&mut self, side: Side, shape: &str, grade: Grade, reason: String) {
        self.found.push(Consequence {
            shape: shape.to_owned(),
            side,
            grade,
            reason,
        });
    }

    fn operation(&mut self, old: &'o Operation, new: &'n Operation) {
        self.heading(old, new);
        let (old_place, new_place) = (operation_place(old), operation_place(new));
        let pairs = [
            (&old.input.schema, &new.input.schema, Direction::Input),
            (&old.output.schema, &new.output.schema, Direction::Output),
        ];
        for (old, new, direction) in pairs {
            self.pair((&old_place, old), (&new_place, new), direction, true);
        }
        for variant in &old.error.variants {
            let mut variants = new.error.variants.iter();
            match variants.find(|it| it.name == variant.name) {
                Some(now) => self.pair(
                    (&old_place, &variant.schema),
                    (&new_place, &now.schema),
                    Direction::Output,
                    false,
                ),
                None => {
                    let reason = format!("the error {} is no longer expected", variant.name);
                    self.wire(&new.id, Grade::Additive, reason);
                }
            }
        }
        for variant in &new.error.variants {
            if !old.error.variants.iter().any(|it| it.name == variant.name) {
                let reason = format!("the error {} may come", variant.name);
                self.wire(&new.id, Grade::Additive, reason);
            }
        }
        self.finish();
    }

    /// Method, path, host and signatures.
    fn heading(&mut self, old: &'o Operation, new: &'n Operation) {
        let format = self.format;
        let line = |operation: &Operation, index: &Index<'_>| {
            let mut unsigned = operation.clone();
            unsigned.auth.clear();
            operation_line(&unsigned, format, index)
        };
        let (was, is) = (line(old, &self.old), line(new, &self.new));
        if was != is {
            self.wire(
                &new.id,
                Grade::Breaking,
                format!("requests are {is}, were {was}"),
            );
        }
        let lacks = |many: &[Auth], few: &[Auth]| many.iter().any(|auth| !few.contains(auth));
        if lacks(&old.auth, &new.auth) {
            let reason = "an authentication scheme is no longer accepted".to_owned();
            self.wire(&new.id, Grade::Breaking, reason);
        } else if lacks(&new.auth, &old.auth) {
            let reason = "another authentication scheme is accepted".to_owned();
            self.wire(&new.id, Grade::Additive, reason);
        }
    }

    /// Compares two schemas later, unless they were already. `is_top` holds for those whose members are options or
    /// fields of a command.
    fn pair(
        &mut self,
        old: (&[&'o str], &'o Path),
        new: (&[&'n str], &'n Path),
        direction: Direction,
        is_top: bool,
    ) {
        let (Some((old, old_place)), Some((new, new_place))) =
            (self.old.get(old.0, old.1), self.new.get(new.0, new.1))
        else {
            return;
        };
        if self.seen.insert((old, new, direction, is_top)) {
            let old = Placed {
                schema: old,
                place: old_place,
            };
            let new = Placed {
                schema: new,
                place: new_place,
            };
            self.left.push((old, new, direction, is_top));
        }
    }

    fn finish(&mut self) {
        while let Some((old, new, direction, is_top)) = self.left.pop() {
            self.schemas(&old, &new, direction, is_top);
        }
    }

    fn schemas(&mut self, old: &Placed<'o>, new: &Placed<'n>, direction: Direction, is_top: bool) {
        let id = &new.schema.id;
        let encoding = |schema: &Schema| member::encoding(&schema.traits, self.format);
        if encoding(old.schema) != encoding(new.schema) {
            let reason = "the value is written differently".to_owned();
            self.wire(id, Grade::Breaking, reason);
        }
        self.limits(id, (&old.schema.traits, &new.schema.traits), direction);
        self.nulls(old.schema, new.schema, direction);
        if matches!(new.schema.kind, SchemaKind::Enum | SchemaKind::IntEnum) {
            self.values(old.schema, new.schema, direction);
        }
        let (was, now) = (by_name(old.schema), by_name(new.schema));
        // Members of lists and maps have fixed names.
        for member in &old.schema.members {
            match now.get(member.name.as_str()).copied() {
                Some(now) => self.members((old, member), (new, now), direction, is_top),
                None => self.gone(old, member, direction, is_top),
            }
        }
        for member in &new.schema.members {
            if !was.contains_key(member.name.as_str()) {
                self.came(new, member, direction, is_top);
            }
        }
    }

    fn gone(
        &mut self,
        old: &Placed<'o>,
        member: &SchemaMember,
        direction: Direction,
        is_top: bool,
    ) {
        let id = member_id(old.schema, member);
        let name = &member.name;
        let is_open = old.schema.kind == SchemaKind::Union && direction == Direction::Output;
        let (grade, reason) = match (direction, is_open) {
            (_, true) => (Grade::Additive, format!("the case {name} no longer comes")),
            (Direction::Input, _) => (Grade::Breaking, format!("{name} is no longer read")),
            (Direction::Output, _) => (Grade::Breaking, format!("{name} no longer comes")),
        };
        self.wire(&id, grade, reason);
        if !is_top {
            let reason = format!("{name} is gone from {}", local_name(&old.schema.id));
            self.add(Side::Command, &id, Grade::Breaking, reason);
        }
    }

    fn came(
        &mut self,
        new: &Placed<'n>,
        member: &SchemaMember,
        direction: Direction,
        is_top: bool,
    ) {
        let id = member_id(new.schema, member);
        let name = &member.name;
        let is_needed = direction == Direction::Input && is_required(member);
        let (grade, reason) = match is_needed {
            true => (
                Grade::Breaking,
                format!("requests without {name} are refused"),
            ),
            false => (Grade::Additive, format!("{name} is new")),
        };
        self.wire(&id, grade, reason.clone());
        if !is_top {
            self.add(Side::Command, &id, grade, reason);
        }
    }

    fn members(
        &mut self,
        (old, was): (&Placed<'o>, &'o SchemaMember),
        (new, is): (&Placed<'n>, &'n SchemaMember),
        direction: Direction,
        is_top: bool,
    ) {
        let id = member_id(new.schema, is);
        let format = self.format;
        let (before, after) = (member::place(was, format), member::place(is, format));
        if before != after {
            let reason = format!("{} is in {after}, was in {before}", is.name);
            self.wire(&id, Grade::Breaking, reason);
        } else if member::encoding(&was.traits, format) != member::encoding(&is.traits, format) {
            let reason = format!("{} is written differently", is.name);
            self.wire(&id, Grade::Breaking, reason);
        }
        self.presence(&id, was, is, direction, is_top);
        self.limits(&id, (&was.traits, &is.traits), direction);
        let before = kind_name(&old.place, was, &self.old);
        let after = kind_name(&new.place, is, &self.new);
        self.kinds(&id, (&before, &after), direction, is_top);
        self.pair(
            (&old.place, &was.target),
            (&new.place, &is.target),
            direction,
            false,
        );
    }

    /// Whether a value must be there.
    fn presence(
        &mut self,
        id: &str,
        was: &SchemaMember,
        is: &SchemaMember,
        direction: Direction,
        is_top: bool,
    ) {
        let name = &is.name;
        let (grade, reason) = match (is_required(was), is_required(is), direction) {
            (false, true, Direction::Input) => (
                Grade::Breaking,
                format!("requests without {name} are refused"),
            ),
            (true, false, Direction::Input) => (
                Grade::Additive,
                format!("requests without {name} are accepted"),
            ),
            (false, true, Direction::Output) => (Grade::Additive, format!("{name} always comes")),
            (true, false, Direction::Output) => (Grade::Breaking, format!("{name} may be missing")),
            _ => return,
        };
        self.wire(id, grade, reason.clone());
        if !is_top && direction == Direction::Input {
            self.add(Side::Command, id, grade, reason);
        }
    }

    fn kinds(&mut self, id: &str, kinds: (&str, &str), direction: Direction, is_top: bool) {
        let (old, new) = kinds;
        let is_text = |kind: &str| matches!(kind, "string" | "enum");
        let is_whole = |kind: &str| matches!(kind, "integer" | "intEnum");
        if old == new || (is_text(old) && is_text(new)) || (is_whole(old) && is_whole(new)) {
            return;
        }
        let grade = match (member::widens(old, new), direction) {
            (Some(true), Direction::Input) | (Some(false), Direction::Output) => Grade::Additive,
            _ => Grade::Breaking,
        };
        let reason = format!("a value is of kind {new}, was {old}");
        self.wire(id, grade, reason.clone());
        if !is_top {
            self.add(Side::Command, id, grade, reason);
        }
    }

    fn limits(&mut self, id: &str, (old, new): (&[Trait], &[Trait]), direction: Direction) {
        let (kept, widened) = (member::allows(old, new), member::allows(new, old));
        let (grade, reason) = match (kept, widened, direction) {
            (true, true, _) => return,
            (true, false, Direction::Input) => (Grade::Additive, "more values are accepted"),
            (false, _, Direction::Input) => {
                (Grade::Breaking, "values that were accepted may be refused")
            }
            (true, false, Direction::Output) => (Grade::Additive, "more values may come"),
            (false, _, Direction::Output) => (Grade::Additive, "other values may come"),
        };
        self.wire(id, grade, reason.to_owned());
    }

    /// Whether a collection may hold nulls.
    fn nulls(&mut self, old: &Schema, new: &Schema, direction: Direction) {
        let holds = |schema: &Schema| schema.traits.contains(&Trait::Sparse);
        let (grade, reason) = match (holds(old), holds(new), direction) {
            (false, true, Direction::Input) => (Grade::Additive, "nulls are accepted"),
            (false, true, Direction::Output) => (Grade::Breaking, "nulls may come"),
            (true, false, Direction::Input) => (Grade::Breaking, "nulls are refused"),
            (true, false, Direction::Output) => (Grade::Additive, "nulls no longer come"),
            _ => return,
        };
        self.wire(&new.id, grade, reason.to_owned());
    }

    fn values(&mut self, old: &Schema, new: &Schema, direction: Direction) {
        let (before, after) = (self.old.values(old), self.new.values(new));
        let known: HashSet<&String> = after.iter().collect();
        let gone = before.iter().filter(|value| !known.contains(value));
        let grade = match direction {
            Direction::Input => Grade::Breaking,
            Direction::Output => Grade::Additive,
        };
        for value in gone {
            self.wire(&new.id, grade, format!("the value {value:?} is gone"));
        }
        let known: HashSet<&String> = before.iter().collect();
        for value in after.iter().filter(|value| !known.contains(value)) {
            self.wire(
                &new.id,
                Grade::Additive,
                format!("the value {value:?} is new"),
            );
        }
    }
}

/// Members by name: structures have thousands.
fn by_name(schema: &Schema) -> HashMap<&str, &SchemaMember> {
    let members = schema.members.iter();
    members
        .map(|member| (member.name.as_str(), member))
        .collect()
}

fn is_required(member: &SchemaMember) -> bool {
    member.traits.contains(&Trait::Required)
}

fn member_id(schema: &Schema, member: &SchemaMember) -> String {
    format!("{}${}", schema.id, member.name)
}
