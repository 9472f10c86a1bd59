//! Draws the application.
