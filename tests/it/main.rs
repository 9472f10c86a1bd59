//! The one integration binary: its modules are claims about the whole program.
