//! The slices through the router, without a socket; one binary.

mod org_demo;
mod org_sign_in;
mod plan_reading;
mod support;
