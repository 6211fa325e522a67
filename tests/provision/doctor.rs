//! The doctor, for a set-up that is sound, and for each thing that can be wrong with one.

mod app;
mod clinic;
mod program;
mod provider;
mod sound;
mod tenant;
