//! A session that `aws login` began.

use smithgen_client::Environment;

use crate::profile::Profile;

/// A session that `aws login` began, whose keys are in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoginSession {
    /// Its name, by which the file is found.
    pub(super) name: String,
    /// The directory of such files.
    pub(super) directory: String,
}

/// The session that the profile names, if it does.
pub(super) fn find(environment: &Environment, profile: &Profile) -> Option<LoginSession> {
    let name = profile.setting("login_session")?;
    let directory = match environment.get("AWS_LOGIN_CACHE_DIRECTORY") {
        Some(directory) => environment.expand_path(&directory),
        None => environment.expand_user("~/.aws/login/cache"),
    };
    Some(LoginSession {
        name: name.as_text().unwrap_or_default().to_owned(),
        directory,
    })
}
