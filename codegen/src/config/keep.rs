//! Results that the command line keeps for later.

/// How the command line keeps the result of an operation, as a client registration is kept in the cache that AWS
/// tools share. Members are meant by their names in the model.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keep {
    /// The operation.
    pub operation: String,
    /// Member of the output: the time in seconds since 1970 at which the result becomes invalid.
    pub expires: String,
    /// Lists of the input that are kept beside the result.
    pub with: Vec<String>,
    /// The one of them that tells results for one session apart.
    pub scopes: Option<String>,
    /// Member of the input that names the instance.
    pub instance: Option<String>,
}
