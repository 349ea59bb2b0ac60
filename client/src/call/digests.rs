//! Messages whose digests a service answers with.

use smithgen_runtime::operation::OperationSpec;
use smithgen_runtime::view::Structure;

use crate::config::Config;
use crate::error::ClientError;

#[cfg(feature = "checksums")]
mod compared {
    use smithgen_runtime::operation::{ChecksumMode, OperationTrait, SentMessages};

    use super::{ClientError, Config, OperationSpec, Structure};
    use crate::error::{ClientErrorKind, DamagedMessage};

    /// What was sent, if the answer has digests of messages.
    pub(in super::super) struct Sent(Option<Box<dyn SentMessages>>);

    impl Sent {
        pub(in super::super) fn of(
            config: &Config,
            operation: &'static OperationSpec,
            input: &dyn Structure,
        ) -> Self {
            let mut traits = operation.traits().iter();
            let digests = traits.find_map(|it| match it {
                OperationTrait::MessageDigests(digests) => Some(*digests),
                _ => None,
            });
            let wanted = config.response_checksums == ChecksumMode::WhenSupported;
            Sent(digests.filter(|_| wanted).map(|it| it.sent(input)))
        }

        /// # Errors
        /// A message is not the one that was sent. Nothing is sent again: the service has it.
        pub(in super::super) fn compare(&self, output: &dyn Structure) -> Result<(), ClientError> {
            let Some(sent) = &self.0 else {
                return Ok(());
            };
            let damaged =
                |reason| ClientError::new(ClientErrorKind::Response, DamagedMessage(reason));
            sent.compare(output).map_err(damaged)
        }
    }
}

#[cfg(feature = "checksums")]
pub(super) use compared::Sent;

/// Without checksums there are no digests.
#[cfg(not(feature = "checksums"))]
pub(super) struct Sent;

#[cfg(not(feature = "checksums"))]
impl Sent {
    pub(super) fn of(_: &Config, _: &'static OperationSpec, _: &dyn Structure) -> Self {
        Sent
    }

    #[allow(
        clippy::unused_self,
        clippy::unnecessary_wraps,
        reason = "as with checksums"
    )]
    pub(super) fn compare(&self, _: &dyn Structure) -> Result<(), ClientError> {
        Ok(())
    }
}
