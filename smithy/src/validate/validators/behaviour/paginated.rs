//! Whether what pages are made of is there, and of the right type.

use crate::diagnostic::Severity;
use crate::model::traits::id::REQUIRED;
use crate::model::traits::{Known, Paginated};
use crate::model::{Kind, Member, Operation, Shape};
use crate::validate::context::Context;
use crate::validate::report::Report;

/// One property of the trait.
struct Property {
    name: &'static str,
    of: fn(&Paginated) -> Option<&String>,
    is_input: bool,
    /// It must be stated, by the operation or by the service.
    is_needed: bool,
    /// How grave it is if the member is required.
    required: Option<Severity>,
    fit: fn(&Kind) -> Fit,
    types: &'static str,
}

/// How well a type does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Fit {
    Well,
    Badly,
    NotAtAll,
}

const PROPERTIES: [Property; 4] = [
    Property {
        name: "inputToken",
        of: |paginated| paginated.input_token.as_ref(),
        is_input: true,
        is_needed: true,
        required: Some(Severity::Error),
        fit: token,
        types: "a string",
    },
    Property {
        name: "pageSize",
        of: |paginated| paginated.page_size.as_ref(),
        is_input: true,
        is_needed: false,
        required: None,
        fit: page_size,
        types: "an integer",
    },
    Property {
        name: "outputToken",
        of: |paginated| paginated.output_token.as_ref(),
        is_input: false,
        is_needed: true,
        required: Some(Severity::Danger),
        fit: token,
        types: "a string",
    },
    Property {
        name: "items",
        of: |paginated| paginated.items.as_ref(),
        is_input: false,
        is_needed: false,
        required: None,
        fit: items,
        types: "a list or map",
    },
];

fn token(kind: &Kind) -> Fit {
    match kind {
        Kind::String => Fit::Well,
        Kind::Map => Fit::Badly,
        _ => Fit::NotAtAll,
    }
}

fn page_size(kind: &Kind) -> Fit {
    match kind {
        Kind::Integer => Fit::Well,
        Kind::Byte | Kind::Short | Kind::Long => Fit::Badly,
        _ => Fit::NotAtAll,
    }
}

fn items(kind: &Kind) -> Fit {
    match kind {
        Kind::List | Kind::Map => Fit::Well,
        _ => Fit::NotAtAll,
    }
}

/// An operation with pages, by itself or in a service.
#[derive(Clone, Copy)]
struct Pages<'c, 'm> {
    context: &'c Context<'m>,
    shape: &'m Shape,
    operation: &'m Operation,
    service: Option<&'m Shape>,
}

pub(super) fn check(context: &Context<'_>, report: &mut Report<'_>) {
    for (subject, _) in context.with_trait(Paginated::ID) {
        let paginated = subject.traits().read::<Paginated>();
        let (Some(operation), Some(paginated)) = (subject.shape.as_operation(), paginated) else {
            continue;
        };
        let pages = Pages {
            context,
            shape: subject.shape,
            operation,
            service: None,
        };
        let mut is_right = true;
        for property in &PROPERTIES {
            is_right &= pages.check(report, &paginated, property);
        }
        is_right &= pages.check_page_size(report, &paginated);
        if !is_right {
            continue;
        }
        for service in context.services_of(&subject.shape.id) {
            let of_service = service.traits.read().unwrap_or_default();
            let merged = merged(&paginated, of_service);
            let pages = Pages {
                service: Some(service),
                ..pages
            };
            for property in &PROPERTIES {
                pages.check(report, &merged, property);
            }
        }
    }
}

/// What an operation says, and what its service says where it says nothing.
fn merged(own: &Paginated, of_service: Paginated) -> Paginated {
    let own = own.clone();
    Paginated {
        input_token: own.input_token.or(of_service.input_token),
        output_token: own.output_token.or(of_service.output_token),
        items: own.items.or(of_service.items),
        page_size: own.page_size.or(of_service.page_size),
    }
}

impl<'m> Pages<'_, 'm> {
    /// Checks one property; `false` where there is something to tell of it.
    fn check(self, report: &mut Report<'_>, paginated: &Paginated, property: &Property) -> bool {
        let name = property.name;
        let Some(path) = (property.of)(paginated) else {
            let is_missing = self.service.is_some() && property.is_needed;
            if is_missing {
                let message = format!("neither it nor the service states `{name}`");
                self.tell(report, Severity::Error, "", message);
            }
            return !is_missing;
        };
        if property.is_input && path.contains('.') {
            let message = format!("`{name}` is the name of a member, and no path such as `{path}`");
            self.tell(report, Severity::Error, "", message);
            return false;
        }
        let Some(member) = self.find(property, path) else {
            let side = if property.is_input { "input" } else { "output" };
            let message = format!("`{name}` is `{path}`, but the {side} has no such member");
            self.tell(report, Severity::Error, "", message);
            return false;
        };
        let mut is_right = self.check_member(report, property, member);
        if !property.is_input && segments(path).count() > 2 {
            let message =
                format!("`{name}` is the path `{path}`, which is long for users to follow");
            self.tell(
                report,
                Severity::Warning,
                &format!("DeeplyNested.{name}"),
                message,
            );
            is_right = false;
        }
        is_right
    }

    /// Checks the member that a property names.
    fn check_member(self, report: &mut Report<'_>, property: &Property, member: &Member) -> bool {
        let name = property.name;
        let mut is_right = true;
        if let Some(severity) = property.required.filter(|_| member.traits.has(REQUIRED)) {
            let suffix = match severity {
                Severity::Error => String::new(),
                _ => format!("ShouldNotBeRequired.{name}"),
            };
            let message = format!("`{name}` is `{}`, which must not be required", member.name);
            self.tell(report, severity, &suffix, message);
            is_right = false;
        }
        let Some(target) = self.context.target(member) else {
            return is_right;
        };
        let (severity, suffix) = match (property.fit)(&target.kind) {
            Fit::Well => return is_right,
            Fit::Badly => (Severity::Danger, format!("WrongShapeType.{name}")),
            Fit::NotAtAll => (Severity::Error, String::new()),
        };
        let message = format!(
            "`{name}` is `{}`, which should be {}, but is of type {}",
            member.name,
            property.types,
            target.kind.name()
        );
        self.tell(report, severity, &suffix, message);
        false
    }

    /// Checks that callers may leave the size of pages to the service.
    fn check_page_size(self, report: &mut Report<'_>, paginated: &Paginated) -> bool {
        let input = self.context.shape(&self.operation.input.target);
        let name = paginated.page_size.as_ref();
        let member = name.and_then(|name| input?.member(name));
        let is_required = member.is_some_and(|member| member.traits.has(REQUIRED));
        if is_required {
            let message = "the member that `pageSize` names should not be required";
            self.tell(
                report,
                Severity::Warning,
                "ShouldNotBeRequired.pageSize",
                message,
            );
        }
        !is_required
    }

    /// The member that a property names.
    fn find(self, property: &Property, path: &str) -> Option<&'m Member> {
        if property.is_input {
            let input = self.context.shape(&self.operation.input.target);
            return input?.member(path);
        }
        let mut structure = self.context.shape(&self.operation.output.target);
        let mut found = None;
        for name in segments(path) {
            let member = structure?.member(name)?;
            let target = self.context.target(member);
            structure = target.filter(|target| matches!(target.kind, Kind::Structure));
            found = Some(member);
        }
        found
    }

    fn tell(
        self,
        report: &mut Report<'_>,
        severity: Severity,
        suffix: &str,
        message: impl Into<String>,
    ) {
        let mut message = message.into();
        if let Some(service) = self.service {
            message = format!("in the service `{}`: {message}", service.id);
        }
        let event = report.of_trait(severity, self.shape, Paginated::ID, message);
        report.push(event.id(report.id(suffix)));
    }
}

/// The names in a path, of which the last is not empty.
fn segments(path: &str) -> impl Iterator<Item = &str> {
    let trimmed = path.trim_end_matches('.');
    trimmed.split('.')
}
