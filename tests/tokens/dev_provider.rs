//! Tokens of the development provider: what Logto itself issues, offered where it belongs and where it does not.
