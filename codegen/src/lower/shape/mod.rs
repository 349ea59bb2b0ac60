//! Structures, unions and enums: fields, variants, setters, constructors, what an error shows.

pub(super) mod boxes;
pub(super) mod default;
pub(super) mod docs;
pub(super) mod member;
pub(super) mod required;
pub(super) mod traits;

use self::docs as describe;
use self::traits as schema;
use crate::ir::{
    Constructor, Docs, Enumeration, Extras, Field, Ident, IntEnumeration, Parameter, Setter,
    Shape as Item, Structure, Type, Union, Value, Variant, Wrap,
};
use crate::lower::Lowering;
use crate::lower::modules::Module;
use crate::lower::names::case;
use crate::lower::shape::member::is_unit;
use smithgen_model::model::traits::id;
use smithgen_model::model::{Kind, Member, Shape, ShapeId};

/// More members than this are set by name: a row of unnamed arguments no longer reads.
const MOST_PARAMETERS: usize = 7;

impl Lowering<'_> {
    /// A shape as it is written at a place; none for those that are not.
    pub(in crate::lower) fn item(&mut self, shape: &Shape, at: &Module) -> Option<Item> {
        let schema = self.schema(shape, at)?;
        let name = self.names.of(&shape.id)?.ty.clone();
        let docs = describe::shape(&self.docs, shape);
        let extras = self.extras(Some(shape));
        Some(match shape.kind {
            Kind::Structure => Item::Structure(Box::new(self.structure(
                shape,
                (name, docs, extras),
                Some(schema),
                at,
            ))),
            Kind::Union => {
                let union = self.union(shape, (name, docs, extras), schema, at);
                Item::Union(Box::new(union))
            }
            Kind::Enum => {
                let (unknown, names) = variant_names(shape);
                Item::Enumeration(Box::new(Enumeration {
                    name,
                    docs,
                    extras,
                    variants: self.variants(shape, names, |member| Some(schema::text(member))),
                    unknown,
                    schema,
                }))
            }
            Kind::IntEnum => {
                let (unknown, names) = variant_names(shape);
                Item::IntEnumeration(Box::new(IntEnumeration {
                    name,
                    docs,
                    extras,
                    variants: self.variants(shape, names, Member::int_value),
                    unknown,
                    schema,
                }))
            }
            // Lists and maps have a schema and no type.
            _ => return None,
        })
    }

    fn structure(
        &mut self,
        shape: &Shape,
        (name, docs, extras): Head,
        schema: Option<crate::ir::Schema>,
        at: &Module,
    ) -> Structure {
        let fields = self.fields(shape, at);
        let is_given = self.given.contains(&shape.id);
        Structure {
            schema_path: self.schema_path(&shape.id, at),
            zero_default: fields.iter().all(|field| field.default == Value::Zero),
            constructor: constructor(shape, &fields).filter(|_| is_given),
            is_given,
            is_error: shape.traits.has("smithy.api#error"),
            name,
            docs,
            extras,
            fields,
            schema,
        }
    }

    pub(in crate::lower) fn fields(&mut self, shape: &Shape, at: &Module) -> Vec<Field> {
        let mut names = case::Scope::default();
        let mut fields = Vec::new();
        for member in &shape.members {
            let name = names.claim(&[case::snake(&member.name)]);
            fields.push(self.field(shape, member, name, at));
        }
        fields
    }

    fn field(&mut self, shape: &Shape, member: &Member, name: Ident, at: &Module) -> Field {
        let ty = self.member_type(shape, member, at);
        let wrap = match (ty.optional, ty.boxed) {
            (true, true) => Wrap::SomeBox,
            (true, false) => Wrap::Some,
            (false, _) => Wrap::None,
        };
        let default = match ty.optional {
            true => Value::Zero,
            false => self.default_or_report(shape, member, at),
        };
        Field {
            docs: describe::member(&self.docs, self.resolved, member),
            attributes: self.attributes(shape, member),
            ty: ty.whole(),
            default,
            setter: Setter {
                name: Ident::new(&format!("with_{}", name.stem())),
                argument: self.argument(&member.target, at),
                wrap,
            },
            name,
        }
    }

    fn default_or_report(&mut self, shape: &Shape, member: &Member, at: &Module) -> Value {
        self.default(member, at).unwrap_or_else(|reason| {
            let problem = self.problem(member.location, reason);
            self.errors.push(
                problem
                    .shape(shape.id.member(&member.name))
                    .trait_id(id::DEFAULT),
            );
            Value::Zero
        })
    }

    /// The structure of an operation that has no input or no output.
    pub(in crate::lower) fn nothing(&self, name: Ident, docs: Docs, at: &Module) -> Item {
        Item::Structure(Box::new(Structure {
            name,
            docs,
            extras: self.extras(None),
            fields: Vec::new(),
            schema: None,
            schema_path: self.schema_path(&ShapeId::unit(), at),
            zero_default: true,
            is_given: false,
            constructor: None,
            is_error: false,
        }))
    }

    fn union(
        &self,
        shape: &Shape,
        (name, docs, extras): Head,
        schema: crate::ir::Schema,
        at: &Module,
    ) -> Union {
        let (unknown, names) = variant_names(shape);
        let members = shape.members.iter().zip(names);
        let variants = members.map(|(member, name)| Variant {
            name,
            docs: describe::member(&self.docs, self.resolved, member),
            attributes: self.attributes(shape, member),
            value: match is_unit(&member.target) {
                true => Type::Unit,
                false => self.member_type(shape, member, at).whole(),
            },
        });
        Union {
            variants: variants.collect(),
            name,
            docs,
            extras,
            unknown,
            schema,
        }
    }

    fn variants<T>(
        &self,
        shape: &Shape,
        names: Vec<Ident>,
        value: impl Fn(&Member) -> Option<T>,
    ) -> Vec<Variant<T>> {
        let all = shape.members.iter().zip(names);
        // A member without a value has been reported.
        let variants = all.filter_map(|(member, name)| {
            Some(Variant {
                name,
                docs: describe::enum_member(&self.docs, member),
                attributes: self.attributes(shape, member),
                value: value(member)?,
            })
        });
        variants.collect()
    }
}

/// What all types have: a name, documentation, and what is said of them besides.
type Head = (Ident, Docs, Extras);

/// The variant for unknown values, and one for each member, in model order.
///
/// `Unknown` is the unknown one's unless the model insists: then the model's is `UnknownValue`.
pub(in crate::lower) fn variant_names(shape: &Shape) -> (Ident, Vec<Ident>) {
    let mut names = case::Scope::default();
    let unknown = names.claim(&["Unknown".to_owned()]);
    let variants = shape.members.iter().map(|member| {
        let name = match member.name.contains(|c: char| c.is_ascii_alphanumeric()) {
            true => case::variant(&member.name),
            false => case::variant(member.traits.text(id::ENUM_VALUE).unwrap_or(&member.name)),
        };
        names.claim(&[name.clone(), format!("{name}Value")])
    });
    (unknown, variants.collect())
}

/// A constructor where a few members must be given and nothing stands in for them.
fn constructor(shape: &Shape, fields: &[Field]) -> Option<Constructor> {
    let needed = shape.members.iter().zip(fields).filter(|(member, field)| {
        let defaulted = member
            .traits
            .get(id::DEFAULT)
            .is_some_and(|value| !value.is_null());
        member.traits.has(id::REQUIRED) && !defaulted && !matches!(field.ty, Type::Option(_))
    });
    let parameters: Vec<Parameter> = needed
        .map(|(_, field)| Parameter {
            field: field.name.clone(),
            argument: field.setter.argument.clone(),
        })
        .collect();
    let few = (1..=MOST_PARAMETERS).contains(&parameters.len());
    few.then_some(Constructor {
        rest: parameters.len() < fields.len(),
        parameters,
    })
}
