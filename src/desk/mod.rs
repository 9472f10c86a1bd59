//! Worker threads that own their tool: effects in, messages out.
