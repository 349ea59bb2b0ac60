//! What a command does before its own request: it completes parameters, asks for what it changes a part of, and signs a
//! URL for the region from which it copies.

use smithgen_runtime::operation::OperationSpec;
use smithgen_runtime::schema::Trait;

use super::{Checked, Run};
use crate::args::operation::Operation;
use crate::call::Call;
use crate::errors::Failure;
use crate::params::{added, base64};
use crate::table::{Command, Commands};
use crate::value::{Map, Value};

impl Run<'_> {
    /// Asks for the whole of which an option changes a part, and adds it with its version to the parameters.
    ///
    /// # Errors
    /// Those of the other call; 252 where no call is to be made.
    pub(super) fn read_whole(
        &self,
        (service, command): (&'static Commands, &'static Command),
        asked: &Operation,
        params: &mut Map,
        checked: &Checked,
    ) -> Result<(), Failure> {
        let Some(reads) = command.custom.and_then(|custom| custom.reads) else {
            return Ok(());
        };
        let mut given = command.added().iter().zip(&asked.added);
        if !given.any(|(option, given)| option.name() == reads.option && given.is_some()) {
            return Ok(());
        }
        if asked.dry_run {
            return Err(Failure::param(format!(
                "--{} asks the service for all other settings, which --dry-run does not.",
                reads.option
            )));
        }
        let mut by = Map::new();
        if let Some(value) = params.get(reads.by) {
            by.insert(reads.by, value.clone());
        }
        let call = self.call(service, reads.from, checked)?;
        let mut answer = self.send(&call, &by)?;
        let (answered, sent) = reads.version;
        if let Some(version) = answer.remove(answered) {
            params.insert(sent, version);
        }
        let Some(Value::Map(mut whole)) = answer.remove(reads.whole) else {
            return Ok(());
        };
        if let Some(Value::Map(part)) = params.remove(reads.whole) {
            added::merge(&mut whole, part);
        }
        params.insert(reads.whole, Value::Map(whole));
        Ok(())
    }
}

/// Signs the URL for the region from which a command copies.
///
/// # Errors
/// 253 without credentials, 255 if there is no endpoint in the other region.
pub(super) fn sign_copy(
    command: &Command,
    call: &Call,
    params: &mut Map,
    is_shown: bool,
) -> Result<(), Failure> {
    let copy = command.custom.and_then(|custom| custom.copy);
    copy.map_or(Ok(()), |copy| call.sign_for_source(copy, params, is_shown))
}

/// Fills in missing idempotency tokens.
pub(super) fn fill_tokens(operation: &OperationSpec, params: &mut Map) {
    for member in operation.input().members() {
        let is_token = member.traits().contains(&Trait::IdempotencyToken);
        if is_token && !params.contains_key(member.name()) {
            params.insert(member.name(), Value::from(smithgen_runtime::uuid_v4()));
        }
    }
}

/// # Errors
/// 255 for text that is not base64.
pub(super) fn decode_blobs(operation: &OperationSpec, params: &mut Map) -> Result<(), Failure> {
    for member in operation.input().members() {
        let Some(value) = params.get_mut(member.name()) else {
            continue;
        };
        base64::decode_blobs(value, member.target()).map_err(|reference| {
            let own = format!(
                "{}: text is given that is not base64. Give base64, a file with fileb://, or the bytes themselves with \
                 --cli-binary-format raw-in-base64-out.",
                member.name()
            );
            Failure::Misread(Box::new(Failure::general(reference)), own)
        })?;
    }
    Ok(())
}
