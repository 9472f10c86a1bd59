//! Tests of this part are added by its room.
