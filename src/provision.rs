//! A tenant set up from the terminal: what is wished for, what is there, and what the app still lacks.
//!
//! Clicking through the consoles of Logto and of the SMS provider is the longest part of every tutorial, cannot be reviewed
//! and is not done twice in the same way. Here a file says how the tenant is to be, and everything is checked before the
//! first call goes out. <https://docs.logto.io/integrate-logto/interact-with-management-api>

mod app_defaults;
mod app_environment;
pub mod apply;
mod command;
mod command_line;
pub mod doctor;
pub mod dotenv;
mod environment;
mod input;
mod next_step;
mod patient_api;
pub mod plan;
mod printable;
mod settings;
mod tenant_state;
mod terminal;
pub mod wishes;

pub use app_environment::AppEnvironment;
pub use command_line::run;
pub use input::{FileError, Input, InputError};
pub use next_step::next_step;
pub use patient_api::PatientApi;
pub use settings::{Settings, SettingsError};
pub use tenant_state::TenantState;
