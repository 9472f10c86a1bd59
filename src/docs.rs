//! Printouts of the tables: keys, config, man page.
