//! Authorization codes with PKCE (RFC 6749, section 4.1; RFC 7636).

use super::clients::{AUTHORIZATION_CODE, narrowed};
use super::{Center, millis};
use crate::digest::digest;
use crate::limits::STATE_BYTES;
use crate::records::Code;
use crate::redirect;
use crate::refusal::{Reason, Refusal};
use crate::state::State;
use crate::world::Millis;

/// What a client asks a person for, checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Authorization {
    pub(crate) client_id: String,
    /// The client's name.
    pub(crate) client: String,
    pub(crate) redirect_uri: String,
    pub(crate) state: Option<String>,
    pub(crate) scopes: Vec<String>,
    challenge: String,
}

/// Why a person is not asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum AuthorizationProblem {
    /// Said to the person alone: it is not known where the client is (RFC 6749, section 4.1.2.1).
    Here(Refusal),
    /// Said to the client, at this URI.
    There(String),
}

impl Center {
    /// Checks what a client asks for. `parameter` gives a parameter's only value, and an error if there are several.
    pub(crate) fn authorization<'a>(
        &self,
        parameter: impl Fn(&str) -> Result<Option<&'a str>, Refusal>,
    ) -> Result<Authorization, AuthorizationProblem> {
        let here = AuthorizationProblem::Here;
        let refuse = |description| here(Refusal::new(Reason::InvalidRequest, description));
        let client_id = parameter("client_id").map_err(here)?;
        let client_id = client_id.ok_or_else(|| refuse("client_id is missing"))?;
        let uri = parameter("redirect_uri").map_err(here)?;
        let uri = uri.ok_or_else(|| refuse("redirect_uri is missing"))?;
        let client = self.read(|state, now| state.client(client_id, now).cloned());
        let client = client.ok_or_else(|| {
            here(Refusal::new(
                Reason::InvalidClient,
                "the client is unknown, or its registration has expired",
            ))
        })?;
        if !redirect::is_registered(&client.redirect_uris, uri) {
            return Err(refuse("the client has not registered this redirect URI"));
        }
        // From here on the client is told.
        let state = parameter("state");
        let given = state.as_ref().ok().copied().flatten();
        let checked = || {
            let state = state.clone()?;
            if state.is_some_and(|state| state.len() > STATE_BYTES) {
                let description = format!("state has more than {STATE_BYTES} bytes");
                return Err(Refusal::new(Reason::InvalidRequest, description));
            }
            client.must_use(AUTHORIZATION_CODE)?;
            let challenge = challenge(&parameter)?;
            // RFC 6749 says `scope`, the AWS CLI `scopes`.
            let asked = match parameter("scope")? {
                Some(scopes) => Some(scopes),
                None => parameter("scopes")?,
            };
            let asked: Vec<String> = asked
                .unwrap_or_default()
                .split_whitespace()
                .map(str::to_owned)
                .collect();
            let scopes = narrowed(client.all_scopes(), &asked)?;
            Ok(Authorization {
                client_id: client_id.to_owned(),
                client: client.name.clone(),
                redirect_uri: uri.to_owned(),
                state: state.map(str::to_owned),
                scopes,
                challenge,
            })
        };
        let given = given.filter(|state| state.len() <= STATE_BYTES);
        checked().map_err(|refusal| AuthorizationProblem::There(refused(uri, given, &refusal)))
    }

    /// Gives a code: the URI that hands it to the client.
    pub(crate) fn authorize(&self, authorization: &Authorization) -> Result<String, Refusal> {
        let code = self.world.secret("code")?;
        let sign_in = self.world.secret("sign-in")?;
        self.change(|state, now| {
            let row = Code {
                client: authorization.client_id.clone(),
                redirect_uri: authorization.redirect_uri.clone(),
                challenge: authorization.challenge.clone(),
                scopes: authorization.scopes.clone(),
                sign_in,
                expires_at: now + millis(self.accounts.lifetimes.authorization_code),
                spent: false,
            };
            state.codes.set(&digest(&code), row);
            let mut pairs = vec![("code", code.as_str())];
            pairs.extend(authorization.state.as_deref().map(|state| ("state", state)));
            Ok(redirect::with_query(&authorization.redirect_uri, &pairs))
        })
    }
}

impl Authorization {
    /// The URI that tells the client that the person denied it.
    pub(crate) fn denied(&self) -> String {
        let refusal = Refusal::new(Reason::AccessDenied, "the user denied it");
        refused(&self.redirect_uri, self.state.as_deref(), &refusal)
    }
}

/// The URI that tells a client why it gets no code.
fn refused(uri: &str, state: Option<&str>, refusal: &Refusal) -> String {
    let mut pairs = vec![
        ("error", refusal.reason.code()),
        ("error_description", refusal.description.as_ref()),
    ];
    pairs.extend(state.map(|state| ("state", state)));
    redirect::with_query(uri, &pairs)
}

/// The code challenge: 32 bytes in base64 for URLs (S256), which is the only method.
fn challenge<'a>(
    parameter: impl Fn(&str) -> Result<Option<&'a str>, Refusal>,
) -> Result<String, Refusal> {
    if parameter("response_type")? != Some("code") {
        return Err(Refusal::new(
            Reason::UnsupportedResponseType,
            "response_type must be code",
        ));
    }
    if parameter("code_challenge_method")? != Some("S256") {
        return Err(Refusal::new(
            Reason::InvalidRequest,
            "code_challenge_method must be S256",
        ));
    }
    let challenge = parameter("code_challenge")?.unwrap_or_default();
    let is_digest = challenge.len() == 43
        && challenge
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_');
    match is_digest {
        true => Ok(challenge.to_owned()),
        false => Err(Refusal::new(
            Reason::InvalidRequest,
            "code_challenge must be 43 characters of base64 for URLs",
        )),
    }
}

impl State {
    /// Spends a code: its row. Who spends it twice ends the sign-in, for one of the two is a thief (RFC 6749, section
    /// 4.1.2).
    pub(super) fn spend_code(
        &mut self,
        now: Millis,
        client: &str,
        code: &str,
        redirect_uri: &str,
        verifier: &str,
    ) -> Result<Code, Refusal> {
        let invalid = |description: &'static str| Refusal::new(Reason::InvalidGrant, description);
        let key = digest(code);
        let row = self
            .codes
            .get(&key)
            .filter(|row| row.client == client && now < row.expires_at);
        let row = row
            .ok_or_else(|| invalid("unknown authorization code"))?
            .clone();
        if row.spent {
            self.tokens.remove_if(|token| token.sign_in == row.sign_in);
            return Err(invalid("the authorization code has been used already"));
        }
        // It has been seen by somebody who does not know the rest: no second try.
        self.codes.set(
            &key,
            Code {
                spent: true,
                ..row.clone()
            },
        );
        if row.redirect_uri != redirect_uri {
            return Err(invalid(
                "redirectUri is not the one that the code was sent to",
            ));
        }
        if !is_verifier(verifier) || digest(verifier) != row.challenge {
            return Err(invalid("codeVerifier does not match the code challenge"));
        }
        Ok(row)
    }
}

/// RFC 7636, section 4.1.
fn is_verifier(verifier: &str) -> bool {
    (43..=128).contains(&verifier.len())
        && verifier
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
}
