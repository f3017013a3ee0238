//! What the recorded answers do not show.
