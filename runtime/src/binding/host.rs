//! The host prefix of an operation: `{account}.data.` with labels from the input.
//!
//! Source: Smithy 2.0, `endpoint` and `hostLabel`.

use crate::codec::failure::Failure;
use crate::codec::plain as text;
use crate::error::InputError;
use crate::operation::OperationSpec;
use crate::schema::{Member, TimestampFormat};
use crate::view::{Ref, Structure};

/// The prefix for the endpoint's host, in lower case; `None` if the operation has none.
///
/// # Errors
/// A label's member is not set, or its value is not 1 to 63 letters, digits and inner hyphens; or a label with the
/// surrounding text is longer than that.
pub fn host_prefix(
    operation: &OperationSpec,
    input: &dyn Structure,
) -> Result<Option<String>, InputError> {
    let Some(prefix) = filled(operation, |name| label(name, input))? else {
        return Ok(None);
    };
    check_length(operation, &prefix)?;
    Ok(Some(prefix.to_ascii_lowercase()))
}

/// Like [`host_prefix`], with `***` in place of `@sensitive` labels, for display; `None` if there are none.
///
/// # Errors
/// As [`host_prefix`].
pub fn shown_host_prefix(
    operation: &OperationSpec,
    input: &dyn Structure,
) -> Result<Option<String>, InputError> {
    let members = input.schema().members;
    if !members.iter().any(Member::is_sensitive) {
        return Ok(None);
    }
    let mut hides = false;
    let prefix = filled(operation, |name| {
        let member = members.iter().find(|member| member.name == name);
        match member.is_some_and(Member::is_sensitive) {
            true => {
                hides = true;
                Ok("***".to_owned())
            }
            false => label(name, input),
        }
    })?;
    Ok(prefix.filter(|_| hides))
}

/// Fills the labels of the template.
fn filled(
    operation: &OperationSpec,
    mut label: impl FnMut(&str) -> Result<String, InputError>,
) -> Result<Option<String>, InputError> {
    let Some(template) = operation.host_prefix else {
        return Ok(None);
    };
    let mut prefix = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        prefix.push_str(before);
        prefix.push_str(&label(name)?);
        rest = after;
    }
    prefix.push_str(rest);
    Ok(Some(prefix))
}

/// Checks the length of a host that includes values from the input: no name server accepts longer ones. Source: RFC
/// 1035, section 2.3.4; its 255 octets are 253 characters.
///
/// # Errors
/// The host is longer than 253 characters, or one of its labels than 63; names the members involved.
pub fn check_length(operation: &OperationSpec, host: &str) -> Result<(), InputError> {
    let reason = if host.len() > 253 {
        "the host would be longer than 253 characters"
    } else if host.split('.').any(|label| label.len() > 63) {
        "a part of the host would be longer than 63 characters"
    } else {
        return Ok(());
    };
    let template = operation.host_prefix.unwrap_or_default();
    let labels = template.split('{').skip(1);
    let names: Vec<&str> = labels.filter_map(|label| label.split('}').next()).collect();
    Err(InputError::Invalid {
        path: names.join(", "),
        reason: reason.to_owned(),
    })
}

fn label(name: &str, input: &dyn Structure) -> Result<String, InputError> {
    let schema = input.schema();
    let index = schema.member_index(name);
    let Some((index, member)) = index.and_then(|i| schema.members.get(i).map(|m| (i, m))) else {
        return Err(Failure::new("the host has a label that no member fills").into());
    };
    let value = input.get(index);
    if matches!(value, Ref::Unset | Ref::Null) {
        return Err(InputError::Missing(vec![member.name.to_owned()]));
    }
    let text = text::write(member, value, TimestampFormat::DateTime)
        .map_err(|e| e.in_member(member.name))?;
    if !is_host_label(&text) {
        let reason = "part of the host: 1 to 63 letters, digits and inner hyphens";
        return Err(Failure::new(reason).in_member(member.name).into());
    }
    Ok(text.into_owned())
}

/// Source: RFC 1123 §2.1.
fn is_host_label(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}
