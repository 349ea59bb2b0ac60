//! The portal.

use std::sync::Arc;

use smithgen_server::{Context, Fault, Rejection};

use crate::center::{Center, PortalError};
use crate::services::sso::operations::get_role_credentials::{
    GetRoleCredentialsInput, GetRoleCredentialsOutput,
};
use crate::services::sso::operations::list_account_roles::{
    ListAccountRolesInput, ListAccountRolesOutput,
};
use crate::services::sso::operations::list_accounts::{ListAccountsInput, ListAccountsOutput};
use crate::services::sso::operations::logout::{LogoutInput, LogoutOutput};
use crate::services::sso::server::{
    GetRoleCredentialsError, ListAccountRolesError, ListAccountsError, LogoutError,
    SwbPortalService,
};
use crate::services::sso::types;

/// The portal.
pub(super) struct Portal {
    pub(super) center: Arc<Center>,
}

impl SwbPortalService for Portal {
    async fn list_accounts(
        &self,
        input: ListAccountsInput,
        _: &Context,
    ) -> Result<ListAccountsOutput, ListAccountsError> {
        let next = input.next_token.as_deref();
        let page = self
            .center
            .list_accounts(&input.access_token, input.max_results, next)?;
        let accounts = page.items.into_iter().map(|account| types::AccountInfo {
            account_id: Some(account.id),
            account_name: Some(account.name),
            email_address: Some(account.email),
        });
        Ok(ListAccountsOutput {
            account_list: Some(accounts.collect()),
            next_token: page.next,
        })
    }

    async fn list_account_roles(
        &self,
        input: ListAccountRolesInput,
        _: &Context,
    ) -> Result<ListAccountRolesOutput, ListAccountRolesError> {
        let (token, account) = (&input.access_token, &input.account_id);
        let next = input.next_token.as_deref();
        let page = self
            .center
            .list_roles(token, account, input.max_results, next)?;
        let roles = page.items.into_iter().map(|role| types::RoleInfo {
            role_name: Some(role),
            account_id: Some(account.clone()),
        });
        Ok(ListAccountRolesOutput {
            role_list: Some(roles.collect()),
            next_token: page.next,
        })
    }

    async fn get_role_credentials(
        &self,
        input: GetRoleCredentialsInput,
        _: &Context,
    ) -> Result<GetRoleCredentialsOutput, GetRoleCredentialsError> {
        let token = &input.access_token;
        let keys = self
            .center
            .role_keys(token, &input.account_id, &input.role_name)?;
        let keys = types::RoleCredentials {
            access_key_id: Some(keys.access_key_id),
            secret_access_key: Some(keys.secret_access_key),
            session_token: Some(keys.session_token),
            expiration: keys.expiration,
        };
        Ok(GetRoleCredentialsOutput {
            role_credentials: Some(keys),
        })
    }

    async fn logout(&self, input: LogoutInput, _: &Context) -> Result<LogoutOutput, LogoutError> {
        self.center.log_out(&input.access_token)?;
        Ok(LogoutOutput::default())
    }
}

/// An input that is not what the model wants.
pub(super) fn invalid(rejection: &Rejection) -> types::InvalidRequestException {
    types::InvalidRequestException::default().with_message(rejection.to_string())
}

/// `said!(error, Exception)`: the exception that says so.
macro_rules! said {
    ($error:ident, $exception:ident) => {
        types::$exception::default()
            .with_message($error.to_string())
            .into()
    };
}

/// `refuses!(Error)`: an operation's errors of an account or a role.
macro_rules! refuses {
    ($name:ident) => {
        impl From<PortalError> for $name {
            fn from(error: PortalError) -> Self {
                match error {
                    PortalError::Unauthorized => said!(error, UnauthorizedException),
                    PortalError::NotFound(_) => said!(error, ResourceNotFoundException),
                    PortalError::Invalid(_) => said!(error, InvalidRequestException),
                    PortalError::Failed => Fault::internal(error).into(),
                }
            }
        }
    };
}

refuses!(GetRoleCredentialsError);
refuses!(ListAccountRolesError);
refuses!(ListAccountsError);

impl From<PortalError> for LogoutError {
    fn from(error: PortalError) -> Self {
        match error {
            PortalError::Unauthorized => said!(error, UnauthorizedException),
            _ => Fault::internal(error).into(),
        }
    }
}
