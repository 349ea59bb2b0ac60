//! The Rust items of a service. What the macros of the runtime add to each kind of item goes without saying.

use std::borrow::Cow;

use super::compare::ALIAS;
use super::names::{self, Index, Place};
use super::{Origin, Side, Surface};
use crate::ir::{
    Enumeration, Ident, IntEnumeration, Operation, Schema, Serde, Server, ServiceClient, Shape,
    Structure, Type, TypeFile, Union, Variant,
};

impl<'s> Surface<'s> {
    fn rust(
        &mut self,
        name: String,
        value: impl Into<Cow<'s, str>>,
        origin: impl Into<Origin<'s>>,
    ) {
        self.add(Side::Rust, name, value, origin);
    }
}

/// Adds all items.
pub(super) fn add<'s>(service: &'s ServiceClient, index: &Index<'s>, surface: &mut Surface<'s>) {
    if service.has_client {
        surface.rust("Client".to_owned(), "struct", "");
    }
    for operation in &service.operations {
        let place = names::operation(operation);
        let call = names::within(&place, &operation.call);
        if service.has_client {
            let name = format!("Client::{}", operation.method);
            surface.rust(name, format!("fn() -> {call}"), &operation.id);
        }
        if service.has_calls {
            calls(operation, index, surface);
        }
        self::operation(operation, surface);
    }
    if let Some(server) = &service.server {
        self::server(server, &service.operations, surface);
    }
    for TypeFile { module, shape } in &service.types {
        // Types are named where they are shown, not in the file that they stand in.
        let file = ["types", module.stem()];
        self::shape(&["types"], &file, shape, surface);
    }
}

fn calls<'s>(operation: &'s Operation, index: &Index<'s>, surface: &mut Surface<'s>) {
    let place = names::operation(operation);
    let call = names::within(&place, &operation.call);
    surface.rust(call.clone(), "call", &operation.id);
    if let Some(pages) = &operation.pages {
        let id = &operation.id;
        surface.rust(format!("{call}::pages"), "fn()", id);
        if let Some(items) = &pages.items {
            let value = format!("fn() of {}", names::ty(&place, &items.ty));
            surface.rust(format!("{call}::items"), value, id);
        }
    }
    let wait = names::within(&place, &operation.wait);
    for waiter in &operation.waiters {
        let name = format!("Client::{}", waiter.method);
        surface.rust(name, format!("fn() -> {wait}"), &operation.id);
    }
    let waits = !operation.waiters.is_empty();
    if waits {
        surface.rust(wait.clone(), "wait", &operation.id);
    }
    let input = index.get(&place, &operation.input.schema);
    for setter in &operation.setters {
        let member = input.as_ref().map_or("", |(schema, _)| &schema.id);
        let value = names::argument(&place, &setter.setter.argument);
        let origin = Origin::member(member, &setter.member);
        for own in [Some(&call), waits.then_some(&wait)].into_iter().flatten() {
            let name = format!("{own}::{}", setter.name);
            surface.rust(name, format!("fn({value})"), origin);
        }
    }
    let error = names::within(&place, &operation.error.name);
    surface.rust(error.clone(), "error enum", &operation.id);
    for variant in &operation.error.variants {
        let value = names::path(&place, &variant.ty);
        surface.rust(format!("{error}::{}", variant.name), value, &operation.id);
    }
}

/// What an operation has on both sides.
fn operation<'s>(operation: &'s Operation, surface: &mut Surface<'s>) {
    let place = names::operation(operation);
    surface.rust(
        names::within(&place, &operation.marker),
        "operation",
        &operation.id,
    );
    for used in [&operation.input, &operation.output] {
        if let Some(shared) = &used.shared {
            let value = format!("{ALIAS}{}", names::path(&place, shared));
            surface.rust(names::within(&place, &used.ty), value, &operation.id);
        }
    }
    for shape in &operation.shapes {
        self::shape(&place, &place, shape, surface);
    }
}

/// What a server implements. Methods have an implementation, so that a new one breaks nobody.
fn server<'s>(server: &'s Server, operations: &'s [Operation], surface: &mut Surface<'s>) {
    let place = ["server"];
    let service = names::within(&place, &server.name);
    surface.rust(service.clone(), "trait", "");
    surface.rust(
        "server::serve".to_owned(),
        format!("fn(impl {service})"),
        "",
    );
    for (served, operation) in server.operations.iter().zip(operations) {
        let at = names::operation(operation);
        let [input, output] = [&served.input, &served.output].map(|it| names::within(&at, it));
        let error = names::within(&place, &served.error.name);
        let name = format!("{service}::{}", served.method);
        let value = format!("fn({input}) -> {output} or {error}");
        surface.rust(name, value, &operation.id);
        surface.rust(error.clone(), "error enum", &operation.id);
        for variant in &served.error.variants {
            let value = names::path(&place, &variant.ty);
            surface.rust(format!("{error}::{}", variant.name), value, &operation.id);
        }
    }
}

/// `shown` is where the type is named, `file` where it is written. What is said of its derives is theirs who use it; that
/// it is deprecated changes nothing for them.
fn shape<'s>(shown: Place<'_>, file: Place<'_>, shape: &'s Shape, surface: &mut Surface<'s>) {
    let extras = shape.extras();
    let name = names::within(shown, shape.name());
    let id = names::schema_of(shape).map_or("", |schema| &schema.id);
    if let Some(path) = &extras.replaced {
        surface.rust(name, format!("{ALIAS}{path}"), id);
        return;
    }
    let serde = extras.serde.iter().map(|serde| match serde {
        Serde::Always => "serde".to_owned(),
        Serde::Behind(feature) => format!("serde with the feature {feature}"),
    });
    for derive in extras.derives.iter().cloned().chain(serde) {
        surface.rust(format!("{name} has {derive}"), "", id);
    }
    match shape {
        Shape::Structure(shape) => structure(shown, file, shape, surface),
        Shape::Union(shape) => union(shown, file, shape, surface),
        Shape::Enumeration(shape) => {
            let Enumeration { unknown, .. } = &**shape;
            let name = names::within(shown, &shape.name);
            enumeration(
                name,
                "String",
                &shape.variants,
                unknown,
                &shape.schema,
                surface,
            );
        }
        Shape::IntEnumeration(shape) => {
            let IntEnumeration { unknown, .. } = &**shape;
            let name = names::within(shown, &shape.name);
            enumeration(
                name,
                "i32",
                &shape.variants,
                unknown,
                &shape.schema,
                surface,
            );
        }
    }
}

fn structure<'s>(
    shown: Place<'_>,
    file: Place<'_>,
    structure: &'s Structure,
    surface: &mut Surface<'s>,
) {
    let name = names::within(shown, &structure.name);
    let schema = structure.schema.as_ref();
    let id = schema.map_or("", |schema| &schema.id);
    let kind = match structure.is_error {
        true => "error",
        false => "struct",
    };
    surface.rust(name.clone(), kind, id);
    let members = schema.map_or(&[][..], |schema| &schema.members);
    for (number, field) in structure.fields.iter().enumerate() {
        let member = members.get(number).map_or("", |member| &member.name);
        let origin = Origin::member(id, member);
        let value = names::ty(file, &field.ty);
        surface.rust(format!("{name}::{}", field.name), value, origin);
        if structure.is_given {
            let value = format!("fn({})", names::argument(file, &field.setter.argument));
            let setter = format!("{name}::{}", field.setter.name);
            surface.rust(setter, value, origin);
        }
    }
    if let Some(new) = structure
        .constructor
        .as_ref()
        .filter(|_| structure.is_given)
    {
        let parameters = new.parameters.iter();
        let parameters = parameters.map(|it| names::argument(file, &it.argument));
        let parameters: Vec<String> = parameters.collect();
        let value = format!("fn({})", parameters.join(", "));
        surface.rust(format!("{name}::new"), value, id);
    }
}

fn union<'s>(shown: Place<'_>, file: Place<'_>, union: &'s Union, surface: &mut Surface<'s>) {
    let name = names::within(shown, &union.name);
    let id = &union.schema.id;
    surface.rust(name.clone(), "union", id);
    for (number, variant) in union.variants.iter().enumerate() {
        let member = union.schema.members.get(number);
        let origin = Origin::member(id, member.map_or("", |member| &member.name));
        let value = names::ty(file, &variant.value);
        surface.rust(format!("{name}::{}", variant.name), value, origin);
    }
    let unknown = format!("{name}::{}", union.unknown);
    surface.rust(unknown, names::ty(file, &Type::String), id);
}

fn enumeration<'s, T>(
    name: String,
    value: &'static str,
    variants: &'s [Variant<T>],
    unknown: &'s Ident,
    schema: &'s Schema,
    surface: &mut Surface<'s>,
) {
    let id = &schema.id;
    surface.rust(name.clone(), format!("enum of {value}"), id);
    for variant in variants {
        surface.rust(format!("{name}::{}", variant.name), "", id);
    }
    surface.rust(format!("{name}::{unknown}"), value, id);
}
